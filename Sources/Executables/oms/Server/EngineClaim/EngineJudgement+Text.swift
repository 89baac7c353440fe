import SQLStorage

extension EngineJudgement.Reason {
    /// Why the process does not start, and what to do.
    /// - Parameters:
    ///   - place: the engine that was refused.
    ///   - claim: what the orders' database says.
    ///   - orders: where the orders are.
    /// - Returns: what a person reads.
    func text(_ place: String, _ claim: EngineClaim?, orders: String) -> String {
        let known = claim.map { "\($0.place), since \($0.since)" } ?? "none"
        let adopt = "`oms engine adopt` makes it the engine"
        return switch self {
        case .otherEngine:
            "The workflows of the orders in \(orders) are in another engine: \(known). The engine at \(place) does not "
                + "know them, and with two engines each order would be driven by one or the other. Use that one, with "
                + "its data folder or at its address. Only when it is lost or given up for \(place), \(adopt)"
        case .otherOrders:
            "The engine at \(place) runs the workflows of other orders than those in \(orders) (their engine: "
                + "\(known)). Was one of the two databases replaced? If they are to go together all the same, \(adopt)"
        case .olderEngine:
            "The engine's database at \(place) is older than the orders in \(orders): the engine was started since it "
                + "was copied. Restore both as they were at one moment (`oms restore`), or stop what runs with the "
                + "newer one. If the newer one is lost, \(adopt)"
        case .olderOrders:
            "The orders in \(orders) are older than the engine's database at \(place): the engine was started since "
                + "they were copied. Restore both as they were at one moment (`oms restore`). If the newer orders are "
                + "lost, \(adopt) of these ones"
        }
    }
}
