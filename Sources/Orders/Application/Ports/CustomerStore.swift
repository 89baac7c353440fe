package import OMSKernel

/// Keeps customers. Each call is one atomic step.
package protocol CustomerStore: Sendable {
    /// - Returns: false when the id is taken; nothing is written then.
    func insert(_ customer: Customer) async throws -> Bool

    func customer(_ id: CustomerID) async throws -> Customer?

    /// One page in the order of their ids.
    func customers(after: CustomerID?, limit: PageLimit) async throws -> Page<Customer, CustomerID>

    /// Reads a customer, asks what becomes of it and stores the answer.
    /// - Throws: ``OrderError/customerNotFound(_:)``, or whatever `decide` throws.
    func modify(
        _ id: CustomerID,
        _ decide: @escaping @Sendable (Customer) throws -> Customer
    ) async throws -> Customer
}
