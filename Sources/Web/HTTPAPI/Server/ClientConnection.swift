import NIOCore

/// The connection a request came over.
struct ClientConnection: Sendable {
    private let channel: any Channel

    init(_ channel: any Channel) {
        self.channel = channel
    }

    var isOpen: Bool { channel.isActive }

    /// Ends the connection after an answer: no more is written at once, what still arrives is dropped for a
    /// moment. Closing at once would reset the connection and could take the answer with it.
    func closeAfterAnswer() {
        channel.close(mode: .output, promise: nil)
        channel.eventLoop.scheduleTask(in: .seconds(1)) { [channel] in channel.close(promise: nil) }
    }
}
