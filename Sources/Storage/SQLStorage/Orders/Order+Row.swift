import Foundation
import OMSKernel
import Orders
import SQLPort

extension Order {
    static let columns = """
        id, request_id, external_order_id, channel, status, priority, customer_id, ship_to, total_minor_units, \
        currency, failure_reason, version, created_at, updated_at
        """

    /// An order as its row has it, without its lines.
    struct Row {
        let id: OrderID
        let currency: Currency?
        let make: ([OrderLine]) -> Order

        init(_ row: any SQLRow) throws {
            let id = OrderID(try row.uuid(0))
            let requestID = RequestKey(trusted: try row.text(1))
            let externalOrderID = try row.optionalText(2)
            let channel: Channel = try row.value(3)
            let status: OrderStatus = try row.value(4)
            let priority = Int(try row.integer(5))
            let customerID = try row.optionalText(6).map(CustomerID.init(trusted:))
            let shipTo = try row.optionalText(7).map(ShippingAddress.init(json:))
            let total = try row.optionalInteger(8)
            let currency = try row.optionalText(9).flatMap(Currency.init(code:))
            let failureReason = try row.optionalText(10)
            let version = try row.integer(11)
            let createdAt = Timestamp(milliseconds: try row.integer(12))
            let updatedAt = Timestamp(milliseconds: try row.integer(13))
            self.id = id
            self.currency = currency
            self.make = { lines in
                Order(
                    id: id,
                    requestID: requestID,
                    externalOrderID: externalOrderID,
                    channel: channel,
                    status: status,
                    priority: priority,
                    customerID: customerID,
                    shipTo: shipTo,
                    lines: lines,
                    total: currency.flatMap { currency in total.map { Money(minorUnits: $0, currency: currency) } },
                    failureReason: failureReason,
                    version: version,
                    createdAt: createdAt,
                    updatedAt: updatedAt
                )
            }
        }
    }

    /// The one currency of the order's prices.
    var currency: Currency? { total?.currency ?? lines.lazy.compactMap(\.unitPrice?.currency).first }
}

extension OrderLine {
    static let columns = "order_id, id, sku, quantity, unit_price_minor_units, status"

    init(_ row: any SQLRow, currency: Currency?) throws {
        let price = try row.optionalInteger(4)
        self.init(
            id: OrderLineID(try row.uuid(1)),
            sku: SKU(trusted: try row.text(2)),
            quantity: try row.integer(3),
            unitPrice: currency.flatMap { currency in price.map { Money(minorUnits: $0, currency: currency) } },
            status: try row.value(5)
        )
    }
}

extension ShippingAddress {
    private struct Stored: Codable {
        var name: String
        var line1: String
        var line2: String?
        var city: String
        var region: String?
        var postalCode: String?
        var country: String
        var phone: String?
        var email: String?
    }

    /// Reads the column's JSON object.
    init(json: String) throws {
        let stored = try JSONDecoder().decode(Stored.self, from: Data(json.utf8))
        guard let country = CountryCode(code: stored.country) else { throw SQLError.unexpectedValue(column: 7) }
        self.init(
            name: stored.name,
            line1: stored.line1,
            line2: stored.line2,
            city: stored.city,
            region: stored.region,
            postalCode: stored.postalCode,
            country: country,
            phone: stored.phone,
            email: stored.email
        )
    }

    /// The column's JSON object; absent parts are left out.
    var json: String {
        JSONWriter.object { writer in
            for (name, part) in [
                ("name", name), ("line1", line1), ("line2", line2), ("city", city), ("region", region),
                ("postalCode", postalCode), ("country", country.code), ("phone", phone), ("email", email),
            ] {
                if let part { writer.member(name, part) }
            }
        }
    }
}
