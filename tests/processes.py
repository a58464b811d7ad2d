"""The real server and the real worker, as processes with a database of their own.

    with processes.portal(tmp_path, MAIL_PROVIDER="smtp") as portal:
        portal.call(make_course, "ada")  # runs in a process of the portal
        worker = portal.start_worker()

The database is a file below the folder, or a fresh one on the PostgreSQL that DATABASE_URL names.
All that was started is killed at the end.
"""

import importlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.process_table import running
from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
WORKER_PROCESSES = 5  # django-q's cluster, sentinel, pusher, monitor and one worker.


def wait_until(is_true: Callable[[], object], seconds: float = PATIENCE, what: object = "") -> None:
    """Return as soon as it is true; fail when it is not in time."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, f"it did not happen in {seconds:g} s {what}"
        time.sleep(0.02)


class Process:
    """A running command that leads a process group of its own."""

    def __init__(
        self,
        command: list[str],
        environment: dict[str, str],
        log: Path,
        pass_fds: Collection[int] = (),
    ) -> None:
        self.log = log
        with log.open("wb") as output:
            self._popen = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=pass_fds,
            )

    @property
    def pid(self) -> int:
        """The id of the process and of its group."""
        return self._popen.pid

    def text(self) -> str:
        """Return what it printed so far."""
        return self.log.read_text(errors="replace")

    __str__ = text

    def group(self) -> list[int]:
        """Return the processes of its group that still run."""
        return [each.pid for each in running() if each.group == self.pid]

    def terminate(self) -> int:
        """Ask it to stop, as an administrator would, and return its exit code."""
        self._popen.terminate()
        return self._popen.wait(PATIENCE)

    def kill(self) -> None:
        """End the whole group at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._popen.wait(PATIENCE)
        wait_until(lambda: not self.group())


class Server(Process):
    """daphne with pages and sockets, at a port of its own unless one is given."""

    def __init__(self, environment: dict[str, str], log: Path, port: int = 0) -> None:
        self.host = f"127.0.0.1:{port or free_port()}"
        address = ["-b", "127.0.0.1", "-p", self.host.split(":")[1], "-v", "0"]
        command = [sys.executable, "-m", "daphne", *address, "config.asgi:application"]
        super().__init__(command, environment, log)

    def is_answering(self) -> bool:
        """Tell whether a page comes."""
        return answers(self.host)


class Portal:
    """A migrated database with its settings, and the processes that use it."""

    preparation = ["manage.py", "migrate", "-v", "0"]

    def __init__(self, folder: Path, database_url: str, settings: dict[str, str]) -> None:
        self.folder = folder
        self.environment = clean_environment() | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database_url,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "VAR_DIR": str(folder / "var"),
            **settings,
        }
        self._processes: list[Process] = []
        self.run(sys.executable, *self.preparation)

    def run(self, *command: str) -> str:
        """Run a command to its end and return what it printed; fail unless it succeeds."""
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def call[**P, T](self, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Call a function of a module in a process of the portal; values pass as JSON."""
        path = [function.__module__, function.__qualname__]
        values = json.dumps([arguments, named])
        answer: T = json.loads(self.run(sys.executable, "-m", __name__, *path, values))
        return answer

    def doctor(self) -> None:
        """Fail unless every invariant holds."""
        self.run(sys.executable, "manage.py", "doctor")

    def start_worker(self) -> Process:
        """Start a worker and wait until it has all its processes."""
        command = [sys.executable, "manage.py", "qcluster"]
        worker = Process(command, self.environment, self._log("worker"))
        self._processes.append(worker)
        wait_until(lambda: len(worker.group()) >= WORKER_PROCESSES, what=worker)
        return worker

    def start_server(self) -> Server:
        """Start a web server and wait until it answers."""
        server = Server(self.environment, self._log("server"))
        self._processes.append(server)
        wait_until(server.is_answering, what=server)
        return server

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}-{len(self._processes)}.log"

    def kill_all(self) -> None:
        """Kill what still runs."""
        for process in self._processes:
            process.kill()


def answers(host: str) -> bool:
    """Tell whether a page comes from this host."""
    with suppress(OSError):
        return bool(urllib.request.urlopen(f"http://{host}/livez", timeout=5).read())
    return False


def clean_environment() -> dict[str, str]:
    """Return the environment without settings other than REDIS_URL."""
    ours = {"ALLOWED_HOSTS", "DEBUG", "DEMO", "HOST", "LAUREL_SERVER", "PORT", "TRUSTED_PROXIES"}
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith(("MAIL_", "SMTP_"))
    }


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """Yield the URL of an empty database; it is removed at the end."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder / 'laurel.sqlite3'}"
        return
    name = f"laurel_{secrets.token_hex(6)}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def portal(folder: Path, **settings: str) -> Iterator[Portal]:
    """Yield a portal with these settings and an empty, migrated database."""
    with fresh_database(folder) as database_url:
        portal = Portal(folder, database_url, settings)
        try:
            yield portal
        finally:
            portal.kill_all()


def answer_call(module: str, name: str, values: str) -> None:
    """Call the function here and print what it returns; `Portal.call` started this process."""
    import django

    django.setup()
    arguments, named = json.loads(values)
    print(json.dumps(getattr(importlib.import_module(module), name)(*arguments, **named)))


if __name__ == "__main__":
    answer_call(*sys.argv[1:])
