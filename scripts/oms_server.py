"""What the scripts' servers have in common; and the debug server for a check, on a free loopback port, with a data
folder that is gone afterwards."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
API_KEY = "key-of-this-check-alone"
START_LIMIT_SECONDS = 60
STOP_LIMIT_SECONDS = 30

# A script that is asked to end ends what it started, as it does with Ctrl-C.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


class Server:
    """A running server. `request` speaks to it; `log` is what it wrote, into a file of its `folder`."""

    def __init__(self, port, process, log_path):
        self.url = f"http://127.0.0.1:{port}"
        self.process = process
        self.folder = log_path.parent
        self._log_path = log_path

    def log(self):
        return self._log_path.read_text(errors="replace")

    def request(self, method, path, body=None, headers=None, key=API_KEY):
        """Status, headers and body of one request; a status that tells of a failure is an answer too."""
        headers = dict(headers or {})
        if key:
            headers["X-API-Key"] = key
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers, answer.read()


def free_port():
    """A port that nothing listens on; OMS_CHECK_PORT names another."""
    if chosen := os.environ.get("OMS_CHECK_PORT"):
        return int(chosen)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def environment(port, **settings):
    """Where a server runs that has these OMS_ variables and no others."""
    return {name: value for name, value in os.environ.items() if not name.startswith("OMS_")} | {
        "OMS_PROFILE": "local",
        "OMS_HTTP_HOST": "127.0.0.1",
        "OMS_HTTP_PORT": str(port),
    } | settings


@contextlib.contextmanager
def running(**settings):
    """A server with the local profile on SQLite; `settings` are further OMS_ variables."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="oms-check-") as folder:
        log_path = pathlib.Path(folder) / "server.log"
        settings = {
            "OMS_DATA_DIR": f"{folder}/data",
            "OMS_BOOTSTRAP_API_KEY": API_KEY,
            "OMS_LOG_LEVEL": "notice",
            # Nobody moves an order on: it stays as it was placed.
            "OMS_ROLES": "api,relay,engine",
        } | settings
        with open(log_path, "wb") as log:
            process = subprocess.Popen(
                [ROOT / ".build" / "debug" / "oms", "serve"],
                cwd=ROOT,
                env=environment(port, **settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        server = Server(port, process, log_path)
        try:
            wait_until_ready(server)
            yield server
        finally:
            stop(process)


def wait_until_ready(server):
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"The server ended with {server.process.returncode}:\n{server.log()}")
        try:
            if server.request("GET", "/health/ready", key=None)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The server was not ready within {START_LIMIT_SECONDS} seconds:\n{server.log()}")


def stop(process):
    """Asks the process to end, and ends it when it does not."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
