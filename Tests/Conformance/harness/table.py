"""The table of docs/temporal-compatibility.md: scenario by scenario, who was client and who worker."""

import pathlib

DOCUMENT = pathlib.Path(__file__).resolve().parents[3] / "docs" / "temporal-compatibility.md"
START, END = "<!-- scenarios: start -->\n", "<!-- scenarios: end -->\n"
SIDES = ["", "Python client, Swift worker", "Swift client, Python worker"]
_HEAD = [
    "| scenario | Python and Python | Python client, Swift worker | Swift client, Python worker | Swift in process | Swift over a socket |",
    "| --- | --- | --- | --- | --- | --- |",
]


def rendered(scenarios, outcomes):
    """Markdown. A mark says that all runs of that column passed; an empty cell that there is none.

    The two columns of Swift alone are those of TemporalConformanceTests, which runs every crossed scenario."""
    lines = list(_HEAD)
    for one in scenarios:
        cells = [_mark(outcome for outcome in outcomes if outcome.scenario is one and outcome.sides == side) for side in SIDES]
        cells += ["✓" if one.crossed else ""] * 2
        lines.append("| " + " | ".join([f"{one.concern}: {one.title}", *cells]) + " |")
    return "\n".join(line.replace("|  |", "| |").replace("|  |", "| |") for line in lines) + "\n"


def is_current(scenarios):
    """Whether the document's table names today's scenarios, and says of none that it fails."""
    if START not in DOCUMENT.read_text():
        return False
    table = DOCUMENT.read_text().split(START)[1].split(END)[0]
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][2:]
    return rows == [f"{one.concern}: {one.title}" for one in scenarios] and "✗" not in table


def write(scenarios, outcomes):
    before, rest = DOCUMENT.read_text().split(START)
    DOCUMENT.write_text(before + START + "\n" + rendered(scenarios, outcomes) + "\n" + END + rest.split(END)[1])


def _mark(outcomes):
    problems = [outcome.problem for outcome in outcomes]
    return "" if not problems else "✗" if any(problems) else "✓"
