"""What casework refuses, and what to do then."""

from django.utils.translation import gettext_lazy as _

from bureau.errors import NotAllowed, Refused


class ClockCaseInvalid(Refused):
    """A clock case in a file that cannot be read. ``reason`` says what is wrong with the value."""

    code = "casework.clock_case_invalid"
    message = _("Clock case %(case)s, field %(field)s: %(reason)s.")
    next_step = _("Correct the file; docs/commands.md shows its form.")


class CaseNotFound(Refused):
    code = "casework.not_found"
    message = _("There is no case or application %(number)s that you may see.")
    next_step = _("Compare the number with the list.")


class FileSealed(Refused):
    code = "casework.file_sealed"
    message = _("The file of this application is closed and sealed since %(since)s; nothing is changed any more.")
    next_step = _("Read it on the application's page. What the applicant still wants is a new application.")


class SubscriptionsFull(Refused):
    code = "casework.subscriptions_full"
    message = _("%(most)d addresses get letters about this application; more are not possible.")
    next_step = _("Stop the letters to one of them first: each letter has a link for that.")


class WrongState(Refused):
    code = "casework.wrong_state"
    message = _("Case %(number)s is %(state)s; this step is not possible now.")
    next_step = _("Open the case to see what its next step is.")


class ApplicationInvalid(Refused):
    """Something that was entered cannot stand. ``problem`` names the field and the remedy."""

    code = "casework.application_invalid"
    message = _("%(problem)s")
    next_step = _("Correct it; everything else you entered is kept.")


class MatterWithdrawn(Refused):
    code = "casework.matter_withdrawn"
    message = _("%(matter)s is not offered any more.")
    next_step = _("Refuse this matter with the reason, or take in the one that follows it.")


class MaterialsMissing(Refused):
    code = "casework.materials_missing"
    message = _("Still missing: %(materials)s.")
    next_step = _("Take them in, let them follow where that is allowed, or tell the applicant what is missing.")


class NotToBeDeferred(Refused):
    code = "casework.not_to_be_deferred"
    message = _("%(material)s: %(why)s")
    next_step = _("Give a day that is allowed and the signed pledge, or ask for the material now.")


class MandateMissing(Refused):
    code = "casework.mandate_missing"
    message = _("The mandate of %(applicant)s is missing.")
    next_step = _("Let the applicant sign it, and give it as PDF, PNG or JPEG.")


class NothingMissing(Refused):
    code = "casework.nothing_missing"
    message = _("Nothing is missing of case %(number)s.")
    next_step = _("Accept it, or say beside a paper what is wrong with it.")


class ToldBefore(Refused):
    code = "casework.told_before"
    message = _("The applicant of case %(number)s was told before what is missing.")
    next_step = _("Say why the first notice did not name it; it is counted.")


class TooLate(Refused):
    code = "casework.too_late"
    message = _("Case %(number)s counts as accepted since %(day)s.")
    next_step = _("Go on with it; what is missing can be asked for while the clock stands still.")


class ReasonMissing(Refused):
    code = "casework.reason_missing"
    message = _("A reason is missing.")
    next_step = _("Write in one sentence why; others will read it.")


class NothingToDo(Refused):
    code = "casework.nothing_to_do"
    message = _("Nothing of %(number)s waits for this.")
    next_step = _("Open the case to see what its next step is.")


class StepNotYet(Refused):
    code = "casework.step_not_yet"
    message = _("Step %(step)s of case %(number)s waits for %(before)s.")
    next_step = _("Do that first.")


class SomebodyElses(NotAllowed):
    code = "casework.somebody_elses"
    message = _("Step %(step)s of case %(number)s is with %(person)s.")
    next_step = _("Ask them; a stand-in takes it over on days on which they are recorded as absent.")


class Separated(NotAllowed):
    code = "casework.separated"
    message = _("%(why)s")
    next_step = _("Ask a colleague: who reviews a case does not decide it, and who decides it does not issue.")


class ClockStopped(Refused):
    code = "casework.clock_stopped"
    message = _("The clock of case %(number)s stands still: %(kind)s.")
    next_step = _("Let it go on first.")


class CannotStop(Refused):
    code = "casework.cannot_stop"
    message = _("The clock of case %(number)s cannot be stopped: %(why)s")
    next_step = _("Decide the case, or stop it for another reason.")


class AlreadyGoesOn(Refused):
    code = "casework.already_goes_on"
    message = _("The clock of case %(number)s has been going on since %(day)s: the limit of this stop was over.")
    next_step = _("Nothing needs to be entered.")


class CannotGoOn(Refused):
    code = "casework.cannot_go_on"
    message = _("The clock of case %(number)s does not go on before the hearing, which is at %(moment)s.")
    next_step = _("Hold it, or call it for another time; then enter its record.")


class CannotTakeBack(Refused):
    """What came after the entry would be impossible without it."""

    code = "casework.cannot_take_back"
    message = _("Without this entry another one could not stand: %(kind)s from %(moment)s. %(why)s")
    next_step = _("Take that one back first.")


class CannotExtend(Refused):
    code = "casework.cannot_extend"
    message = _("Case %(number)s cannot be extended: %(why)s")
    next_step = _("Decide it within the days that it has.")


class NotInTime(Refused):
    """A moment that does not fit: in the future, or before what it follows."""

    code = "casework.not_in_time"
    message = _("%(what)s: %(why)s")
    next_step = _("Give the moment at which it really happened.")


class HearingTooSoon(Refused):
    code = "casework.hearing_too_soon"
    message = _("Time: a hearing is told %(days)s working days before; the first possible day is %(first)s.")
    next_step = _("Choose that day or a later one.")


class HearingTooLate(Refused):
    code = "casework.hearing_too_late"
    message = _("Time: the clock stands still until %(last)s, and the hearing is to be within that time.")
    next_step = _("Choose a day from %(first)s to %(last)s.")


class FactsChanged(Refused):
    code = "casework.facts_changed"
    message = _("Not saved: a colleague changed the same facts of case %(number)s meanwhile.")
    next_step = _("What you typed is still in the form. Compare it, and save again.")


class NotReadyToGo(Refused):
    code = "casework.not_ready_to_go"
    message = _("Case %(number)s cannot be given out: %(why)s")
    next_step = _("Wait until all results are there; they go out together.")


# Filing online: read by applicants


class NotOnline(Refused):
    code = "casework.not_online"
    message = _("%(matter)s cannot be applied for online.")
    next_step = _("Leave it out here; our window takes it.")


class NotOfOneOffice(Refused):
    code = "casework.not_of_one_office"
    message = _("These matters belong to different offices.")
    next_step = _("Choose those of one office; apply for the others by themselves.")


class NeedsChanged(Refused):
    code = "casework.needs_changed"
    message = _("What has to be handed in has changed meanwhile.")
    next_step = _("Look through it once more, then send it. Everything you entered is kept.")


class ProjectDisagrees(Refused):
    """Says nothing of what is known about the project."""

    code = "casework.project_disagrees"
    message = _("Project code, applicant and unified social credit code do not go together.")
    next_step = _("Compare all three with the approval of the project, or call us.")


class TooManyFiles(Refused):
    code = "casework.too_many_files"
    message = _("An application takes at most %(most)s files online.")
    next_step = _("Put the pages of one paper into one PDF.")


class DraftGone(Refused):
    """Lapsed, sent, or never opened on this device."""

    code = "casework.draft_gone"
    message = _("This application is not open here any more.")
    next_step = _("What you sent is under “Track a case”; otherwise go on with the code of your draft, or begin anew.")
