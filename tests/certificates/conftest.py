from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.certificates.issued import Issued, issued_for_a_module
from tests.kit import Bureau, opened_for_a_module


@pytest.fixture(scope="module")
def opened(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bureau]:
    with django_db_blocker.unblock(), opened_for_a_module() as bureau:
        yield bureau


@pytest.fixture
def bureau(opened: Bureau, db: None) -> Bureau:
    """Opened once for a module, whose tests may change it: each is undone, and each meets people of its own."""
    return deepcopy(opened)


@pytest.fixture(scope="module")
def issued(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Issued]:
    """The issued bundle of August 2022, shared by the tests of a module, which may change it: each is undone."""
    with django_db_blocker.unblock(), issued_for_a_module() as issued:
        yield issued
