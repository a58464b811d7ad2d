from datetime import timedelta

import pytest

from accounts.models import User
from learning.models import Comment, Lesson
from tests.conftest import NOON, SignIn

LESSON = "/courses/knots/lessons/knot-1/"
HX = {"HX-Request": "true"}


@pytest.fixture
def flood(lesson: Lesson, ada: User) -> list[Comment]:
    """Ten comments by Ada in the 50 seconds before ``NOON``, the first of them removed."""
    comments = Comment.objects.bulk_create(
        Comment(
            author=ada,
            lesson=lesson,
            body=f"Remark {number}",
            created_at=NOON - timedelta(seconds=50 - number),
            removed_at=None if number else NOON,
        )
        for number in range(10)
    )
    return list(comments)


@pytest.mark.parametrize("body", ["", "   \n\t "])
def test_an_empty_comment_is_refused(body: str, lesson: Lesson, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(f"{LESSON}comments/", {"body": body}, headers=HX)

    assert response.status_code == 422
    assert "Write something first." in response.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("headers", [{}, HX])
def test_a_comment_that_is_too_long_is_refused_and_kept_in_the_form(
    headers: dict[str, str], lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    body = "rope " * 2000 + "end"

    response = sign_in(ada).post(f"{LESSON}comments/", {"body": body}, headers=headers)

    text = response.content.decode()
    assert response.status_code == 422
    assert f">{body}</textarea>" in text.replace("&#x27;", "'")
    assert "Keep it below 10000 characters; it has 10003." in text
    assert not Comment.objects.exists()


def test_a_comment_of_the_greatest_length_is_kept_whole(
    lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    body = "ö" * 10_000

    sign_in(ada).post(f"{LESSON}comments/", {"body": body})

    assert Comment.objects.get().body == body


def test_a_nul_character_is_refused(lesson: Lesson, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).post(f"{LESSON}comments/", {"body": "a\x00b"})

    assert response.status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize("headers", [{}, HX])
def test_the_eleventh_comment_in_a_minute_has_to_wait(
    headers: dict[str, str],
    at_noon: object,
    flood: list[Comment],
    ada: User,
    sign_in: SignIn,
) -> None:
    response = sign_in(ada).post(f"{LESSON}comments/", {"body": "Me again"}, headers=headers)

    text = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (429, "10")
    assert ">Me again</textarea>" in text
    assert "try again in 10 seconds" in text
    assert not Comment.objects.filter(body="Me again").exists()


def test_after_the_wait_the_comment_is_taken(
    flood: list[Comment], ada: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(seconds=10))

    sign_in(ada).post(f"{LESSON}comments/", {"body": "Me again"})

    assert Comment.objects.filter(body="Me again").exists()


def test_the_flood_of_one_does_not_silence_another(
    at_noon: object, flood: list[Comment], linus: User, sign_in: SignIn
) -> None:
    client = sign_in(linus)
    client.post("/courses/knots/enrolment/")

    client.post(f"{LESSON}comments/", {"body": "Calm down"})

    assert Comment.objects.filter(author=linus, body="Calm down").exists()


@pytest.mark.parametrize(
    "body", ["{{ 7*7 }}", "%s %(n)d", "{0.x}", "\u202eevil", "👩‍👩‍👧‍👦", "𝕿𝖊𝖝𝖙", "a" * 5000]
)
def test_odd_texts_are_stored_as_they_are(
    body: str, lesson: Lesson, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).post(f"{LESSON}comments/", {"body": body}, follow=True)

    assert response.status_code == 200
    assert Comment.objects.get().body == body
    assert f"<p>{body}</p>" in response.content.decode()
