import Foundation
import NIOCore
import NIOFoundationCompat

/// What a list answers, as far as the walk through it must know.
struct OrderPage: Decodable {
    struct Order: Decodable {}

    let data: [Order]
    let nextCursor: String?

    static func read(_ body: ByteBuffer) throws -> OrderPage {
        try JSONDecoder().decode(OrderPage.self, from: Data(buffer: body))
    }
}
