import OMSKernel

/// What a run counted.
struct LoadReport: Sendable {
    var latencies = Latencies()
    /// Answers by status.
    var statuses: [Int: Int] = [:]
    /// Connections that broke with a request under way.
    var broken = 0
    /// Requests that were sent again, because their connection broke or the answer was not final.
    var repeated = 0
    /// From the first request to the last answer.
    var seconds = 0.0

    var answers: Int { latencies.count }

    var json: String {
        let percentiles = latencies.percentiles([0.5, 0.99])
        return JSONWriter.object { writer in
            writer.member("requests", answers)
            writer.member("milliseconds", Int64(seconds * 1_000))
            writer.member("p50Microseconds", Int64(percentiles[0] * 1_000))
            writer.member("p99Microseconds", Int64(percentiles[1] * 1_000))
            writer.member("broken", broken)
            writer.member("repeated", repeated)
            writer.key("statuses")
            writer.object { writer in
                for (status, count) in statuses.sorted(by: { $0.key < $1.key }) { writer.member("\(status)", count) }
            }
        }
    }
}
