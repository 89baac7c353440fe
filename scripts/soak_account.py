"""What must hold of a system's orders once it was left in peace: every order has ended, as it may and once, and was
told of as it happened."""

import collections
import json
import time

import soak_goods

END_LIMIT_SECONDS = 900
OPEN = ["CREATED", "VALIDATED", "RESERVED", "FULFILLING"]
FINAL = ["SHIPPED", "CANCELLED", "FAILED"]
# The events of an order's way to each status, the last one's to SHIPPED.
WAY = ["OrderCreated", "OrderValidated", "OrderReserved", "OrderFulfillmentStarted", "OrderShipped"]
ENDS = {"CANCELLED": "OrderCancelled", "FAILED": "OrderFailed"}


def settle(server):
    """Waits until no order is open, no workflow runs and all is delivered. Returns the problems."""
    caller = server.caller()
    started = time.monotonic()
    while problems := underway(caller):
        if time.monotonic() - started > END_LIMIT_SECONDS:
            return [f"after {END_LIMIT_SECONDS} seconds in peace: {problem}" for problem in problems]
        time.sleep(0.2)
    print(f"all orders have ended {time.monotonic() - started:.0f} s after the last break", flush=True)
    return []


def underway(caller):
    """What is still to happen, or will not; nothing when the system has come to rest."""
    for status in OPEN:
        orders = caller.get(f"/orders?status={status}&limit=5")["data"]
        if orders:
            return [f"order {order['orderId']} is {order['status']} at {order['step']}: {order['blockingReason']}"
                    for order in (caller.get(f"/orders/{order['orderId']}") for order in orders)]
    # The workflow's last words come after the order's end.
    if running := caller.get("/workflows?query=ExecutionStatus%3D%27Running%27")["data"]:
        return [f"a workflow runs: {running[0]}"]
    figures = dict(line.rsplit(" ", 1) for line in caller.get("/metrics").splitlines() if not line.startswith("#"))
    left = {name: figures[name] for name in ("oms_outbox_undelivered", "oms_outbox_dead")}
    return [f"the outbox: {left}"] if any(float(value) for value in left.values()) else []


def check_orders(server, told, flooded, checks):
    """Holds every order against what the callers were `told`, by key, and those of floods (ids by key), of whose goods
    there are none. Returns how many orders came to which end."""
    caller = server.caller()
    with open(server.events_path, errors="replace") as lines:
        delivered = delivered_events(lines)
    problems = collections.defaultdict(list)
    ids = {key: order.order_id for key, order in told.items()} | flooded
    ends = collections.defaultdict(list)
    for order in caller.pages("/orders"):
        key, order_id = order["requestId"], order["orderId"]
        ends[order["status"]].append(order)
        if key not in ids:
            problems["nobody was told of it, or it is there twice"].append(f"{key}: {order_id}")
        elif ids.pop(key) != order_id:
            problems["answered with another id"].append(f"{key}: {order_id}")
        told_of_it = delivered.get(order_id, [])
        if problem := check_history(order, told_of_it):
            problems["events as they were delivered"].append(f"order {order_id}: {problem}")
        if order["status"] == "FAILED" and not (soak_goods.is_scarce(order) and order["failureReason"]):
            problems["failed without a reason"].append(f"order {order_id}: {order['failureReason']}")
        if key in told:
            events = list(caller.pages(f"/orders/{order_id}/events"))
            if problem := check_history(order, events):
                problems["events and state disagree"].append(f"order {order_id}: {problem}")
            if [event["eventId"] for event in events] != [event["id"] for event in told_of_it]:
                problems["events that were not delivered"].append(f"order {order_id}: {told_of_it} of {events}")
            if problem := check_cancellation(caller, order, told[key].cancelled):
                problems["cancellations"].append(f"order {order_id}: {problem}")
    problems["answered 201 and gone"] = list(ids)
    for name in ("nobody was told of it, or it is there twice", "answered with another id", "answered 201 and gone",
                 "failed without a reason", "events and state disagree", "events as they were delivered",
                 "events that were not delivered", "cancellations"):
        checks.check(name, problems[name])
    check_shipments(caller, ends["SHIPPED"], checks)
    soak_goods.check_shelves(caller, ends["SHIPPED"], checks)
    checks.check("orders that shipped, were cancelled and failed", [status for status in FINAL if not ends[status]])
    print("orders: " + ", ".join(f"{len(orders)} {status}" for status, orders in sorted(ends.items())), flush=True)


def check_history(order, events):
    """What is wrong between an order and its events, each with `sequence` and `type`; None when nothing is."""
    if [int(event["sequence"]) for event in events] != list(range(1, order["version"] + 1)):
        return f"version {order['version']} has events numbered {[event['sequence'] for event in events]}"
    kinds = [event["type"] for event in events]
    if end := ENDS.get(order["status"]):
        expected = [WAY[:count] + [end] for count in range(1, len(WAY))]
    else:
        expected = [WAY[: [*OPEN, "SHIPPED"].index(order["status"]) + 1]]
    return None if kinds in expected else f"it is {order['status']} with the events {kinds}"


def check_cancellation(caller, order, answer):
    """What is wrong between an order's end and how a wish to cancel it was answered (None: there was none)."""
    status, cancelled = order["status"], order["status"] == "CANCELLED"
    if answer == 202:
        wish = caller.get(f"/orders/{order['orderId']}")["cancellation"]
        settled = wish is not None and wish["outcome"] == ("DONE" if cancelled else "REFUSED")
        return None if settled else f"it is {status}, the wish to cancel it: {wish}"
    return None if cancelled == (answer == 200) else f"it is {status}, the wish to cancel it was answered {answer}"


def check_shipments(caller, shipped, checks):
    """Every shipped order has one shipment that counts, and no other order has one."""
    counts = collections.Counter(
        shipment["orderId"] for shipment in caller.pages("/shipments") if shipment["status"] != "CANCELLED"
    )
    wanted = collections.Counter(order["orderId"] for order in shipped)
    checks.check("shipments", [
        f"order {order_id} has {counts[order_id]} shipments, not {wanted[order_id]}"
        for order_id in counts | wanted if counts[order_id] != wanted[order_id]
    ])


def delivered_events(lines):
    """The events that the relay delivered, one CloudEvents line each, by order, each where it came first."""
    delivered = {}
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue  # The end of a line that a killed process did not finish.
        if event.get("specversion"):
            delivered.setdefault(event["subject"], {}).setdefault(event["id"], event)
    return {order_id: list(events.values()) for order_id, events in delivered.items()}
