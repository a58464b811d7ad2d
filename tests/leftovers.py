"""Folders of started servers: locked while the owner lives, and swept when it was killed."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.binaries import unprivileged_user

PREFIX = "laurel-services-"


def locked_folder() -> tuple[Path, int]:
    """Make a folder and lock it until this process ends. It gets its name once it is locked."""
    fresh = Path(tempfile.mkdtemp(prefix="laurel-new-"))
    lock = os.open(fresh / "lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return fresh.rename(fresh.with_name(fresh.name.replace("laurel-new-", PREFIX))), lock


def sweep(place: Path) -> None:
    """End the servers and remove the folders whose owners did not live to do it."""
    user = unprivileged_user()
    ours = {os.geteuid(), user.pw_uid if user else os.geteuid()}
    for folder in place.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.lstat().st_uid in ours:
                sweep_folder(folder)


def sweep_folder(folder: Path) -> None:
    """Sweep one folder; BlockingIOError if its owner lives."""
    lock = os.open(folder / "lock", os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(FileNotFoundError, ValueError, ProcessLookupError):
            pid = int((folder / "pid").read_text())
            # The number may belong to somebody else by now.
            if str(folder) in command_line(pid):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def command_line(pid: int) -> str:
    """Return a process's command line, empty if there is no such process."""
    if Path("/proc/self").exists():
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_text()
        return ""
    shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True)
    return shown.stdout
