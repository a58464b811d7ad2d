"""What a page sends is never acted upon, and too much of it closes the socket."""

from functools import partial

import pytest

from accounts.models import User
from realtime.actions import ring
from realtime.consumers import MAX_FRAME_BYTES, MAX_FRAMES, TOO_BIG, TOO_MANY
from tests.conftest import SignIn
from tests.realtime.sockets import committed, in_this_thread, open_page

FRAMES = {
    "not JSON": "{not json",
    "null": "null",
    "a list": "[]",
    "a number": "1e999",
    "an unknown type": '{"type": "inbox.hang_up", "session_key": ""}',
    "deep nesting": "[" * MAX_FRAME_BYTES,
    "NUL": "\x00",
    "markup": "<script>alert(1)</script>",
    "empty": "",
    "bytes": b"\xff\xfe",
    "empty bytes": b"",
    "many bytes": b"\x00" * MAX_FRAME_BYTES,
}


def frame(content: str | bytes) -> dict[str, object]:
    kind = "text" if isinstance(content, str) else "bytes"
    return {"type": "websocket.receive", kind: content}


@pytest.mark.parametrize("content", FRAMES.values(), ids=list(FRAMES))
@in_this_thread
async def test_a_frame_is_ignored_and_the_line_stays_open(
    ada: User, sign_in: SignIn, content: str | bytes
) -> None:
    async with open_page(await committed(partial(sign_in, ada))) as page:
        await page.send_input(frame(content))

        assert await page.hears_nothing()
        await committed(partial(ring, user_id=ada.pk))
        assert await page.hears_a_ring()


@pytest.mark.parametrize(
    "content",
    [
        "x" * (MAX_FRAME_BYTES + 1),
        "✓" * (MAX_FRAME_BYTES // 3 + 1),
        b"\xff" * (MAX_FRAME_BYTES + 1),
        "x" * (64 * 1024 + 1),
        "[" * 64 * 1024,
    ],
    ids=["text", "three bytes a sign", "bytes", "64 KB and one", "deep nesting"],
)
@in_this_thread
async def test_a_frame_that_is_too_big_closes_the_socket(
    ada: User, sign_in: SignIn, content: str | bytes
) -> None:
    async with open_page(await committed(partial(sign_in, ada))) as page:
        await page.send_input(frame(content))

        assert await page.close_code() == TOO_BIG == 1009


@in_this_thread
async def test_as_many_frames_as_allowed_are_ignored(ada: User, sign_in: SignIn) -> None:
    async with open_page(await committed(partial(sign_in, ada))) as page:
        for _ in range(MAX_FRAMES):
            await page.send_input(frame("{}"))

        assert await page.hears_nothing()


@in_this_thread
async def test_one_frame_too_many_closes_the_socket(ada: User, sign_in: SignIn) -> None:
    async with open_page(await committed(partial(sign_in, ada))) as page:
        for _ in range(MAX_FRAMES + 1):
            await page.send_input(frame("{}"))

        assert await page.close_code() == TOO_MANY == 4429


@in_this_thread
async def test_old_frames_do_not_count(
    ada: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.consumers.FRAMES_SECONDS", 0.0)
    async with open_page(await committed(partial(sign_in, ada))) as page:
        for _ in range(MAX_FRAMES + 1):
            await page.send_input(frame("{}"))

        assert await page.hears_nothing()
