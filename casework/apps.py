from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("Casework")

    def ready(self) -> None:
        from bureau.calendar_followers import follow_calendar
        from bureau.office_of import belongs_to_office
        from casework import bundle_check, checkable, due, models, receivers, record_checks, trail  # noqa: F401  they register
        from casework.actions import answer, seal_file, subscribe  # noqa: F401  they register scheduled work
        from casework.sample import load  # noqa: F401  it adds its parts to the sample
        from casework.separation import people_who_decided
        from certificates.bundle_checks import register
        from certificates.four_eyes import forbid_issuing
        from documents import store

        belongs_to_office(models.Case, "office")
        follow_calendar(due.refresh_all, undated=due.undated)
        trail.name_actions()
        record_checks.join()
        checkable.join()
        register("B12", bundle_check.b12)
        register("B14", bundle_check.b14)
        forbid_issuing(people_who_decided)
        store.hold(models.filing.named_by_drafts)
