"""What JSON Schema cannot say of a request, put right in those that are meant to be accepted.

Requests that are meant to be refused are left as they are.
"""

import copy
import itertools

import schemathesis

LARGEST_AMOUNT_DIGITS = 6
# Registered before the run.
CUSTOMER_ID = "cust-1"

numbers = itertools.count(1)


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    # A cursor is only what the same list handed out before.
    if case.operation.path != "/orders/{orderId}/events":
        for name in ("cursor", "after"):
            (case.query or {}).pop(name, None)
    # A list filter is a language of its own.
    if case.operation.path == "/workflows":
        (case.query or {}).pop("query", None)
    # Several cases share what they were made from.
    case.headers = headers = copy.copy(case.headers)
    if isinstance(case.body, dict):
        case.body = copy.deepcopy(case.body)
    number = next(numbers)
    # Quotes are a part of an entity tag. Most tags would be stale.
    if "If-Match" in headers:
        version = str(headers["If-Match"]).strip('"')
        headers["If-Match"] = "*" if number % 4 or version == "*" else f'"{version}"'
    if isinstance(case.body, dict):
        agree(case.body, headers, number)
        if isinstance(case.body.get("components"), list):
            distinct(case.body, (case.path_parameters or {}).get("sku"))


def distinct(kit, sku):
    """A kit names each component once, and not itself."""
    components = {part["sku"]: part for part in kit["components"] if isinstance(part, dict) and "sku" in part}
    kit["components"] = [part for name, part in components.items() if name != sku]


def agree(order, headers, number):
    """Makes the parts of an order agree with each other."""
    # The header and the member are two names of one key. Three of four requests get one of their own; the rest meet
    # the orders that are there.
    if order.get("requestId") is not None:
        headers.pop("Idempotency-Key", None)
    if number % 4:
        if "Idempotency-Key" in headers:
            headers["Idempotency-Key"] = f"generated-{number}"
        if order.get("requestId") is not None:
            order["requestId"] = f"generated-{number}"
        if order.get("externalOrderId") is not None:
            order["externalOrderId"] = f"{number} {order['externalOrderId']}"[:255]
        if order.get("customerId") is not None and "items" in order:
            order["customerId"] = CUSTOMER_ID
    items = order.get("items")
    items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    for item in items:
        # So are sku and productId.
        if item.get("sku") is not None and item.get("productId") is not None:
            del item["productId"]
    # All prices share one currency, and their sum has to fit in 64 bits.
    prices = [item["unitPrice"] for item in items if isinstance(item.get("unitPrice"), dict)]
    for price in prices:
        price["currency"] = prices[0]["currency"]
        price["amount"] = str(price["amount"]).split(".")[0][:LARGEST_AMOUNT_DIGITS]
