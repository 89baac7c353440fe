"""The scenarios of shared/scripts.json: each says what a workflow does, what its client does meanwhile, and what must
come of it. The client in Swift reads the same file."""

import json
import pathlib

from temporalio.client import WorkflowFailureError

from harness import history
from harness.scenario import scenario
from shared import script

SCRIPTS = json.loads((pathlib.Path(__file__).resolve().parent.parent / "shared" / "scripts.json").read_text())
_TASK = ["WorkflowTaskScheduled", "WorkflowTaskStarted", "WorkflowTaskCompleted"]
_SHORT = {"Task": _TASK, "Activity": ["ActivityTaskScheduled", "ActivityTaskStarted", "ActivityTaskCompleted"]}


def _scenario(plan):
    async def run(env):
        async with env.worker([script.Script], [script.act]):
            options = {"start_signal": "add", "start_signal_args": [plan["startSignal"]]} if "startSignal" in plan else {}
            if "attempts" in plan:
                options["retry_policy"] = script.retry_policy(plan)
            if "runTimeout" in plan:
                options["run_timeout"] = script.milliseconds(plan["runTimeout"])
            handle = await env.start("Script", plan["steps"], result_type=list[str], **options)
            for action in plan.get("actions", []):
                await _act(env, handle, action)
            await _check_end(handle, plan)
            for action in plan.get("after", []):
                await _act(env, handle, action)
            if "history" in plan:
                expected = [name for short in plan["history"] for name in _SHORT.get(short, [short])]
                found = history.names(await env.events(handle))
                assert found == expected, f"the history is {found}"

    run.__name__ = plan["name"]
    # More than this would be a second list of what the file says.
    run.__module__ = __name__
    scenario(crossed=True, recorded=False)(run)


async def _check_end(handle, plan):
    try:
        result = await handle.result()
    except WorkflowFailureError as error:
        found = script.text_of(error.cause)
        assert plan.get("fails") or found == plan.get("failure"), f"it failed with {found}"
        return
    if "resultEnd" in plan:
        assert result[-len(plan["resultEnd"]) :] == plan["resultEnd"], f"it answered {result}"
    else:
        assert result == plan.get("result"), f"it answered {result}"


async def _act(env, handle, action):
    other = env.client.get_workflow_handle(f"{handle.id}-{action.get('other') or action.get('signalOther')}")
    if action.get("until") == "pending":

        async def is_started():
            pending = (await env.describe(handle)).pending_activities
            return pending and pending[0].state == 2

        await env.until(is_started, "an activity is started")
    elif "until" in action:
        name = action["until"]
        if name == "ActivityTaskStarted":
            # A started activity is in the history only once it has ended.
            await _act(env, handle, {"until": "pending"})
        else:
            await env.until_event(handle, name, action.get("count", 1))
    elif "signal" in action:
        await handle.signal("add", action["signal"])
    elif "cancel" in action:
        await handle.cancel()
    elif "terminate" in action:
        await handle.terminate(reason=action["terminate"])
    elif "query" in action:
        found = await handle.query("results", result_type=list[str])
        assert found == action["query"], f"the query was answered {found}"
    elif "complete" in action:
        outside = env.client.get_async_activity_handle(
            workflow_id=handle.id, run_id=None, activity_id=action["complete"]
        )
        await outside.complete(action["text"])
    elif "signalOther" in action:
        await other.signal("add", action["text"])
    elif "other" in action:
        await _check_end(env.client.get_workflow_handle(other.id, result_type=list[str]), action)
    elif "memo" in action:
        assert await (await handle.describe()).memo_value("text") == action["memo"]
    else:
        raise AssertionError(f"no such action: {action}")


for _plan in SCRIPTS:
    _scenario(_plan)
