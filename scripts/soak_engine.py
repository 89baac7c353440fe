#!/usr/bin/env python3
"""Kills the embedded engine under load and starts it again on the same file: with `kill -9` at random moments, and,
every other round, when its database is about to write or to sync for the nth time. In every fourth round the disk is
full for some writes, or fails to sync, before the kill.

usage: scripts/soak engine [--rounds N] [--seed N] [--binary PATH] [--callers N]

Callers start and signal workflows, each request repeated until it is answered; activities fail, time out, and are
completed by calls whose answers count. After each start everything answered before must be there; at the end every
workflow must have ended with each signal and each activity counted once, and with a sound history that the official
SDK replays. Closes with one line "N passed, N failed".
"""

import argparse
import asyncio
import logging
import os
import pathlib
import random
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
if pathlib.Path(sys.prefix).resolve() != (ROOT / ".venv").resolve():
    os.execv(PYTHON, [PYTHON, *sys.argv])

sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "Tests" / "Conformance"))

from temporalio.client import WorkflowHistory  # noqa: E402
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter  # noqa: E402
from temporalio.worker import Replayer, Worker  # noqa: E402

import engine_load  # noqa: E402
from checks import Checks  # noqa: E402
from harness import engine as engines  # noqa: E402  (they stand in Tests/Conformance)
from harness import history as histories  # noqa: E402
from harness import invariants, runner  # noqa: E402

END_LIMIT_SECONDS = 180
REPLAYED = 50
DEATH_LIMIT_SECONDS = 15
# Even, since the engine is ended from outside only every other round.
FAILURE_ROUNDS = 4
# Well beyond the timeout of a workflow task.
SIGNALS_LIMIT_SECONDS = 15


class Engine(engines.Engine):
    """An engine that may be started with the wish to die at a commit: strace sends it SIGKILL at the nth of a system
    call. Or strace lets some calls fail. The other kills come from outside."""

    def __init__(self, folder, port, binary):
        super().__init__(folder, port)
        self._binary = binary
        self._wrapper = self.folder / "oms"

    def start_until(self, death, failure=None):
        """`death` is a system call and a number, or None; `failure` a system call, an error and the numbers it meets."""
        tracer = ""
        if death:
            call, number = death
            tracer = f"strace -D -f -qq -o /dev/null -e trace={call} -e inject={call}:signal=KILL:when={number} "
        if failure:
            call, error, numbers = failure
            tracer = f"strace -D -f -qq -o /dev/null -e trace={call} -e inject={call}:error={error}:when={numbers} "
        self._wrapper.write_text(f'#!/bin/sh\nexec {tracer}"{self._binary}" "$@"\n')
        self._wrapper.chmod(0o755)
        os.environ["OMS_CHECK_BINARY"] = str(self._wrapper)
        try:
            self.start()
        except RuntimeError:
            # It may have died before it listened: that was what was wanted.
            if not death:
                raise

    def is_dead(self):
        return self._process.poll() is not None


async def events_of(client, workflow_id, run_id):
    return (await client.get_workflow_handle(workflow_id, run_id=run_id).fetch_history()).events


def signals_in(events, client):
    """The notes that a history holds, but the child's."""
    notes = [
        client.data_converter.payload_converter.from_payloads(
            event.workflow_execution_signaled_event_attributes.input.payloads)[0]
        for event in events if histories.event_name(event) == "WorkflowExecutionSignaled"
    ]
    return [note for note in notes if note != "leg"], notes.count("leg")


async def lost(client, account_then):
    """What was answered before the engine died and is not there. A signal that came while a worker had a task of the
    run is not in its history before that task's end or timeout."""
    problems = []
    end = time.monotonic() + SIGNALS_LIMIT_SECONDS
    for workflow_id, (run_id, notes) in account_then.items():
        try:
            while True:
                events = await events_of(client, workflow_id, run_id)
                found, _ = signals_in(events, client)
                if len(found) >= len(notes) or time.monotonic() > end:
                    break
                await asyncio.sleep(0.1)
        except Exception as error:  # Whatever it says, the run is not there.
            problems.append(f"{workflow_id}: the answered start is gone: {error!r}")
            continue
        if found[:len(notes)] != notes:
            problems.append(f"{workflow_id}: the signals {notes} were answered, {found} are there")
        problems += [f"{workflow_id}: {problem}" for problem in invariants.problems(events)]
    return problems


