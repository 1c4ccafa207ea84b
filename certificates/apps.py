from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from bureau.office_of import belongs_to_office
        from certificates import models, receivers, record_checks, rules, trail  # noqa: F401
        from certificates.actions import expire_certificates, sweep_leases  # noqa: F401  they register scheduled work
        from certificates.bundle_checks import register
        from certificates.sample import load  # noqa: F401  it adds its parts to the sample

        for model, path in {
            models.Bundle: "project__office",
            models.Certificate: "bundle__project__office",
            models.Parcel: "project__office",
            models.Attachment: "project__office",
            models.ImportedNumber: "project__office",
        }.items():
            belongs_to_office(model, path)
        trail.name_actions()
        rules.join(register)
        record_checks.join()
