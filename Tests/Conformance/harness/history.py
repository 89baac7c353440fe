"""Compares histories with a notation of one line an event: its type, then attributes by their JSON path.

    WorkflowExecutionStarted attempt=1 workflowType.name=Greeting
    Task
    TimerStarted startToFireTimeout=1s
    Task
    WorkflowExecutionCompleted result=["done"]

`Task` stands for WorkflowTaskScheduled, WorkflowTaskStarted and WorkflowTaskCompleted. A value is compared as text;
an enum's may be written by its end (`TERMINATED`), payloads are written as JSON, `-` says that it is not there, and
`*` that it is. Event ids are those of the lines, from 1.
"""

import base64
import json
import re

from google.protobuf.json_format import MessageToDict
from temporalio.api.enums.v1 import EventType

_TASK = ["WorkflowTaskScheduled", "WorkflowTaskStarted", "WorkflowTaskCompleted"]
_ATTRIBUTE = re.compile(r"([\w.]+)=(.*?)(?=\s+[\w.]+=|\s*$)")


class HistoryMismatch(AssertionError):
    pass


def event_name(event):
    """EVENT_TYPE_TIMER_STARTED is TimerStarted."""
    words = EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").split("_")
    return "".join(word.capitalize() for word in words)


def attributes(event):
    """The event's own attributes as proto3 JSON has them."""
    field = event.WhichOneof("attributes")
    return MessageToDict(getattr(event, field)) if field else {}


def expect(events, text):
    """Raises `HistoryMismatch` that shows both sides when the events are not those of the notation."""
    expected = _parsed(text)
    problems = []
    if [event_name(event) for event in events] != [name for name, _ in expected]:
        problems.append("the events are others")
    else:
        for event, (name, wanted) in zip(events, expected):
            problems += [f"event {event.event_id} {name}: {problem}" for problem in _differences(event, wanted)]
    if [event.event_id for event in events] != list(range(1, len(events) + 1)):
        problems.append(f"event ids are {[event.event_id for event in events]}")
    if problems:
        raise HistoryMismatch("\n".join(problems) + "\n" + _side_by_side(events, expected))


def names(events):
    return [event_name(event) for event in events]


def value_at(node, path):
    """What stands at a path such as `failure.cause.message`; None when nothing does. Payloads come decoded."""
    for part in path.split("."):
        if isinstance(node, list):
            node = node[int(part)] if int(part) < len(node) else None
        elif isinstance(node, dict):
            node = node.get(part)
        else:
            return None
    return decoded(node)


def _parsed(text):
    lines = []
    for line in filter(None, map(str.strip, text.strip().splitlines())):
        name, _, rest = line.partition(" ")
        if name == "Task":
            lines += [(part, []) for part in _TASK]
        else:
            lines.append((name, _ATTRIBUTE.findall(rest)))
    return lines


def _differences(event, wanted):
    found = attributes(event)
    for path, text in wanted:
        value = value_at(found, path)
        if not _matches(value, text):
            yield f"{path} is {value!r}, not {text}"


def _matches(value, text):
    if text == "-":
        return value in (None, "", [], {}, 0, "0", "0s", False)
    if text == "*":
        return value not in (None, "", [], {})
    if isinstance(value, (list, dict)):
        try:
            return value == json.loads(text)
        except ValueError:
            return False
    if isinstance(value, bool):
        return text == str(value).lower()
    return str(value) == text or (isinstance(value, str) and value.isupper() and value.endswith("_" + text))


def decoded(node):
    if isinstance(node, dict) and set(node) == {"payloads"}:
        return [decoded(payload) for payload in node["payloads"]]
    if isinstance(node, dict) and "metadata" in node and "encoding" in node["metadata"]:
        encoding = base64.b64decode(node["metadata"]["encoding"]).decode()
        data = base64.b64decode(node.get("data", ""))
        return json.loads(data) if encoding == "json/plain" else {"encoding": encoding, "size": len(data)}
    if isinstance(node, dict):
        return {name: decoded(value) for name, value in node.items()}
    return node


def _side_by_side(events, expected):
    left = [event_name(event) for event in events]
    right = [" ".join([name, *(f"{path}={value}" for path, value in wanted)]) for name, wanted in expected]
    rows = []
    for number in range(max(len(left), len(right))):
        mine = left[number] if number < len(left) else ""
        theirs = right[number] if number < len(right) else ""
        mark = " " if theirs.split(" ")[0] == mine else "!"
        rows.append(f"  {mark} {number + 1:3} {mine:48} {theirs}")
    return "    the history                                          expected\n" + "\n".join(rows)
