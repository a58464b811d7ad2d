"""The files of deploy/ name what is there, and agree with each other and with the settings."""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from tests.binaries import find_caddy

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
CADDYFILE = (DEPLOY / "Caddyfile").read_text()
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "laurel"}
# Read by gunicorn, by Caddy and by compose.yaml.
OTHERS_READ = {
    "WEB_CONCURRENCY",
    "LAUREL_SITE",
    "LAUREL_PAGES",
    "LAUREL_SOCKETS",
    "POSTGRES_PASSWORD",
}


def unit(name: str) -> str:
    """Return the text of a service unit."""
    return (UNITS / name).read_text()


def command_of(name: str) -> list[str]:
    """Return the command of a service unit, without the folder of its Python."""
    [command] = re.findall(r"^ExecStart=/opt/laurel/\.venv/bin/(.+)$", unit(name), re.MULTILINE)
    return shlex.split(command)


def names_that_settings_read() -> set[str]:
    """Return the variables that Laurel's settings ask for by name."""
    texts = [path.read_text() for path in (ROOT / "config").glob("*.py")]
    return {name for text in texts for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text)}


@pytest.mark.parametrize(
    "command",
    [
        *(command_of(path.name) for path in UNITS.glob("*.service")),
        *(service["command"] for service in OURS.values()),
    ],
    ids=" ".join,
)
def test_every_command_runs_what_is_there(command: list[str]) -> None:
    program, *arguments = command
    files = [word for word in arguments if word.endswith(".py")]
    modules = [word for flag, word in pairwise(arguments) if flag == "-m"]
    applications = [word.split(":")[0] for word in arguments if word.endswith(":application")]

    assert program == "python"
    assert files or modules
    assert [file for file in files if not (ROOT / file).is_file()] == []
    assert [each for each in modules + applications if not importlib.util.find_spec(each)] == []


def test_both_variants_run_the_same_parts() -> None:
    of_units = {command_of(path.name)[2] for path in UNITS.glob("*.service")}
    of_containers = {service["command"][2] for service in OURS.values()}

    assert of_units == of_containers == {"config.prepare", "gunicorn", "daphne", "qcluster"}


def test_services_name_services_and_volumes_that_exist() -> None:
    for service in SERVICES.values():
        volumes = {each.split(":")[0] for each in service.get("volumes", [])}

        assert set(service.get("depends_on", {})) <= set(SERVICES)
        assert {name for name in volumes if not name.startswith("./")} <= set(COMPOSE["volumes"])
        assert [name for name in volumes if not (DEPLOY / name).exists() and name[0] == "."] == []


def test_the_image_contains_what_the_commands_need() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    included = {line.removeprefix("!") for line in lines if line.startswith("!")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = project["tool"]["importlinter"]["root_packages"]

    assert [name for name in included if not (ROOT / name).exists()] == []
    assert {*packages, "manage.py", "deploy/pages.py", "static", "templates"} <= included


def test_every_variable_is_one_that_is_read() -> None:
    example = (DEPLOY / "laurel.env.example").read_text()
    names = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    names |= {name for service in SERVICES.values() for name in service.get("environment", {})}
    names |= set(re.findall(r"\{\$([A-Z_]+)", CADDYFILE))

    assert names - names_that_settings_read() - OTHERS_READ <= {"POSTGRES_USER"}
    assert "LAUREL_SERVER" not in names


def test_the_proxy_looks_where_pages_and_sockets_are() -> None:
    ports = re.findall(r"sockets@(\d+)", unit("laurel.target"))

    assert f"LAUREL_SOCKETS:{' '.join(f'127.0.0.1:{port}' for port in ports)}" in CADDYFILE
    assert "LAUREL_PAGES:127.0.0.1:8001" in CADDYFILE
    assert "ListenStream=127.0.0.1:8001" in unit("laurel-web.socket")
    assert SERVICES["proxy"]["environment"]["LAUREL_PAGES"] == "pages:8001"
    assert SERVICES["proxy"]["environment"]["LAUREL_SOCKETS"] == "sockets:8002"


def test_a_worker_may_finish_its_task_before_it_is_killed() -> None:
    [stop] = re.findall(r"^TimeoutStopSec=(\d+)$", unit("laurel-worker@.service"), re.MULTILINE)
    grace = SERVICES["worker"]["stop_grace_period"].removesuffix("s")
    timeout: Any = settings.Q_CLUSTER["timeout"]

    assert min(int(stop), int(grace)) > timeout


def test_the_target_starts_every_unit() -> None:
    wanted = {
        re.sub(r"@\d+", "@", name) for name in re.findall(r"laurel-\S+", unit("laurel.target"))
    }

    assert wanted == {path.name for path in UNITS.glob("*.service")}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    units = shutil.copytree(UNITS, tmp_path / "units")
    for path in units.rglob("*.service"):
        path.write_text(path.read_text().replace("/opt/laurel/.venv/bin/python", sys.executable))
    names = [path.name.replace("@", "@8002") for path in units.glob("laurel*") if path.is_file()]
    environment = os.environ | {"SYSTEMD_UNIT_PATH": f"{units}:"}

    done = subprocess.run(
        ["systemd-analyze", "verify", *names], env=environment, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_caddy_understands_its_file(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "LAUREL_SITE": "learn.example.org", "VAR_DIR": "/var"}
    options = ["--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]

    done = subprocess.run(
        [find_caddy(), "validate", *options], env=environment, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert '"level":"warn"' not in done.stderr
