"""Let the portal live at an evening of ours, so that pictures of it do not change with the date.

Python imports this module by itself in every process that has this folder in ``PYTHONPATH``.
"""

import os
from datetime import datetime, timedelta, tzinfo

from django.contrib.humanize.templatetags import humanize
from django.utils import timezone

AHEAD = timedelta(seconds=float(os.environ["LAUREL_CLOCK_AHEAD"]))
real_now = timezone.now


class Evening(datetime):
    """What tells how long ago something was."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + AHEAD


timezone.now = lambda: real_now() + AHEAD
humanize.datetime = Evening  # type: ignore[attr-defined]
