import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser

from bureau.models import Office, User
from bureau.offices import open_office

FIELDS = ("name", "short_name", "code", "uscc", "region_code", "title_prefix", "title_place")


class Command(BaseCommand):
    help = "Open a real office with its first administrator, the kinds of certificates and its public site."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in FIELDS:
            parser.add_argument(f"--{name.replace('_', '-')}", required=True, help=str(_field_help(name)))
        parser.add_argument("--county", dest="counties", action="append", required=True, help="County code; repeat it.")
        parser.add_argument("--administrator", required=True, help="Account name; made if it is not there.")

    def handle(self, *, administrator: str, counties: list[str], **options: Any) -> None:
        office = Office(counties=counties, **{name: options[name] for name in FIELDS})
        try:
            open_office(office, self._account(administrator))
        except ValidationError as error:
            for field, messages in (
                error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            ).items():
                self.stderr.write(f"{field}: {' '.join(messages)}")
            sys.exit(1)
        self.stdout.write(f"{office.name} is open. {administrator} gives out the roles in the admin.")

    def _account(self, name: str) -> User:
        """An account of that name. A new one gets a password from the terminal, or from the first line of input."""
        known = User.objects.filter(username=name).first()
        if known is not None:
            return known
        password = getpass(f"Password of {name}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        user = User(username=name)
        validate_password(password, user)
        user.set_password(password)
        user.save()
        return user


def _field_help(name: str) -> Any:
    field = Office._meta.get_field(name)
    return getattr(field, "help_text", "") or getattr(field, "verbose_name", name)
