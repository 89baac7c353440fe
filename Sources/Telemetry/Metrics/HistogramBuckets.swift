/// The upper bounds of a histogram's ranges, from small to large; the range above the last is always there.
package struct HistogramBuckets: Sendable, Equatable {
    /// More bounds than this are cut off.
    package static let maximumBounds = 40

    package let bounds: [Double]
    /// The bounds as label values.
    let texts: [String]

    /// Sorts the bounds and drops repeats and what is not finite.
    package init(_ bounds: [Double]) {
        let bounds = Array(Set(bounds.filter(\.isFinite)).sorted().prefix(Self.maximumBounds))
        self.bounds = bounds
        texts = bounds.map(ExpositionWriter.number)
    }

    /// Durations in seconds, from half a millisecond to ten seconds.
    package static let seconds = HistogramBuckets(
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    )

    /// Ages of waiting work in seconds, from ten milliseconds to a day.
    package static let ages = HistogramBuckets([0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400])

    /// Sizes of batches and other counts, in powers of two up to 4,096.
    package static let counts = HistogramBuckets((0...12).map { Double(1 << $0) })
}
