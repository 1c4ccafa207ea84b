from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from bureau.office_of import belongs_to_office
        from cms import content_changes, home, preview_pages, receivers, review_letters  # noqa: F401  they join what is below
        from cms.actions import publish_due  # noqa: F401  it registers scheduled work
        from cms.models import MatterVersion
        from cms.sample import load  # noqa: F401  it adds its parts to the sample

        belongs_to_office(MatterVersion, "matter__office")
        content_changes.watch()
        home.join()
        review_letters.join()
