import json as jsonlib
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bureau.errors import YizhengError
from bureau.models import User
from certificates.actions.issue_bundle import issue_bundle
from certificates.bundle_checks import check_bundle
from certificates.errors import BundleNotFound, FindingsLeft, NoSigningAccount
from certificates.findings import must_fix
from certificates.models import Bundle
from documents import store


class Command(BaseCommand):
    help = "Issue every certificate of an approved bundle at one instant, here and now. Safe to call again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="Such as 2022-0001.")
        parser.add_argument("--as", dest="username", help="Who issues; else the office's account for scheduled work.")
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")

    def handle(self, *, reference: str, username: str | None, json: bool, **options: Any) -> None:
        try:
            bundle = bundle_named(reference)
            issued = issue_bundle(bundle.pk, actor=_issuer(bundle, username))
        except YizhengError as error:
            self._refuse(error, reference, json)
            sys.exit(1)
        if json:
            self.stdout.write(jsonlib.dumps(document(issued), ensure_ascii=False, indent=1))
            return
        for each in document(issued)["certificates"]:
            self.stdout.write(f"{each['number']}  {each['file']}")

    def _refuse(self, error: YizhengError, reference: str, as_json: bool) -> None:
        findings = _findings(reference) if isinstance(error, FindingsLeft) else []
        if as_json:
            self.stdout.write(jsonlib.dumps(error.as_json() | {"findings": findings}, ensure_ascii=False, indent=1))
            return
        self.stderr.write("\n".join([f"{error} {error.next_step}", *(each["message"] for each in findings)]))


def bundle_named(reference: str) -> Bundle:
    """For operators at the machine, who see every bundle. Raises BundleNotFound."""
    try:
        return Bundle.objects.select_related("project__office__scheduled_as").get(reference=reference)
    except Bundle.DoesNotExist as error:
        raise BundleNotFound(reference=reference) from error


def document(bundle: Bundle) -> dict[str, Any]:
    """The form of design §10."""
    certificates = bundle.certificates.select_related("pdf").order_by("position")
    return {
        "bundle": bundle.reference,
        "certificates": [
            {
                "number": each.number,
                "type": each.type_code,
                "sha256": each.pdf.sha256,
                "file": str(store.path_of(each.pdf.sha256)),
            }
            for each in certificates
            if each.pdf
        ],
    }


def _issuer(bundle: Bundle, username: str | None) -> User:
    if username is not None:
        account = User.objects.filter(username=username, is_active=True).first()
    else:
        account = bundle.project.office.scheduled_as
    if account is None:
        raise NoSigningAccount()
    return account


def _findings(reference: str) -> list[dict[str, str]]:
    return [
        {"rule": each.rule, "field": each.key, "message": str(each)}
        for each in must_fix(check_bundle(bundle_named(reference)))
    ]
