import OMSKernel
import Orders

extension OrderStoreContract {
    /// Every combination of the parts of a filter, in both directions, page by page.
    func lists(_ subject: Subject) async throws {
        let orders = try await fill(subject)
        guard let limit = PageLimit(7) else { return }
        for parts in 0..<(1 << Self.parts.count) {
            var filter = OrderFilter()
            for (bit, set) in Self.parts.enumerated() where parts & (1 << bit) != 0 { set(&filter) }
            let matching = orders.filter(filter.matches)
            for sorted in CreationOrder.allCases {
                let expected = matching.sorted { sorted == .oldestFirst ? $0.id < $1.id : $0.id > $1.id }
                let found = try await subject.pages(of: filter, sorted: sorted, limit: limit)
                guard found != expected else { continue }
                throw ContractViolation(
                    "\(filter) \(sorted): orders \(found.map(\.id)), expected \(expected.map(\.id))"
                )
            }
        }
    }

    private static let parts: [@Sendable (inout OrderFilter) -> Void] = [
        { $0.status = .cancelled },
        { $0.channel = .shopify },
        { $0.customerID = CustomerID(trusted: "cust-1") },
        { $0.externalOrderID = "X-3" },
        { $0.sku = SKU(trusted: "S-1") },
        { $0.from = now.advanced(by: .seconds(5)) },
        { $0.to = now.advanced(by: .seconds(30)) },
    ]

    /// 60 orders, a second apart, whose parts fall together in every way.
    private func fill(_ subject: Subject) async throws -> [Order] {
        for customer in 0..<2 { try await subject.addCustomer("cust-\(customer)") }
        var orders: [Order] = []
        for number in 0..<60 {
            let draft = OrderDraft(
                requestID: "key-\(number)",
                externalOrderID: number % 4 == 3 ? nil : "X-\(number / 12 * 4 + number % 4)",
                channel: Channel.allCases[number / 4 % 3].rawValue,
                customerID: number % 5 == 0 ? nil : "cust-\(number % 2)",
                // The same SKU twice in an order shows it once.
                items: [0, 1, 2].map { OrderItemDraft(sku: "S-\((number + $0) / 2 % 4)", quantity: 1) }
            )
            let order = try await subject.created(draft, at: Self.now.advanced(by: .seconds(number)))
            guard number % 3 == 0 else {
                orders.append(order)
                continue
            }
            let decision = try await subject.apply(.cancel(reason: nil), to: order.id)
            guard case .changed(let cancelled, _) = decision else {
                throw ContractViolation("the cancel of a new order changed nothing")
            }
            orders.append(cancelled)
        }
        return orders
    }
}
