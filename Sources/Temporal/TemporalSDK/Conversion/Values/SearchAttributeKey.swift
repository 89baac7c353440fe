package import Foundation
package import TemporalAPI

/// The name and type of a search attribute. Attributes are never encrypted: they hold no personal data.
package struct SearchAttributeKey<Value: Sendable>: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    package let type: APIIndexedValueType

    private init(_ name: String, _ type: APIIndexedValueType) {
        self.name = name
        self.type = type
    }

    package var description: String { name }
}

extension SearchAttributeKey where Value == Bool {
    package static func bool(_ name: String) -> Self { Self(name, .bool) }
}

extension SearchAttributeKey where Value == String {
    /// A text that is compared as a whole.
    package static func keyword(_ name: String) -> Self { Self(name, .keyword) }
    /// A text in which words are found.
    package static func text(_ name: String) -> Self { Self(name, .text) }
}

extension SearchAttributeKey where Value == Int {
    package static func int(_ name: String) -> Self { Self(name, .int) }
}

extension SearchAttributeKey where Value == Double {
    package static func double(_ name: String) -> Self { Self(name, .double) }
}

extension SearchAttributeKey where Value == Date {
    package static func date(_ name: String) -> SearchAttributeKey<Date> { Self(name, .datetime) }
}

extension SearchAttributeKey where Value == [String] {
    package static func keywordList(_ name: String) -> Self { Self(name, .keywordList) }
}
