"""What one person's open pages are told."""

from typing import Literal, NamedTuple


class Message(NamedTuple):
    """Ring: ask what is new. Hang up: the session has ended, or, if none is named, all of them.

    ``about`` is the number of what is new, by which a lost ring is known; 0 where that is no harm.
    """

    user_id: int
    kind: Literal["ring", "hang_up"] = "ring"
    session_key: str = ""
    about: int = 0
