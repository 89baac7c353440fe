/// The type of a search attribute; the numbers are those of `temporal.api.enums.v1.IndexedValueType`.
package enum SearchAttributeType: Int, Sendable, CaseIterable {
    case text = 1
    case keyword = 2
    case int = 3
    case double = 4
    case bool = 5
    case datetime = 6
    case keywordList = 7

    /// As payload metadata and messages name it.
    package var name: String {
        switch self {
        case .text: "Text"
        case .keyword: "Keyword"
        case .int: "Int"
        case .double: "Double"
        case .bool: "Bool"
        case .datetime: "Datetime"
        case .keywordList: "KeywordList"
        }
    }

    package init?(name: String) {
        guard let type = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = type
    }
}
