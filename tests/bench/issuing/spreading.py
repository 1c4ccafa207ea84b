"""Sealing in two processes against one, on the same papers."""

import statistics

from django.test.utils import override_settings

from bureau.models import User
from certificates.actions.issue_bundle import issue_bundle
from certificates.models import Bundle
from certificates.sealing import SealOrder, here, make_order, spread
from tests.bench.frame import seconds


def measure(keys: list[int], rounds: int) -> tuple[float, float]:
    """Papers a second in one process and in two: medians of rounds in turns."""
    issuer = User.objects.get(username="sample-issuer")
    orders = [order for key in keys for order in _orders(issue_bundle(key, actor=issuer))]
    with override_settings(SEALING_PROCESSES=2):
        list(spread(orders))  # starts the two and warms them
        pairs = [(seconds(lambda: list(here(orders))), seconds(lambda: list(spread(orders)))) for _ in range(rounds)]
    one, two = (statistics.median(times) for times in zip(*pairs, strict=True))
    return len(orders) / one, len(orders) / two


def _orders(bundle: Bundle) -> list[SealOrder]:
    drafts = bundle.certificates.select_related("type_version", "entry").order_by("position")
    return [make_order(draft, bundle) for draft in drafts]
