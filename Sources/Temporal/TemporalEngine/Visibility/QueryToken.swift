/// One word of a list query, and where it starts (in characters, from 1).
struct QueryToken: Equatable {
    enum Kind: Equatable {
        case name(String)
        case text(String)
        case integer(Int64)
        case decimal(Double)
        /// A word that the language keeps for itself, in capitals.
        case keyword(String)
        /// One of `= != < <= > >= ( ) ,`.
        case symbol(String)
        case end
    }

    let kind: Kind
    let position: Int
    /// As it was written, for messages.
    let written: String
}
