"""Histories with everything left out that differs from run to run, to be compared with those that Temporal's own
service wrote for the same scenarios (the folder `recorded`)."""

import difflib
import json
import pathlib
import re

from harness.history import attributes, decoded, event_name

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "recorded"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# What depends on the moment, the process or the machine.
_MASKED = {
    "requestId", "identity", "stackTrace", "historySizeBytes", "workflowExecutionExpirationTime", "sdkMetadata",
    "lastWorkerIdentity",
}  # fmt: skip
# What belongs to features beyond this engine: versioning of workers, links, priorities.
_LEFT_OUT = {
    "workerVersion", "binaryChecksum", "links", "priority", "meteringMetadata", "namespaceId", "parentWorkflowNamespaceId",
    "useWorkflowBuildId", "inheritBuildId", "eagerExecutionAccepted", "workerDeploymentName",
    "prevAutoResetPoints",
}  # fmt: skip
_LONG = 2000
# Said or left unsaid, it is the same.
_EMPTY = ["", "0", "0s", {}, []]


class Recording:
    """The histories of one scenario by workflow id and the number of the run."""

    def __init__(self, unique):
        self._unique = unique
        self._numbers = {}
        self._runs = {}

    def add(self, workflow_id, events):
        name = self._neutral(workflow_id)
        number = sum(key.rpartition(" ")[0] == name for key in self._runs) + 1
        lines = []
        for event in events:
            values = self._told(decoded(attributes(event)))
            text = self._neutral(json.dumps(values, ensure_ascii=False, sort_keys=True))
            lines.append(f"{event.event_id} {event_name(event)} {text}")
        self._runs[f"{name} {number}"] = lines

    def write(self, folder, scenario):
        path = _path(pathlib.Path(folder), scenario)
        path.parent.mkdir(parents=True, exist_ok=True)
        sections = ["\n".join([f"== {key}", *lines]) for key, lines in sorted(self._runs.items())]
        if sections:
            path.write_text("\n".join(sections) + "\n")

    def compare(self, scenario):
        """Raises when a run is not as it was recorded; runs that are not on record are not compared."""
        path = _path(FOLDER, scenario)
        if not path.exists():
            return
        problems = []
        for key, recorded in read(path).items():
            lines = self._runs.get(key)
            if lines is None:
                problems.append(f"{key}: there is no such run")
            elif lines != recorded:
                problems.append(f"{key} is not as it was recorded:")
                changes = difflib.ndiff(recorded, lines)
                problems += [f"  {change}" for change in changes if not change.startswith(" ")]
        if problems:
            raise AssertionError("\n".join(problems))

    def _told(self, node):
        if isinstance(node, list):
            return [self._told(one) for one in node]
        if isinstance(node, str) and len(node) > _LONG:
            return f"{len(node)} characters"
        if not isinstance(node, dict):
            return node
        told = {}
        for name, value in node.items():
            if name in _LEFT_OUT or value in _EMPTY:
                continue
            if name in _MASKED and isinstance(value, (str, int, dict)):
                told[name] = "*"
            elif name == "taskQueue" and isinstance(value, dict) and value.get("kind", "").endswith("STICKY"):
                told[name] = {**value, "name": "*"}
            elif name == "firstWorkflowTaskBackoff" and "." in str(value):
                # Drawn by chance, or what is left of a pause.
                continue
            else:
                told[name] = self._told(value)
        return told

    def _neutral(self, text):
        def number(match):
            return f"uuid-{self._numbers.setdefault(match[0], len(self._numbers) + 1)}"

        return _UUID.sub(number, text).replace(self._unique, "unique")


def read(path):
    """The recorded lines by run."""
    runs = {}
    for line in path.read_text().splitlines():
        if line.startswith("== "):
            runs[line[3:]] = []
        else:
            runs[list(runs)[-1]].append(line)
    return runs


def _path(folder, scenario):
    return folder / f"{scenario.concern}.{scenario.name}.txt"
