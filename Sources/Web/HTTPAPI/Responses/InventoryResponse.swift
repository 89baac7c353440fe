import HTTPTypes
import Inventory
import OMSKernel

extension JSONWriter {
    mutating func stockLevel(_ level: StockLevel) {
        object { writer in
            writer.member("sku", level.sku.code)
            writer.member("onHand", level.onHand)
            writer.member("reserved", level.reserved)
            writer.member("available", level.available)
            writer.member("reorderPoint", level.reorderPoint)
            writer.member("reorderQuantity", level.reorderQuantity)
            writer.member("isReplenishing", level.isReplenishing)
            writer.member("version", level.version)
            writer.member("updatedAt", level.updatedAt.description)
        }
    }

    mutating func stockMovement(_ movement: StockMovement) {
        object { writer in
            writer.member("movementId", movement.id.description)
            writer.member("sku", movement.sku.code)
            writer.member("kind", movement.kind.rawValue)
            writer.member("onHandDelta", movement.onHandDelta)
            writer.member("reservedDelta", movement.reservedDelta)
            writer.member("orderId", movement.orderID?.description)
            writer.member("reason", movement.reason)
            writer.member("actor", movement.actor)
            writer.member("createdAt", movement.createdAt.description)
        }
    }
}

extension Answer {
    static func stockLevel(_ level: StockLevel) -> Answer {
        var writer = JSONWriter()
        writer.stockLevel(level)
        return Answer(.ok, writer).entityTag(level.version)
    }

    static func stockMovement(_ movement: StockMovement, status: HTTPResponse.Status) -> Answer {
        var writer = JSONWriter()
        writer.stockMovement(movement)
        return Answer(status, writer)
    }

    static func components(_ components: [Component], of sku: SKU) -> Answer {
        .json(capacity: 64 + components.count * 64) { writer in
            writer.member("sku", sku.code)
            writer.member("components", array: components) { writer, component in
                writer.object { writer in
                    writer.member("sku", component.sku.code)
                    writer.member("quantity", component.quantity)
                }
            }
        }
    }
}

extension Answer {
    static func supplier(_ settings: SandboxSupplierSettings) -> Answer {
        .json { writer in
            writer.member("delayMilliseconds", settings.delay?.wholeMilliseconds ?? 0)
            writer.member("neverSends", settings.delay == nil)
            writer.member("errorPercent", settings.errorPercent)
            writer.member("isOut", settings.isOut)
            writer.member("failNext", settings.failNext)
        }
    }
}
