import pytest

from accounts.models import User
from learning.models import Lesson, VideoPosition
from tests.conftest import SignIn

VIDEO = "/courses/knots/lessons/knot-2/"


def test_the_saved_place_is_where_the_page_resumes(
    video: Lesson, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada)

    response = client.post(f"{VIDEO}position/", {"seconds": "42.7"})

    assert response.status_code == 204
    assert 'data-position="42"' in client.get(VIDEO).content.decode()


def test_a_later_place_replaces_the_earlier(video: Lesson, ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    client.post(f"{VIDEO}position/", {"seconds": "42"})

    client.post(f"{VIDEO}position/", {"seconds": "7"})

    assert VideoPosition.objects.get().seconds == 7


def test_a_place_past_the_end_becomes_the_end(video: Lesson, ada: User, sign_in: SignIn) -> None:
    sign_in(ada).post(f"{VIDEO}position/", {"seconds": "5000"})

    assert VideoPosition.objects.get().seconds == 100


@pytest.mark.parametrize("seconds", ["", "-1", "soon", "nan", "inf", "1e9", "\x00", "9" * 400])
def test_what_is_no_place_is_refused(
    seconds: str, video: Lesson, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).post(f"{VIDEO}position/", {"seconds": seconds})

    assert response.status_code == 422
    assert not VideoPosition.objects.exists()


def test_who_is_not_enrolled_saves_no_place(video: Lesson, grace: User, sign_in: SignIn) -> None:
    response = sign_in(grace).post(f"{VIDEO}position/", {"seconds": "42"})

    assert response.status_code == 403
    assert not VideoPosition.objects.exists()


def test_the_places_of_two_learners_are_their_own(
    video: Lesson, ada: User, linus: User, sign_in: SignIn
) -> None:
    sign_in(ada).post(f"{VIDEO}position/", {"seconds": "42"})

    page = sign_in(linus).get(VIDEO).content.decode()

    assert 'data-position="0"' in page
