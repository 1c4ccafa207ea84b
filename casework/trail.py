"""How the audit trail names what this package does (all actions in one list, so that none is missing)."""

from django.utils.translation import gettext_lazy as _

from bureau import audit

LABELS = {
    "casework.receive": _("Application taken in"),
    "casework.help": _("Helped an applicant with their mandate"),
    "casework.file": _("Application filed online"),
    "casework.hand_in": _("Materials taken in"),
    "casework.supply": _("Materials sent online by the applicant"),
    "casework.accept": _("Accepted"),
    "casework.ask_for_more": _("Told what is missing"),
    "casework.print_card": _("Notice card printed"),
    "casework.refuse": _("Not accepted"),
    "casework.withdraw": _("Withdrawn by the applicant"),
    "casework.deem_accepted": _("Counts as accepted: nobody answered in time"),
    "casework.assign": _("Step assigned"),
    "casework.finish_step": _("Step done"),
    "casework.ask_opinion": _("Opinion asked for"),
    "casework.answer_opinion": _("Opinion entered"),
    "casework.ask_to_stop": _("Asked to stop the clock"),
    "casework.approve_stop": _("Stop of the clock approved"),
    "casework.stop": _("Clock stopped"),
    "casework.ask_to_go_on": _("Asked to let the clock go on"),
    "casework.approve_go_on": _("Going on of the clock approved"),
    "casework.go_on": _("Clock goes on"),
    "casework.confirm_stop": _("Stop of the clock confirmed"),
    "casework.move_hearing": _("Hearing moved"),
    "casework.take_back": _("Entry taken back"),
    "casework.decline_request": _("Request about the clock declined"),
    "casework.take_back_request": _("Request about the clock taken back"),
    "casework.decide": _("Decided"),
    "casework.extend": _("Extended"),
    "casework.serve": _("Notice served"),
    "casework.open_sealed_notice": _("Notice opened online after the file was sealed"),
    "casework.fill_bundle": _("Bundle filled from its cases"),
    "casework.enter_facts": _("Facts of the certificates entered"),
    "casework.take_fee": _("Fee paid"),
    "casework.hand_over": _("Results given out"),
    "casework.seal_file": _("Closed file sealed"),
    "casework.download_file": _("Sealed file downloaded"),
    "casework.download_material": _("File of the applicant opened"),
    "casework.subscribe": _("Changes by mail confirmed"),
    "casework.unsubscribe": _("Changes by mail stopped"),
    "casework.restrict": _("Restriction entered"),
    "casework.lift": _("Restriction lifted"),
}


def name_actions() -> None:
    for action, name in LABELS.items():
        audit.label(action, name)
