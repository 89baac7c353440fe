"""A server that a check kills and starts again, and the account that checks keep."""

import os
import secrets
import subprocess
import time

import soak_load
from oms_server import ROOT, free_port

READY_LIMIT_SECONDS = 60
SHOWN_PROBLEMS = 10


class Server:
    """A server process that can be killed and started again on the same port and data. `settings` are further OMS_
    variables."""

    def __init__(self, binary, folder, database_url, **settings):
        self.port = free_port()
        self.key = secrets.token_urlsafe(24)
        self.events_path = folder / "events.jsonl"
        self.log_path = folder / "server.log"
        self.process = None
        self._binary = binary
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("OMS_")} | {
            "OMS_PROFILE": "local",
            "OMS_HTTP_HOST": "127.0.0.1",
            "OMS_HTTP_PORT": str(self.port),
            "OMS_DATA_DIR": str(folder / "data"),
            "OMS_DATABASE_URL": database_url,
            "OMS_BOOTSTRAP_API_KEY": self.key,
            "OMS_EVENTS": "log",
            "OMS_LOG_LEVEL": "error",
        } | settings

    def start(self, **settings):
        """Starts a process; `settings` are further OMS_ variables of this one alone."""
        with open(self.events_path, "ab") as events, open(self.log_path, "ab") as log:
            # A killed process may have left half a line: the next one's first event must not continue it.
            events.write(b"\n")
            events.flush()
            self.process = subprocess.Popen(
                [self._binary, "serve"], cwd=ROOT, env=self._environment | settings, stdin=subprocess.DEVNULL,
                stdout=events, stderr=log,
            )

    def kill(self):
        self.process.kill()
        self.process.wait()

    def doctor(self):
        """What `oms doctor` finds wrong."""
        done = subprocess.run(
            [self._binary, "doctor", "--json"], capture_output=True, text=True, stdin=subprocess.DEVNULL,
            env=self._environment | {"OMS_URL": f"http://127.0.0.1:{self.port}", "OMS_API_KEY": self.key},
        )
        return [] if done.returncode == 0 else [f"it ended with {done.returncode}: {done.stdout}{done.stderr}"]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(READY_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def caller(self):
        return soak_load.Caller(self.port, self.key)

    def wait_until_ready(self):
        """How many seconds that took."""
        started = time.monotonic()
        caller = self.caller()
        while time.monotonic() - started < READY_LIMIT_SECONDS:
            if self.process.poll() is not None:
                raise RuntimeError(f"The server ended with {self.process.returncode}:\n{self.log()}")
            answer = caller.request("GET", "/health/ready")
            if answer is not None and answer[0] == 200:
                return time.monotonic() - started
            time.sleep(0.02)
        raise RuntimeError(f"The server was not ready within {READY_LIMIT_SECONDS} seconds:\n{self.log()}")

    def log(self):
        return self.log_path.read_text(errors="replace")[-4_000:]


class Checks:
    """Counts what held and tells what did not."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, problems):
        if not problems:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED: {name}: {len(problems)} times")
        for problem in problems[:SHOWN_PROBLEMS]:
            print(f"  {problem}")
