package import Foundation

/// A list that the service gives page by page, each asked for when the one before is used up.
package struct PagedSequence<Element: Sendable>: AsyncSequence, Sendable {
    package typealias Page = (elements: [Element], nextPageToken: Data)

    private let fetch: @Sendable (_ token: Data) async throws -> Page

    init(_ fetch: @escaping @Sendable (_ token: Data) async throws -> Page) {
        self.fetch = fetch
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(fetch: fetch)
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let fetch: @Sendable (_ token: Data) async throws -> Page
        private var page: ArraySlice<Element> = []
        private var token = Data()
        private var isOver = false

        fileprivate init(fetch: @escaping @Sendable (_ token: Data) async throws -> Page) {
            self.fetch = fetch
        }

        package mutating func next() async throws -> Element? {
            while page.isEmpty, !isOver {
                let (elements, next) = try await fetch(token)
                page = elements[...]
                token = next
                isOver = next.isEmpty
            }
            return page.popFirst()
        }
    }

    /// All elements.
    ///
    /// - Parameter limit: The most elements that are read; nil for all.
    /// - Returns: The elements in order.
    /// - Throws: What reading a page throws.
    package func collect(limit: Int? = nil) async throws -> [Element] {
        var elements: [Element] = []
        for try await element in self {
            if let limit, elements.count >= limit { break }
            elements.append(element)
        }
        return elements
    }
}
