"""Lists, counts, search attributes, memo, deletion, and what describe tells."""

import asyncio
from datetime import datetime, timedelta, timezone

from temporalio import workflow
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DeleteWorkflowExecutionRequest,
    DescribeTaskQueueRequest,
    GetSearchAttributesRequest,
    GetSystemInfoRequest,
    GetWorkflowExecutionHistoryRequest,
    GetWorkflowExecutionHistoryReverseRequest,
    ListWorkflowExecutionsRequest,
)
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes
from temporalio.service import RPCStatusCode

from harness.history import names
from harness.scenario import scenario
from scenarios.basics import failure_of
from scenarios.starting import refused
from shared.workflows import Collector, Echo, OutOfStock

KEYWORD = SearchAttributeKey.for_keyword("ConformanceKeyword")
NUMBER = SearchAttributeKey.for_int("ConformanceInt")
FLAG = SearchAttributeKey.for_bool("ConformanceBool")
MOMENT = SearchAttributeKey.for_datetime("ConformanceDatetime")


def tagged(tag, number, flag=False):
    moment = datetime(2026, 1, 1 + number, tzinfo=timezone.utc)
    pairs = [(KEYWORD, tag), (NUMBER, number), (FLAG, flag), (MOMENT, moment)]
    return TypedSearchAttributes([SearchAttributePair(key, value) for key, value in pairs])


async def found(env, query):
    """The ids, without the scenario's part of them, that a query finds."""
    prefix = env.id("")
    return sorted([execution.id.removeprefix(prefix) async for execution in env.client.list_workflows(query)])


async def until_found(env, query, expected):
    async def is_so():
        ids = await found(env, query)
        return ids == expected or None

    try:
        await env.until(is_so, query, limit=10)
    except AssertionError:
        raise AssertionError(f"{query} finds {await found(env, query)}, not {expected}") from None


@scenario
async def queries_find_runs_by_everyday_conditions(env):
    tag = env.id("tag")
    async with env.worker([Collector, Echo, OutOfStock]):
        for number, name in enumerate("abcd"):
            workflow_kind = Collector.run if name in "ab" else Echo.run
            arguments = [] if name in "ab" else [number]
            await env.start(workflow_kind, *arguments, id=env.id(name), search_attributes=tagged(tag, number, name == "b"))
        failing = await env.start(OutOfStock.run, "A-1", id=env.id("e"), search_attributes=tagged(tag, 4))
        await failure_of(failing)
        mine = f"ConformanceKeyword = '{tag}'"
        for query, expected in {
            mine: "abcde",
            f"{mine} AND ExecutionStatus = 'Running'": "ab",
            f"{mine} AND ExecutionStatus = 'Completed'": "cd",
            f"{mine} AND ExecutionStatus IN ('Failed', 'Completed')": "cde",
            f"{mine} AND ExecutionStatus != 'Running'": "cde",
            f"{mine} AND WorkflowType = 'Echo'": "cd",
            f"{mine} AND WorkflowType != 'Echo'": "abe",
            f"{mine} AND (WorkflowType = 'Echo' OR ConformanceInt = 0)": "acd",
            f"{mine} AND ConformanceInt >= 2 AND ConformanceInt < 4": "cd",
            f"{mine} AND ConformanceInt BETWEEN 1 AND 3": "bcd",
            f"{mine} AND ConformanceInt IN (0, 4)": "ae",
            f"{mine} AND ConformanceBool = true": "b",
            f"{mine} AND ConformanceDatetime > '2026-01-03T12:00:00Z'": "de",
            f"{mine} AND WorkflowId = '{env.id('c')}'": "c",
            f"{mine} AND WorkflowId STARTS_WITH '{env.id('')}'": "abcde",
            f"ConformanceKeyword STARTS_WITH '{tag[:-1]}'": "abcde",
            f"{mine} AND TaskQueue = '{env.task_queue}'": "abcde",
            f"{mine} AND StartTime > '2020-01-01T00:00:00Z'": "abcde",
            f"{mine} AND StartTime > '2120-01-01T00:00:00Z'": "",
            f"{mine} AND CloseTime > '2020-01-01T00:00:00Z'": "cde",
            f"{mine} AND CloseTime IS NULL": "ab",
            f"{mine} AND CloseTime IS NOT NULL": "cde",
            f"{mine} AND RunId = '{failing.result_run_id}'": "e",
        }.items():
            await until_found(env, query, list(expected))
        count = await env.client.count_workflows(mine)
        assert count.count == 5, count
        grouped = await env.client.count_workflows(f"{mine} GROUP BY ExecutionStatus")
        counts = {group.group_values[0]: group.count for group in grouped.groups}
        assert counts == {"Running": 2, "Completed": 2, "Failed": 1}, counts


