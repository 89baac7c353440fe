import Foundation
import Synchronization

extension CrashPoint {
    /// What a database calls at each commit; nil when this is not its crash point.
    func hook(of database: Database) -> (@Sendable () -> Void)? {
        guard database == self.database else { return nil }
        let commits = CommitCount()
        return { [commit] in
            // Nothing of the process may run on: no handler, no flush, no answer.
            if commits.next() == commit { kill(getpid(), SIGKILL) }
        }
    }
}

private final class CommitCount: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
