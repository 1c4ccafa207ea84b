from django.apps import AppConfig

from cms import home_sections


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import sample  # noqa: F401  it adds its part to the sample

        home_sections.join(
            home_sections.HomeSection(
                50, "certificate_anatomy", "cms/sections/certificate_anatomy.html", lambda request: {}
            )
        )
