"""The kinds that new certificates can be made of."""

from certificates.definition import Minting
from certificates.models import CertificateType


def usable_kinds() -> list[CertificateType]:
    """Published, in use, and not another authority's."""
    kinds = CertificateType.objects.filter(current__isnull=False, retired=False).select_related("current")
    return [each for each in kinds if each.current and each.current.definition.numbers.minting is not Minting.EXTERNAL]
