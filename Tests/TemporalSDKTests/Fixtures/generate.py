"""Writes the fixtures beside it with the official Python SDK (scripts/requirements.txt) and protoc.

    .venv/bin/pip install cryptography && .venv/bin/python Tests/TemporalSDKTests/Fixtures/generate.py

What was written is committed; run it again only to add something.
"""

import base64
import dataclasses
import datetime
import itertools
import json
import pathlib
import subprocess
import tempfile
import uuid

import temporalio.api.common.v1 as common
import temporalio.api.failure.v1 as failure_api
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from temporalio import common as sdk_common
from temporalio import exceptions
from temporalio.converter import DefaultFailureConverter, PayloadConverter, encode_search_attributes

FOLDER = pathlib.Path(__file__).parent
PROTOS = FOLDER.parents[2] / "Sources/Temporal/TemporalAPI/Protos"
CONVERTER = PayloadConverter.default


def base64_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def write(name: str, content) -> None:
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=True) + "\n"
    (FOLDER / name).write_text(text)


@dataclasses.dataclass
class Line:
    sku: str
    quantity: int
    at: datetime.datetime
    note: str | None = None


def payloads() -> None:
    moment = datetime.datetime(2026, 11, 20, 10, 0, 0, 123000, tzinfo=datetime.timezone.utc)
    values = {
        "nothing": None,
        "bytes": b"\x00\x01\xff",
        "text": "hello",
        "escaped text": 'a "quoted" \\ text\nwith ünïcode \U0001f389',
        "number": 42,
        "negative number": -7,
        "fraction": 1.5,
        "flag": True,
        "list": [1, 2, 3],
        "object": {"b": 1, "a": "x"},
        "dataclass": Line("A-1", 2, moment),
        "time": moment,
        "time with an offset": moment.astimezone(datetime.timezone(datetime.timedelta(hours=2))),
        "naive time": moment.replace(tzinfo=None, microsecond=123456),
        "uuid": uuid.UUID("12345678-1234-5678-1234-567812345678"),
        "protobuf": common.WorkflowExecution(workflow_id="w", run_id="r"),
    }
    write("payloads.json", {name: base64_text(CONVERTER.to_payload(value).SerializeToString())
                            for name, value in values.items()})


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    """The error with a traceback, as the SDK meets it."""
    try:
        raise error from cause
    except Exception as result:
        return result


def failures() -> None:
    activity = exceptions.ActivityError(
        "Activity task failed", scheduled_event_id=5, started_event_id=6, identity="worker", activity_type="Charge",
        activity_id="1", retry_state=exceptions.RetryState.MAXIMUM_ATTEMPTS_REACHED)
    child = exceptions.ChildWorkflowError(
        "Child Workflow execution failed", namespace="default", workflow_id="w", run_id="r", workflow_type="Child",
        initiated_event_id=7, started_event_id=8, retry_state=exceptions.RetryState.NON_RETRYABLE_FAILURE)
    application = exceptions.ApplicationError(
        "declined", {"code": 51}, "again", type="CardDeclined", non_retryable=True,
        next_retry_delay=datetime.timedelta(seconds=3, milliseconds=500),
        category=exceptions.ApplicationErrorCategory.BENIGN)
    errors = {
        "application": raised(application),
        "cancelled": raised(exceptions.CancelledError("stopped", "detail")),
        "timeout": raised(exceptions.TimeoutError(
            "too late", type=exceptions.TimeoutType.HEARTBEAT, last_heartbeat_details=[3])),
        "terminated": raised(exceptions.TerminatedError("by hand")),
        "server": raised(exceptions.ServerError("broken", non_retryable=True)),
        "activity": raised(activity, raised(application)),
        "child": raised(child, raised(activity, raised(ValueError("plain")))),
        "plain": raised(ValueError("plain")),
    }
    content = {}
    for suffix, converter in (("", DefaultFailureConverter()),
                              (" encoded", DefaultFailureConverter(encode_common_attributes=True))):
        for name, error in errors.items():
            message = failure_api.Failure()
            converter.to_failure(error, CONVERTER, message)
            content[name + suffix] = base64_text(message.SerializeToString())
    write("failures.json", content)


def encrypted() -> None:
    """A payload as the encryption sample of samples-python writes it."""
    key = bytes(range(32))
    nonce = bytes(range(100, 112))
    plain = CONVERTER.to_payload("secret")
    payload = common.Payload(
        metadata={"encoding": b"binary/encrypted", "encryption-key-id": b"test-key-id"},
        data=nonce + AESGCM(key).encrypt(nonce, plain.SerializeToString(), None))
    write("encrypted.json", {"key": base64_text(key), "payload": base64_text(payload.SerializeToString())})


