from typing import Any

from django.core.management.base import BaseCommand

from documents.signing.configured import keys_folder
from documents.signing.software import make_sample_key


class Command(BaseCommand):
    help = "Make the key that signs until a real one is configured; its certificate says SAMPLE. Kept if it is there."

    def handle(self, **options: Any) -> None:
        make_sample_key(keys_folder())
        self.stdout.write(f"The sample key is in {keys_folder()}.")
