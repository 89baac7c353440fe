"""The goods that the soaks' orders are about: what lies on the shelves, and what must be left there in the end."""

# Of the last one there is less than will be asked for.
STOCK = {"BOLT": 1_000_000, "PLATE": 1_000_000, "RARE": 10}
KIT = {"BOLT": 2, "PLATE": 1}
PLENTY = ["BOLT", "PLATE", "KIT"]


def draw_lines(chance):
    """The lines of an order. All orders want the same few goods, and one in ten the rare ones."""
    skus = chance.sample(PLENTY, chance.randint(1, len(PLENTY)))
    if chance.random() < 0.1:
        skus.append("RARE")
    return [
        {
            "sku": sku,
            "quantity": chance.randint(1, 3),
            "unitPrice": {"amount": f"{chance.randint(1, 99)}.{chance.randint(0, 99):02}", "currency": "USD"},
        }
        for sku in skus
    ]


def put_on_shelves(caller):
    for sku, count in STOCK.items():
        body = {"delta": count, "reason": "receipt"}
        status, _, answer = caller.insist(
            "POST", f"/inventory/{sku}/adjustments", body, {"Idempotency-Key": f"in-{sku}"}
        )
        if status not in (200, 201):
            raise RuntimeError(f"the stock of {sku} was answered {status}: {answer}")
    kit = {"components": [{"sku": sku, "quantity": count} for sku, count in KIT.items()]}
    status, _, answer = caller.insist("PUT", "/inventory/KIT/components", kit)
    if status != 200:
        raise RuntimeError(f"the kit was answered {status}: {answer}")


def is_scarce(order):
    """Whether an order wants what may not be there."""
    return any(line["sku"] not in PLENTY for line in order["items"])


def taken(orders):
    """How many pieces of each SKU the orders take, kits taken apart."""
    pieces = {}
    for order in orders:
        for line in order["items"]:
            for sku, count in KIT.items() if line["sku"] == "KIT" else [(line["sku"], 1)]:
                pieces[sku] = pieces.get(sku, 0) + count * line["quantity"]
    return pieces


def check_shelves(caller, shipped, checks):
    """Holds the stock against its ledger and against the orders that were shipped."""
    gone = taken(shipped)
    for sku, count in STOCK.items():
        level = caller.get(f"/inventory/{sku}")
        ledger = list(caller.pages(f"/inventory/{sku}/movements"))
        sums = (sum(movement["onHandDelta"] for movement in ledger), sum(movement["reservedDelta"] for movement in ledger))
        found = {"the stock": (level["onHand"], level["reserved"]), "the ledger": sums}
        left = (count - gone.get(sku, 0), 0)
        checks.check(f"the stock of {sku}", [
            f"{name} has {figures[0]} on hand and {figures[1]} held, not {left[0]} and 0"
            for name, figures in found.items() if figures != left
        ])
