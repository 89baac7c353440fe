import GRPCCore
import TemporalAPI

/// The gRPC face of a ``WorkflowServiceCalls``: each RPC is decoded, handed on and its answer encoded.
struct WorkflowServiceForwarder: RegistrableRPCService {
    private typealias Method = APIWorkflowService.Method

    let calls: any WorkflowServiceCalls

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        registerNamespaces(with: &router)
        registerWorkflows(with: &router)
        registerWorkflowTasks(with: &router)
        registerActivityTasks(with: &router)
        registerLists(with: &router)
        registerSystem(with: &router)
        for name in UnsupportedCalls.names {
            router.refuse(name, of: APIWorkflowService.descriptor)
        }
    }

    private func registerNamespaces<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.forward(Method.RegisterNamespace.descriptor) { try await calls.registerNamespace($0, $1) }
        router.forward(Method.DescribeNamespace.descriptor) { try await calls.describeNamespace($0, $1) }
        router.forward(Method.ListNamespaces.descriptor) { try await calls.listNamespaces($0, $1) }
        router.forward(Method.UpdateNamespace.descriptor) { try await calls.updateNamespace($0, $1) }
    }

    private func registerWorkflows<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.forward(Method.StartWorkflowExecution.descriptor) { try await calls.startWorkflowExecution($0, $1) }
        router.forward(Method.SignalWorkflowExecution.descriptor) { try await calls.signalWorkflowExecution($0, $1) }
        router.forward(Method.SignalWithStartWorkflowExecution.descriptor) {
            try await calls.signalWithStartWorkflowExecution($0, $1)
        }
        router.forward(Method.RequestCancelWorkflowExecution.descriptor) {
            try await calls.requestCancelWorkflowExecution($0, $1)
        }
        router.forward(Method.TerminateWorkflowExecution.descriptor) {
            try await calls.terminateWorkflowExecution($0, $1)
        }
        router.forward(Method.DeleteWorkflowExecution.descriptor) { try await calls.deleteWorkflowExecution($0, $1) }
        router.forward(Method.QueryWorkflow.descriptor) { try await calls.queryWorkflow($0, $1) }
        router.forward(Method.DescribeWorkflowExecution.descriptor) {
            try await calls.describeWorkflowExecution($0, $1)
        }
        router.forward(Method.GetWorkflowExecutionHistory.descriptor) {
            try await calls.getWorkflowExecutionHistory($0, $1)
        }
        router.forward(Method.GetWorkflowExecutionHistoryReverse.descriptor) {
            try await calls.getWorkflowExecutionHistoryReverse($0, $1)
        }
    }

    private func registerWorkflowTasks<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.forward(Method.PollWorkflowTaskQueue.descriptor) { try await calls.pollWorkflowTaskQueue($0, $1) }
        router.forward(Method.RespondWorkflowTaskCompleted.descriptor) {
            try await calls.respondWorkflowTaskCompleted($0, $1)
        }
        router.forward(Method.RespondWorkflowTaskFailed.descriptor) {
            try await calls.respondWorkflowTaskFailed($0, $1)
        }
        router.forward(Method.RespondQueryTaskCompleted.descriptor) {
            try await calls.respondQueryTaskCompleted($0, $1)
        }
        router.forward(Method.ResetStickyTaskQueue.descriptor) { try await calls.resetStickyTaskQueue($0, $1) }
    }

    private func registerActivityTasks<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.forward(Method.PollActivityTaskQueue.descriptor) { try await calls.pollActivityTaskQueue($0, $1) }
        router.forward(Method.RecordActivityTaskHeartbeat.descriptor) {
            try await calls.recordActivityTaskHeartbeat($0, $1)
        }
        router.forward(Method.RecordActivityTaskHeartbeatById.descriptor) {
            try await calls.recordActivityTaskHeartbeatById($0, $1)
        }
        router.forward(Method.RespondActivityTaskCompleted.descriptor) {
            try await calls.respondActivityTaskCompleted($0, $1)
        }
        router.forward(Method.RespondActivityTaskCompletedById.descriptor) {
            try await calls.respondActivityTaskCompletedById($0, $1)
        }
        router.forward(Method.RespondActivityTaskFailed.descriptor) {
            try await calls.respondActivityTaskFailed($0, $1)
        }
        router.forward(Method.RespondActivityTaskFailedById.descriptor) {
            try await calls.respondActivityTaskFailedById($0, $1)
        }
        router.forward(Method.RespondActivityTaskCanceled.descriptor) {
            try await calls.respondActivityTaskCanceled($0, $1)
        }
        router.forward(Method.RespondActivityTaskCanceledById.descriptor) {
            try await calls.respondActivityTaskCanceledById($0, $1)
        }
    }

    private func registerLists<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.forward(Method.ListWorkflowExecutions.descriptor) { try await calls.listWorkflowExecutions($0, $1) }
        router.forward(Method.ListOpenWorkflowExecutions.descriptor) {
            try await calls.listOpenWorkflowExecutions($0, $1)
        }
        router.forward(Method.ListClosedWorkflowExecutions.descriptor) {
            try await calls.listClosedWorkflowExecutions($0, $1)
        }
        router.forward(Method.CountWorkflowExecutions.descriptor) { try await calls.countWorkflowExecutions($0, $1) }
    }

    private func registerSystem<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.forward(Method.GetSearchAttributes.descriptor) { try await calls.getSearchAttributes($0, $1) }
        router.forward(Method.ShutdownWorker.descriptor) { try await calls.shutdownWorker($0, $1) }
        router.forward(Method.DescribeTaskQueue.descriptor) { try await calls.describeTaskQueue($0, $1) }
        router.forward(Method.GetClusterInfo.descriptor) { try await calls.getClusterInfo($0, $1) }
        router.forward(Method.GetSystemInfo.descriptor) { try await calls.getSystemInfo($0, $1) }
    }
}
