"""Doors for the worker."""

import logging

from config import doctor

log = logging.getLogger(__name__)


def look_after() -> None:
    """Examine the portal, and write each thing that is wrong into the log. Never raises."""
    try:
        for report in doctor.examine():
            if report.findings:
                log.error("%s", report)
    except Exception:
        log.exception("The doctor could not examine the portal.")
