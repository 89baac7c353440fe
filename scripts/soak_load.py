"""Callers that place and cancel orders without a pause, keep account of what they were told, and hold the
server to it afterwards."""

import http.client
import json
import random
import subprocess
import threading
import time

RETRY_PAUSE_SECONDS = 0.02
# Between two orders of a caller, at most: enough for a constant load, and few enough to look at each afterwards.
PAUSE_SECONDS = 0.03
GIVE_UP_SECONDS = 120


class Caller:
    """One keep-alive connection to a server that may go away."""

    def __init__(self, port, key):
        self._port = port
        self._key = key
        self._connection = None

    def request(self, method, path, body=None, headers=None):
        """Status, headers and JSON of an answer; None when the connection broke before one came."""
        headers = {"X-API-Key": self._key, **(headers or {})}
        data = None
        if body is not None:
            data = json.dumps(body)
            headers["Content-Type"] = "application/json"
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            self._connection.request(method, path, data, headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return None
        is_json = "json" in (answer.headers.get("Content-Type") or "")
        return answer.status, answer.headers, json.loads(content) if is_json else content.decode()

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Load:
    """Threads of callers. `orders` holds what they were told: the id and whether it was cancelled, by key."""

    def __init__(self, port, key, seed, threads=8):
        self.orders = {}
        self.problems = []
        self.refused = 0
        self.broken = 0
        self.replays = 0
        self._port = port
        self._key = key
        self._seed = seed
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
            thread.join(GIVE_UP_SECONDS + 60)
            if thread.is_alive():
                self._problem("a caller never came back")

    def acknowledged(self):
        with self._lock:
            return dict(self.orders)

    def _problem(self, text):
        with self._lock:
            self.problems.append(text)

    def _run(self, index):
        chance = random.Random(f"{self._seed}/{index}")
        caller = Caller(self._port, self._key)
        number = 0
        try:
            while not self._stopping.is_set():
                number += 1
                self._one_order(caller, chance, f"soak-{self._seed}-{index}-{number}")
                time.sleep(chance.uniform(0, PAUSE_SECONDS))
        except Exception as error:  # A caller that dies in silence would make the run look quiet and right.
            self._problem(f"a caller failed: {error!r}")
        caller.close()

    def _one_order(self, caller, chance, key):
        order = {
            "requestId": key,
            "items": [
                {
                    "sku": f"SKU-{chance.randint(1, 500)}",
                    "quantity": chance.randint(1, 9),
                    "unitPrice": {"amount": f"{chance.randint(1, 99)}.{chance.randint(0, 99):02}", "currency": "USD"},
                }
                for _ in range(chance.randint(1, 3))
            ],
        }
        answer = self._insist(caller, "POST", "/orders", order, (200, 201))
        if answer is None:
            return
        order_id = answer["orderId"]
        with self._lock:
            self.orders[key] = (order_id, False)
        if chance.random() < 0.2:
            again = self._insist(caller, "POST", "/orders", order, (200,))
            self.replays += 1
            if again is not None and again["orderId"] != order_id:
                self._problem(f"key {key} was answered with {order_id} and with {again['orderId']}")
        if chance.random() < 0.3:
            reason = {"reason": "soak"}
            if self._insist(caller, "POST", f"/orders/{order_id}/cancel", reason, (200, 202)) is not None:
                with self._lock:
                    self.orders[key] = (order_id, True)

    def _insist(self, caller, method, path, body, wanted):
        """Repeats a request, as a client does, until it is answered; None when it gave up or was refused."""
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < deadline:
            answer = caller.request(method, path, body)
            if answer is None:
                self.broken += 1
            elif answer[0] in wanted:
                return answer[2]
            elif answer[0] == 503 or (answer[0] == 409 and "Retry-After" in answer[1]):
                self.refused += 1
            else:
                self._problem(f"{method} {path} was answered {answer[0]}: {answer[2]}")
                return None
            time.sleep(RETRY_PAUSE_SECONDS)
        self._problem(f"{method} {path} was not answered within {GIVE_UP_SECONDS} seconds")
        return None


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

    def start(self, number, seconds):
        prefix = f"{self._seed}-{number}"
        ledger = self._folder / f"flood-{number}"
        process = subprocess.Popen(
            [self._binary, "load", "--port", str(self._server.port), "--key", self._server.key, "--prefix", prefix,
             "--connections", str(self.CONNECTIONS), "--milliseconds", str(int(seconds * 1000)), "--insist",
             "--ledger", ledger],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        )
        return prefix, ledger, process

    def finish(self, flood, checks):
        """How many orders there were, and how many requests were repeated."""
        prefix, ledger, process = flood
        output, _ = process.communicate()
        report = json.loads(output) if process.returncode == 0 else {}
        final = set(report.get("statuses", ["none"])) <= {"200", "201", "409", "503"} and report.get("broken") == 0
        checks.check(f"the flood {prefix}", [] if final else [f"it ended with {process.returncode}: {output}"])
        with open(ledger) as lines:
            told = dict(line.split() for line in lines)
        self.acknowledged |= {f"bench-{prefix}-{int(number):010}": order_id for number, order_id in told.items()}
        return len(told), report.get("repeated", 0)


def missing_orders(caller, expected):
    """Those of the expected orders that the server does not have."""
    return [
        order_id for order_id in expected
        if (answer := caller.request("GET", f"/orders/{order_id}")) is None or answer[0] != 200
    ]


def all_orders(caller):
    """Every order of the server, page by page."""
    path = "/orders?limit=100"
    while True:
        status, _, page = caller.request("GET", path)
        if status != 200:
            raise RuntimeError(f"GET {path} was answered {status}: {page}")
        yield from page["data"]
        if page["nextCursor"] is None:
            return
        path = f"/orders?limit=100&cursor={page['nextCursor']}"


def events_of(caller, order):
    """An order's events."""
    status, _, page = caller.request("GET", f"/orders/{order['orderId']}/events?limit=100")
    return page["data"] if status == 200 else []


def check_history(order, events):
    """What is wrong between an order and its events; None when nothing is."""
    if [event["sequence"] for event in events] != list(range(1, len(events) + 1)):
        return f"its events are numbered {[event['sequence'] for event in events]}"
    kinds = [event["type"] for event in events]
    expected = {"CREATED": ["OrderCreated"], "CANCELLED": ["OrderCreated", "OrderCancelled"]}
    if kinds != expected.get(order["status"]):
        return f"it is {order['status']} with the events {kinds}"
    return None if order["version"] == len(events) else f"version {order['version']} with {len(events)} events"


def check_delivery(lines, histories, created):
    """What is wrong with the events that the relay delivered, one CloudEvents line each: each at least once, and
    each order's in their order. `histories` holds the ids of each order's events; the orders `created` have their
    first event alone."""
    delivered = {}
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue  # The end of a line that a killed process did not finish.
        if event.get("specversion"):
            seen = delivered.setdefault(event["subject"], [])
            if event["id"] not in seen:
                seen.append(event["id"])
    return [
        f"order {order_id} has the events {ids}, delivered were {delivered.get(order_id, [])}"
        for order_id, ids in histories.items() if delivered.get(order_id, []) != ids
    ] + [
        f"order {order_id} has one event, delivered were {delivered.get(order_id, [])}"
        for order_id in created if len(delivered.get(order_id, [])) != 1
    ]
