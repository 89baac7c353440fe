"""Starts what the benchmarks measure: release builds on loopback ports, with data under a temporary folder."""

import contextlib
import json
import socket
import sqlite3
import subprocess
import time

from oms_server import ROOT, Server, environment, free_port, stop as stop_process, wait_until_ready

KEY = "key-of-this-benchmark-alone"
# The system of record alone: orders are taken in, and nothing moves them on.
INTAKE_ALONE = {"OMS_ROLES": "api"}
ECHO_START_LIMIT_SECONDS = 30


class SQLiteFile:
    """A server's database, asked past the server."""

    def __init__(self, path):
        self.url = f"sqlite:{path}"
        self._path = path

    def number(self, sql):
        """The one number that a query answers."""
        with contextlib.closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=30)) as reader:
            return reader.execute(sql).fetchone()[0]


class BenchServer:
    """`oms serve` with a folder of its own; its database is a SQLite file in there if no other is given. `settings`
    are further OMS_ variables."""

    def __init__(self, options, folder, database=None, **settings):
        self._binary = options.oms
        self.folder = folder
        self.database = database or SQLiteFile(folder / "oms.sqlite")
        self.port = free_port()
        self._settings = settings

    def __enter__(self):
        self.folder.mkdir(exist_ok=True)
        settings = {
            "OMS_DATA_DIR": str(self.folder / "data"),
            "OMS_DATABASE_URL": self.database.url,
            "OMS_BOOTSTRAP_API_KEY": KEY,
        } | self._settings
        log_path = self.folder / "server.log"
        # The access log and the events are written as in production; what reads them is not part of the figure.
        with open(log_path, "wb") as log:
            self.process = subprocess.Popen(
                [self._binary, "serve"], cwd=ROOT, env=environment(self.port, **settings),
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log,
            )
        self._server = Server(self.port, self.process, log_path)
        try:
            wait_until_ready(self._server)
        except BaseException:
            stop_process(self.process)
            raise
        return self

    def __exit__(self, *_):
        stop_process(self.process)

    def stored_orders(self):
        """How many orders the database holds: it is the witness."""
        return self.database.number("SELECT COUNT(*) FROM orders")

    def peak_megabytes(self):
        """The most memory that was resident since the start."""
        with open(f"/proc/{self.process.pid}/status") as lines:
            peak = next(line for line in lines if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 1024


@contextlib.contextmanager
def echo_server(options):
    """The port of the API's HTTP server with a handler that decodes and echoes."""
    port = free_port()
    process = subprocess.Popen([options.bench, "echo", "--port", str(port)], stdin=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + ECHO_START_LIMIT_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise RuntimeError("The echo server did not start") from None
                time.sleep(0.05)
        yield port
    finally:
        stop_process(process)


def load(options, port, prefix, connections, seconds, period=0):
    """What the load generator counted: `requests`, `rate` a second, `p50` and `p99` in milliseconds, `statuses`."""
    output = subprocess.run(
        [options.bench, "load", "--port", str(port), "--key", KEY, "--prefix", prefix, "--connections",
         str(connections), "--milliseconds", str(seconds * 1000), "--period", str(period)],
        check=True, stdout=subprocess.PIPE, text=True,
    ).stdout
    report = json.loads(output)
    if report["broken"] or not set(report["statuses"]) <= {"200", "201"}:
        raise RuntimeError(f"Not every request was taken: {report}")
    report["rate"] = report["requests"] / report["milliseconds"] * 1000
    report["p50"] = report["p50Microseconds"] / 1000
    report["p99"] = report["p99Microseconds"] / 1000
    return report


def load_orders(options, port, prefix, count, connections=64):
    """Places so many orders, as fast as they are taken."""
    output = subprocess.run(
        [options.bench, "load", "--port", str(port), "--key", KEY, "--prefix", prefix, "--connections",
         str(connections), "--requests", str(count), "--milliseconds", "600000"],
        check=True, stdout=subprocess.PIPE, text=True,
    ).stdout
    report = json.loads(output)
    if report["broken"] or set(report["statuses"]) != {"201"} or report["requests"] != count:
        raise RuntimeError(f"Not every order was taken: {report}")
