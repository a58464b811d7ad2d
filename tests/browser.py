"""Find a Chromium for the browser tests, or fetch one; print where it is.

The order: $LAUREL_CHROMIUM, Playwright's own build, a Chrome, Chromium or Edge of this machine,
Playwright's download, the system's packages where we may install them. What counts is that it
runs: being there proves nothing on machines with stubs and missing libraries.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
)
MAC_APPS = ("Google Chrome", "Chromium", "Microsoft Edge")
OWN_BUILDS = (
    "chromium_headless_shell-*/chrome-*/*headless*shell",
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)


class BrowserError(Exception):
    """There is no browser that runs. The message says what to do."""


def find_chromium() -> str:
    """Return the path of a Chromium that runs; BrowserError if there is no way to get one."""
    ensure_driver()
    given = os.environ.get("LAUREL_CHROMIUM")
    if given:
        if runs(Path(given)):
            return given
        raise BrowserError(f"LAUREL_CHROMIUM: {given} does not run; set it to a Chromium that does")
    found = first_that_runs()
    for fetch in (fetch_own_build, install_package):
        if found is None and fetch():
            found = first_that_runs()
    if found is None:
        raise BrowserError(
            "no browser: install Chromium or Chrome, or set LAUREL_CHROMIUM to the path of one"
        )
    return str(found)


def first_that_runs() -> Path | None:
    """Return the first browser of this machine that runs."""
    return next((path for path in candidates() if runs(path)), None)


def candidates() -> Iterator[Path]:
    """Yield where a browser may be, Playwright's own builds first."""
    for pattern in OWN_BUILDS:
        yield from sorted(own_builds().glob(pattern), reverse=True)
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    for app in MAC_APPS:
        path = Path(f"/Applications/{app}.app/Contents/MacOS/{app}")
        if path.exists():
            yield path


def own_builds() -> Path:
    """Return the folder where Playwright keeps its browsers."""
    given = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    if given not in ("", "0"):
        return Path(given)
    cache = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path.home() / cache / "ms-playwright"


def runs(binary: Path) -> bool:
    """Tell whether the browser starts."""
    return answers([str(binary), "--version"])


def answers(command: list[str]) -> bool:
    """Tell whether a command runs to a good end, quietly and within a minute."""
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def ensure_driver() -> None:
    """Make Playwright's driver run: its Node.js needs libatomic, which small systems lack."""
    node = os.environ.get("PLAYWRIGHT_NODEJS_PATH") or str(driver() / "node")
    if answers([node, "--version"]):
        return
    other = shutil.which("node")
    if other and answers([other, "-e", "process.exit(parseInt(process.versions.node) < 20)"]):
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = other
    elif not (apt_get("libatomic1") and answers([node, "--version"])):
        raise BrowserError(
            "Playwright's driver does not run: install libatomic1 (libatomic) or Node.js 20"
        )


def driver() -> Path:
    """Return the folder of Playwright's driver."""
    return Path(playwright.__file__).parent / "driver"


def fetch_own_build() -> bool:
    """Download Playwright's build. Where its host is out of reach, give up soon."""
    print("laurel: fetching a browser for the tests", file=sys.stderr, flush=True)
    command = ["install", "--only-shell", "chromium"]
    environment = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "8000"} | os.environ
    done = subprocess.run(
        [sys.executable, "-m", "playwright", *command],
        env=environment,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode == 0


def install_package() -> bool:
    """Install the system's Chromium with a font, without which pages have no text."""
    return apt_get("chromium", "fonts-dejavu-core")


def apt_get(*packages: str) -> bool:
    """Install Debian packages if we are root on such a system, and tell whether it worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"laurel: installing {' '.join(packages)}", file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-qq", "-y", "--no-install-recommends", *packages]
    done = [
        subprocess.run(
            ["apt-get", *arguments],
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        for arguments in (["update", "-qq"], install)
    ]
    return done[-1].returncode == 0


if __name__ == "__main__":
    try:
        print(f"laurel: the browser is {find_chromium()}", file=sys.stderr)
    except BrowserError as error:
        sys.exit(f"laurel: {error}")
