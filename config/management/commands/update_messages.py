from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config import catalogue, extraction


class Command(BaseCommand):
    help = "Bring the catalogues in locale/ up to date with the sources, and compile them."

    def handle(self, *args: Any, **options: Any) -> None:
        places = extraction.messages_of(settings.BASE_DIR)
        for path in sorted((settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/django.po")):
            self.update(path, places)

    def update(self, path: Path, places: dict[catalogue.Message, str]) -> None:
        """Add what is new, drop what is not used any more, keep every translation."""
        known = catalogue.read(path.read_text("utf-8"))
        old = known.messages
        known.messages = {
            message: old.get(message, [""] * (known.plural_count if message.plural else 1))
            for message in places
        }
        path.write_text(catalogue.write(known, places), "utf-8")
        path.with_suffix(".mo").write_bytes(catalogue.compiled(known))
        missing = sum(not all(texts) for texts in known.messages.values())
        self.stdout.write(
            f"{path.parent.parent.name}: {len(places)} messages, {missing} to translate"
        )
