from django.apps import AppConfig

from cms import home_sections


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import receivers, sample  # noqa: F401  they join what the bureau announces

        home_sections.join(
            home_sections.HomeSection(
                50, "certificate_anatomy", "cms/sections/certificate_anatomy.html", lambda request: {}
            )
        )
