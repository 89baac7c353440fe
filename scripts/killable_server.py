"""A server that a check kills and starts again."""

import secrets
import subprocess
import time

from api_caller import Caller
from oms_server import ROOT, environment, free_port, stop as stop_process

READY_LIMIT_SECONDS = 60


class Server:
    """A server process that can be killed and started again on the same port and data. Its log goes to `name`.log in
    the folder, the events that it delivers to events.jsonl. `settings` are further OMS_ variables."""

    def __init__(self, binary, folder, database_url, name="server", **settings):
        self.port = free_port()
        self.key = secrets.token_urlsafe(24)
        self.events_path = folder / "events.jsonl"
        self.log_path = folder / f"{name}.log"
        self.process = None
        self._binary = binary
        self._environment = environment(self.port, **{
            "OMS_DATA_DIR": str(folder / "data"),
            "OMS_DATABASE_URL": database_url,
            "OMS_BOOTSTRAP_API_KEY": self.key,
            "OMS_EVENTS": "log",
            "OMS_LOG_LEVEL": "error",
        } | settings)

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
        return [] if done.returncode == 0 else [f"it ended with {done.returncode}: {done.stdout[:2000]}{done.stderr}"]

    def stop(self):
        stop_process(self.process)

    def caller(self):
        return Caller(self.port, self.key)

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
