from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.models import User
from config.demo import load_demo


class Command(BaseCommand):
    help = "Load the demo: its people, its courses and what they did there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is anybody already"
        )

    def handle(self, *args: Any, if_empty: bool, **options: Any) -> None:
        if if_empty and User.objects.exists():
            return
        load_demo()
