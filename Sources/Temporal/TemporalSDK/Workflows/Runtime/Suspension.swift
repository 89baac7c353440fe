/// One caller in workflow code that waits for one outcome. Only the thread inside the run touches it.
struct Suspension<Value: Sendable> {
    private enum State {
        case idle
        case waiting(UnsafeContinuation<Value, any Error>)
        case early(Result<Value, any Error>)
        case over
    }

    private var state = State.idle

    init() {}

    /// Whether the outcome is still to come.
    var isOpen: Bool {
        switch state {
        case .idle, .waiting: true
        case .early, .over: false
        }
    }

    /// Takes the caller; it goes on at once when the outcome is there already.
    mutating func wait(_ continuation: UnsafeContinuation<Value, any Error>) {
        guard case .early(let result) = state else {
            state = .waiting(continuation)
            return
        }
        state = .over
        continuation.resume(with: result)
    }

    /// Gives the outcome; a second one is ignored.
    mutating func end(_ result: Result<Value, any Error>) {
        switch state {
        case .idle:
            state = .early(result)
        case .waiting(let continuation):
            state = .over
            continuation.resume(with: result)
        case .early, .over:
            break
        }
    }

    mutating func end(throwing error: any Error) {
        end(.failure(error))
    }
}
