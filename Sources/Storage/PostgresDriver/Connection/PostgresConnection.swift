import CLibPQ
import Logging
import SQLPort

/// One connection of libpq. It blocks, and is used by the thread that opened it and no other.
final class PostgresConnection {
    let pointer: OpaquePointer
    private let notices: NoticeLog
    private var statements: StatementCache
    /// How long the server may take for a statement's answer.
    private let answerTimeout: Duration
    /// Set when the conversation with the server got out of step; only closing helps then.
    private var isBroken = false

    /// Takes over a connection of libpq, open or failed.
    init(_ pointer: OpaquePointer, configuration: PostgresConfiguration, logger: Logger) {
        self.pointer = pointer
        notices = NoticeLog(logger: logger)
        statements = StatementCache(capacity: configuration.maximumStatements)
        answerTimeout = configuration.statementTimeout + configuration.answerGrace
        notices.attach(to: pointer)
        // Sending waits for no one either: what the socket does not take goes out while the answer is awaited.
        PQsetnonblocking(pointer, 1)
    }

    deinit {
        PQfinish(pointer)
    }

    /// Whether it is open, as far as is known without asking the server.
    var isUsable: Bool { !isBroken && PQstatus(pointer) == CONNECTION_OK }

    /// What the server last said about a transaction; libpq keeps it.
    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(pointer) }

    /// libpq's last message, on one line.
    var lastMessage: String {
        String(cString: PQerrorMessage(pointer)).split(whereSeparator: \.isNewline).joined(separator: "; ")
    }

    /// Runs one or more statements without parameters and gives the last one's answer.
    /// - Parameters:
    ///   - sql: the statements.
    ///   - isBounded: whether the time for their answer has a limit.
    /// - Returns: the last statement's answer, or that of the one that failed.
    /// - Throws: ``PostgresFailure``.
    @discardableResult
    func runScript(_ sql: String, isBounded: Bool = true) throws(PostgresFailure) -> QueryResult {
        guard PQsendQuery(pointer, sql) == 1 else { throw broken() }
        return try lastAnswer(within: isBounded ? answerTimeout : nil)
    }

    /// Runs a statement, prepared at its first use.
    /// - Parameters:
    ///   - sql: one statement.
    ///   - parameters: its values.
    ///   - beginning: a BEGIN that travels ahead of it in the same round trip.
    /// - Returns: the statement's answer.
    /// - Throws: ``PostgresFailure``.
    func run(
        _ sql: String,
        _ parameters: BoundParameters,
        after beginning: String?
    ) throws(PostgresFailure) -> QueryResult {
        let name = try prepare(sql)
        guard let beginning else {
            guard send(name, parameters) else { throw broken() }
            return try lastAnswer(within: answerTimeout)
        }
        let sent =
            PQenterPipelineMode(pointer) == 1
            && PQsendQueryParams(pointer, beginning, 0, nil, nil, nil, nil, 0) == 1
            && send(name, parameters)
            && PQpipelineSync(pointer) == 1
        guard sent else { throw broken() }
        return try pipelinedAnswer()
    }

    /// Begins a transaction.
    /// - Parameter beginning: the BEGIN.
    /// - Throws: ``PostgresFailure``; a lost connection when the server is a standby and the BEGIN asks for writes:
    ///   another connection may lead to the server that took over.
    func begin(_ beginning: String) throws(PostgresFailure) {
        do {
            try runScript(beginning)
        } catch {
            throw refusedBegin(error)
        }
    }

    /// Forgets every prepared statement, here and on the server.
    func forgetStatements() throws(PostgresFailure) {
        statements.removeAll()
        try runScript("DEALLOCATE ALL")
    }

    private func send(_ name: String, _ parameters: BoundParameters) -> Bool {
        parameters.withPointers { PQsendQueryPrepared(pointer, name, parameters.count, $0, nil, nil, 0) } == 1
    }

    private func prepare(_ sql: String) throws(PostgresFailure) -> String {
        if let name = statements.name(of: sql) { return name }
        let name = statements.newName()
        guard PQsendPrepare(pointer, name, sql, 0, nil) == 1 else { throw broken() }
        try lastAnswer(within: answerTimeout)
        if let evicted = statements.insert(sql, name: name) {
            try runScript("DEALLOCATE \(evicted)")
        }
        return name
    }

    /// Reads all answers to what was sent; the last one counts, which is the one that failed if one did.
    @discardableResult
    private func lastAnswer(within limit: Duration?) throws(PostgresFailure) -> QueryResult {
        let deadline = limit.map { ContinuousClock.now + $0 }
        var last: QueryResult?
        while let result = try nextAnswer(until: deadline) {
            last = result
            // It would go on for ever.
            if result.isCopy { break }
        }
        guard let last else { throw broken() }
        return try checked(last)
    }

    private func nextAnswer(until deadline: ContinuousClock.Instant?) throws(PostgresFailure) -> QueryResult? {
        guard isAnswerThere(by: deadline) else {
            isBroken = true
            throw .connectionLost("PostgreSQL did not answer in time")
        }
        return PQgetResult(pointer).map(QueryResult.init)
    }

    /// Reads the answers of BEGIN and of the statement behind it: each is followed by a nil, the last by the sync.
    private func pipelinedAnswer() throws(PostgresFailure) -> QueryResult {
        var answer: QueryResult?
        var failure: PostgresFailure?
        let deadline = ContinuousClock.now + answerTimeout
        // Two nils in a row would mean that nothing is to come any more.
        var nilsInARow = 0
        while isUsable, nilsInARow < 2 {
            guard let result = try nextAnswer(until: deadline) else {
                nilsInARow += 1
                continue
            }
            nilsInARow = 0
            switch result.status {
            case PGRES_PIPELINE_SYNC:
                guard PQexitPipelineMode(pointer) == 1 else { throw broken() }
                if let failure { throw failure }
                guard let answer else { throw broken() }
                return answer
            case PGRES_PIPELINE_ABORTED:
                continue
            default:
                do {
                    answer = try checked(result)
                } catch {
                    failure = failure ?? (answer == nil ? refusedBegin(error) : error)
                }
            }
        }
        throw failure ?? broken()
    }

    @discardableResult
    private func checked(_ result: QueryResult) throws(PostgresFailure) -> QueryResult {
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            return result
        case PGRES_FATAL_ERROR:
            guard let report = result.report, !report.sqlState.isEmpty else { throw broken() }
            let failure = PostgresFailure(report)
            if failure.kind == .connectionLost { isBroken = true }
            throw failure
        default:
            // COPY and the like, which nothing here can go on with.
            isBroken = true
            throw .final("0A000", "The statement is of a kind that the driver does not run")
        }
    }

    private func refusedBegin(_ failure: PostgresFailure) -> PostgresFailure {
        guard case .failed(let code, _) = failure.error, ["0A000", "25006"].contains(code) else { return failure }
        isBroken = true
        return .connectionLost("PostgreSQL is a read-only standby")
    }

    /// The connection failed under a statement: it is not used again.
    private func broken() -> PostgresFailure {
        isBroken = true
        return .connectionLost("The connection to PostgreSQL was lost")
    }
}
