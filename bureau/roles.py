"""The roles of a bureau and what each may do (domain.md §7): the one matrix that groups, policy and tests read."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """What a person can do at an office. Values are the codenames of permissions on Office."""

    VIEW_RECORDS = "view_records", _("see projects and certificates")
    ENTER_PROJECT = "enter_project", _("enter projects with their land and files")
    RECEIVE_APPLICATION = "receive_application", _("take applications in")
    ANSWER_APPLICATION = "answer_application", _("accept or refuse applications, and say what is missing")
    REVIEW_CASE = "review_case", _("review cases")
    STOP_CLOCK = "stop_clock", _("stop and restart the clock of cases")
    CONFIRM_STOP = "confirm_stop", _("confirm that a clock stands still for force majeure")
    DECIDE_CASE = "decide_case", _("decide and extend cases")
    PREPARE_BUNDLE = "prepare_bundle", _("prepare bundles")
    APPROVE_BUNDLE = "approve_bundle", _("approve and return bundles")
    ISSUE_BUNDLE = "issue_bundle", _("issue and withdraw bundles")
    IMPORT_NUMBERS = "import_numbers", _("import supervision numbers")
    VOID_NUMBER = "void_number", _("void numbers")
    HAND_OUT = "hand_out_result", _("hand out results")
    READ_CLOSED_FIELDS = "read_closed_fields", _("read fields that are never published")
    MANAGE_KINDS = "manage_kinds", _("edit kinds of certificates")
    MANAGE_SERIES = "manage_series", _("manage number series")
    MANAGE_CALENDAR = "manage_calendar", _("manage the working calendar")
    MANAGE_ACCOUNTS = "manage_accounts", _("manage accounts, roles and posts")
    MANAGE_OFFICE = "manage_office", _("edit the office's settings")
    READ_AUDIT = "read_audit", _("read and export the audit trail")
    DRAFT_CONTENT = "draft_content", _("draft guides, matters and cards")
    PUBLISH_CONTENT = "publish_content", _("publish or return drafts")


class Role(TextChoices):
    EDITOR = "editor", _("editor")
    PUBLISHER = "publisher", _("publisher")
    WINDOW_CLERK = "window_clerk", _("window clerk")
    CASE_OFFICER = "case_officer", _("case officer")
    CHIEF_APPROVER = "chief_approver", _("chief approver")
    ISSUER = "issuer", _("issuer")
    SUPERVISOR = "supervisor", _("supervisor")
    AUDITOR = "auditor", _("auditor")
    HELPER = "helper", _("helper")
    ADMINISTRATOR = "administrator", _("administrator")


MATRIX: dict[Role, frozenset[Verb]] = {
    Role.EDITOR: frozenset({Verb.DRAFT_CONTENT}),
    Role.PUBLISHER: frozenset({Verb.PUBLISH_CONTENT}),
    Role.WINDOW_CLERK: frozenset(
        {
            Verb.VIEW_RECORDS,
            Verb.ENTER_PROJECT,
            Verb.RECEIVE_APPLICATION,
            Verb.ANSWER_APPLICATION,
            Verb.HAND_OUT,
        }
    ),
    Role.CASE_OFFICER: frozenset(
        {
            Verb.VIEW_RECORDS,
            Verb.ENTER_PROJECT,
            Verb.REVIEW_CASE,
            Verb.STOP_CLOCK,
            Verb.PREPARE_BUNDLE,
            Verb.READ_CLOSED_FIELDS,
        }
    ),
    Role.CHIEF_APPROVER: frozenset(
        {Verb.VIEW_RECORDS, Verb.STOP_CLOCK, Verb.DECIDE_CASE, Verb.APPROVE_BUNDLE, Verb.READ_CLOSED_FIELDS}
    ),
    Role.ISSUER: frozenset(
        {
            Verb.VIEW_RECORDS,
            Verb.ENTER_PROJECT,
            Verb.PREPARE_BUNDLE,
            Verb.ISSUE_BUNDLE,
            Verb.IMPORT_NUMBERS,
            Verb.VOID_NUMBER,
            Verb.READ_CLOSED_FIELDS,
        }
    ),
    Role.SUPERVISOR: frozenset({Verb.VIEW_RECORDS, Verb.CONFIRM_STOP, Verb.READ_AUDIT}),
    Role.AUDITOR: frozenset({Verb.VIEW_RECORDS, Verb.READ_CLOSED_FIELDS, Verb.READ_AUDIT}),
    Role.HELPER: frozenset({Verb.RECEIVE_APPLICATION}),  # for applicants, with their mandate
    Role.ADMINISTRATOR: frozenset(
        {Verb.MANAGE_KINDS, Verb.MANAGE_SERIES, Verb.MANAGE_CALENDAR, Verb.MANAGE_ACCOUNTS, Verb.MANAGE_OFFICE}
    ),
}

VERB_PERMISSIONS: list[tuple[str, Any]] = [
    (verb.value, f"Can {verb.value.replace('_', ' ')} at this office") for verb in Verb
]
