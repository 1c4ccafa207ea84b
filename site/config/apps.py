from django.apps import AppConfig


class SettingsConfig(AppConfig):
    """What joins all packages: system checks of the settings, and the page that documents them."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401  # importing registers them; models must be loaded first
