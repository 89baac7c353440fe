/// One value that a collector found at scrape time; it is exported as a gauge.
package struct MetricSample: Sendable, Equatable {
    package let name: String
    package let labels: [String: String]
    package let value: Double

    package init(_ name: String, labels: [String: String] = [:], value: Double) {
        self.name = name
        self.labels = labels
        self.value = value
    }
}
