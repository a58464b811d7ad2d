"""When a digest goes out, and what a provider's report means: pure functions over plain values."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DIGEST_HOUR = 8


def last_morning(at: datetime, time_zone: str) -> datetime:
    """Return when it was last 8 o'clock in the time zone, at the latest ``at``, in UTC.

    What was told before belongs into a digest; what came later waits for the next morning.
    """
    local = at.astimezone(ZoneInfo(time_zone))
    morning = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if morning.astimezone(UTC) > at:
        # Within one time zone this is the same hour by the clock on the wall, 23 to 25 hours away.
        morning -= timedelta(days=1)
    return morning.astimezone(UTC)


def meaning_of(event_type: str, reject_reason: str | None) -> str | None:
    """Return ``bounced``, ``complained``, ``unsubscribed``, or ``None`` for all that may pass.

    The words are Anymail's; a rejection repeats what the provider was told before.
    """
    match event_type, reject_reason:
        case ("complained", _) | ("rejected", "spam"):
            return "complained"
        case ("unsubscribed", _) | ("rejected", "unsubscribed"):
            return "unsubscribed"
        case ("bounced", None | "bounced" | "invalid") | ("rejected", "bounced" | "invalid"):
            return "bounced"
    return None
