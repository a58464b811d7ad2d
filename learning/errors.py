"""Why something cannot be done."""

from datetime import timedelta

from django.utils.translation import ngettext


class LearningError(Exception):
    """Something about courses that cannot be done."""


class NotEnrolledError(LearningError):
    """The learner does not take part in the course."""


class TooOftenError(LearningError):
    """Too many in too short a time; ``seconds`` says how long to wait, at least 1."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, round(wait.total_seconds()))
        super().__init__(
            ngettext(
                "That was a lot at once. Your text is kept: try again in %(seconds)d second.",
                "That was a lot at once. Your text is kept: try again in %(seconds)d seconds.",
                self.seconds,
            )
            % {"seconds": self.seconds}
        )


class CourseFileError(LearningError):
    """A course folder that cannot be imported: which file, which line, and why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason
