#!/usr/bin/env python3
"""Kills single roles of a system on PostgreSQL, again and again, while orders come in.

usage: scripts/soak roles [--minutes N] [--seed N] [--binary PATH] [--orders N a second]

Every role is a process of its own: the engine with its loopback port, the API, the relay, and each worker. One of them,
drawn by chance, is ended with `kill -9` and started again after a while, and so on until the time is over (10 minutes).
Callers place orders, each insisted on until it is answered, and ask for some to be cancelled; one of the goods runs
out. Then everything is left in peace until all orders have ended, and they are held against what the callers were told,
against their events, the events that were delivered, shipments, and stock; `oms doctor` must find nothing. Closes with
one line "N passed, N failed".
"""

import argparse
import contextlib
import pathlib
import random
import sys
import tempfile
import time

import postgres_cluster
import soak_account
import soak_goods
import soak_load
from checks import Checks
from killable_server import Server
from oms_server import ROOT, free_port

ROLES = ["engine", "api", "relay", "worker:orders", "worker:inventory", "worker:warehouse", "worker:shipping"]
CALLERS = 6


class System:
    """The processes of all roles on one database."""

    def __init__(self, binary, folder, url):
        engine = f"127.0.0.1:{free_port()}"
        settings = {role: {"OMS_TEMPORAL_ADDRESS": engine} for role in ROLES} | {
            "engine": {"OMS_TEMPORAL_LISTEN": engine},
        }
        settings["worker:warehouse"]["OMS_WAREHOUSE_SIMULATION"] = "0s"
        self.servers = {
            role: Server(binary, folder, url, name=role.replace(":", "-"), **{
                "OMS_ROLES": role, "OMS_DATABASE_POOL_SIZE": "4", "OMS_LOG_LEVEL": "warning",
            } | settings[role])
            for role in ROLES
        }
        # What speaks for all of them; every process has the same folder.
        self.api = self.servers["api"]

    def start(self):
        for server in self.servers.values():
            server.start()
        self.api.wait_until_ready()

    def stop(self):
        # Each of them is stopped, also when this is interrupted.
        with contextlib.ExitStack() as stack:
            for server in self.servers.values():
                if server.process is not None:
                    stack.callback(server.stop)
                    server.process.terminate()

    def fallen(self):
        """Roles that ended by themselves, with what they said."""
        return [f"{role} ended with {server.process.returncode}:\n{server.log()}"
                for role, server in self.servers.items() if server.process.poll() is not None]


def break_roles(system, seconds, chance, checks):
    """Kills one role after the other."""
    deadline = time.monotonic() + seconds
    kills = dict.fromkeys(ROLES, 0)
    while time.monotonic() < deadline:
        time.sleep(chance.uniform(0.2, 3))
        role = chance.choice(ROLES)
        checks.check("roles that ended by themselves", system.fallen())
        system.servers[role].kill()
        kills[role] += 1
        time.sleep(chance.choice([0, 0, chance.uniform(0, 4)]))
        system.servers[role].start()
    print("killed: " + ", ".join(f"{role} {count} times" for role, count in kills.items()), flush=True)


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
            system.start()
            soak_goods.put_on_shelves(system.api.caller())
            load = soak_load.Load(system.api.caller, options.seed, options.orders, CALLERS)
            load.start()
            break_roles(system, options.minutes * 60, chance, checks)
            load.stop()
            checks.check("the callers' own complaints", load.problems)
            checks.check("the system at rest", soak_account.settle(system.api))
            checks.check("roles that ended by themselves", system.fallen())
            soak_account.check_orders(system.api, load.acknowledged(), {}, checks)
            checks.check("oms doctor", system.api.doctor())
            if checks.failed:
                for role, server in system.servers.items():
                    print(f"--- {role}:\n{server.log()}")
        finally:
            system.stop()
    return checks.close()


sys.exit(main())
