import OMSKernel

/// What differs between the orders that are written without the server.
struct OrderRow {
    var number: Int
    var prefix: String
    var createdAt: Timestamp
    var status = "CREATED"
    var channel = "SHOPIFY"
    var customerID: String?
    var skus: [String]
}
