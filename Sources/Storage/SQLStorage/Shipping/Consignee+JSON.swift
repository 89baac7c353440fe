import Foundation
import OMSKernel
import SQLPort
import Shipping

extension Consignee {
    private struct Stored: Codable {
        var name: String
        var line1: String
        var line2: String?
        var city: String
        var region: String?
        var postalCode: String?
        var country: String
        var phone: String?
    }

    /// Reads the column's JSON object.
    /// - Throws: ``SQLError/unexpectedValue(column:)``, which holds nothing of the text.
    init(json: String, column: Int) throws {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(json.utf8)),
            let country = CountryCode(code: stored.country)
        else { throw SQLError.unexpectedValue(column: column) }
        self.init(
            name: stored.name,
            line1: stored.line1,
            line2: stored.line2,
            city: stored.city,
            region: stored.region,
            postalCode: stored.postalCode,
            country: country,
            phone: stored.phone
        )
    }

    /// The column's JSON object; absent parts are left out.
    var json: String {
        JSONWriter.object { writer in
            for (name, part) in [
                ("name", name), ("line1", line1), ("line2", line2), ("city", city), ("region", region),
                ("postalCode", postalCode), ("country", country.code), ("phone", phone),
            ] {
                if let part { writer.member(name, part) }
            }
        }
    }
}
