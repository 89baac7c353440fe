import Metrics
import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct EngineMetricsTests {
    private func counts(_ body: (EngineFixture) async throws -> Void) async throws -> [String: Int64] {
        let metrics = CountingMetrics()
        try await withMetricsFactory(metrics) { try await EngineFixture.with { try await body($0) } }
        return metrics.counts
    }

    @Test
    func `requests are counted by RPC and code, and commits by their time`() async throws {
        let counts = try await counts { engine in
            try await engine.start("a")
            let task = try await engine.pollWorkflow()
            try await engine.complete(task, [.completeRun])
            _ = try? await engine.signal("nobody", "hello")
            _ = try await engine.describe("a")
            _ = try await engine.service.getSystemInfo(.init(), .short)
        }
        #expect(counts["engine.requests rpc=StartWorkflowExecution code=ok"] == 1)
        #expect(counts["engine.requests rpc=PollWorkflowTaskQueue code=ok"] == 1)
        #expect(counts["engine.requests rpc=RespondWorkflowTaskCompleted code=ok"] == 1)
        #expect(counts["engine.requests rpc=SignalWorkflowExecution code=notFound"] == 1)
        #expect(counts["engine.requests rpc=DescribeWorkflowExecution code=ok"] == 1)
        #expect(counts["engine.requests rpc=GetSystemInfo code=ok"] == 1)
        #expect(counts["engine.request.duration rpc=StartWorkflowExecution code=ok", default: 0] > 0)
        #expect(counts["engine.commit.duration", default: 0] > 0)
        #expect(counts["engine.commit.errors", default: 0] == 0)
    }

    @Test
    func `what the engine holds is told, without a name that a caller chose`() async throws {
        let metrics = CountingMetrics()
        try await withMetricsFactory(metrics) {
            try await EngineFixture.with { engine in
                try await engine.start("waits")
                try await engine.start("runs") { $0.taskQueue.name = "other" }
                let task = try await engine.pollWorkflow(.with { $0.name = "other" })
                try await engine.complete(task, [.timer("t", .seconds(600)), .activity("a")])
                // An engine that just started reads its timers, and may offer a task that waits twice.
                let isWhole = try await eventually {
                    let load = try await engine.engine.load()
                    return load.openRuns == 2 && load.loadedRuns == 2 && load.timers > 0
                        && load.workflowQueues.backlog >= 1 && load.activityQueues.backlog >= 1
                }
                #expect(isWhole)
                #expect(try await !engine.pollActivity().taskToken.isEmpty)
                #expect(try await engine.pollActivity(.within(.milliseconds(1_200))).taskToken.isEmpty)
                let after = try await engine.engine.load()
                #expect(after.activityQueues.backlog == 0)
            }
        }
        for label in metrics.counts.keys where label.hasPrefix("engine.") {
            #expect(!label.contains("waits") && !label.contains("runs=") && !label.contains("other"), "\(label)")
        }
        #expect(metrics.counts["engine.open.runs"] != nil)
        #expect(metrics.counts["engine.pollers queue=workflow"] != nil)
    }

    @Test
    func `every RPC is counted under its own name`() async throws {
        let counts = try await counts { engine in
            let service = engine.service
            _ = try? await service.listNamespaces(.init(), .short)
            _ = try? await service.describeNamespace(.init(), .short)
            _ = try? await service.listOpenWorkflowExecutions(.init(), .short)
            _ = try? await service.listClosedWorkflowExecutions(.init(), .short)
            _ = try? await service.respondActivityTaskCompletedById(.init(), .short)
            _ = try? await service.recordActivityTaskHeartbeat(.init(), .short)
            _ = try? await service.queryWorkflow(.init(), .short)
            _ = try? await service.getWorkflowExecutionHistory(.init(), .short)
            _ = try? await service.addSearchAttributes(.init(), .short)
        }
        let names = Set(
            counts.keys.filter { $0.hasPrefix("engine.requests ") }.compactMap { label in
                label.split(separator: " ").first { $0.hasPrefix("rpc=") }.map { String($0.dropFirst(4)) }
            }
        )
        #expect(
            names == [
                "ListNamespaces", "DescribeNamespace", "ListOpenWorkflowExecutions", "ListClosedWorkflowExecutions",
                "RespondActivityTaskCompletedById", "RecordActivityTaskHeartbeat", "QueryWorkflow",
                "GetWorkflowExecutionHistory", "AddSearchAttributes",
            ]
        )
    }
}
