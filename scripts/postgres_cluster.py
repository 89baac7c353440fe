"""A private PostgreSQL cluster for a check: in a temporary folder, reached by a unix socket, gone afterwards."""

import contextlib
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import urllib.parse

ACCOUNT = "postgres"
PORT = 5432


def programs():
    """The folder of the newest PostgreSQL's own programs."""
    folders = sorted(
        (path.parent for path in pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda folder: int(folder.parent.name),
    )
    if folders:
        return folders[-1]
    if found := shutil.which("initdb"):
        return pathlib.Path(found).resolve().parent
    raise RuntimeError("PostgreSQL's programs were not found; install the postgresql package")


class Cluster:
    """A running server. `fsync` says whether a commit reaches the disk."""

    def __init__(self, folder, fsync, connections):
        self.folder = pathlib.Path(folder)
        self._programs = programs()
        self._settings = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": folder,
            "max_connections": connections,
            "fsync": "on" if fsync else "off",
            "full_page_writes": "on" if fsync else "off",
            "shared_buffers": "256MB",
            "max_wal_size": "4GB",
            "lc_messages": "C",
            "timezone": "UTC",
        }
        self._run("initdb", "-D", self._data, "--no-sync", "--auth=trust", f"--username={ACCOUNT}", "--encoding=UTF8",
                  "--locale=C")

    @property
    def _data(self):
        return str(self.folder / "data")

    def start(self):
        options = " ".join(f"-c '{name}={value}'" for name, value in self._settings.items())
        self._run("pg_ctl", "-D", self._data, "-l", str(self.folder / "log"), "-w", "-t", "60", "-o", options, "start")

    def stop(self, mode="fast"):
        """`immediate` is a crash: the next start recovers from the log."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", mode, "stop")

    def url(self, database=ACCOUNT):
        host = urllib.parse.quote(str(self.folder), safe="")
        return f"postgres://{ACCOUNT}@/{database}?host={host}&port={PORT}"

    def create_database(self, name):
        """The address of a new, empty database."""
        self.psql(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def psql(self, sql, database=ACCOUNT):
        """The rows of a statement, fields separated by `|`."""
        output = subprocess.run(
            [self._programs / "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
             "--set=ON_ERROR_STOP=1", f"--dbname={self.url(database)}", f"--command={sql}"],
            check=True, capture_output=True, text=True,
        ).stdout
        return output.splitlines()

    def psql_file(self, path, database, **variables):
        """Runs a file of statements; `:name` in it stands for a variable."""
        subprocess.run(
            [self._programs / "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1",
             *(f"--set={name}={value}" for name, value in variables.items()), f"--dbname={self.url(database)}",
             f"--file={path}"],
            check=True, stdout=subprocess.DEVNULL,
        )

    def pgbench(self, database, *arguments):
        """What pgbench prints."""
        return subprocess.run(
            [self._programs / "pgbench", "-h", self.folder, "-p", str(PORT), "-U", ACCOUNT, *arguments, database],
            check=True, capture_output=True, text=True,
        ).stdout

    def _run(self, program, *arguments):
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", ACCOUNT, "--", *command]
        # Its output goes to a file: a server started here keeps what it was given open.
        with tempfile.TemporaryFile() as output:
            status = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/").returncode
            if status != 0:
                output.seek(0)
                raise RuntimeError(f"{program} failed: {output.read().decode(errors='replace')}")


@contextlib.contextmanager
def running(fsync, connections=100):
    """A started cluster, ended with the block."""
    with tempfile.TemporaryDirectory(prefix="oms-pg-", ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam(ACCOUNT).pw_uid, -1)
        cluster = Cluster(folder, fsync, connections)
        cluster.start()
        try:
            yield cluster
        finally:
            with contextlib.suppress(RuntimeError):
                cluster.stop("immediate")
