import Crypto
import OMSKernel

/// SHA-256 of what a request means, so that a repeated key can be told from a reused one.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// Names the rules below. A ledger entry keeps the version it was made under.
    package static let version = 1

    /// 64 lower-case hexadecimal digits.
    package let hex: String

    package init(hex: String) {
        self.hex = hex
    }

    package var description: String { hex }

    /// The fingerprint of a request: its method, its path and what its body means.
    package init(method: String, path: String, content: Fingerprint) {
        self.init { hash in
            hash.update(method)
            hash.update(path)
            hash.update(content.hex)
        }
    }

    init(_ body: (inout FieldHash) -> Void) {
        var hash = FieldHash()
        body(&hash)
        self.hex = hash.finalize()
    }
}

/// Hashes fields so that no two different lists of fields give the same bytes: each text is led by its length.
struct FieldHash {
    private var hash = SHA256()

    mutating func update(_ text: String?) {
        guard var text else { return update(-1) }
        text.withUTF8 { bytes in
            update(Int64(bytes.count))
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
        }
    }

    mutating func update(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { hash.update(bufferPointer: $0) }
    }

    consuming func finalize() -> String {
        hash.finalize().withUnsafeBytes { Hexadecimal.text(of: $0) }
    }
}

extension NewOrder {
    /// What the order is made of, whatever its key and however its JSON was written: member order, white
    /// space, defaults and `productId` for `sku` make no difference. The request id is not part of it.
    package var contentFingerprint: Fingerprint {
        Fingerprint { hash in
            hash.update(externalOrderID)
            hash.update(channel.rawValue)
            hash.update(Int64(priority))
            hash.update(customerID?.text)
            hash.update(shipTo == nil ? 0 : 1)
            if let shipTo {
                for part in [
                    shipTo.name, shipTo.line1, shipTo.line2, shipTo.city, shipTo.region, shipTo.postalCode,
                    shipTo.country.code, shipTo.phone, shipTo.email,
                ] { hash.update(part) }
            }
            hash.update(Int64(items.count))
            for item in items {
                hash.update(item.sku.code)
                hash.update(item.quantity)
                hash.update(item.unitPrice?.minorUnits ?? -1)
                hash.update(item.unitPrice?.currency.code)
            }
        }
    }
}
