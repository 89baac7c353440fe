"""Callers that place, repeat and cancel orders without a pause, and keep account of what they were told."""

import dataclasses
import json
import random
import subprocess
import threading
import time

import soak_goods

# How late a cancellation may come: some find the order as it was placed, others on its way or at its end.
LATEST_CANCELLATION_SECONDS = 1


@dataclasses.dataclass(frozen=True)
class Told:
    """What a caller was told of an order: its id, and how a wish to cancel it was answered, if there was one."""

    order_id: str
    cancelled: int | None = None


class Load:
    """Threads of callers who place so many orders a second in all, if they are answered in time. `orders` holds what
    they were told, by key. `connect` makes a caller."""

    def __init__(self, connect, seed, rate, threads=8):
        self.orders = {}
        self.problems = []
        self.refused = 0
        self.broken = 0
        self.replays = 0
        self._connect = connect
        self._seed = seed
        self._longest_pause = 2 * threads / rate
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(index,), daemon=True) for index in range(threads)]

    def start(self):
        for thread in self._threads:
            thread.start()

    def stop(self):
        """Lets every caller finish what it began."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def acknowledged(self):
        with self._lock:
            return dict(self.orders)

    def _problem(self, text):
        with self._lock:
            self.problems.append(text)

    def _run(self, index):
        chance = random.Random(f"{self._seed}/{index}")
        caller = self._connect()
        number = 0
        while not self._stopping.is_set():
            number += 1
            try:
                self._one_order(caller, chance, f"soak-{self._seed}-{index}-{number}")
            except Exception as error:  # A caller that dies in silence would make the run look quiet and right.
                self._problem(f"a caller failed: {error!r}")
            self._stopping.wait(chance.uniform(0, self._longest_pause))
        caller.close()

    def _one_order(self, caller, chance, key):
        order = {"requestId": key, "items": soak_goods.draw_lines(chance)}
        answer = self._insist(caller, "/orders", order, (200, 201))
        if answer is None:
            return
        _, placed = answer
        order_id = placed["orderId"]
        self._note(key, Told(order_id))
        if chance.random() < 0.2:
            again = self._insist(caller, "/orders", order, (200,))
            self.replays += 1
            if again is not None and again[1]["orderId"] != order_id:
                self._problem(f"key {key} was answered with {order_id} and with {again[1]['orderId']}")
        if chance.random() < 0.3:
            time.sleep(chance.choice([0, chance.uniform(0, LATEST_CANCELLATION_SECONDS)]))
            # 409: it is shipped or failed.
            answer = self._insist(caller, f"/orders/{order_id}/cancel", {"reason": "soak"}, (200, 202, 409))
            if answer is not None:
                self._note(key, Told(order_id, cancelled=answer[0]))

    def _note(self, key, told):
        with self._lock:
            self.orders[key] = told

    def _insist(self, caller, path, body, wanted):
        """Status and JSON of a POST that is repeated until it is answered; None when the answer is wrong."""
        status, _, content = caller.insist("POST", path, body, meanwhile=self._count)
        if status in wanted:
            return status, content
        self._problem(f"POST {path} was answered {status}: {content}")
        return None

    def _count(self, answer):
        with self._lock:
            self.broken += answer is None
            self.refused += answer is not None


class Floods:
    """As many new orders as the server takes, by `oms-bench load`, which repeats a request until it is answered and
    writes down what it was told. `acknowledged` holds the orders' ids by key."""

    CONNECTIONS = 32

    def __init__(self, binary, server, seed, folder):
        self.acknowledged = {}
        self._binary = binary
        self._server = server
        self._seed = seed
        self._folder = folder
        self._process = None

    def start(self, number, seconds):
        prefix = f"{self._seed}-{number}"
        ledger = self._folder / f"flood-{number}"
        self._process = subprocess.Popen(
            [self._binary, "load", "--port", str(self._server.port), "--key", self._server.key, "--prefix", prefix,
             "--connections", str(self.CONNECTIONS), "--milliseconds", str(int(seconds * 1000)), "--insist",
             "--ledger", ledger],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        )
        return prefix, ledger

    def wait_until_at_work(self, flood, caller):
        """Its connections are made before its first order is placed: then it survives whatever happens."""
        first = f"/orders?externalOrderId=SHOP-{flood[0]}-{0:010}"
        while not caller.get(first)["data"] and self._process.poll() is None:
            time.sleep(0.01)

    def finish(self, flood, checks):
        """How many orders there were, and how many requests were repeated."""
        prefix, ledger = flood
        output, _ = self._process.communicate()
        status = self._process.returncode
        report = json.loads(output) if status == 0 else {}
        final = set(report.get("statuses", ["none"])) <= {"200", "201", "409", "503"} and report.get("broken") == 0
        checks.check(f"the flood {prefix}", [] if final else [f"it ended with {status}: {output}"])
        with open(ledger) as lines:
            told = dict(line.split() for line in lines)
        self.acknowledged |= {f"bench-{prefix}-{int(number):010}": order_id for number, order_id in told.items()}
        return len(told), report.get("repeated", 0)

    def stop(self):
        """Ends a flood that nobody waits for any more."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
