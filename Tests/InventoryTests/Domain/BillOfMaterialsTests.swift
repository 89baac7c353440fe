import Inventory
import OMSKernel
import Testing

@Suite struct BillOfMaterialsTests {
    private func sku(_ code: String) -> SKU { SKU(trusted: code) }

    private func part(_ code: String, _ quantity: Int64) -> Component { Component(sku: sku(code), quantity: quantity) }

    private func lookup(_ kits: [String: [Component]]) -> ([SKU]) -> [SKU: [Component]] {
        { skus in
            Dictionary(uniqueKeysWithValues: skus.compactMap { sku in kits[sku.code].map { (sku, $0) } })
        }
    }

    private func parents(_ kits: [String: [Component]]) -> ([SKU]) -> [SKU] {
        { skus in kits.filter { $0.value.contains { skus.contains($0.sku) } }.map { sku($0.key) } }
    }

    @Test func `plain SKUs stay as they are`() throws {
        let plain = try BillOfMaterials.explode([sku("a"): 2, sku("b"): 3], lookup: lookup([:]))
        #expect(plain == [sku("a"): 2, sku("b"): 3])
    }

    @Test func `nested kits come to their plain parts, added up`() throws {
        let kits = ["kit": [part("box", 2), part("a", 1)], "box": [part("a", 3), part("b", 1)]]
        let plain = try BillOfMaterials.explode([sku("kit"): 5, sku("a"): 1], lookup: lookup(kits))
        #expect(plain == [sku("a"): 1 + 5 + 5 * 2 * 3, sku("b"): 10])
    }

    @Test func `a cycle ends as nested too deep`() {
        let kits = ["x": [part("y", 1)], "y": [part("x", 1)]]
        #expect(throws: InventoryError.self) { try BillOfMaterials.explode([sku("x"): 1], lookup: lookup(kits)) }
    }

    @Test func `quantities that do not fit are refused`() {
        var kits: [String: [Component]] = [:]
        for depth in 0..<4 { kits["k\(depth)"] = [part("k\(depth + 1)", 1_000_000)] }
        #expect(throws: InventoryError.quantityTooLarge(sku("k3"))) {
            try BillOfMaterials.explode([sku("k0"): 1], lookup: lookup(kits))
        }
    }

    @Test func `a kit cannot hold itself, near or far`() {
        let kits = ["b": [part("c", 1)], "c": [part("d", 1)]]
        for component in ["a", "b"] {
            let all = kits.merging(["d": [part("a", 1)]]) { first, _ in first }
            #expect(throws: InventoryError.kitContainsItself(sku("a"))) {
                try BillOfMaterials.check(
                    sku("a"),
                    madeOf: [part(component, 1)],
                    lookup: lookup(all),
                    parents: parents(all)
                )
            }
        }
    }

    @Test func `ten levels of kits pass, eleven do not, whichever end is added last`() throws {
        // k1 holds k2 holds … holds k9, which holds the plain SKU p.
        var kits: [String: [Component]] = ["k9": [part("p", 1)]]
        for depth in 1..<9 { kits["k\(depth)"] = [part("k\(depth + 1)", 1)] }
        func check(_ kit: String, _ component: String) throws {
            try BillOfMaterials.check(
                sku(kit),
                madeOf: [part(component, 1)],
                lookup: lookup(kits),
                parents: parents(kits)
            )
        }
        try check("top", "k1")
        kits["top"] = [part("k1", 1)]
        #expect(throws: InventoryError.kitTooDeep(sku("over"))) { try check("over", "top") }
        #expect(throws: InventoryError.kitTooDeep(sku("p"))) { try check("p", "q") }
        #expect(try BillOfMaterials.explode([sku("top"): 1], lookup: lookup(kits)) == [sku("p"): 1])
    }
}
