"""The key of a sample system, made at set-up."""

from typing import Any

from django.core.management.base import BaseCommand

from documents.signing.configured import keys_folder
from documents.signing.software import load_sample_signer, make_sample_key


class Command(BaseCommand):
    help = "Make the sample signing key, whose certificate says SAMPLE 样本; a key that is there stays."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        make_sample_key(keys_folder())
        self.stdout.write(load_sample_signer(keys_folder()).describe())
