import Access
import HTTPAPI
import HTTPTypes
import Shipping
import StorageTestKit
import TestSupport
import Testing

@Suite
struct OpenAPIRoutesTests {
    private let document: JSONNode
    private let routes: [Route]

    init() throws {
        document = try JSONNode(text: OpenAPIDocument.text)
        let dependencies = APIDependencies(
            orders: MemoryOrderStore(),
            customers: MemoryCustomerStore(),
            inventory: MemoryInventoryStore(),
            warehouse: MemoryWarehouseStore(),
            shipments: MemoryShipmentStore(),
            supplier: MemorySupplierStore(),
            carrier: MemoryCarrierControl(),
            keys: MemoryAPIKeyStore(),
            outbox: MemoryOutboxStore(),
            ids: SequentialIDs(),
            clock: SettableClock(),
            cursorSecret: Array(repeating: 7, count: 32)
        )
        routes = API(dependencies).table.routes
    }

    @Test
    func `the document describes every route, and no other`() {
        let described = Set(document.operations.map { "\($0.method) \($0.path)" })
        let served = Set(routes.map { "\($0.method.rawValue) \($0.template.text)" })
        #expect(described.subtracting(served) == [], "described and not served")
        #expect(served.subtracting(described) == [], "served and not described")
    }

    @Test
    func `the document asks for the key and the scope that the route asks for`() {
        for route in routes {
            let operation = document["paths"][route.template.text][route.method.rawValue.lowercased()]
            switch route.protection {
            case .open:
                #expect(operation["security"] == .list([]), "\(route.template.text)")
            case .scope(let scope):
                #expect(operation["security"].elements.count == 2, "\(route.template.text)")
                #expect(operation["x-required-scope"].text == scope.rawValue, "\(route.template.text)")
            }
        }
    }
}
