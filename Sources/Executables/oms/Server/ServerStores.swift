import Access
import Messaging
import Orders

/// What a server keeps its things in, whatever database is behind it.
struct ServerStores: Sendable {
    let orders: any OrderStore
    let customers: any CustomerStore
    let keys: any APIKeyStore
    let outbox: any OutboxStore
    let ledger: any IdempotencyLedger
    let diagnostics: any OrderDiagnostics
}
