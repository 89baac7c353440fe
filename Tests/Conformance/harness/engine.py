"""Starts the embedded engine for a check: on a free loopback port, with a data folder that is gone afterwards."""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
START_LIMIT_SECONDS = 60
STOP_LIMIT_SECONDS = 30


class Engine:
    """`address` is where it listens. `kill` and `start` can be used in turn: the data stays."""

    def __init__(self, folder, port):
        self.address = f"127.0.0.1:{port}"
        self.folder = pathlib.Path(folder)
        self._port = port
        self._process = None

    def start(self):
        binary = os.environ.get("OMS_CHECK_BINARY") or ROOT / ".build" / "debug" / "oms"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OMS_")}
        environment["OMS_DATA_DIR"] = str(self.folder / "data")
        with open(self.folder / "engine.log", "ab") as log:
            self._process = subprocess.Popen(
                [binary, "engine", "--listen", self.address], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._wait_until_up()

    def kill(self):
        """Ends it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self):
        self._end(signal.SIGTERM)

    def log(self):
        return (self.folder / "engine.log").read_text(errors="replace")

    def death(self):
        """What it said when it ended by itself; an empty text while it runs."""
        if self._process is None or self._process.poll() is None:
            return ""
        return f"the engine ended by itself with {self._process.returncode}: {self.log()[-4000:]}"

    def resident_megabytes(self):
        for line in pathlib.Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
        return 0

    def _end(self, sent):
        if self._process is None or self._process.poll() is not None:
            self._process = None
            return
        self._process.send_signal(sent)
        try:
            self._process.wait(STOP_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise RuntimeError(f"the engine did not stop within {STOP_LIMIT_SECONDS} s")
        finally:
            self._process = None

    def _wait_until_up(self):
        end = time.monotonic() + START_LIMIT_SECONDS
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError(f"the engine ended with {self._process.returncode}: {self.log()[-2000:]}")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port), timeout=1):
                return
            time.sleep(0.05)
        raise RuntimeError("the engine does not listen")


def free_port():
    """A port that nothing listens on; OMS_CHECK_PORT names another."""
    if chosen := os.environ.get("OMS_CHECK_PORT"):
        return int(chosen)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def running():
    """An engine that is stopped at the end, and what it wrote to its log shown when that failed."""
    with tempfile.TemporaryDirectory(prefix="oms-engine-") as folder:
        engine = Engine(folder, free_port())
        engine.start()
        try:
            yield engine
        finally:
            engine.stop()
