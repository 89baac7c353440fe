#!/usr/bin/env python3
"""Kills single roles of a system on PostgreSQL, again and again, while orders come in.

usage: scripts/soak roles [--minutes N] [--seed N] [--binary PATH] [--orders N a second]

Every role is a process of its own: the engine with its loopback port, the API, the relay, and each worker. One of them,
drawn by chance, is ended with `kill -9` and started again after a while, and so on until the time is over (10 minutes).
Callers place orders, each insisted on until it is answered, and ask for some to be cancelled; the stock of some SKUs
runs out. Then everything is left in peace until all orders have ended. Afterwards `oms doctor` must find nothing, each
order must have ended as its events say, and the stock must be what the shipped orders left of it. Closes with one line
"N passed, N failed".
"""

import argparse
import os
import pathlib
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time

import postgres_cluster
import soak_load
from killable_server import Checks
from oms_server import ROOT, free_port

END_LIMIT_SECONDS = 300
READY_LIMIT_SECONDS = 60
ROLES = ["engine", "api", "relay", "worker:orders", "worker:inventory", "worker:warehouse", "worker:shipping"]
# Of the last one there is less than will be asked for.
STOCK = {"BOLT": 1_000_000, "PLATE": 1_000_000, "RARE": 30}
FINAL = {"SHIPPED", "CANCELLED", "FAILED"}
CALLERS = 6


class System:
    """The processes of all roles on one database."""

    def __init__(self, binary, folder, url):
        self.port, self.key = free_port(), secrets.token_urlsafe(24)
        self._binary, self._folder = binary, folder
        engine = f"127.0.0.1:{free_port()}"
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("OMS_")} | {
            "OMS_HTTP_PORT": str(self.port), "OMS_DATABASE_URL": url, "OMS_DATABASE_POOL_SIZE": "4",
            "OMS_DATA_DIR": str(folder / "data"), "OMS_BOOTSTRAP_API_KEY": self.key, "OMS_EVENTS": "in-process",
            "OMS_LOG_LEVEL": "warning",
        }
        self._own = {role: {"OMS_ROLES": role, "OMS_TEMPORAL_ADDRESS": engine} for role in ROLES}
        self._own["engine"] = {"OMS_ROLES": "engine", "OMS_TEMPORAL_LISTEN": engine}
        self._own["worker:warehouse"]["OMS_WAREHOUSE_SIMULATION"] = "0s"
        self.processes = {}
        self._lock = threading.Lock()

    def start(self, role):
        with open(self._folder / f"{role.replace(':', '-')}.log", "ab") as log:
            process = subprocess.Popen(
                [self._binary, "serve"], cwd=ROOT, env=self._environment | self._own[role],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        self.processes[role] = process

    def kill(self, role):
        self.processes[role].kill()
        self.processes[role].wait()

    def stop(self):
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for role, process in self.processes.items():
            try:
                process.wait(READY_LIMIT_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def fallen(self):
        """Roles that ended by themselves, with what they said."""
        return [f"{role} ended with {process.returncode}:\n{self.log(role)}"
                for role, process in self.processes.items() if process.poll() is not None]

    def log(self, role):
        return (self._folder / f"{role.replace(':', '-')}.log").read_text(errors="replace")[-3_000:]

    def caller(self):
        return soak_load.Caller(self.port, self.key)

    def doctor(self):
        done = subprocess.run(
            [self._binary, "doctor", "--json"], capture_output=True, text=True, stdin=subprocess.DEVNULL,
            env=self._environment | {"OMS_URL": f"http://127.0.0.1:{self.port}", "OMS_API_KEY": self.key},
        )
        return [] if done.returncode == 0 else [f"it ended with {done.returncode}: {done.stdout[:2000]}{done.stderr}"]


def insist(caller, method, path, body=None, headers=None, limit=END_LIMIT_SECONDS):
    """An answer that tells something, however often the server is away."""
    deadline = time.monotonic() + limit
    answer = None
    while time.monotonic() < deadline:
        answer = caller.request(method, path, body, headers)
        if answer is not None and answer[0] < 500 and answer[0] != 429:
            return answer
        time.sleep(0.05)
    raise RuntimeError(f"{method} {path} was not answered within {limit} seconds; at last: {answer}")


class Callers:
    """Place orders and cancel some. `orders` has each one's id and lines, by key."""

    def __init__(self, system, seed, rate):
        self.orders, self.problems = {}, []
        self._system, self._rate = system, rate
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(index, random.Random(f"{seed}/{index}"))) for index in range(CALLERS)
        ]

    def start(self):
        for thread in self._threads:
            thread.start()

    def stop(self):
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _run(self, index, chance):
        caller = self._system.caller()
        number = 0
        try:
            while not self._over.is_set():
                number += 1
                key = f"roles-{index}-{number}"
                skus = chance.sample(["BOLT", "PLATE", "KIT", "RARE"], chance.randint(1, 3))
                lines = {sku: chance.randint(1, 3) for sku in skus}
                body = {"items": [{"sku": sku, "quantity": quantity} for sku, quantity in lines.items()]}
                status, _, order = insist(caller, "POST", "/orders", body, {"Idempotency-Key": key})
                if status not in (200, 201):
                    self.problems.append(f"{key} was answered {status}: {order}")
                    continue
                self.orders[key] = (order["orderId"], lines)
                if chance.random() < 0.2:
                    time.sleep(chance.uniform(0, 1))
                    status, _, answer = insist(caller, "POST", f"/orders/{order['orderId']}/cancel", {"reason": "soak"})
                    if status not in (200, 202, 409):
                        self.problems.append(f"the cancellation of {key} was answered {status}: {answer}")
                self._over.wait(chance.uniform(0, 2 * CALLERS / self._rate))
        except Exception as error:  # noqa: BLE001 (told at the end)
            self.problems.append(f"caller {index} gave up: {error!r}")


