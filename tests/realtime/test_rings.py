"""Who hears the bell, and who does not."""

from functools import partial

from django.db import transaction

from accounts.models import User
from learning.models import Lesson
from notifications.actions import mark_read
from realtime.actions import ring
from tests.conftest import NOON, SignIn
from tests.notifications.rows import make_notice
from tests.realtime.sockets import committed, in_this_thread, open_page, socket_of


@in_this_thread
async def test_a_page_that_connects_hears_a_ring(ada: User, sign_in: SignIn) -> None:
    page = socket_of(await committed(partial(sign_in, ada)))

    assert await page.connect() == (True, None)

    assert await page.hears_a_ring()
    assert await page.hears_nothing()
    await page.disconnect()


@in_this_thread
async def test_every_open_page_of_the_person_hears_the_ring(ada: User, sign_in: SignIn) -> None:
    one, other = [await committed(partial(sign_in, ada)) for _ in range(2)]
    async with open_page(one) as first, open_page(one) as second, open_page(other) as third:
        await committed(partial(ring, user_id=ada.pk))

        for page in (first, second, third):
            assert await page.hears_a_ring()
            assert await page.hears_nothing()


@in_this_thread
async def test_an_outsider_hears_nothing(ada: User, grace: User, sign_in: SignIn) -> None:
    async with (
        open_page(await committed(partial(sign_in, ada))) as hers,
        open_page(await committed(partial(sign_in, grace))) as outsider,
    ):
        await committed(partial(ring, user_id=ada.pk))

        assert await hers.hears_a_ring()
        assert await outsider.hears_nothing()


@in_this_thread
async def test_a_ring_waits_for_the_commit(ada: User, sign_in: SignIn) -> None:
    async with open_page(await committed(partial(sign_in, ada))) as page:
        await committed(lambda: rolled_back(ada))

        assert await page.hears_nothing()


def rolled_back(user: User) -> None:
    with transaction.atomic():
        ring(user_id=user.pk)
        transaction.set_rollback(True)


@in_this_thread
async def test_completing_a_lesson_rings(ada: User, lesson: Lesson, sign_in: SignIn) -> None:
    client = await committed(partial(sign_in, ada))
    url = f"{lesson.get_absolute_url()}completion/"
    async with open_page(client) as page:
        await committed(partial(client.post, url))

        assert await page.hears_a_ring()
        assert await page.hears_nothing()


@in_this_thread
async def test_reading_on_one_page_rings_on_the_others(ada: User, sign_in: SignIn) -> None:
    client = await committed(partial(sign_in, ada))
    notice = await committed(partial(make_notice, ada))
    read = partial(mark_read, recipient=ada, notification_id=notice.pk, at=NOON)
    async with open_page(client) as page:
        await committed(read)
        assert await page.hears_a_ring()

        await committed(read)

        assert await page.hears_nothing()


@in_this_thread
async def test_a_page_that_has_gone_does_not_keep_others_from_the_ring(
    ada: User, sign_in: SignIn
) -> None:
    client = await committed(partial(sign_in, ada))
    async with open_page(client) as staying:
        async with open_page(client):
            pass
        await committed(partial(ring, user_id=ada.pk))

        assert await staying.hears_a_ring()
        assert await staying.hears_nothing()
