"""What happens beside the browser, where a form would take too long or refuse so much at once.

    python -m e2e.doors learn USERNAME LESSONS COMMENTS
    python -m e2e.doors talk LESSON_SLUG COUNT
    python -m e2e.doors session USERNAME

`learn` brings somebody to so many lessons and comments, `talk` adds so many comments to a lesson,
and `session` prints the value of a cookie that signs in.
"""

import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from learning.models import Lesson

PAUSE = timedelta(seconds=30)  # Only so many comments are taken in a minute.


def learn(username: str, lessons: str, comments: str) -> None:
    """Complete lessons and write comments until there are so many, beginning in the last course."""
    from django.utils import timezone

    from accounts.models import User
    from learning import actions
    from learning.models import Course, Lesson

    learner = User.objects.get(username=username)
    now = timezone.now()
    undone: list[Lesson] = []
    for course in Course.objects.published().order_by("-position"):
        actions.enrol(learner=learner, course=course, at=now)
        published = Lesson.objects.published().filter(course=course)
        undone += published.exclude(completions__learner=learner).in_order()
    for lesson in undone[: int(lessons) - learner.completions.count()]:
        actions.complete_lesson(learner=learner, lesson=lesson, at=now)
    # Later than what this door wrote before, earlier than what is written in the browser.
    written = learner.comments.count()
    write(learner, undone[0], int(comments) - written, now - timedelta(days=30 - written))


def talk(slug: str, count: str) -> None:
    """Let the demo's Linus write so many comments below a lesson, the last of them an hour ago."""
    from django.utils import timezone

    from accounts.models import User
    from learning.models import Comment, Lesson

    lesson = Lesson.objects.get(slug=slug)
    linus = User.objects.get(username="linus")
    last = timezone.now() - timedelta(hours=1)
    for number in range(int(count)):
        at = last - PAUSE * (int(count) - number)
        Comment.objects.create(author=linus, lesson=lesson, body=f"Remark {number}", created_at=at)


def write(author: "User", lesson: "Lesson", count: int, start: datetime) -> None:
    """Write so many comments, one after the other."""
    from learning import actions

    for number in range(count):
        body = f"Thought number {number + 1}: it took me a while to see why."
        at = start + number * PAUSE
        actions.write_comment(author=author, lesson=lesson, body=body, at=at)


def session(username: str) -> None:
    """Print the session of somebody who has just signed in."""
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=username))
    print(client.cookies["sessionid"].value)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    doors: dict[str, Callable[..., None]] = {"learn": learn, "talk": talk, "session": session}
    doors[sys.argv[1]](*sys.argv[2:])
