import Foundation
import GRDB

/// A thread that owns one connection for as long as it serves its queue.
final class DatabaseThread: Sendable {
    private let finished: AsyncStream<Never>

    /// Starts the thread.
    /// - Parameters:
    ///   - name: shown by debuggers and profilers.
    ///   - database: the connection; closed when `serve` returns.
    ///   - serve: runs until its queue is closed.
    init(name: String, database: DatabaseQueue, serve: @escaping @Sendable (SQLiteConnection) -> Void) {
        let (finished, end) = AsyncStream.makeStream(of: Never.self)
        self.finished = finished
        let thread = Thread {
            database.inDatabase { open in
                guard let handle = open.sqliteConnection else { return }
                let connection = SQLiteConnection(handle)
                serve(connection)
                connection.finalizeStatements()
            }
            try? database.close()
            end.finish()
        }
        thread.name = name
        thread.start()
    }

    /// Waits until the connection is closed.
    func join() async {
        for await _ in finished {}
    }
}
