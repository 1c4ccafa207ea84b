from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.casework.kit import Hall, opened_for_a_module


@pytest.fixture(scope="module")
def opened(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Hall]:
    with django_db_blocker.unblock(), opened_for_a_module() as hall:
        yield hall


@pytest.fixture
def hall(opened: Hall, db: None) -> Hall:
    """Opened once for a module, whose tests may change it: each is undone, and each meets objects of its own."""
    return deepcopy(opened)
