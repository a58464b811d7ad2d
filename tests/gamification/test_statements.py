"""What a completion costs the database, with BEGIN and COMMIT."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from gamification.models import Group
from learning import actions
from learning.models import Course
from tests.conftest import NOON
from tests.gamification.conftest import Deeds, all_names, nth_lesson, unlock, unlocked_by

pytestmark = pytest.mark.django_db(transaction=True)


def statements_of_completing(learner: User, course: Course, number: int) -> list[str]:
    """Return the statements of completing the lesson of this number."""
    lesson = nth_lesson(course, number)
    with CaptureQueriesContext(connection) as captured:
        actions.complete_lesson(learner=learner, lesson=lesson, at=NOON)
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("done", [1, 30])
def test_a_completion_without_an_unlock_needs_seven_statements(
    done: int, long_course: Course, have_completed: Deeds, ada: User
) -> None:
    have_completed(ada, done)
    unlock(ada, *all_names(Group.LESSONS))

    statements = statements_of_completing(ada, long_course, done + 1)

    assert statements[0].startswith("BEGIN")
    assert statements[-1] == "COMMIT"
    assert len(statements) <= 7


@pytest.mark.parametrize(("done", "unlocked"), [(0, 1), (11, 3), (24, 4), (49, 5)])
def test_a_completion_needs_fifteen_statements_however_many_it_unlocks(
    done: int, unlocked: int, long_course: Course, have_completed: Deeds, ada: User
) -> None:
    have_completed(ada, done)

    statements = statements_of_completing(ada, long_course, done + 1)

    assert len(unlocked_by(ada)) == unlocked
    assert statements[0].startswith("BEGIN")
    assert len(statements) <= 15


def test_a_second_completion_needs_no_more_than_the_lock_and_a_look(
    long_course: Course, have_completed: Deeds, ada: User
) -> None:
    have_completed(ada, 1)

    statements = statements_of_completing(ada, long_course, 1)

    assert len(statements) <= 4
