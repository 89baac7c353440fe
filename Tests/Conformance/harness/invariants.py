"""What holds in every history, whatever the scenario: each reference leads to an event of the right type."""

from harness.history import attributes, event_name

CLOSES = {f"WorkflowExecution{end}" for end in ["Completed", "Failed", "TimedOut", "Canceled", "Terminated", "ContinuedAsNew"]}
_TASK_ENDS = {"WorkflowTaskCompleted", "WorkflowTaskFailed", "WorkflowTaskTimedOut"}
# The field of an event of that family, and the types of the event that it names.
_REFERENCES = [
    ("WorkflowTask", "scheduledEventId", {"WorkflowTaskScheduled"}),
    ("WorkflowTask", "startedEventId", {"WorkflowTaskStarted"}),
    ("ActivityTask", "scheduledEventId", {"ActivityTaskScheduled"}),
    ("ActivityTask", "startedEventId", {"ActivityTaskStarted"}),
    ("Timer", "startedEventId", {"TimerStarted"}),
    ("ChildWorkflow", "initiatedEventId", {"StartChildWorkflowExecutionInitiated"}),
    ("ChildWorkflow", "startedEventId", {"ChildWorkflowExecutionStarted"}),
    ("StartChildWorkflowExecutionFailed", "initiatedEventId", {"StartChildWorkflowExecutionInitiated"}),
    ("SignalExternalWorkflowExecutionFailed", "initiatedEventId", {"SignalExternalWorkflowExecutionInitiated"}),
    ("ExternalWorkflowExecutionSignaled", "initiatedEventId", {"SignalExternalWorkflowExecutionInitiated"}),
    ("ExternalWorkflowExecutionCancel", "initiatedEventId", {"RequestCancelExternalWorkflowExecutionInitiated"}),
    ("RequestCancelExternalWorkflowExecutionFailed", "initiatedEventId", {"RequestCancelExternalWorkflowExecutionInitiated"}),
    ("", "workflowTaskCompletedEventId", {"WorkflowTaskCompleted"}),
]


def problems(events):
    """What is wrong in a history, by itself."""
    found = []
    types = {event.event_id: event_name(event) for event in events}
    if list(types) != list(range(1, len(events) + 1)):
        found.append("the event ids are not 1, 2, 3 …")
    if types.get(1) != "WorkflowExecutionStarted":
        found.append("the first event is not WorkflowExecutionStarted")
    for event in events:
        name = types[event.event_id]
        if not event.event_time.seconds:
            found.append(f"event {event.event_id} {name} has no time")
        if name in CLOSES and event is not events[-1]:
            found.append(f"event {event.event_id} {name} is not the last")
        if name == "WorkflowTaskStarted" and event is not events[-1] and types.get(event.event_id + 1) not in _TASK_ENDS:
            found.append(f"event {event.event_id} {name} is followed by {types.get(event.event_id + 1)}")
        found += _reference_problems(event, name, types)
    return found


def _reference_problems(event, name, types):
    values = attributes(event)
    for family, field, targets in _REFERENCES:
        target = int(values.get(field, 0))
        # Zero says that there is none: a timed out task that never started, an end that no task asked for.
        if name.startswith(family) and target and (target >= event.event_id or types.get(target) not in targets):
            yield f"event {event.event_id} {name}: {field} {target} is {types.get(target)}"
