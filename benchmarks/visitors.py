"""A signed-in visitor over HTTP, with as little work of its own as possible."""

import http.client

from accounts.models import User
from benchmarks.people import session_of
from benchmarks.processes import HOST, BenchError
from learning.models import Lesson

CSRF = "c" * 32


def completion_path(lesson: Lesson) -> str:
    """Return where the lesson's completion is posted."""
    return f"{lesson.get_absolute_url()}completion/"


class Visitor:
    """One person's kept-open connection."""

    def __init__(self, port: int, learner: User) -> None:
        name, value = session_of(learner)
        self.headers = {
            "Cookie": f"{name}={value}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection = http.client.HTTPConnection(HOST, port, timeout=30)

    def get(self, path: str) -> int:
        """Fetch a page and return its status."""
        return self._ask("GET", path, {})

    def post(self, path: str, *, with_htmx: bool = False) -> None:
        """Send a form; BenchError unless it is accepted."""
        status = self._ask("POST", path, {"HX-Request": "true"} if with_htmx else {})
        if status not in {200, 302, 303}:
            raise BenchError(f"{path} answered {status}")

    def _ask(self, method: str, path: str, more: dict[str, str]) -> int:
        body = f"csrfmiddlewaretoken={CSRF}" if method == "POST" else None
        self.connection.request(method, path, body, self.headers | more)
        response = self.connection.getresponse()
        response.read()
        return response.status
