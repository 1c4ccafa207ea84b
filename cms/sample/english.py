"""The sample's English, given through wagtail-localize as a translator gives it: string by string, then published."""

from collections.abc import Iterator, Mapping
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import extract_strings

from bureau.models import User

Json = Any


def translate(instance: Any, words: Mapping[str, str], *, translator: User, publisher: User) -> None:
    """Puts ``words`` (Chinese string to English) into the translation of a page or matter and publishes it."""
    english = Locale.objects.get(language_code="en")
    source, _made = TranslationSource.update_or_create_from_instance(instance)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=english)
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    known = set(StringTranslation.objects.filter(locale=english).values_list("translation_of", "context"))
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=each.string,
            locale=english,
            context=each.context,
            data=words[each.string.data],
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by=translator,
        )
        for each in segments
        if each.string.data in words and (each.string_id, each.context_id) not in known
    )
    translation.save_target(user=publisher, publish=True)


def pairs(chinese: Json, english: Json) -> Iterator[tuple[str, str]]:
    """Each text of two statements of one shape, rich text string by string as translators see it."""
    if isinstance(chinese, dict) and isinstance(english, dict):
        for name, value in chinese.items():
            yield from pairs(value, english.get(name))
    elif isinstance(chinese, list) and isinstance(english, list):
        for one, other in zip(chinese, english, strict=True):
            yield from pairs(one, other)
    elif isinstance(chinese, str) and isinstance(english, str) and chinese:
        yield chinese, english
        if "<" in chinese:
            theirs, ours = extract_strings(chinese)[1], extract_strings(english)[1]
            yield from ((one.data, other.data) for (one, _a), (other, _b) in zip(theirs, ours, strict=True))
