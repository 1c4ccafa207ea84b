"""What editors choose from, in words: the values are those of the statement (facts.py)."""

from django.utils.translation import gettext_lazy as _

from cms.matters.facts import OnlineLevel, Source, StepRole, Topic

TOPICS = [
    (Topic.BUILD.value, _("Building and projects")),
    (Topic.REGISTER.value, _("Registering houses and land")),
    (Topic.LAND.value, _("Land")),
    (Topic.SURVEY.value, _("Surveys and maps")),
    (Topic.OTHER.value, _("Other matters")),
]
ONLINE_LEVELS = [
    (OnlineLevel.NONE.value, _("not online")),
    (OnlineLevel.PARTIAL.value, _("partly online")),
    (OnlineLevel.FULL.value, _("every step online")),
]
SOURCES = [
    (Source.APPLICANT.value, _("the applicant")),
    (Source.ADVISER.value, _("a surveyor, designer or other adviser")),
    (Source.SHARED.value, _("we fetch it; never asked for again")),
]
STEP_ROLES = [
    (StepRole.APPLICANT.value, _("applicant")),
    (StepRole.WINDOW_CLERK.value, _("window clerk")),
    (StepRole.CASE_OFFICER.value, _("case officer")),
    (StepRole.CHIEF_APPROVER.value, _("chief approver")),
    (StepRole.ISSUER.value, _("issuer")),
]
