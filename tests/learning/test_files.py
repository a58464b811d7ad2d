from http import HTTPStatus

import pytest
from django.test import Client

from accounts.models import User
from learning.models import Lesson
from tests.conftest import SignIn
from tests.learning.conftest import VIDEO_BYTES

VIDEO = "/courses/knots/lessons/knot-2/video/"


def test_without_a_range_the_whole_file_comes(video: Lesson, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).get(VIDEO)

    assert response.getvalue() == VIDEO_BYTES
    assert response.headers["Content-Type"] == "video/webm"
    assert response.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=990-", 990, 999),
        ("bytes=-10", 990, 999),
        ("bytes=995-5000", 995, 999),
        ("bytes=-5000", 0, 999),
        ("bytes=999-999", 999, 999),
    ],
)
def test_a_range_brings_that_part(
    wanted: str, start: int, end: int, video: Lesson, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).get(VIDEO, headers={"Range": wanted})

    assert response.status_code == HTTPStatus.PARTIAL_CONTENT
    assert response.content == VIDEO_BYTES[start : end + 1]
    assert response.headers["Content-Range"] == f"bytes {start}-{end}/1000"
    assert response.headers["Content-Length"] == str(end + 1 - start)


@pytest.mark.parametrize("wanted", ["bytes=1000-", "bytes=5000-6000", "bytes=-0", "bytes=9-3"])
def test_a_range_outside_the_file_cannot_be_satisfied(
    wanted: str, video: Lesson, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).get(VIDEO, headers={"Range": wanted})

    assert response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    assert response.headers["Content-Range"] == "bytes */1000"


@pytest.mark.parametrize("wanted", ["lines=0-9", "bytes=-", "bytes=0-1,5-6", "bytes=a-b", "-"])
def test_a_range_that_is_not_understood_is_ignored(
    wanted: str, video: Lesson, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).get(VIDEO, headers={"Range": wanted})

    assert response.status_code == HTTPStatus.OK
    assert response.getvalue() == VIDEO_BYTES


def test_a_long_part_is_cut_so_that_no_request_holds_it_all(
    video: Lesson, ada: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.files.CHUNK_BYTES", 100)

    response = sign_in(ada).get(VIDEO, headers={"Range": "bytes=0-"})

    assert response.content == VIDEO_BYTES[:100]
    assert response.headers["Content-Range"] == "bytes 0-99/1000"


def test_captions_are_text_tracks(video: Lesson, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).get("/courses/knots/lessons/knot-2/captions/")

    assert response.getvalue().startswith(b"WEBVTT")
    assert response.headers["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize("path", ["knot-2/poster/", "knot-1/video/", "no-knot/video/"])
def test_a_file_that_a_lesson_does_not_have_is_not_there(
    path: str, video: Lesson, ada: User, sign_in: SignIn
) -> None:
    response = sign_in(ada).get(f"/courses/knots/lessons/{path}")

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_who_is_not_enrolled_sees_no_file(video: Lesson, grace: User, sign_in: SignIn) -> None:
    response = sign_in(grace).get(VIDEO, headers={"Range": "bytes=0-9"})

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert VIDEO_BYTES[:10] not in response.content


def test_the_author_sees_the_files_of_a_preview(
    video: Lesson, linus: User, sign_in: SignIn
) -> None:
    response = sign_in(linus).get(VIDEO, headers={"Range": "bytes=0-9"})

    assert response.content == VIDEO_BYTES[:10]


def test_a_stranger_is_sent_to_sign_in(video: Lesson, client: Client) -> None:
    response = client.get(VIDEO)

    assert response.headers["Location"] == f"/accounts/login/?next={VIDEO}"


def test_no_cache_between_keeps_a_file(video: Lesson, ada: User, sign_in: SignIn) -> None:
    response = sign_in(ada).get(VIDEO, headers={"Range": "bytes=0-9"})

    assert "private" in response.headers["Cache-Control"]


def test_a_video_whose_file_is_lost_is_not_there(video: Lesson, ada: User, sign_in: SignIn) -> None:
    video.video.storage.delete(str(video.video.name))

    answer = sign_in(ada).get(f"{video.get_absolute_url()}video/")

    assert answer.status_code == 404
