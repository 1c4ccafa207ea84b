import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bureau.models import Absence, Office, Post, User
from bureau.roles import Role
from tests.bureau.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("uscc", "114309000064712341"),
        ("uscc", "益阳"),
        ("region_code", "43090"),
        ("region_code", "4309００"),
        ("counties", ["430902", "x"]),
        ("counties", "430902"),
    ],
)
def test_codes_that_cannot_be_are_refused(office: Office, field: str, value: object) -> None:
    setattr(office, field, value)

    with pytest.raises(ValidationError) as caught:
        office.full_clean()

    assert set(caught.value.message_dict) == {field}


def test_nobody_stands_in_for_himself(office: Office, clerk: User) -> None:
    with pytest.raises(IntegrityError, match="post_holder_is_not_stand_in"), transaction.atomic():
        Post.objects.create(office=office, code="07", name="制证岗 07", role=Role.ISSUER, holder=clerk, stand_in=clerk)


def test_an_absence_needs_a_stand_in_and_an_order_of_days(office: Office, clerk: User) -> None:
    post = Post.objects.create(office=office, code="07", name="制证岗 07", role=Role.ISSUER, holder=clerk)
    with pytest.raises(ValidationError, match=r"stand-in|B岗"):
        Absence(post=post, from_day="2022-08-12", to_day="2022-08-12", reason="出差").full_clean()
    post.stand_in = make_user("b")
    with pytest.raises(ValidationError):
        Absence(post=post, from_day="2022-08-12", to_day="2022-08-11", reason="出差").full_clean()


def test_a_chinese_name_stands_family_name_first() -> None:
    assert str(User(last_name="张", first_name="三")) == "张三"
    assert str(User(last_name="Li", first_name="Ann")) == "Ann Li"
