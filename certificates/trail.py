"""How the audit trail names what this package does (all actions in one list, so that none is missing)."""

from django.utils.translation import gettext_lazy as _

from bureau import audit

LABELS = {
    "certificates.create_project": _("Project entered"),
    "certificates.edit_project": _("Project changed"),
    "certificates.edit_parcels": _("Parcels changed"),
    "certificates.attach": _("File or prior record attached"),
    "certificates.remove_attachment": _("Attachment removed"),
    "certificates.import_numbers": _("Supervision numbers imported"),
    "certificates.create_bundle": _("Bundle entered"),
    "certificates.edit_bundle": _("Bundle changed"),
    "certificates.enter_from_spreadsheet": _("Entered from a spreadsheet"),
    "certificates.set_print_order": _("Printing order set"),
    "certificates.send_for_approval": _("Sent for approval"),
    "certificates.approve_bundle": _("Approved"),
    "certificates.return_bundle": _("Returned with a reason"),
    "certificates.begin_issue": _("Issuing began, numbers reserved"),
    "certificates.resume_issue": _("Issuing carried on"),
    "certificates.issue_bundle": _("Issued"),
    "certificates.withdraw_bundle": _("Withdrawn, numbers void"),
    "certificates.replace_certificate": _("Replacement begun"),
    "certificates.supersede_certificate": _("Replaced by a new one"),
    "certificates.expire_certificate": _("Expired"),
    "certificates.print_certificates": _("Printed"),
    "certificates.download_certificate": _("Downloaded"),
    "certificates.read_closed_fields": _("Fields that are never published were read"),
    "certificates.load_sample": _("Sample loaded"),
    "certificates.publish_kind": _("Kind published"),
}


def name_actions() -> None:
    for action, name in LABELS.items():
        audit.label(action, name)
