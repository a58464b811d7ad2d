"""Let Lighthouse judge pages on a phone: `make lighthouse`, or `python -m e2e.lighthouse PAGE …`.

It starts a portal with the demo, signs Grace in, opens every page three times, and prints the
middle scores, how fast the machine was, and what keeps the scores from the best. It exits with 1
when one is too low. Lighthouse comes by npm into VAR_DIR; its reports are kept there, too.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from e2e.portal import ROOT, Portal, portal
from e2e.steps import COURSE, LESSON, VIDEO_LESSON
from e2e.windows import FLAGS
from tests import browser
from tests.processes import wait_until

VERSION = "13.5.0"
FOLDER = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "lighthouse"
RUNS = 3
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}
SANDBOX = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


@dataclass(frozen=True)
class Visit:
    """A page, who opens it, and the least it must score for performance."""

    path: str
    is_signed_in: bool = True
    performance: int = 100

    def least(self, category: str) -> int:
        """Return the lowest score that is good enough."""
        return self.performance if category == "performance" else 100


VISITS = {
    "welcome": Visit("/", is_signed_in=False),
    "home": Visit("/"),
    "course": Visit(COURSE),
    "lesson": Visit(LESSON),
    "video-lesson": Visit(VIDEO_LESSON, performance=95),
    "achievements": Visit("/achievements/"),
}


def install() -> Path:
    """Return Lighthouse's program, fetched by npm unless it is there."""
    folder = FOLDER / VERSION
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        package = f"lighthouse@{VERSION}"
        subprocess.run(["npm", "install", *quiet, "--prefix", folder, package], check=True)
    return program


def node() -> str:
    """Return a Node.js that is new enough: Playwright's own."""
    browser.ensure_driver()
    return os.environ.get("PLAYWRIGHT_NODEJS_PATH") or str(browser.driver() / "node")


@contextmanager
def chromium() -> Iterator[int]:
    """Yield the port of a whole browser with a fresh profile: a headless shell is not enough."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        address = ["--remote-debugging-port=0", f"--user-data-dir={profile}"]
        command = [browser.find_chromium(), "--headless=new", *SANDBOX, *FLAGS, *address]
        process = subprocess.Popen(
            [*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        told = Path(profile) / "DevToolsActivePort"
        try:
            wait_until(lambda: told.exists() and told.read_text(), what="no port from the browser")
            yield int(told.read_text().splitlines()[0])
        finally:
            process.terminate()
            process.wait()


def sign_in(port: int, laurel: Portal, username: str) -> None:
    """Put the person's session among the cookies of the browser."""
    session = laurel.ask("e2e.doors", "session", username).strip()
    with sync_playwright() as playwright:
        running = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        cookie = {"name": "sessionid", "value": session, "url": laurel.url}
        running.contexts[0].add_cookies([cookie])  # type: ignore[list-item]


def judge(program: Path, port: int, url: str, report: Path) -> dict[str, Any]:
    """Run Lighthouse once with its profile of a phone and return its report."""
    wishes = [f"--port={port}", "--output=json", f"--output-path={report}", "--quiet"]
    only = f"--only-categories={','.join(CATEGORIES)}"
    subprocess.run([node(), program, url, *wishes, only], check=True)
    result: dict[str, Any] = json.loads(report.read_text())
    return result


def scores(reports: list[dict[str, Any]]) -> dict[str, int]:
    """Return the middle score of every category."""
    return {
        category: round(
            100 * statistics.median(each["categories"][category]["score"] or 0 for each in reports)
        )
        for category in CATEGORIES
    }


def speed(reports: list[dict[str, Any]]) -> int:
    """Return how fast the machine was at its slowest; below 1000 it was busy, or is slow."""
    return min(int(each["environment"]["benchmarkIndex"]) for each in reports)


def reasons(report: dict[str, Any]) -> list[str]:
    """Return one line for each audit that costs points."""
    found = []
    for category in CATEGORIES:
        for audit in report["categories"][category]["auditRefs"]:
            result = report["audits"][audit["id"]]
            if audit["weight"] and (result["score"] or 0) < 1 and result["score"] is not None:
                value = result.get("displayValue", "")
                found.append(f"{audit['id']} {result['score']:.2f} {value}".strip())
    return found


def main(names: list[str]) -> int:
    """Judge these pages, or all; return the exit code."""
    visits = {name: VISITS[name] for name in names or VISITS}
    program = install()
    is_good = True
    print(f"{'page':14}" + "".join(f"{title:>16}" for title in [*CATEGORIES.values(), "machine"]))
    with tempfile.TemporaryDirectory() as folder, portal(Path(folder)) as laurel:
        for name, visit in visits.items():
            with chromium() as port:
                if visit.is_signed_in:
                    sign_in(port, laurel, "grace")
                reports = [
                    judge(program, port, laurel.url + visit.path, FOLDER / f"{name}-{run}.json")
                    for run in range(RUNS)
                ]
            found = scores(reports)
            columns = [*found.values(), speed(reports)]
            print(f"{name:14}" + "".join(f"{column:16}" for column in columns), flush=True)
            if any(score < visit.least(category) for category, score in found.items()):
                is_good = False
                print(*(f"    {reason}" for reason in reasons(reports[-1])), sep="\n", flush=True)
    return 0 if is_good else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except FileNotFoundError as error:
        sys.exit(f"laurel: {error.filename} is needed for this")
