package import OMSKernel

/// Why a command on the stock is refused. Messages name SKUs, ids and amounts only.
package enum InventoryError: CategorizedError, Equatable {
    case unknownSKU(SKU)
    /// The adjustment would leave fewer pieces than are held for orders, or fewer than none.
    case notEnough(SKU, onHand: Int64, reserved: Int64, delta: Int64)
    case quantityTooLarge(SKU)
    /// The adjustment would leave more pieces than one SKU can have.
    case tooMany(SKU, onHand: Int64, delta: Int64)
    case keyReused(RequestKey)
    case kitContainsItself(SKU)
    case kitTooDeep(SKU)
    case tooManyComponents
    /// A kit takes its components: it has no stock to adjust.
    case isKit(SKU)
    /// What has stock of its own cannot become a kit.
    case hasStock(SKU, onHand: Int64)
    /// What is asked of an order's allocation does not fit the state it is in.
    case illegalTransition(OrderID, command: AllocationCommand, state: AllocationState)
    case notAllocated(OrderID)
    case staleVersion(SKU, current: Int64)
    /// No more of it is ordered: nobody asked for it, or its reorder quantity is 0.
    case notReordered(SKU)
    /// The number belongs to a purchase of another SKU, or to none.
    case unknownPurchase(RequestKey)

    package var category: ErrorCategory {
        switch self {
        case .unknownSKU, .notAllocated, .unknownPurchase: .notFound
        case .notEnough, .tooMany, .illegalTransition, .isKit, .hasStock, .notReordered: .conflict
        // Against the kits that there are.
        case .kitContainsItself, .kitTooDeep: .conflict
        case .quantityTooLarge, .tooManyComponents: .invalid
        case .keyReused: .unprocessable
        case .staleVersion: .preconditionFailed
        }
    }

    package var message: String {
        switch self {
        case .unknownSKU(let sku): "There is no stock of \(sku)"
        case .notEnough(let sku, let onHand, let reserved, let delta):
            "\(sku) has \(onHand) on hand, \(reserved) of them held for orders: \(delta) cannot be added"
        case .quantityTooLarge(let sku): "The quantity of \(sku) is over \(StockLevel.maximumQuantity)"
        case .tooMany(let sku, let onHand, let delta):
            "\(sku) has \(onHand) on hand: with \(delta) more it would be over \(StockLevel.maximumQuantity)"
        case .keyReused(let key): "The idempotency key \(key) was used for another adjustment"
        case .kitContainsItself(let sku): "\(sku) would be a component of itself"
        case .kitTooDeep(let sku): "\(sku) nests kits more than \(BillOfMaterials.maximumDepth) deep"
        case .tooManyComponents:
            "The order comes to more than \(BillOfMaterials.maximumExplodedSKUs) different components"
        case .isKit(let sku): "\(sku) is a kit: adjust the stock of its components"
        case .hasStock(let sku, let onHand):
            "\(sku) has \(onHand) on hand: what has stock of its own cannot become a kit"
        case .illegalTransition(let id, let command, let state):
            "The stock of order \(id) is \(state.rawValue): \(command.rawValue) is not possible"
        case .notAllocated(let id): "No stock is allocated to order \(id)"
        case .notReordered(let sku): "\(sku) is not reordered: nothing was asked for, or its reorder quantity is 0"
        case .unknownPurchase(let number): "There is no purchase \(number) of this SKU"
        case .staleVersion(let sku, let current): "\(sku) has version \(current) by now"
        }
    }
}
