/// The task queues: one a system of record, so that each can run in a process of its own.
package enum TaskQueue: String, Sendable, CaseIterable {
    case orders, inventory, warehouse, shipping, payments, storefront
}
