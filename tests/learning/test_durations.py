import pytest

from learning.rules import clock
from learning.templatetags.durations import duration


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 min"), (None, "0 min"), (59, "59 min"), (60, "1 h"), (70, "1 h 10"), (120, "2 h")],
)
def test_a_duration_is_told_in_hours_and_minutes(minutes: int | None, text: str) -> None:
    assert duration(minutes) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (7, "0:07"), (750, "12:30"), (3723, "1:02:03")]
)
def test_a_place_is_told_as_on_a_clock(seconds: int, text: str) -> None:
    assert clock(seconds) == text