def open_account(account):
    """What callers were told of the workflows whose results they wait for."""
    return {
        workflow_id: (run_id, list(account.notes.get(workflow_id, [])))
        for workflow_id, run_id in account.runs.items() if workflow_id not in account.results
    }


async def death(engine, wish, chance):
    """Waits until the engine has died as it was wished, or kills it. Returns how."""
    if wish is None:
        pause = chance.choice([chance.uniform(0.02, 0.3), chance.uniform(0.3, 2)])
        await asyncio.sleep(pause)
        engine.kill()
        return f"killed after {pause:.2f} s"
    end = time.monotonic() + DEATH_LIMIT_SECONDS
    while not engine.is_dead() and time.monotonic() < end:
        await asyncio.sleep(0.01)
    how = f"died at {wish[0]} {wish[1]}" if engine.is_dead() else f"killed before {wish[0]} {wish[1]}"
    engine.kill()
    return how


async def rounds(engine, client, load, options, chance, checks):
    wish = None
    for number in range(1, options.rounds + 1):
        watching = asyncio.create_task(death(engine, wish, chance))
        before = {}
        while not watching.done():
            before = open_account(load.account)
            await asyncio.sleep(0.01)
        how = await watching
        await asyncio.sleep(chance.choice([0, chance.uniform(0, 0.5)]))
        wish = chance.choice([("fdatasync", chance.randint(1, 60)), ("pwrite64", chance.randint(1, 600))]) \
            if number % 2 else None
        failure = None
        if not wish and number % FAILURE_ROUNDS == 0:
            first = chance.randint(20, 200)
            failure = chance.choice([
                ("pwrite64", "ENOSPC", f"{first}..{first + chance.randint(1, 60)}"),
                ("fdatasync", "EIO", f"{first // 10}..{first // 10 + chance.randint(0, 3)}"),
            ])
        began = time.monotonic()
        await asyncio.to_thread(engine.start_until, wish, failure)
        recovery = time.monotonic() - began
        if wish:
            # It will die while it is looked at: what it must hold is looked at in the next round.
            print(f"round {number}: {how}, up again after {recovery:.2f} s", flush=True)
            continue
        checks.check(f"round {number}: answered and gone", await lost(client, before))
        failing = f"; {failure[0]} {failure[2]} will fail with {failure[1]}" if failure else ""
        print(f"round {number}: {how}, up again after {recovery:.2f} s; {len(before)} open workflows looked at, "
              f"{len(load.account.results)} ended{failing}", flush=True)
    if wish:
        await death(engine, wish, chance)
        await asyncio.to_thread(engine.start_until, None)


def activity_problems(events):
    """Each activity that was scheduled has exactly one end."""
    scheduled = {event.event_id for event in events if histories.event_name(event) == "ActivityTaskScheduled"}
    ends = [
        int(histories.attributes(event)["scheduledEventId"]) for event in events
        if histories.event_name(event) in {"ActivityTaskCompleted", "ActivityTaskFailed", "ActivityTaskTimedOut"}
    ]
    return [] if sorted(ends) == sorted(scheduled) else [f"activities {sorted(scheduled)}, their ends {sorted(ends)}"]


def result_problems(account, workflow_id):
    """What is wrong between a workflow's result and what callers and activities were told."""
    steps, has_child = account.shapes[workflow_id]
    result = account.results[workflow_id]
    expected = {f"{kind}-{step}" for kind in ("work", "outside", "once") for step in range(steps)}
    expected |= {"leg"} if has_child else set()
    if set(result["tokens"]) != expected:
        yield f"its steps are {sorted(result['tokens'])}"
    for step, token in result["tokens"].items():
        once = step.startswith("once")
        if once and account.begun.get((workflow_id, step), 0) > 1:
            yield f"{step} began {account.begun[workflow_id, step]} times, one attempt was allowed"
        if token not in account.tokens.get((workflow_id, step), ()) and not (once and token == ""):
            yield f"{step} has a result that no attempt gave"
        if account.completed.get((workflow_id, step), token) != token:
            yield f"{step}: the completion that was answered is not the one that counted"
    notes = [note for note in result["notes"] if note != "leg"]
    if notes != account.notes[workflow_id][:len(notes)] or "end" not in notes:
        yield f"it got the signals {notes}, answered were {account.notes[workflow_id]}"
    if result["notes"].count("leg") > 1:
        yield "its child's signal came twice"


