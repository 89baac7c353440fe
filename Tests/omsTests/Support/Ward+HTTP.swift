import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Orders
import SQLStorage
import TestSupport

/// What `/doctor` answers of one finding.
struct FindingView: Decodable, Equatable {
    let severity: String
    let message: String
    let subject: String?
    let remedy: String?
    let isRepairable: Bool
    let isRepaired: Bool
}

extension Ward {
    private struct Report: Decodable {
        let findings: [FindingView]
    }

    private struct Refused: Error {
        let status: Int
        let text: String
    }

    /// What the API of this system answers to `GET /doctor`, or to `POST /doctor/repair`.
    /// - Parameter isRepair: which of them.
    /// - Returns: the findings.
    /// - Throws: when the answer is another one than 200.
    func asked(toRepair isRepair: Bool) async throws -> [FindingView] {
        var fields = HTTPFields()
        fields[.authorization] = "Bearer the key of this test"
        let responder = api.responder
        let application = Application(
            responder: responder,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let response = try await application.test(.router) { [fields] client in
            try await client.executeRequest(
                uri: isRepair ? "/doctor/repair" : "/doctor",
                method: isRepair ? .post : .get,
                headers: fields,
                body: nil
            )
        }
        let text = String(buffer: response.body)
        guard response.status == .ok else { throw Refused(status: response.status.code, text: text) }
        return try JSONDecoder().decode(Report.self, from: Data(text.utf8)).findings
    }

    private var api: API {
        var dependencies = APIDependencies(
            orders: SQLOrderStore(database: database),
            customers: SQLCustomerStore(database: database),
            inventory: SQLInventoryStore(database: database),
            warehouse: SQLWarehouseStore(database: database),
            shipments: SQLShipmentStore(database: database),
            supplier: SQLSupplierStore(database: database),
            carrier: SQLCarrierControl(database: database),
            keys: SQLAPIKeyStore(database: database),
            outbox: SQLOutboxStore(database: database),
            ids: ids,
            clock: clock,
            cursorSecret: Array("a secret of the tests of thirty-two bytes".utf8)
        )
        dependencies.diagnostics = SQLOrderDiagnostics(database: database)
        dependencies.examiner = doctor
        dependencies.bootstrapKey = BootstrapKey(secret: "the key of this test")
        dependencies.logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return API(dependencies)
    }

    /// Moves an order on as its workflow would, and delivers what is told of it.
    func move(_ order: Order, _ command: OrderCommand) async throws {
        _ = try await ChangeOrder(store: SQLOrderStore(database: database), ids: ids)(
            command,
            on: order.id,
            expectedVersion: nil,
            context: CommandContext(actor: "test", traceparent: nil, now: clock.now())
        )
        try await deliver(order)
    }
}
