"""The servers that tests start: they come, go, come back, and never stay behind."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tests import services
from tests.leftovers import sweep
from tests.services import Postgres, ServiceError, Valkey

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def database() -> Iterator[Postgres]:
    with Postgres() as database:
        yield database


@pytest.fixture
def open_folder() -> Iterator[Path]:
    # Not tmp_path: PostgreSQL may run as another user, who cannot reach it there.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def cache() -> Iterator[Valkey]:
    with Valkey() as cache:
        yield cache


def test_rows_outlive_a_restart_and_a_kill(database: Postgres) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute("CREATE TABLE laurel (leaves integer)")
        connection.execute("INSERT INTO laurel VALUES (7)")

    database.restart()
    database.kill()
    database.start()

    with psycopg.connect(database.url) as connection:
        assert connection.execute("SELECT leaves FROM laurel").fetchone() == (7,)


def test_a_killed_database_refuses_connections(database: Postgres) -> None:
    database.kill()

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(database.url, connect_timeout=5)


def test_the_database_wants_its_password(database: Postgres) -> None:
    stranger = database.url.replace(database.password, "guess")

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(stranger, connect_timeout=5)


def test_the_cache_is_empty_after_a_kill(cache: Valkey) -> None:
    with redis.Redis.from_url(cache.url) as client:
        client.set("leaves", 7)

    cache.kill()
    cache.start()

    with redis.Redis.from_url(cache.url) as client:
        assert client.get("leaves") is None


def test_closing_removes_the_folder() -> None:
    with Valkey() as cache:
        assert cache.folder.exists()

    assert not cache.folder.exists()


def test_a_server_that_was_given_is_used_and_never_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")

    with services.valkey() as given:
        assert given.url == "redis://elsewhere/0"
        with pytest.raises(ServiceError):
            given.stop()


@pytest.mark.parametrize("kind", ["Postgres", "Valkey"])
def test_what_a_killed_owner_left_is_swept(kind: str, open_folder: Path) -> None:
    code = (
        "import os; from tests import services; "
        f"server = services.{kind}(); server.start(); print(server.url, flush=True); "
        "os.kill(os.getpid(), 9)"
    )
    environment = os.environ | {"TMPDIR": str(open_folder)}
    left = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert answers(left.stdout.strip()), left.stderr

    sweep(open_folder)

    assert not answers(left.stdout.strip())
    assert list(open_folder.iterdir()) == []


def answers(url: str) -> bool:
    try:
        if url.startswith("redis"):
            with redis.Redis.from_url(url) as client:
                return bool(client.ping())
        psycopg.connect(url, connect_timeout=5).close()
    except (redis.ConnectionError, psycopg.OperationalError):
        return False
    return True
