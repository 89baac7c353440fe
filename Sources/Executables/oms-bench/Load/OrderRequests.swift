import NIOCore

/// Orders of three lines with an address, encoded once: a further order has other digits in its key, its external
/// id and its SKUs, and the same length.
struct OrderRequests: RequestPlan {
    /// How many SKUs the orders are about.
    private static let skus = 10_000

    private let template: ByteBuffer
    /// Where the ten digits of an order's number go, and the five of its SKUs'.
    private let numberPlaces: [Int]
    private let skuPlaces: [Int]
    /// After how many orders the first one comes again; nil: never.
    private let period: Int?
    private let limit: Int
    private var count = 0

    /// - Parameters:
    ///   - path: where the orders go.
    ///   - apiKey: the caller's key.
    ///   - prefix: what makes the orders of this run its own.
    ///   - period: after how many orders the first one comes again; nil: never.
    ///   - limit: how many requests there are.
    init(path: String, apiKey: String, prefix: String, period: Int?, limit: Int) {
        let body = Self.body(prefix: prefix)
        let head = [
            "POST \(path) HTTP/1.1", "Host: 127.0.0.1", "User-Agent: oms-bench", "Accept: */*",
            "X-API-Key: \(apiKey)", "Content-Type: application/json", "Content-Length: \(body.utf8.count)", "", "",
        ]
        let text = Array((head.joined(separator: "\r\n") + body).utf8)
        template = ByteBuffer(bytes: text)
        numberPlaces = Self.places(of: Array(Self.numberMark.utf8), in: text)
        skuPlaces = Self.places(of: Array(Self.skuMark.utf8), in: text)
        self.period = period
        self.limit = limit
    }

    mutating func next() -> PreparedRequest? {
        guard count < limit else { return nil }
        let number = period.map { count % $0 } ?? count
        count += 1
        var bytes = template
        for place in numberPlaces { Self.put(number, digits: Self.numberMark.utf8.count, at: place, in: &bytes) }
        for (index, place) in skuPlaces.enumerated() {
            let sku = (number &* 7_919 &+ index &* 3_331) % Self.skus
            Self.put(sku, digits: Self.skuMark.utf8.count, at: place, in: &bytes)
        }
        return PreparedRequest(number: number, bytes: bytes)
    }

    // MARK: The text

    private static let numberMark = "##########"
    private static let skuMark = "@@@@@"

    /// The idempotency key of an order.
    static func key(prefix: String, number: Int) -> String {
        let digits = String(number)
        return "bench-\(prefix)-" + String(repeating: "0", count: numberMark.utf8.count - digits.utf8.count) + digits
    }

    private static func body(prefix: String) -> String {
        let items = [("2", "19.99"), ("1", "5.00"), ("12", "0.75")].map { quantity, amount in
            """
            {"sku":"SKU-\(skuMark)","quantity":\(quantity),"unitPrice":{"amount":"\(amount)","currency":"USD"}}
            """
        }
        return """
            {"requestId":"bench-\(prefix)-\(numberMark)","externalOrderId":"SHOP-\(prefix)-\(numberMark)",\
            "channel":"SHOPIFY","priority":5,"shipTo":{"name":"Ada Lovelace","line1":"1 Some Street","line2":null,\
            "city":"Oslo","region":null,"postalCode":"0150","country":"NO","phone":null,"email":null},\
            "items":[\(items.joined(separator: ","))]}
            """
    }

    private static func places(of mark: [UInt8], in text: [UInt8]) -> [Int] {
        text.indices.dropLast(mark.count - 1).filter { text[$0..<$0 + mark.count].elementsEqual(mark) }
    }

    private static func put(_ number: Int, digits: Int, at place: Int, in bytes: inout ByteBuffer) {
        var rest = number
        for offset in stride(from: digits - 1, through: 0, by: -1) {
            bytes.setInteger(UInt8(ascii: "0") + UInt8(rest % 10), at: place + offset)
            rest /= 10
        }
    }
}
