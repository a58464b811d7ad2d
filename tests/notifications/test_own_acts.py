"""Nobody is told what they did themselves."""

import pytest

from accounts.models import User
from learning.actions import write_comment
from learning.models import Lesson
from notifications.models import Preference, Topic
from tests.conftest import NOON


@pytest.mark.parametrize("frequency", Preference.Frequency)
def test_answering_oneself_is_neither_told_nor_mailed_nor_kept_for_the_digest(
    ada: User, lesson: Lesson, frequency: str
) -> None:
    Preference.objects.create(user=ada, topic=Topic.REPLIES, email=frequency)
    remark = write_comment(author=ada, lesson=lesson, body="A bowline?", at=NOON)

    write_comment(author=ada, lesson=lesson, body="Yes, a bowline.", at=NOON, parent=remark)

    for told in (ada.notifications, ada.emails, ada.digest_entries):
        assert not told.filter(topic=Topic.REPLIES).exists()
