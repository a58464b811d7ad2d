"""Laurel refuses to start on settings of the task queue that lose tasks."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from django.core.checks import run_checks
from pytest_django import Settings

PREPARE = ["-m", "config.prepare"]
WORKER = ["manage.py", "qcluster"]
BROKEN = [
    ({"orm": None}, "laurel.Q001", "table of the default database"),
    ({"orm": "other"}, "laurel.Q001", "table of the default database"),
    ({"redis": "redis://127.0.0.1:1"}, "laurel.Q001", "table of the default database"),
    ({"sync": True}, "laurel.Q002", "sync"),
    ({"timeout": None}, "laurel.Q003", "timeout"),
    ({"retry": 100}, "laurel.Q003", "timeout"),
    ({"queue_limit": 50}, "laurel.Q004", "queue_limit"),
    ({"ack_failures": False}, "laurel.Q005", "ack_failures"),
    ({"max_attempts": 0}, "laurel.Q006", "max_attempts"),
    ({"catch_up": True}, "laurel.Q007", "catch_up"),
    ({"timeout": 80}, "laurel.Q008", "lease"),
]
ONE_OF_EACH = list({number: (change, what) for change, number, what in BROKEN}.values())


def start(
    command: list[str], folder: Path, change: dict[str, Any]
) -> subprocess.CompletedProcess[str]:
    """Run the command with other settings of the queue to its end."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'laurel.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "tests.config.queue_settings",
        "LAUREL_TEST_QUEUE": json.dumps(change),
        "VAR_DIR": str(folder),
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=current.BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_our_own_settings_pass() -> None:
    assert run_checks(tags=["queue"]) == []


@pytest.mark.parametrize(("change", "number", "what"), BROKEN)
def test_a_setting_that_loses_tasks_is_named_with_a_hint(
    change: dict[str, Any], number: str, what: str, settings: Settings
) -> None:
    settings.Q_CLUSTER = settings.Q_CLUSTER | change

    [error] = run_checks(tags=["queue"])

    assert error.id == number
    assert what in error.msg
    assert error.is_serious()
    assert error.hint


@pytest.mark.parametrize(
    "name", ["orm", "timeout", "workers", "queue_limit", "ack_failures", "max_attempts", "catch_up"]
)
def test_a_setting_left_out_is_as_bad_as_its_default(name: str, settings: Settings) -> None:
    settings.Q_CLUSTER = {k: v for k, v in settings.Q_CLUSTER.items() if k != name} | (
        {"workers": 2} if name == "queue_limit" else {}
    )

    assert len(run_checks(tags=["queue"])) == 1


@pytest.mark.parametrize(("change", "what"), ONE_OF_EACH)
def test_the_portal_does_not_start_and_says_why_in_one_line(
    change: dict[str, Any], what: str, tmp_path: Path
) -> None:
    done = start(PREPARE, tmp_path, change)

    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1
    assert done.stdout.startswith("Q_CLUSTER: ")
    assert what in done.stdout
    assert not (tmp_path / "laurel.sqlite3").exists()


@pytest.mark.parametrize(("change", "what"), ONE_OF_EACH)
def test_a_worker_does_not_start_either(change: dict[str, Any], what: str, tmp_path: Path) -> None:
    done = start(WORKER, tmp_path, change)

    assert done.returncode == 1
    assert "Q_CLUSTER: " in done.stderr
    assert what in done.stderr
    assert "Traceback" not in done.stderr
