/// Where a page of a list ended: the next one begins behind it.
package struct ListPosition: Sendable, Equatable {
    package let listTime: Int64
    package let startTime: Int64
    package let runID: String

    package init(listTime: Int64, startTime: Int64, runID: String) {
        self.listTime = listTime
        self.startTime = startTime
        self.runID = runID
    }

    /// As callers carry it from page to page.
    package var token: [UInt8] {
        var writer = ByteWriter()
        writer.append(UInt64(1))
        writer.append(listTime)
        writer.append(startTime)
        writer.append(runID)
        return writer.bytes
    }

    /// - Parameter token: what ``token`` made; anything else gives nil.
    package init?(token: some Sequence<UInt8>) {
        var reader = ByteReader(Array(token))
        guard reader.number() == 1, let listTime = reader.integer(), let startTime = reader.integer(),
            let runID = reader.text(), reader.isAtEnd
        else { return nil }
        self.init(listTime: listTime, startTime: startTime, runID: runID)
    }
}