def search_attributes() -> None:
    key = sdk_common.SearchAttributeKey
    moment = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.timezone.utc)
    pair = sdk_common.SearchAttributePair
    pairs = sdk_common.TypedSearchAttributes([
        pair(key.for_keyword("K"), "k"), pair(key.for_text("T"), "t"), pair(key.for_int("I"), 7),
        pair(key.for_float("F"), 1.5), pair(key.for_bool("B"), True), pair(key.for_datetime("D"), moment),
        pair(key.for_keyword_list("L"), ["a", "b"])])
    message = common.SearchAttributes()
    encode_search_attributes(pairs, message)
    write("search-attributes.json", {"message": base64_text(message.SerializeToString())})


# Messages that carry payloads, with the payloads that a codec must see.

VISITED = """
PollWorkflowTaskQueueResponse PollActivityTaskQueueResponse RespondWorkflowTaskCompletedRequest
RespondWorkflowTaskCompletedResponse RespondWorkflowTaskFailedRequest RespondQueryTaskCompletedRequest
RecordActivityTaskHeartbeatRequest RecordActivityTaskHeartbeatByIdRequest RespondActivityTaskCompletedRequest
RespondActivityTaskCompletedByIdRequest RespondActivityTaskFailedRequest RespondActivityTaskFailedByIdRequest
RespondActivityTaskCanceledRequest RespondActivityTaskCanceledByIdRequest StartWorkflowExecutionRequest
StartWorkflowExecutionResponse SignalWithStartWorkflowExecutionRequest SignalWorkflowExecutionRequest
TerminateWorkflowExecutionRequest QueryWorkflowRequest QueryWorkflowResponse GetWorkflowExecutionHistoryResponse
GetWorkflowExecutionHistoryReverseResponse ListWorkflowExecutionsResponse ListOpenWorkflowExecutionsResponse
ListClosedWorkflowExecutionsResponse DescribeWorkflowExecutionResponse
""".split()
PAYLOAD = "temporal.api.common.v1.Payload"
UNSEEN = {"temporal.api.common.v1.Header", "temporal.api.common.v1.SearchAttributes"}


def own_messages():
    with tempfile.NamedTemporaryFile() as file:
        names = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.rglob("*.proto"))
        subprocess.run(["protoc", f"--proto_path={PROTOS}", "--include_imports", f"--descriptor_set_out={file.name}",
                        *names], check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(file.name).read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for description in files.file:
        pool.Add(description)
    return pool


class Filler:
    """Fills a message with everything that can hold a payload."""

    def __init__(self):
        self.numbers = itertools.count(1)
        self.seen = []

    def fill(self, message, choice, depth=0, unseen=False):
        descriptor = message.DESCRIPTOR
        if descriptor.full_name == PAYLOAD:
            message.data = str(next(self.numbers)).encode()
            if not unseen:
                self.seen.append(message.data.decode())
            return
        unseen = unseen or descriptor.full_name in UNSEEN
        chosen = {oneof.name: oneof.fields[choice % len(oneof.fields)] for oneof in descriptor.oneofs}
        for field in descriptor.fields:
            if field.message_type is None or depth > 12:
                continue
            if field.containing_oneof and chosen.get(field.containing_oneof.name) != field:
                continue
            if field.name == "cause" and depth > 6:
                continue
            if field.message_type.GetOptions().map_entry:
                value = field.message_type.fields_by_name["value"]
                if value.message_type is not None:
                    for key in ("a", "b"):
                        self.fill(getattr(message, field.name)[key], choice, depth + 1, unseen)
            elif field.is_repeated:
                for _ in range(2):
                    self.fill(getattr(message, field.name).add(), choice, depth + 1, unseen)
            else:
                target = getattr(message, field.name)
                target.SetInParent()
                self.fill(target, choice, depth + 1, unseen)


def visited() -> None:
    pool = own_messages()

    def cases(full_name, choices):
        kind = message_factory.GetMessageClass(pool.FindMessageTypeByName(full_name))
        for choice in range(choices):
            message, filler = kind(), Filler()
            filler.fill(message, choice)
            yield {"message": base64_text(message.SerializeToString()), "seen": len(filler.seen),
                   "digest": "+".join(sorted(filler.seen, key=int))}

    content = {}
    for name in VISITED:
        content[name] = list(cases(f"temporal.api.workflowservice.v1.{name}", 1))
    for full_name in ("temporal.api.history.v1.HistoryEvent", "temporal.api.command.v1.Command",
                      "temporal.api.failure.v1.Failure"):
        descriptor = pool.FindMessageTypeByName(full_name)
        content[descriptor.name] = list(cases(full_name, max(len(oneof.fields) for oneof in descriptor.oneofs)))
    write("visited.json", content)


payloads()
failures()
encrypted()
search_attributes()
visited()