def break_roles(system, seconds, chance, checks):
    """Kills one role after the other."""
    deadline = time.monotonic() + seconds
    kills = {role: 0 for role in ROLES}
    while time.monotonic() < deadline:
        time.sleep(chance.uniform(0.2, 3))
        role = chance.choice(ROLES)
        system.kill(role)
        kills[role] += 1
        time.sleep(chance.choice([0, 0, chance.uniform(0, 4)]))
        system.start(role)
    checks.check("roles that ended by themselves", system.fallen())
    print("killed: " + ", ".join(f"{role} {count} times" for role, count in kills.items()), flush=True)


def prepare(system):
    """The shelves, and a kit."""
    caller = system.caller()
    for sku, count in STOCK.items():
        body = {"delta": count, "reason": "receipt"}
        status, _, answer = insist(caller, "POST", f"/inventory/{sku}/adjustments", body, {"Idempotency-Key": f"in-{sku}"})
        if status not in (200, 201):
            raise RuntimeError(f"the stock of {sku} was answered {status}: {answer}")
    kit = {"components": [{"sku": "BOLT", "quantity": 2}, {"sku": "PLATE", "quantity": 1}]}
    insist(caller, "PUT", "/inventory/KIT/components", kit)


def settle(system, callers):
    """Waits until every order has ended and no workflow runs. Returns the problems."""
    caller = system.caller()
    deadline = time.monotonic() + END_LIMIT_SECONDS
    waiting = {order_id for order_id, _ in callers.orders.values()}
    while waiting and time.monotonic() < deadline:
        for order_id in list(waiting):
            if insist(caller, "GET", f"/orders/{order_id}")[2]["status"] in FINAL:
                waiting.discard(order_id)
        time.sleep(0.2)
    problems = []
    for order_id in list(waiting)[:5]:
        order = insist(caller, "GET", f"/orders/{order_id}")[2]
        problems.append(f"order {order_id} is {order['status']} at {order.get('step')}: {order.get('blockingReason')}")
    if waiting:
        return problems + [f"{len(waiting)} orders did not end within {END_LIMIT_SECONDS} seconds"]
    while time.monotonic() < deadline:
        running = insist(caller, "GET", "/workflows?query=ExecutionStatus%3D%27Running%27")[2]["data"]
        if not running and not system.doctor():
            return []
        time.sleep(0.5)
    return [f"workflows still run: {running[:3]}"] if running else []


def check_orders(system, callers, checks):
    caller = system.caller()
    ends, wrong, twice, seen = {}, [], [], {}
    taken = dict.fromkeys(STOCK, 0)
    for order in soak_load.all_orders(caller):
        if order["requestId"] in seen:
            twice.append(order["requestId"])
        seen[order["requestId"]] = order["orderId"]
        ends[order["status"]] = ends.get(order["status"], 0) + 1
        kinds = [event["type"] for event in soak_load.events_of(caller, order)]
        if len(set(kinds)) != len(kinds) or len(kinds) != order["version"]:
            wrong.append(f"order {order['orderId']} has version {order['version']} and the events {kinds}")
        if order["status"] == "SHIPPED":
            for line in order["items"]:
                for sku, count in {"BOLT": 2, "PLATE": 1}.items() if line["sku"] == "KIT" else {line["sku"]: 1}.items():
                    taken[sku] += count * line["quantity"]
    checks.check("an order is there twice", twice)
    checks.check("answered 201 and gone", [key for key, (order_id, _) in callers.orders.items()
                                          if seen.get(key) != order_id])
    checks.check("events and state disagree", wrong)
    for sku, count in STOCK.items():
        level = insist(caller, "GET", f"/inventory/{sku}")[2]
        left = count - taken[sku]
        checks.check(f"the stock of {sku}", [] if (level["onHand"], level["reserved"]) == (left, 0) else [
            f"{level['onHand']} on hand and {level['reserved']} held, not {left} and 0"
        ])
    print("orders: " + ", ".join(f"{count} {status}" for status, count in sorted(ends.items())), flush=True)
    checks.check("orders that shipped, were cancelled and failed", [status for status in FINAL if status not in ends])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--orders", type=float, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / ".build" / "release" / "oms")
    options = parser.parse_args()
    print(f"soak roles on postgres: {options.minutes} minutes, --seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="oms-roles-") as name, postgres_cluster.running(fsync=True) as cluster:
        system = System(options.binary.resolve(), pathlib.Path(name), cluster.create_database("oms"))
        try:
            for role in ROLES:
                system.start(role)
            prepare(system)
            callers = Callers(system, options.seed, options.orders)
            callers.start()
            break_roles(system, options.minutes * 60, chance, checks)
            callers.stop()
            checks.check("the callers' own complaints", callers.problems)
            checks.check("orders that did not end", settle(system, callers))
            check_orders(system, callers, checks)
            checks.check("oms doctor", system.doctor())
            if checks.failed:
                for role in ROLES:
                    print(f"--- {role}:\n{system.log(role)}")
        finally:
            system.stop()
    print(f"{checks.passed} passed, {checks.failed} failed", flush=True)
    return 1 if checks.failed else 0


sys.exit(main())
