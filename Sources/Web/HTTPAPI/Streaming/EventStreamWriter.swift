import NIOCore
import OMSKernel
import Orders

/// Reads an order's events bit by bit and writes each as the HTML standard's server-sent event: `id` is its
/// sequence number, `event` its type, `data` the same JSON as in a list.
struct EventStreamWriter {
    private static let batch = 100

    private let orders: any OrderStore
    private let id: OrderID
    private var last: Int64

    init(orders: any OrderStore, id: OrderID, last: Int64) {
        self.orders = orders
        self.id = id
        self.last = last
    }

    /// The next events; nil when there is none for now. A store that is away for a moment has none either.
    mutating func next() async throws -> ByteBuffer? {
        let events: [OrderEvent]
        do {
            events = try await orders.events(of: id, after: last, limit: Self.batch)
        } catch is StorageError {
            return nil
        }
        guard let newest = events.last else { return nil }
        var buffer = ByteBuffer()
        for event in events {
            var writer = JSONWriter(capacity: 512)
            writer.event(event)
            buffer.writeString("id: \(event.sequence)\nevent: \(event.kind.rawValue)\ndata: ")
            buffer.writeBytes(writer.bytes)
            buffer.writeString("\n\n")
        }
        last = newest.sequence
        return buffer
    }

    /// A line that clients ignore: it says that the stream lives.
    static func comment(_ text: String) -> ByteBuffer {
        ByteBuffer(string: ": \(text)\n\n")
    }
}