@scenario
async def a_long_list_comes_in_pages(env):
    tag = env.id("tag")
    for number in range(25):
        await env.start(Collector.run, id=env.id(f"{number:02}"), search_attributes=tagged(tag, 1))
    query = f"ConformanceKeyword = '{tag}'"
    await until_found(env, query, [f"{number:02}" for number in range(25)])
    token, pages = b"", []
    while True:
        request = ListWorkflowExecutionsRequest(
            namespace=env.namespace, page_size=10, query=query, next_page_token=token
        )
        answer = await env.service.list_workflow_executions(request)
        pages.append([execution.execution.workflow_id for execution in answer.executions])
        token = answer.next_page_token
        if not token:
            break
    ids = [one for page in pages for one in page]
    assert len(ids) == len(set(ids)) == 25, pages
    assert all(len(page) <= 10 for page in pages)
    # The youngest first.
    assert ids == sorted(ids, reverse=True), ids


@scenario
async def a_query_that_makes_no_sense_is_refused(env):
    for query in ["NobodyKnows = 1", "WorkflowType = ", "ConformanceInt = 'a'", "AND", "WorkflowId = 'a' OR"]:
        await refused(env.client.count_workflows(query), RPCStatusCode.INVALID_ARGUMENT)


@workflow.defn
class Labels:
    """Changes its search attributes and its memo while it runs."""

    @workflow.run
    async def run(self, tag: str) -> list:
        workflow.upsert_search_attributes([KEYWORD.value_set(tag), NUMBER.value_set(41)])
        workflow.upsert_search_attributes([NUMBER.value_set(42)])
        workflow.upsert_memo({"note": "changed", "more": 1, "gone": None})
        return [workflow.info().typed_search_attributes[NUMBER], workflow.memo_value("note")]


@scenario
async def a_workflow_changes_its_search_attributes_and_memo(env):
    async with env.worker([Labels]):
        handle = await env.start(Labels.run, env.id("tag"), memo={"note": "first", "gone": True})
        assert await handle.result() == [42, "changed"]
        await env.expect(
            handle,
            """
            WorkflowExecutionStarted
            Task
            UpsertWorkflowSearchAttributes workflowTaskCompletedEventId=4 searchAttributes.indexedFields.ConformanceInt=41
            UpsertWorkflowSearchAttributes searchAttributes.indexedFields.ConformanceInt=42 searchAttributes.indexedFields.ConformanceKeyword=-
            WorkflowPropertiesModified workflowTaskCompletedEventId=4 upsertedMemo.fields.note=changed
            WorkflowExecutionCompleted
            """,
        )
        await until_found(env, f"ConformanceKeyword = '{env.id('tag')}' AND ConformanceInt = 42", ["run-1"])
        description = await handle.describe()
        assert await description.memo() == {"note": "changed", "more": 1}, await description.memo()
        assert description.typed_search_attributes[NUMBER] == 42


@scenario
async def an_unknown_search_attribute_is_refused(env):
    pair = SearchAttributePair(SearchAttributeKey.for_keyword("NobodyKnowsThis"), "x")
    call = env.start(Collector.run, search_attributes=TypedSearchAttributes([pair]))
    await refused(call, RPCStatusCode.INVALID_ARGUMENT)
    listed = await env.client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace=env.namespace))
    assert "ConformanceInt" in listed.custom_attributes and "WorkflowType" in listed.system_attributes


@scenario
async def describe_tells_how_a_run_ended(env):
    async with env.worker([Echo, OutOfStock]):
        done = await env.start(Echo.run, 1)
        await done.result()
        failed = await env.start(OutOfStock.run, "A-1")
        await failure_of(failed)
        info = (await env.describe(done)).workflow_execution_info
        assert info.status == 2 and info.history_length == 5 and info.close_time.seconds, info
        assert info.execution.run_id == done.result_run_id and info.type.name == "Echo"
        assert info.first_run_id == done.result_run_id and info.history_size_bytes > 0
        assert (await env.describe(failed)).workflow_execution_info.status == 3


