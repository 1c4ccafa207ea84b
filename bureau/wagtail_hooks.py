from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.forms.account import NameEmailForm

from bureau.calendar_page import next_year_panels
from bureau.models import Absence, AuditEntry, CalendarOverride, Office, OutgoingMail, Post, ServiceWindow
from bureau.policy import register_policy
from bureau.roles import Verb
from bureau.screens import BureauGroup
from bureau.viewsets import OfficeDeleteBulkAction

for field in NameEmailForm.base_fields.values():  # a name stands whole in one of them, and not everybody has an address
    field.required = False

ACCOUNTS, CALENDAR, OFFICE = Verb.MANAGE_ACCOUNTS, Verb.MANAGE_CALENDAR, Verb.MANAGE_OFFICE
CONTENT = (Verb.DRAFT_CONTENT, Verb.PUBLISH_CONTENT)  # who writes about matters names windows and posts in them

register_policy(Office, "pk", view=OFFICE, change=OFFICE)
register_policy(ServiceWindow, view=(OFFICE, *CONTENT), add=OFFICE, change=OFFICE)
register_policy(Post, view=(ACCOUNTS, *CONTENT), add=ACCOUNTS, change=ACCOUNTS)
register_policy(Absence, "post__office", view=ACCOUNTS, add=ACCOUNTS, change=ACCOUNTS, delete=ACCOUNTS)
register_policy(CalendarOverride, None, view=CALENDAR, add=CALENDAR, change=CALENDAR, delete=CALENDAR)
register_policy(AuditEntry, view=Verb.READ_AUDIT)
register_policy(OutgoingMail, view=ACCOUNTS)


@hooks.register("register_admin_viewset")
def bureau_screens() -> BureauGroup:
    return BureauGroup()


@hooks.register("construct_homepage_panels")
def what_the_next_year_lacks(request: HttpRequest, panels: list[Any]) -> None:
    panels.extend(next_year_panels(request))


@hooks.register("insert_global_admin_css")
def admin_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("bureau/admin.css"))


@hooks.register("insert_global_admin_js")
def names_for_screen_readers() -> SafeString:
    return format_html('<script src="{}"></script>', static("bureau/names.js"))


@hooks.register("insert_global_admin_js")
def what_was_typed_is_kept() -> SafeString:
    again = _("Choose the files again.")
    return format_html('<script defer src="{}" data-files="{}"></script>', static("bureau/kept.js"), again)


@hooks.register("register_bulk_action", order=100)
class _DeleteBulkAction(OfficeDeleteBulkAction):
    """After Wagtail's own, whose place it takes for our snippets."""


@hooks.register("construct_main_menu")
def no_help_from_outside(request: Any, menu_items: list[Any]) -> None:
    """Wagtail's help menu leads to hosts outside the house."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]
