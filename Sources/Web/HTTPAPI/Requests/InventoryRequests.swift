import HTTPTypes
import Inventory
import OMSKernel

extension ReorderPolicy {
    /// The body of a change of when to reorder.
    /// - Throws: ``ValidationError``.
    init(_ fields: JSONFields) throws(ValidationError) {
        var problems = ValidationError()
        let point = fields.integer("reorderPoint", &problems)
        let quantity = fields.integer("reorderQuantity", &problems)
        self = try problems.adding { () throws(ValidationError) in try ReorderPolicy(point: point, quantity: quantity) }
    }
}

extension StockAdjustment {
    /// The body of an adjustment, and its `Idempotency-Key`.
    /// - Throws: ``ValidationError``.
    init(of sku: SKU, _ fields: JSONFields, _ headers: HTTPFields) throws(ValidationError) {
        var problems = ValidationError()
        let delta = fields.integer("delta", &problems)
        let reason = fields.text("reason", &problems)
        let key = IdempotencyKey.read(headers, requestID: nil, &problems)
        self = try problems.adding { () throws(ValidationError) in
            try StockAdjustment(sku: sku, delta: delta, reason: reason, key: key)
        }
    }
}

extension [Component] {
    /// The body of what a kit is made of; an empty list makes it a plain SKU.
    /// - Throws: ``ValidationError``.
    init(_ fields: JSONFields) throws(ValidationError) {
        var problems = ValidationError()
        let elements = fields.objects("components", &problems)
        if elements == nil { problems.add("components", "is required") }
        var components: [Component] = []
        for (index, element) in (elements ?? []).prefix(BillOfMaterials.maximumComponents + 1).enumerated() {
            let code = element.text("sku", &problems)
            let quantity = element.integer("quantity", &problems)
            if code == nil { problems.add("components[\(index)].sku", "is required") }
            if quantity == nil { problems.add("components[\(index)].quantity", "is required") }
            guard let code, let quantity else { continue }
            let sku = problems.check("components[\(index)].sku") { () throws(TextError) in try SKU(code) }
            if let sku { components.append(Component(sku: sku, quantity: quantity)) }
        }
        try problems.throwIfAny()
        self = components
    }
}

extension ValidationError {
    /// Makes a value and adds what is wrong with it to what was wrong before.
    /// - Throws: this error when anything was wrong.
    fileprivate mutating func adding<Value>(
        _ body: () throws(ValidationError) -> Value
    ) throws(ValidationError) -> Value {
        let value: Value
        do {
            value = try body()
        } catch {
            for (field, problem) in error.fields.sorted(by: { $0.key < $1.key }) { add(field, problem) }
            throw self
        }
        try throwIfAny()
        return value
    }
}

extension SandboxSupplierSettings {
    /// The body of a change of the sandbox supplier; what is absent is 0 or false.
    /// - Throws: ``ValidationError``.
    init(_ fields: JSONFields) throws(ValidationError) {
        var problems = ValidationError()
        let delay = fields.integer("delayMilliseconds", &problems) ?? 0
        let neverSends = fields.flag("neverSends", &problems) ?? false
        let errorPercent = fields.integer("errorPercent", &problems) ?? 0
        let isOut = fields.flag("isOut", &problems) ?? false
        let failNext = fields.integer("failNext", &problems) ?? 0
        let maximum = Self.maximumDelay.wholeMilliseconds
        if !(0...maximum).contains(delay) { problems.add("delayMilliseconds", "must be 0 to \(maximum)") }
        try problems.throwIfAny()
        try self.init(
            delay: neverSends ? nil : .milliseconds(delay),
            errorPercent: Int(clamping: errorPercent),
            isOut: isOut,
            failNext: Int(clamping: failNext)
        )
    }
}
