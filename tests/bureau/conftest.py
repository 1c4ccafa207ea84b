import pytest

from bureau import audit, people
from bureau.models import Office, User

audit.label("bureau.tested", "tested")


def make_office(code: str = "yiyang", **values: object) -> Office:
    given = {
        "name": f"{code}自然资源局",
        "short_name": code,
        "uscc": "11430900MB0YLGT12D",
        "region_code": "430900",
        "counties": ["430902"],
    }
    return Office.objects.create(code=code, **{**given, **values})


def make_user(name: str, **values: object) -> User:
    return User.objects.create_user(name, password="a long password", email=f"{name}@example.org", **values)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def clerk(db: None) -> User:
    return make_user("clerk")


@pytest.fixture
def chief(office: Office) -> User:
    """The first administrator."""
    user = make_user("administrator")
    people.appoint_first_administrator(user, office)
    return user
