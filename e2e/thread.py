"""Let the demo's Linus write comments under a lesson: `python -m e2e.thread LESSON_SLUG 40`."""

import sys
from datetime import timedelta


def write(lesson_slug: str, count: int) -> None:
    """Write so many comments, a minute apart, the last of them an hour ago."""
    from django.utils import timezone

    from accounts.models import User
    from learning.models import Comment, Lesson

    lesson = Lesson.objects.get(slug=lesson_slug)
    linus = User.objects.get(username="linus")
    last = timezone.now() - timedelta(hours=1)
    for number in range(count):
        at = last - timedelta(minutes=count - number)
        Comment.objects.create(author=linus, lesson=lesson, body=f"Remark {number}", created_at=at)


if __name__ == "__main__":
    import django

    django.setup()
    write(sys.argv[1], int(sys.argv[2]))
