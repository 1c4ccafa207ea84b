"""What editors' tests need beyond the sample, made by the actions in the site's own process; see states.py."""

from django.conf import settings
from django.contrib.auth.hashers import make_password

from bureau.models import Office, User
from bureau.people import administrators, grant_role
from bureau.roles import Role


def make_person_with_both_roles() -> None:
    """sample-both may draft and publish."""
    office = Office.objects.get(code="yiyang")
    password = make_password(settings.SAMPLE_PASSWORD)
    person = User.objects.create(username="sample-both", first_name="编辑兼发布（样例）", password=password)
    for role in (Role.EDITOR, Role.PUBLISHER):
        grant_role(person, role, office, actor=administrators(office)[0])
