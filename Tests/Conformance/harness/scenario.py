"""A scenario is an async function of one `Environment` that raises when the service does not behave as it should."""

import dataclasses
import importlib
import pathlib

SCENARIOS = []
DEFAULT_LIMIT_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class Scenario:
    """`name` is the function's, `concern` its file's. `crossed`: its workflows and activities are those of `shared`,
    which a worker in another language has too. `alone`: nothing else runs beside it. `recorded`: its histories are
    compared with the recorded ones, which those that depend on who is faster are not."""

    name: str
    concern: str
    run: object
    limit: float
    crossed: bool
    alone: bool
    recorded: bool

    @property
    def title(self):
        return self.name.replace("_", " ")


def scenario(function=None, *, limit=DEFAULT_LIMIT_SECONDS, crossed=False, alone=False, recorded=True):
    """Puts a function on the list; `limit` is in seconds."""

    def add(function):
        concern = function.__module__.rpartition(".")[2]
        SCENARIOS.append(Scenario(function.__name__, concern, function, limit, crossed, alone, recorded))
        return function

    return add(function) if function else add


def load():
    """Every scenario of the folder `scenarios`, in the order of the files' names and of their lines."""
    folder = pathlib.Path(__file__).resolve().parent.parent / "scenarios"
    for path in sorted(folder.glob("*.py")):
        if path.stem != "__init__":
            importlib.import_module(f"scenarios.{path.stem}")
    return sorted(SCENARIOS, key=lambda scenario: scenario.concern)
