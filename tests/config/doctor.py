"""Ask the doctor."""

import pytest
from django.core.management import call_command

from config import doctor

type Capture = pytest.CaptureFixture[str]


def examine(capsys: Capture, *options: str) -> tuple[int, list[str]]:
    """Call the doctor; return the exit code and the lines that are bad."""
    capsys.readouterr()
    code = 0
    try:
        call_command("doctor", *options)
    except SystemExit as stop:
        code = int(str(stop.code))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(doctor.CHECKS)
    assert all(line.startswith(("ok   ", "BAD  ")) for line in lines)
    return code, [line.removeprefix("BAD  ") for line in lines if line.startswith("BAD")]
