import Synchronization

/// Whether a request's body was read. Asked only for bodies without a known bound: an unread one would otherwise
/// be read to its end, however long it is.
final class BodyUse: Sendable {
    private let used = Atomic(false)

    var isRead: Bool { used.load(ordering: .relaxed) }

    func note() {
        used.store(true, ordering: .relaxed)
    }
}
