from wagtail import hooks

from bureau.policy import register_policy
from bureau.roles import Verb
from documents.models import NumberBook
from documents.viewsets import NumberBookViewSet

register_policy(NumberBook, "series__office", view=(Verb.VIEW_RECORDS, Verb.MANAGE_SERIES), add=Verb.MANAGE_SERIES)


@hooks.register("register_admin_viewset")
def number_books() -> NumberBookViewSet:
    return NumberBookViewSet()
