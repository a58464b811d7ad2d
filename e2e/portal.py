"""The portal as `./laurel run` starts it, with a folder and a database of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.process_table import running
from tests.processes import wait_until
from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent


class Portal:
    """A running supervisor with its web server and worker."""

    def __init__(self, folder: Path, database_url: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "portal.log"
        self.environment = os.environ | {
            "ALLOWED_HOSTS": "",
            "DATABASE_URL": database_url,
            "DEMO": "1",
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "VAR_DIR": str(folder / "var"),
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.supervisor"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def wait_until_it_serves(self) -> None:
        """Return when it has told its address."""
        wait_until(lambda: "Laurel is at" in self.text() or self.process.poll() is not None)
        assert "Laurel is at" in self.text(), self.text()

    def text(self) -> str:
        """Return what it printed so far."""
        return self.log.read_text(errors="replace")

    def ask(self, module: str, *arguments: str) -> str:
        """Run one of our modules beside it and return what that prints."""
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill_web_server(self) -> None:
        """End the web server as a crash would; the supervisor starts another."""
        [server] = [
            each.pid
            for each in running()
            if each.parent == self.process.pid and "daphne" in each.command
        ]
        os.kill(server, signal.SIGKILL)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def portal(folder: Path) -> Iterator[Portal]:
    """Yield a portal that serves; DATABASE_URL, if set, names the server that keeps its data."""
    with own_database() as database_url:
        started = Portal(folder, database_url)
        try:
            started.wait_until_it_serves()
            yield started
        finally:
            started.stop()


@contextmanager
def own_database() -> Iterator[str]:
    """Yield the URL of a new database on the given server, dropped at the end; empty: SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    name = f"laurel_e2e_{uuid4().hex}"
    quoted = sql.Identifier(name)
    with psycopg.connect(given, autocommit=True) as connection:
        # It fails where the name is taken, so what is dropped below is ours.
        connection.execute(sql.SQL("CREATE DATABASE {}").format(quoted))
        try:
            yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(quoted))
