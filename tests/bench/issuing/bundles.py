"""The sample bureau with approved bundles of seven to issue."""

from certificates.models import Bundle
from certificates.sample.more import make_bundles
from tests.kit import open_bureau

STRIDE = 11  # neighbours share the name of the firm; in this order names with and without rare characters alternate


def measure(count: int) -> list[int]:
    """The keys of ``count`` approved bundles, varied."""
    bureau = open_bureau()
    bureau.sample.bundles = count
    keys = _keys(make_bundles(bureau.sample))
    return [key for first in range(STRIDE) for key in keys[first::STRIDE]]


def _keys(references: list[str]) -> list[int]:
    found = dict(Bundle.objects.filter(reference__in=references).values_list("reference", "pk"))
    return [found[each] for each in references]
