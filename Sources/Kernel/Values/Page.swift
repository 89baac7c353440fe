/// One page of a list read by keyset, and where the next one starts.
package struct Page<Element: Sendable, Position: Sendable>: Sendable {
    package let elements: [Element]
    /// The position after which the next page starts; nil when there is none.
    package let next: Position?

    package init(elements: [Element], next: Position?) {
        self.elements = elements
        self.next = next
    }
}

/// How many elements a page may have: 1 to 100, 20 unless told.
package struct PageLimit: Hashable, Sendable {
    package static let range = 1...100
    package static let standard = PageLimit(trusted: 20)

    package let count: Int

    /// - Parameter count: 1 to 100; anything else gives nil.
    package init?(_ count: Int) {
        guard Self.range.contains(count) else { return nil }
        self.count = count
    }

    private init(trusted count: Int) {
        self.count = count
    }
}

/// The order of a list by creation.
package enum CreationOrder: String, Sendable, CaseIterable {
    case newestFirst
    case oldestFirst
}
