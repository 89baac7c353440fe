"""Lists at 1,000,000 orders against the same lists at 10,000."""

import contextlib
import json
import subprocess

from bench_server import KEY

SMALL = 10_000
TARGET = 1.5
REQUESTS = 1_500
PAGE_OF_THE_WALK = 100
# Pages that a walk goes at most: far enough to be deep, and soon enough at its end.
DEEPEST = 2_000

# The lists that an index serves, and the share of the orders that each shows: the deep page lies half-way.
LISTS = [
    ("", 1),
    ("sort=oldest", 1),
    ("status=SHIPPED", 0.44),
    ("status=FAILED", 0.0025),
    ("customerId=customer-0", 0.2),
    ("customerId=customer-7", 0),
    ("sku=SKU-0", 0.2),
    ("sku=SKU-7", 0),
    ("externalOrderId=SHOP-fill-0000000077", 0),
    ("from=2000-01-01T00:00:00Z&status=SHIPPED", 0.44),
]
# No order matches, and no index knows: a bounded number of rows is looked at.
SCANS = ["channel=OTHER", "status=SHIPPED&channel=OTHER", "sku=SKU-0&channel=OTHER"]


def compare(options, small, big, query, deep=(0, 0)):
    output = subprocess.run(
        [options.bench, "compare", "--small", str(small.port), "--big", str(big.port), "--key", KEY,
         "--requests", str(REQUESTS), "--small-depth", str(deep[0]), "--big-depth", str(deep[1]),
         *(["--query", query] if query else [])],
        check=True, stdout=subprocess.PIPE, text=True,
    ).stdout
    report = json.loads(output)
    return report["small"], report["big"]


def show(name, page, small, big):
    """The larger of the two ratios."""
    ratios = [big[part] / small[part] for part in ("p50Microseconds", "p99Microseconds")]
    milliseconds = [figure / 1000 for side in (small, big) for figure in (side["p50Microseconds"],
                                                                         side["p99Microseconds"])]
    print(f"{name:<42} {page:>6} {milliseconds[0]:>7.2f} {milliseconds[1]:>7.2f} {milliseconds[2]:>7.2f} "
          f"{milliseconds[3]:>7.2f} {ratios[0]:>6.2f} {ratios[1]:>6.2f}", flush=True)
    return max(ratios)


def measure(options, running, verdicts):
    """`running(orders)` gives a server over so many orders."""
    print(f"\nlists: {options.orders} orders against {SMALL}, {REQUESTS} requests each, by turns", flush=True)
    with contextlib.ExitStack() as stack:
        small, big = (stack.enter_context(running(orders)) for orders in (SMALL, options.orders))
        print(f"{'list':<42} {'page':>6} {'small p50 p99 ms':>15} {'big p50 p99 ms':>15} {'p50':>6} {'p99':>6}")
        worst = 0
        for query, share in LISTS:
            worst = max(worst, show(query or "(all)", "first", *compare(options, small, big, query)))
            depths = [int(min(share * orders / PAGE_OF_THE_WALK / 2, DEEPEST)) for orders in (SMALL, options.orders)]
            if depths[0] > 0:
                worst = max(worst, show(query or "(all)", f"{depths[1] * PAGE_OF_THE_WALK}",
                                        *compare(options, small, big, query, depths)))
        scans = [(query, *compare(options, small, big, query)) for query in SCANS]
        for query, *sides in scans:
            show(query, "scan", *sides)
    verdicts.add(worst <= TARGET, f"lists at {options.orders} orders: at most {worst:.2f} times those at {SMALL} "
                                  f"(p50 and p99; target {TARGET})")
    stopped = all(big["orders"] == 0 and big["hasNext"] for _, _, big in scans)
    longest = max(big["p99Microseconds"] for _, _, big in scans) / 1000
    verdicts.add(stopped, f"lists that no index serves: stopped after a bounded scan, with a cursor (p99 at most "
                          f"{longest:.1f} ms)")
