"""What `./laurel run` does before it serves: tables, static files, and the demo where it is wanted.

It runs as a child of the supervisor, which so never loads the apps and stays small.
"""

import sys
from contextlib import redirect_stdout
from pathlib import Path

FIRST_SIGN_IN = "Sign up there; './laurel manage createsuperuser' makes an administrator."


def main() -> int:
    """Fill what is missing and print how to sign in. Exit code 2 with one line on what to mend."""
    import django
    from django.conf import settings
    from django.db import OperationalError

    answer = sys.stdout
    # A pool tries for half a minute to reach a server that is not there.
    settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
    django.setup()
    from django.core.checks import run_checks
    from django.core.mail import mailers

    from learning.errors import CourseFileError

    try:
        mailers["default"]
    except Exception as error:  # noqa: BLE001  (each provider has errors of its own)
        print(f"MAIL_PROVIDER={settings.MAIL_PROVIDER}: {error}", file=answer)
        return 2
    for problem in run_checks(tags=["queue"]):
        print(f"{problem.msg}. {problem.hint}", file=answer)
        return 2
    with redirect_stdout(sys.stderr):
        try:
            fill()
        except OperationalError as error:
            print(f"DATABASE_URL: the database does not work: {error}", file=answer)
            return 2
        except CourseFileError as error:
            print(error, file=answer)
            return 2
        print(how_to_sign_in(), file=answer)
    return 0


def fill() -> None:
    """Bring tables and static files up to date; load the demo where there is nothing yet."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    if not settings.DEBUG:
        collect_static_files()
    if settings.DEMO:
        call_command("load_demo", if_empty=True)


def collect_static_files() -> None:
    """Collect the static files, but only when one of them changed: it takes seconds."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = [storage.path(path) for finder in get_finders() for path, storage in finder.list([])]
    state = [f"{path} {(stat := Path(path).stat()).st_mtime_ns} {stat.st_size}" for path in found]
    # Not beside the files: whatever lies there is served.
    stamp = Path(settings.VAR_DIR, "collected_static_files")
    now = "\n".join([str(settings.STORAGES["staticfiles"]), *sorted(state)])
    if not (stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).exists()):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(now)


def how_to_sign_in() -> str:
    """Name the demo people, but only where they are: a database in use keeps its own."""
    from django.conf import settings

    from accounts.demo import DEMO_PASSWORD, DEMO_PEOPLE
    from accounts.models import User

    found = User.objects.filter(username__in=DEMO_PEOPLE).count()
    if not settings.DEMO or found < len(DEMO_PEOPLE):
        return FIRST_SIGN_IN
    people = " · ".join(f"{p.username} ({str(p.role).lower()})" for p in DEMO_PEOPLE.values())
    answer = f"Sign in with the password {DEMO_PASSWORD} as\n  {people}"
    if settings.HOST not in {"127.0.0.1", "localhost", "::1"}:
        answer += "\nEverybody who reaches this address can do so; DEMO=0 starts without them."
    return answer


if __name__ == "__main__":
    sys.exit(main())
