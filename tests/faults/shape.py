"""The large shape of deploy/ on this machine: Caddy, two page workers, two daphnes, two clusters.

    with shape.large(tmp_path) as portal:
        portal.call(make_course, "ada")
        portal.restart_pages()

Caddy runs with deploy/Caddyfile, gunicorn with deploy/pages.py. As under systemd, the socket that
gunicorn listens on outlives it, and whatever is killed is started again.
"""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.binaries import find_caddy
from tests.processes import ROOT, Portal, Process, Server, answers, fresh_database, wait_until
from tests.services import free_port

PROXY = f"{{\n\tadmin off\n\tdefault_bind 127.0.0.1\n}}\nimport {ROOT}/deploy/Caddyfile\n"


class Shape(Portal):
    """All parts, behind one front door: `url`, or `host` with its port."""

    preparation = ["-m", "config.prepare"]

    def __init__(self, folder: Path, database_url: str, settings: dict[str, str]) -> None:
        port = free_port()
        self.host = f"127.0.0.1:{port}"
        self.url = f"http://{self.host}"
        own = {"PORT": str(port), "TRUSTED_PROXIES": "127.0.0.1"}
        super().__init__(folder, database_url, own | settings)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)

    def start(self) -> None:
        """Start every part and return when the front door answers."""
        self.pages = self._start_pages()
        self.sockets = [self._start_sockets(free_port()) for _ in range(2)]
        self.workers = [self.start_worker() for _ in range(2)]
        self._start_proxy()
        wait_until(self.is_answering, what=self.pages)
        for server in self.sockets:
            wait_until(server.is_answering, what=server)

    def stop(self) -> None:
        """Kill every part."""
        self.kill_all()
        self._listener.close()

    def is_answering(self) -> bool:
        """Tell whether a page comes through the front door."""
        return answers(self.host)

    def _start_proxy(self) -> None:
        config = self.folder / "Caddyfile"
        config.write_text(PROXY)
        environment = {
            "HOME": str(self.folder),
            "LAUREL_SITE": self.url,
            "LAUREL_PAGES": f"127.0.0.1:{self._listener.getsockname()[1]}",
            "LAUREL_SOCKETS": " ".join(server.host for server in self.sockets),
            "VAR_DIR": self.environment["VAR_DIR"],
        }
        command = [find_caddy(), "run", "--adapter", "caddyfile", "--config", str(config)]
        self._processes.append(Process(command, environment, self._log("proxy")))

    def _start_pages(self) -> Process:
        number = self._listener.fileno()
        options = ["-c", "deploy/pages.py", "--bind", f"fd://{number}", "--workers", "2"]
        command = [sys.executable, "-m", "gunicorn", *options, "config.wsgi:application"]
        pages = Process(command, self.environment, self._log("pages"), pass_fds=[number])
        self._processes.append(pages)
        return pages

    def _start_sockets(self, port: int) -> Server:
        server = Server(self.environment, self._log("sockets"), port)
        self._processes.append(server)
        return server

    def restart_pages(self) -> None:
        """Stop the page workers in good order, start others, and return when they answer."""
        self.pages.terminate()
        self.pages = self._start_pages()
        wait_until(self.is_answering, what=self.pages)

    def kill_page_worker(self) -> None:
        """Kill one page worker; gunicorn starts another."""
        worker = next(pid for pid in self.pages.group() if pid != self.pages.pid)
        os.kill(worker, signal.SIGKILL)

    def restart_sockets(self, index: int) -> None:
        """Stop one daphne, start it again, and return when it answers."""
        self.sockets[index].terminate()
        self._replace_sockets(index)
        wait_until(self.sockets[index].is_answering, what=self.sockets[index])

    def kill_sockets(self, index: int) -> None:
        """Kill one daphne and start it again; it answers a little later."""
        self.sockets[index].kill()
        self._replace_sockets(index)

    def _replace_sockets(self, index: int) -> None:
        self.sockets[index] = self._start_sockets(int(self.sockets[index].host.split(":")[1]))

    def restart_worker(self, index: int) -> None:
        """Stop one cluster in good order and start another."""
        self.workers[index].terminate()
        self.workers[index] = self.start_worker()

    def kill_worker(self, index: int) -> None:
        """Kill one cluster, tasks and all, and start another."""
        self.workers[index].kill()
        self.workers[index] = self.start_worker()


@contextmanager
def large(folder: Path, **settings: str) -> Iterator[Shape]:
    """Yield the running shape. Settings may name another DATABASE_URL or REDIS_URL."""
    given = settings.pop("DATABASE_URL", "")
    with nullcontext(given) if given else fresh_database(folder) as database_url:
        shape = Shape(folder, database_url, settings)
        try:
            shape.start()
            yield shape
        finally:
            shape.stop()
