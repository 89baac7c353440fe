package import TemporalAPI

/// A message with payloads somewhere in it.
///
/// What is visited is what the official SDKs put through a codec: values, memos, details of failures, summaries.
/// Not visited are search attributes and headers, which the service and others must read, and the markers of
/// patches, which every SDK's core reads.
package protocol PayloadCarrying: Sendable {
    mutating func visitPayloads(_ visitor: inout PayloadVisitor)
}

extension PayloadCarrying {
    /// This message with all its payloads put through a function at once. The function must give as many as it got.
    package func mappingPayloads(
        _ transform: ([APIPayload]) async throws -> [APIPayload]
    ) async throws -> Self {
        var message = self
        var collector = PayloadVisitor()
        message.visitPayloads(&collector)
        guard !collector.payloads.isEmpty else { return self }
        let changed = try await transform(collector.payloads)
        guard changed.count == collector.payloads.count else { throw PayloadCountError() }
        var replacer = PayloadVisitor(replacements: changed)
        message.visitPayloads(&replacer)
        return message
    }

    /// All payloads of this message, in the order in which they are visited.
    package var payloads: [APIPayload] {
        var message = self
        var collector = PayloadVisitor()
        message.visitPayloads(&collector)
        return collector.payloads
    }
}

/// A function over payloads gave more or fewer than it got.
package struct PayloadCountError: Error, CustomStringConvertible {
    package var description: String { "a codec gave another number of payloads than it got" }
}

/// Goes through the payloads of a message, always in the same order: the first time it collects them, the second
/// time it puts others in their places.
package struct PayloadVisitor {
    /// What was collected.
    package private(set) var payloads: [APIPayload] = []
    private var replacements: ArraySlice<APIPayload>?

    package init() {}

    /// A visitor that puts these payloads in the places it comes to.
    package init(replacements: [APIPayload]) {
        self.replacements = replacements[...]
    }

    package mutating func visit(_ payload: inout APIPayload) {
        guard replacements != nil else { return payloads.append(payload) }
        if let next = replacements?.popFirst() { payload = next }
    }

    package mutating func visit(_ list: inout APIPayloads) {
        for index in list.payloads.indices { visit(&list.payloads[index]) }
    }

    package mutating func visit(_ memo: inout APIMemo) {
        visit(&memo.fields) { visitor, payload in visitor.visit(&payload) }
    }

    package mutating func visit<Carrier: PayloadCarrying>(_ carrier: inout Carrier) {
        carrier.visitPayloads(&self)
    }

    package mutating func visit<Carrier: PayloadCarrying>(_ carriers: inout [Carrier]) {
        for index in carriers.indices { carriers[index].visitPayloads(&self) }
    }

    package mutating func visit<Carrier: PayloadCarrying>(_ carriers: inout [String: Carrier]) {
        visit(&carriers) { visitor, carrier in carrier.visitPayloads(&visitor) }
    }

    package mutating func visit(_ lists: inout [String: APIPayloads]) {
        visit(&lists) { visitor, list in visitor.visit(&list) }
    }

    /// By key, since a dictionary has no order of its own.
    private mutating func visit<Value>(
        _ dictionary: inout [String: Value],
        _ visitValue: (inout PayloadVisitor, inout Value) -> Void
    ) {
        for key in dictionary.keys.sorted() {
            guard var value = dictionary[key] else { continue }
            visitValue(&self, &value)
            dictionary[key] = value
        }
    }
}