@scenario
async def a_deleted_run_is_gone(env):
    async with env.worker([Echo]):
        handle = await env.start(Echo.run, 1)
        await handle.result()
    await until_found(env, f"WorkflowId = '{handle.id}'", ["run-1"])
    await env.service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(
            namespace=env.namespace, workflow_execution=WorkflowExecution(workflow_id=handle.id, run_id=handle.result_run_id)
        )
    )
    env.forget(handle)

    async def is_gone():
        try:
            await handle.describe()
            return False
        except Exception as error:
            return getattr(error, "status", None) == RPCStatusCode.NOT_FOUND

    await env.until(is_gone, "the run is gone", limit=50)
    await until_found(env, f"WorkflowId = '{handle.id}'", [])


@scenario
async def a_running_workflow_is_deleted_too(env):
    handle = await env.start(Collector.run)
    await env.service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(namespace=env.namespace, workflow_execution=WorkflowExecution(workflow_id=handle.id))
    )
    env.forget(handle)

    async def is_gone():
        try:
            await handle.describe()
            return False
        except Exception as error:
            return getattr(error, "status", None) == RPCStatusCode.NOT_FOUND

    await env.until(is_gone, "the run is gone", limit=50)


@scenario
async def history_comes_in_pages_and_backwards(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        for number in range(30):
            await handle.signal("add", str(number))
        await handle.signal("finish")
        await handle.result()
    whole = await env.events(handle)
    execution = WorkflowExecution(workflow_id=handle.id, run_id=handle.result_run_id)
    found_events, token, pages = [], b"", 0
    while True:
        answer = await env.service.get_workflow_execution_history(
            GetWorkflowExecutionHistoryRequest(
                namespace=env.namespace, execution=execution, maximum_page_size=3, next_page_token=token
            )
        )
        found_events += answer.history.events
        pages += 1
        token = answer.next_page_token
        if not token:
            break
    assert found_events == whole and pages > 1, (len(found_events), len(whole), pages)
    backwards, token = [], b""
    while True:
        answer = await env.service.get_workflow_execution_history_reverse(
            GetWorkflowExecutionHistoryReverseRequest(
                namespace=env.namespace, execution=execution, maximum_page_size=3, next_page_token=token
            )
        )
        backwards += answer.history.events
        token = answer.next_page_token
        if not token:
            break
    assert backwards == list(reversed(whole)), [event.event_id for event in backwards]


@scenario
async def the_close_event_alone_can_be_waited_for(env):
    async with env.worker([Collector]):
        handle = await env.start(Collector.run)
        waiting = asyncio.create_task(
            env.service.get_workflow_execution_history(
                GetWorkflowExecutionHistoryRequest(
                    namespace=env.namespace,
                    execution=WorkflowExecution(workflow_id=handle.id, run_id=handle.result_run_id),
                    wait_new_event=True,
                    history_event_filter_type=2,
                ),
                timeout=timedelta(seconds=30),
            )
        )
        await asyncio.sleep(0.3)
        assert not waiting.done()
        await handle.signal("finish")
        answer = await waiting
        assert names(answer.history.events) == ["WorkflowExecutionCompleted"], names(answer.history.events)


@scenario
async def a_task_queue_names_its_pollers(env):
    async with env.worker([Echo], identity="a worker of this scenario"):
        await env.execute(Echo.run, 1)

        async def is_told():
            answer = await env.service.describe_task_queue(
                DescribeTaskQueueRequest(
                    namespace=env.namespace,
                    task_queue=TaskQueue(name=env.task_queue),
                    task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
                )
            )
            return [poller.identity for poller in answer.pollers if poller.last_access_time.seconds]

        identities = await env.until(is_told, "the poller is told of")
        assert set(identities) == {"a worker of this scenario"}, identities


@scenario
async def the_service_tells_what_it_is(env):
    info = await env.service.get_system_info(GetSystemInfoRequest())
    assert info.server_version and info.HasField("capabilities"), info
    keys = (await env.service.get_search_attributes(GetSearchAttributesRequest())).keys
    assert "WorkflowType" in keys, keys
    assert await env.client.service_client.check_health()
