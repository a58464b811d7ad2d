import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from config import doctor


class Command(BaseCommand):
    help = "Look whether all that must hold does: a line for each check, exit code 1 if one is bad."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="insert what is missing, then look again"
        )

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        reports = doctor.examine()
        if repair:
            doctor.repair(reports, at=timezone.now())
            reports = doctor.examine()
        for report in reports:
            self.stdout.write(str(report))
        if any(report.findings for report in reports):
            sys.exit(1)
