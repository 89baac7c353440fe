#!/usr/bin/env python3
"""Workflows of ten steps on DBOS Transact, with SQLite as its system database: what scripts/bench-temporal holds the
engine against. Runs in .venv-bench.

Each line that comes in, "MODE CONCURRENCY MILLISECONDS", is a round: so many callers at once (threads, or tasks of one
event loop), each of which runs one workflow after the other. Answers each with a line of JSON. The first line tells the
version and the settings.
"""

import argparse
import asyncio
import importlib.metadata
import json
import sqlite3
import sys
import threading
import time

from dbos import DBOS

STEPS = 10


@DBOS.step()
def step(number):
    return number


@DBOS.workflow()
def ten_steps():
    last = None
    for number in range(STEPS):
        last = step(number)
    return last


@DBOS.step()
async def async_step(number):
    return number


@DBOS.workflow()
async def async_ten_steps():
    last = None
    for number in range(STEPS):
        last = await async_step(number)
    return last


def check(result):
    if result != STEPS - 1:
        raise RuntimeError(f"A workflow answered {result}")


def run_threads(concurrency, end):
    counts = [0] * concurrency

    def call(caller):
        while time.monotonic() < end:
            check(ten_steps())
            counts[caller] += 1

    threads = [threading.Thread(target=call, args=(caller,)) for caller in range(concurrency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


async def run_tasks(concurrency, end):
    async def call():
        count = 0
        while time.monotonic() < end:
            check(await async_ten_steps())
            count += 1
        return count

    return sum(await asyncio.gather(*(call() for _ in range(concurrency))))


def query(path, sql):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchone()[0]
    finally:
        connection.close()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", required=True)
    options.add_argument("--journal", choices=["delete", "wal"], required=True)
    options = options.parse_args()
    # The journal mode stays with the file. `synchronous` is SQLite's default, FULL, in both.
    query(options.database, f"PRAGMA journal_mode={options.journal}")
    DBOS(config={
        "name": "bench", "system_database_url": f"sqlite:///{options.database}", "log_level": "ERROR",
        "enable_otlp": False,
    })
    DBOS.launch()
    print(json.dumps({
        "version": importlib.metadata.version("dbos"),
        "journal": query(options.database, "PRAGMA journal_mode"),
        "synchronous": query(options.database, "PRAGMA synchronous"),
    }), flush=True)
    completed = 0
    loop = asyncio.new_event_loop()
    for line in sys.stdin:
        mode, concurrency, milliseconds = line.split()
        start = time.monotonic()
        end = start + int(milliseconds) / 1000
        if mode == "threads":
            count = run_threads(int(concurrency), end)
        else:
            count = loop.run_until_complete(run_tasks(int(concurrency), end))
        seconds = time.monotonic() - start
        completed += count
        steps = query(options.database, "SELECT COUNT(*) FROM operation_outputs")
        if steps != completed * STEPS:
            raise RuntimeError(f"{completed} workflows completed, but {steps} steps are stored")
        print(json.dumps({"workflows": count, "rate": count / seconds}), flush=True)
    DBOS.destroy()


main()
