"""The portal as people run it, with a folder and a database of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.faults import shape
from tests.faults.shape import Shape
from tests.process_table import running
from tests.processes import fresh_database, wait_until
from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent


class Portal(Protocol):
    """A portal that serves."""

    url: str

    def ask(self, module: str, *arguments: str) -> str:
        """Run one of our modules beside it and return what that prints."""

    def kill_web_server(self) -> None:
        """End what holds the sockets as a crash would; it is started again."""


class Small:
    """What `./laurel run` starts: a supervisor with its web server and worker."""

    def __init__(self, folder: Path, database_url: str, **environment: str) -> None:
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
            **environment,
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


class Large:
    """The large shape of deploy/."""

    def __init__(self, parts: Shape) -> None:
        self.url = parts.url
        self._parts = parts

    def ask(self, module: str, *arguments: str) -> str:
        """Run one of our modules beside it and return what that prints."""
        return self._parts.run(sys.executable, "-m", module, *arguments)

    def kill_web_server(self) -> None:
        """End both daphnes as a crash would, so that every page loses its socket."""
        for index in range(len(self._parts.sockets)):
            self._parts.kill_sockets(index)


@contextmanager
def portal(folder: Path, **environment: str) -> Iterator[Portal]:
    """Yield a portal that serves; DATABASE_URL, if set, names the server that keeps its data.

    With LAUREL_SHAPE=large it consists of the processes of deploy/, with REDIS_URL between them.
    """
    if os.environ.get("LAUREL_SHAPE") == "large":
        with shape.large(folder, DEMO="1", **environment) as parts:
            yield Large(parts)
        return
    with fresh_database(folder) as database_url:
        started = Small(folder, database_url, **environment)
        try:
            started.wait_until_it_serves()
            yield started
        finally:
            started.stop()
