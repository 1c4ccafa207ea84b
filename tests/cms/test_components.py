import re

from django.test import Client

from bureau.models import User
from cms.models import HomePage


def test_strangers_do_not_see_the_page_of_components(client: Client, home: HomePage) -> None:
    assert client.get("/components/").status_code == 302


def test_staff_see_every_component_in_every_state(client: Client, home: HomePage, administrator: User) -> None:
    client.force_login(administrator)

    page = client.get("/components/").content.decode()

    assert page.count("<h1") == 1
    assert "有 2 处要改" in page
    assert "<title>有错：" not in page  # the example is one part of the page, not its own state
    assert "没有查到“样列电厂”" in page
    assert "益阳<mark>样例电厂</mark>三期" in page


def test_errors_are_tied_to_their_fields(client: Client, home: HomePage, administrator: User) -> None:
    client.force_login(administrator)

    page = client.get("/components/").content.decode()
    field = re.search(r'<input type="text" name="code"[^>]*>', page)

    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_code_helptext id_code_error"' in field[0]
    assert 'id="id_code_error"' in page
    assert '<a href="#id_code">请填二维码下面的验证码。</a>' in page