async def judge(client, account, checks):
    checks.check("the callers' own complaints", account.problems)
    checks.check("workflows that did not end", sorted(set(account.shapes) - set(account.results)))
    wrong, unsound, replays = [], [], []
    for workflow_id in account.results:
        wrong += [f"{workflow_id}: {problem}" for problem in result_problems(account, workflow_id)]
        events = await events_of(client, workflow_id, account.runs[workflow_id])
        found = invariants.problems(events) + activity_problems(events)
        notes, legs = signals_in(events, client)
        if notes != account.notes[workflow_id] or legs > 1:
            found.append(f"signals {notes} and {legs} of the child, answered were {account.notes[workflow_id]}")
        unsound += [f"{workflow_id}: {problem}" for problem in found]
        if len(replays) < REPLAYED:
            replays.append(WorkflowHistory(workflow_id, events))
    checks.check("results that are not what was told", wrong)
    checks.check("histories that are not sound", unsound)
    replayer = Replayer(workflows=[engine_load.Journey])
    refused = []
    for one in replays:
        done = await replayer.replay_workflow(one, raise_on_replay_failure=False)
        if done.replay_failure:
            refused.append(f"{one.workflow_id}: {done.replay_failure}")
    checks.check("histories that do not replay", refused)
    listed = [run.id async for run in client.list_workflows("WorkflowType = 'Journey'")]
    checks.check("a workflow has two runs", sorted({one for one in listed if listed.count(one) > 1}))
    still = [run.id async for run in client.list_workflows("ExecutionStatus = 'Running'")]
    checks.check("workflows that run still", still)


async def soak(engine, options, checks):
    # The SDK tells of each outage, and those are on purpose.
    logging.getLogger("temporalio").setLevel(logging.CRITICAL)
    quiet = LoggingConfig(filter=TelemetryFilter(core_level="ERROR", other_level="ERROR"))
    Runtime.set_default(Runtime(telemetry=TelemetryConfig(logging=quiet)))
    chance = random.Random(f"{options.seed}/kills")
    client = await runner.connect(engine.address)
    load = engine_load.Load(client, options.seed, options.callers)
    worker = Worker(
        client, task_queue=engine_load.QUEUE, workflows=[engine_load.Journey, engine_load.Leg],
        activities=load.activities(), max_cached_workflows=20)
    async with worker:
        running = asyncio.create_task(load.run())
        await rounds(engine, client, load, options, chance, checks)
        load.stop()
        done, _ = await asyncio.wait([running], timeout=END_LIMIT_SECONDS)
        checks.check("the callers came to their end", [] if done else ["some wait still"])
        await load.settle()
        await judge(client, load.account, checks)
    account = load.account
    checks.check("the outages were felt", [] if account.repeated else ["no request had to be repeated"])
    for reason in sorted(account.refusals):
        print(f"refused {account.refusals[reason]} times: {reason}")
    print(f"{len(account.results)} workflows ended, {sum(map(len, account.notes.values()))} signals, "
          f"{len(account.completed)} answered completions, {account.repeated} requests repeated", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / ".build" / "release" / "oms")
    parser.add_argument("--callers", type=int, default=24)
    options = parser.parse_args()
    print(f"soak engine: {options.rounds} rounds, --seed {options.seed}", flush=True)
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="oms-soak-engine-") as folder:
        engine = Engine(folder, engines.free_port(), options.binary.resolve())
        engine.start_until(None)
        try:
            asyncio.run(soak(engine, options, checks))
        except Exception:
            print(engine.log()[-4_000:], file=sys.stderr)
            raise
        finally:
            engine.stop()
    return checks.close()


status = main()
sys.stdout.flush()
sys.stderr.flush()
# The SDK's threads can crash the interpreter on its way out, after all is said.
os._exit(status)
