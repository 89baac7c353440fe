/// RPCs of the real service that this engine does not have: they are refused by their names.
enum UnsupportedCalls {
    static let names = [
        "CountSchedules", "CountWorkers", "CreateSchedule", "CreateWorkerDeployment", "CreateWorkerDeploymentVersion",
        "CreateWorkflowRule", "DeleteSchedule", "DeleteWorkerDeployment", "DeleteWorkerDeploymentVersion",
        "DeleteWorkflowRule", "DeprecateNamespace", "DescribeBatchOperation", "DescribeDeployment", "DescribeSchedule",
        "DescribeWorker", "DescribeWorkerDeployment", "DescribeWorkerDeploymentVersion", "DescribeWorkflowRule",
        "ExecuteMultiOperation", "FetchWorkerConfig", "GetCurrentDeployment", "GetDeploymentReachability",
        "GetWorkerBuildIdCompatibility", "GetWorkerTaskReachability", "GetWorkerVersioningRules",
        "ListArchivedWorkflowExecutions", "ListBatchOperations", "ListDeployments", "ListScheduleMatchingTimes",
        "ListSchedules", "ListTaskQueuePartitions", "ListWorkerDeployments", "ListWorkers", "ListWorkflowRules",
        "PatchSchedule", "PauseActivity", "PauseWorkflowExecution", "PollNexusTaskQueue", "PollWorkflowExecutionUpdate",
        "RecordWorkerHeartbeat", "ResetActivity", "ResetWorkflowExecution", "RespondNexusTaskCompleted",
        "RespondNexusTaskFailed", "ScanWorkflowExecutions", "SetCurrentDeployment", "SetWorkerDeploymentCurrentVersion",
        "SetWorkerDeploymentManager", "SetWorkerDeploymentRampingVersion", "StartBatchOperation", "StopBatchOperation",
        "TriggerWorkflowRule", "UnpauseActivity", "UnpauseWorkflowExecution", "UpdateActivityOptions", "UpdateSchedule",
        "UpdateTaskQueueConfig", "UpdateWorkerBuildIdCompatibility", "UpdateWorkerConfig",
        "UpdateWorkerDeploymentVersionMetadata", "UpdateWorkerVersioningRules", "UpdateWorkflowExecution",
        "UpdateWorkflowExecutionOptions",
    ]
}
