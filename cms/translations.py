"""Translations go out by another person too: who wrote the words does not publish them (wagtail-localize's editor)."""

from typing import Any

from django import forms
from django.http import HttpRequest
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from bureau.access import require
from bureau.roles import Verb
from cms.four_eyes import OwnDraft, office_for


def translators(translation: Translation) -> set[int]:
    """Keys of the people whose words were not published yet."""
    strings = StringTranslation.objects.filter(
        locale=translation.target_locale, translation_of__segments__source=translation.source
    )
    last = translation.source.translation_logs.filter(locale=translation.target_locale).order_by("-created_at").first()
    if last is not None:
        strings = strings.filter(updated_at__gt=last.created_at)
    found = strings.exclude(last_translated_by=None).values_list("last_translated_by", flat=True)
    return set(found.distinct())


class UpdateDrafts(UpdateTranslationsView):
    """Takes over what is new in Chinese, without the box "publish immediately", which asks nobody else."""

    def get_form(self) -> UpdateTranslationsForm:
        form = super().get_form()
        never = forms.BooleanField(required=False, disabled=True, widget=forms.HiddenInput)
        form.fields["publish_translations"] = never
        return form


def another_translator(request: HttpRequest, instance: Any) -> None:
    """Before Wagtail's edit screens. Raises NotAllowed or OwnDraft when a translation is about to be published."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return
    translation = Translation.objects.filter(
        source__object_id=getattr(instance, "translation_key", None),
        target_locale_id=getattr(instance, "locale_id", None),
        enabled=True,
    ).first()
    if translation is None:
        return
    office = office_for(instance)
    if office is not None:
        require(request.user, Verb.PUBLISH_CONTENT, office, instance)
    if request.user.pk in translators(translation):
        raise OwnDraft()
