"""The Swift side of crossed runs: a worker that is up while a block runs, and a client that runs its scenarios."""

import asyncio
import contextlib
import os
import pathlib
import re
import signal

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = pathlib.Path(os.environ.get("OMS_CHECK_PROGRAM") or ROOT / ".build" / "debug" / "conformance-program")
STOP_LIMIT_SECONDS = 20
_LINE = re.compile(r"^(passed|FAILED) (\w+)(?:: (.*))?$")


def _arguments(role, address, task_queue, key):
    options = ["--address", address, "--task-queue", task_queue]
    return [str(PROGRAM), role, *options, *(["--key", key.hex()] if key else [])]


def worker_command(address, task_queue):
    """What starts a worker in Swift with the shared workflows."""
    return _arguments("worker", address, task_queue, None)


@contextlib.asynccontextmanager
async def worker(address, task_queue, key=None):
    """A worker in Swift with the shared workflows."""
    arguments = _arguments("worker", address, task_queue, key)
    process = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.DEVNULL)
    try:
        yield
        if process.returncode is not None:
            raise RuntimeError(f"the worker in Swift ended by itself with {process.returncode}")
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(process.wait(), STOP_LIMIT_SECONDS)
        if process.returncode is None:
            process.kill()
            await process.wait()


async def client(address, task_queue, key=None, limit=120):
    """Runs the client's scenarios. Returns what it found wrong by scenario: an empty text for nothing."""
    arguments = _arguments("client", address, task_queue, key)
    process = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE)
    try:
        output, _ = await asyncio.wait_for(process.communicate(), limit)
    except asyncio.TimeoutError:
        process.kill()
        await process.wait()
        raise RuntimeError(f"the client in Swift is not done after {limit} s") from None
    found = {}
    for line in output.decode(errors="replace").splitlines():
        if match := _LINE.match(line):
            found[match[2]] = match[3] or ("" if match[1] == "passed" else "failed")
    return found
