from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.certificates.issued import Issued, issued_for_a_module


@pytest.fixture(scope="module")
def issued(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Issued]:
    """The issued bundle of August 2022, shared by the tests of a module, which may change it: each is undone."""
    with django_db_blocker.unblock(), issued_for_a_module() as issued:
        yield issued
