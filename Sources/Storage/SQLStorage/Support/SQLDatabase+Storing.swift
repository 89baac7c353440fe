import OMSKernel
import SQLPort

extension SQLDatabase {
    /// ``SQLDatabase/read(_:)`` with the port's errors turned into those the contexts know.
    func reading<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        do {
            return try await read(body)
        } catch let error as SQLError {
            throw StorageError(error) ?? error
        }
    }

    /// ``SQLDatabase/write(_:)`` with the port's errors turned into those the contexts know.
    @discardableResult
    func writing<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        do {
            return try await write(body)
        } catch let error as SQLError {
            throw StorageError(error) ?? error
        }
    }
}

extension StorageError {
    private static let retryAfter = Duration.seconds(2)

    /// - Parameter error: the port's error; one that says nothing about availability gives nil.
    init?(_ error: SQLError) {
        switch error {
        case .overloaded(let retryAfter): self = .overloaded(retryAfter: retryAfter)
        case .unavailable, .serializationFailure: self = .unavailable(retryAfter: Self.retryAfter)
        case .outcomeUnknown: self = .outcomeUnknown(retryAfter: Self.retryAfter)
        case .constraintViolated, .unexpectedValue, .failed: return nil
        }
    }
}

extension SQLConnection {
    /// How many rows a query answers; the query itself bounds how many those are.
    func count(_ query: String) throws -> Int {
        Int(try firstRow("SELECT COUNT(*) FROM (\(query)) AS counted") { try $0.integer(0) } ?? 0)
    }
}

extension SQLDialect {
    /// What locks the rows of a query until the transaction ends; SQLite's one writer needs nothing.
    func rowLock(_ isWanted: Bool = true) -> String {
        isWanted && self == .postgres ? " FOR UPDATE" : ""
    }
}

/// Numbered parameters for a list of values whose length varies, padded so that few statements are prepared.
enum SQLList {
    private static let sizes = [1, 20, 128]
    static let maximumCount = 128

    /// - Parameters:
    ///   - values: at most ``maximumCount`` texts; the last one is repeated to fill up.
    ///   - first: the number of the first parameter.
    /// - Returns: `($1, $2 …)` and the arguments that belong to it.
    static func parameters(_ values: [SQLValue], from first: Int = 1) -> (sql: String, arguments: [SQLValue]) {
        let size = sizes.first { $0 >= values.count } ?? values.count
        let filler = Array(repeating: values.last ?? .null, count: size - values.count)
        let numbers = (first..<first + size).map { "$\($0)" }.joined(separator: ", ")
        return ("(\(numbers))", values + filler)
    }
}
