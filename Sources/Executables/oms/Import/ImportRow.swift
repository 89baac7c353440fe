/// One order of a file that is imported, or what stands there instead.
package struct ImportRow: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        /// An order to be sent.
        case order(ImportOrder)
        /// Something that no order can be made of; each reason is a sentence without its end.
        case malformed([String])
    }

    /// The row's place among all rows of the file, from 0.
    package let index: Int
    /// The line it starts on, from 1.
    package let line: Int
    /// The line it ends on.
    package let lastLine: Int
    /// What its owner calls it: its externalOrderId, or its requestId.
    package let name: String?
    package let content: Content

    package init(index: Int, line: Int, lastLine: Int, name: String?, content: Content) {
        self.index = index
        self.line = line
        self.lastLine = lastLine
        self.name = name
        self.content = content
    }
}

/// One `POST /orders`.
package struct ImportOrder: Sendable, Equatable {
    /// The request's body, JSON.
    package let body: [UInt8]
    /// The idempotency key to send; nil when the body has its own requestId.
    package let key: String?
    /// What no two orders may share. Rows that share one are sent one after the other: the first of the file is the
    /// order, whatever the later one holds.
    package let claims: [String]

    package init(body: [UInt8], key: String?, identity: RowIdentity) {
        self.body = body
        self.key = key
        self.claims = identity.claims
    }
}

/// How an order names itself.
package struct RowIdentity: Sendable, Equatable {
    package let requestID: String?
    package let channel: String?
    package let externalOrderID: String?
    /// Whether the body has a requestId, even one of a wrong type, about which the server will complain.
    package let hasRequestID: Bool

    package init(requestID: String?, channel: String?, externalOrderID: String?, hasRequestID: Bool) {
        self.requestID = requestID
        self.channel = channel
        self.externalOrderID = externalOrderID
        self.hasRequestID = hasRequestID
    }

    package var name: String? { externalOrderID ?? requestID }

    fileprivate var claims: [String] {
        [
            requestID.map { "requestId \($0)" },
            externalOrderID.map { "externalOrderId \(channel ?? "MANUAL") \($0)" },
        ].compactMap { $0 }
    }
}
