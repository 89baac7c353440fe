import Crypto
package import SQLPort

/// The schema of all contexts, as numbered files in `Migrations/SQL`, embedded in the binary.
///
/// A file that was released is never changed: a database on which it was applied would be refused.
package enum Migrations {
    package static let all: [Migration] = [
        migration(1, "orders", PackageResources._001_orders_sql),
        migration(2, "events", PackageResources._002_events_sql),
        migration(3, "api_keys", PackageResources._003_api_keys_sql),
        migration(4, "events_not_replaced", PackageResources._004_events_not_replaced_sql),
        migration(5, "inventory", PackageResources._005_inventory_sql),
        migration(6, "warehouse", PackageResources._006_warehouse_sql),
        migration(7, "shipping", PackageResources._007_shipping_sql),
        migration(8, "order_progress", PackageResources._008_order_progress_sql),
        migration(9, "supplier", PackageResources._009_supplier_sql),
        migration(10, "engine_claim", PackageResources._010_engine_claim_sql),
    ]

    private static func migration(_ number: Int, _ name: String, _ bytes: [UInt8]) -> Migration {
        let checksum = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return Migration(number: number, name: name, text: String(decoding: bytes, as: UTF8.self), checksum: checksum)
    }
}
