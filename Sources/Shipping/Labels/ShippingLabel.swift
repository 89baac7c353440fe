package import OMSKernel

/// What is printed for a shipment: a carrier's label, or the slip with which a customer collects the order. It holds
/// personal data.
package struct ShippingLabel: Sendable, Equatable {
    /// What it is, in capitals: `SANDBOX STANDARD`, or `COLLECTION`.
    package let heading: String
    /// Who it is for, a line each, in lines short enough to print; empty on a collection slip.
    package let recipient: [String]
    /// Whether the recipient is printed small, so that all of it has room.
    let isSmall: Bool
    /// What the barcode says: the tracking number, or the collection code.
    package let code: String
    package let barcode: Code128
    package let orderID: OrderID
    package let shipmentID: ShipmentID

    /// - Parameter shipment: a shipment that has its label.
    /// - Throws: ``ShippingError/notLabelled(_:)`` or ``ShippingError/addressGone(_:)``.
    package init(_ shipment: Shipment) throws(ShippingError) {
        switch shipment.status {
        case .created, .cancelled: throw .notLabelled(shipment.id)
        case .labelled, .confirmed, .inTransit, .delivered: break
        }
        if shipment.isPickUp {
            heading = "COLLECTION"
            recipient = []
            isSmall = false
            code = Self.collectionCode(of: shipment.id)
        } else {
            guard let label = shipment.label else { throw .notLabelled(shipment.id) }
            guard let consignee = shipment.consignee else { throw .addressGone(shipment.id) }
            heading = "\(label.carrier) \(label.service)"
            (recipient, isSmall) = Self.lines(of: consignee)
            code = label.trackingNumber
        }
        guard let barcode = Code128(code) else { throw .notLabelled(shipment.id) }
        self.barcode = barcode
        orderID = shipment.orderID
        shipmentID = shipment.id
    }

    /// `COL` and 14 digits, computed from the shipment's id.
    package static func collectionCode(of id: ShipmentID) -> String {
        // The low half of a version 7 UUID is random.
        let digits = String(id.uuid.low % 100_000_000_000_000)
        return "COL" + String(repeating: "0", count: 14 - digits.count) + digits
    }

    /// The longest line that fits the label's width, in characters.
    static let lineLength = 40
    /// The longest line in small print.
    static let smallLineLength = 64
    /// More lines than these are printed small.
    static let largeLines = 8

    private static func lines(of consignee: Consignee) -> (lines: [String], isSmall: Bool) {
        let place = [consignee.postalCode, consignee.city, consignee.region].compactMap { $0 }.joined(separator: " ")
        let parts = [consignee.name, consignee.line1, consignee.line2, place, consignee.country.code].compactMap { $0 }
        let large = parts.flatMap { LabelText.wrapped($0, length: lineLength) }
        guard large.count > largeLines else { return (large, false) }
        return (parts.flatMap { LabelText.wrapped($0, length: smallLineLength) }, true)
    }
}

/// How texts are fitted into lines.
enum LabelText {
    /// The text in lines of at most so many characters, broken at spaces where there are any.
    static func wrapped(_ text: String, length: Int) -> [String] {
        var lines: [String] = []
        var rest = text[...]
        while rest.count > length {
            let line = rest.prefix(length + 1)
            let end = line.lastIndex(of: " ").flatMap { $0 > rest.startIndex ? $0 : nil } ?? line.dropLast().endIndex
            lines.append(String(rest[..<end]))
            rest = rest[end...].drop { $0 == " " }
        }
        if !rest.isEmpty { lines.append(String(rest)) }
        return lines
    }
}
