from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from bureau import records
        from documents import numbering, sample, store  # noqa: F401  the sample adds its part by being imported

        records.register("number books", numbering.first_wrong_book)
        records.register("files", store.first_damaged_file)
