"""Where benchmarks run: a database, files and a port of their own, all gone at the end."""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import django

from benchmarks.processes import HOST, ROOT, BenchError, running, wait_until_answering
from tests import services
from tests.run import SETTINGS


@dataclass
class World:
    """One run's database and files. ``environment`` is what its servers see."""

    folder: Path
    port: int
    environment: dict[str, str]
    is_quick: bool
    is_prepared: bool = False

    @property
    def address(self) -> str:
        """The portal's address, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def runs(self, count: int) -> int:
        """Return how often to repeat something: a sixth when only trying out."""
        return max(2, count // 6) if self.is_quick else count

    def log(self, name: str) -> Path:
        """Return a file for what a server prints."""
        return self.folder / f"{name}.log"

    def prepare(self) -> None:
        """Make the tables, the static files and the demo. A second call changes nothing."""
        if self.is_prepared:
            return
        command = [sys.executable, "-m", "config.prepare"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        if done.returncode != 0:
            raise BenchError(
                f"the database could not be prepared: {(done.stdout + done.stderr)[-500:]}"
            )
        self.is_prepared = True

    @contextmanager
    def serve(self, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run the whole portal, web and worker; yields the supervisor when pages answer."""
        self.prepare()
        log = self.log("portal")
        command = [sys.executable, "-m", "config.supervisor"]
        with running(command, self.environment | more, log) as process:
            wait_until_answering(process, self.port, log)
            yield process


def callers_environment() -> dict[str, str]:
    """Return the caller's environment without the portal's settings."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in SETTINGS | {"VAR_DIR", "DJANGO_SETTINGS_MODULE"}
        and not name.startswith(("MAIL_", "SMTP_"))
    }


@contextmanager
def new_world(*, on_postgres: bool, is_quick: bool) -> Iterator[World]:
    """Make a world on SQLite, or on PostgreSQL and Valkey, and set Django up for it."""
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="laurel-bench-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(temporary))
        servers = {}
        if on_postgres:
            servers["DATABASE_URL"] = stack.enter_context(services.postgres()).url
            servers["REDIS_URL"] = stack.enter_context(services.valkey()).url
        port = services.free_port()
        settings = servers | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "VAR_DIR": str(folder / "var"),
            "PORT": str(port),
            "DEMO": "1",
        }
        world = World(folder, port, callers_environment() | settings, is_quick)
        for name in SETTINGS:
            os.environ.pop(name, None)
        os.environ.update(settings)
        django.setup()
        yield world
