"""Who decides a case does not issue what comes of it (invariant 5, domain.md §7)."""

from casework.models import Case
from certificates.models import Bundle


def people_who_decided(bundle: Bundle) -> set[int]:
    """Keys of the people who decided a case behind ``bundle``."""
    decided = Case.objects.filter(certificate__bundle=bundle).exclude(decided_by=None)
    return set(decided.values_list("decided_by", flat=True))
