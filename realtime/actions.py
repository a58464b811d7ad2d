"""The line to one person's open pages. A ring is a hint: the rows are the truth."""

from functools import partial

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction


def inbox_group(user_id: int) -> str:
    """Return the name of the group of one person's sockets."""
    return f"inbox.{user_id}"


def tell(user_id: int, message_type: str, **values: str) -> None:
    """Send a message to the person's sockets now."""
    layer = get_channel_layer()
    async_to_sync(layer.group_send)(inbox_group(user_id), {"type": message_type, **values})


def ring(*, user_id: int) -> None:
    """Tell the person's open pages, after commit, that there is something new."""
    transaction.on_commit(partial(tell, user_id, "inbox.ring"), robust=True)


def hang_up(*, user_id: int, session_key: str = "") -> None:
    """Close, after commit, the person's sockets: those of one session, or all of them."""
    transaction.on_commit(
        partial(tell, user_id, "inbox.hang_up", session_key=session_key), robust=True
    )
