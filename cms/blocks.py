"""The parts of a matter as editors fill them in, one block a line. Their ids outlive versions and languages."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.matters.choices import SOURCES, STEP_ROLES
from cms.matters.facts import Source, StepRole

SHORT_RICH_TEXT = ["bold", "link", "document-link", "ul", "ol"]

KEY = RegexValidator(r"^[a-z][a-z0-9_-]{0,19}\Z", _("Use up to 20 small Latin letters and digits, such as new."))


class KeyBlock(blocks.FieldBlock):
    """A key that other parts refer to. No CharBlock on purpose: keys are the same in every language."""

    def __init__(self, required: bool = True, help_text: Any = "", **kwargs: Any) -> None:
        self.field = forms.CharField(required=required, help_text=help_text, max_length=20, validators=[KEY])
        super().__init__(**kwargs)


class KeysBlock(blocks.FieldBlock):
    """Several keys between spaces; kept as one text."""

    def __init__(self, required: bool = False, help_text: Any = "", **kwargs: Any) -> None:
        self.field = forms.CharField(required=required, help_text=help_text, max_length=200)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        keys = str(super().clean(value) or "").replace(",", " ").replace("，", " ").replace("、", " ").split()
        for key in keys:
            KEY(key)
        return " ".join(dict.fromkeys(keys))


class ConditionsBlock(blocks.StreamBlock):
    condition = blocks.CharBlock(label=_("condition"), max_length=200)


class SituationBlock(blocks.StructBlock):
    key = KeyBlock(
        label=_("key"), help_text=_("Small Latin letters, such as new. Materials refer to it, so it never changes.")
    )
    name = blocks.CharBlock(label=_("name"), max_length=20, help_text=_("Such as 新建."))

    class Meta:
        label_format = "{name}"


class SituationsBlock(blocks.StreamBlock):
    situation = SituationBlock(label=_("situation"), icon="list-ul")


class MaterialBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        label=_("name"),
        max_length=80,
        help_text=_("Such as 申请表. Name the same paper alike in every matter: a package then asks for it once."),
    )
    help = blocks.CharBlock(label=_("help"), required=False, max_length=120, help_text=_("One line under the name."))
    source = blocks.ChoiceBlock(
        label=_("from where"),
        choices=SOURCES,
        default=Source.APPLICANT.value,
        help_text=_("Who makes it or has it. What we can look up ourselves, we fetch."),
    )
    source_note = blocks.CharBlock(
        label=_("from whom exactly"), required=False, max_length=20, help_text=_("Such as 设计单位.")
    )
    electronic = blocks.BooleanBlock(
        label=_("electronic"),
        required=False,
        default=True,
        help_text=_("Handed in as a file; with numbers of papers below, as a file and on paper."),
    )
    originals = blocks.IntegerBlock(
        label=_("paper originals"),
        default=0,
        min_value=0,
        max_value=20,
        help_text=_("Signed or sealed; 0: none. Copies are counted apart."),
    )
    copies = blocks.IntegerBlock(
        label=_("paper copies"),
        default=0,
        min_value=0,
        max_value=20,
        help_text=_("On top of the originals; 0: none."),
    )
    defer_days = blocks.IntegerBlock(
        label=_("may come later, within working days"),
        required=False,
        min_value=1,
        max_value=90,
        help_text=_("Empty: must be there at acceptance. Never for registration."),
    )
    only_in = KeysBlock(
        label=_("only in these situations"), help_text=_("Keys between spaces. Empty: in every situation.")
    )
    sample = DocumentChooserBlock(
        label=_("filled-in sample"), required=False, help_text=_("Filled in with invented names, best as PDF.")
    )

    class Meta:
        label_format = "{name}"


class MaterialsBlock(blocks.StreamBlock):
    material = MaterialBlock(label=_("material"), icon="doc-full")


class FormBlock(blocks.StructBlock):
    document = DocumentChooserBlock(
        label=_("file"), help_text=_("Best as .docx, to be filled in on a computer; PDF to be filled in by hand.")
    )
    name = blocks.CharBlock(
        label=_("name for readers"),
        required=False,
        max_length=80,
        help_text=_("Such as 申请表; empty: the file's title. Kind and size are added by themselves."),
    )

    class Meta:
        label_format = "{name}"


class FormsBlock(blocks.StreamBlock):
    form = FormBlock(label=_("form"), icon="download")


class StepBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), max_length=20, help_text=_("One word, such as 审查."))
    role = blocks.ChoiceBlock(
        label=_("who"),
        choices=STEP_ROLES,
        default=StepRole.CASE_OFFICER.value,
        help_text=_("Readers see it under the step. Handing in comes first by itself and needs no line here."),
    )
    days = blocks.IntegerBlock(
        label=_("working days"),
        default=0,
        min_value=0,
        max_value=200,
        help_text=_("Of this step alone; 0: at once or on the same day."),
    )
    with_previous = blocks.BooleanBlock(
        label=_("together with the step before"), required=False, help_text=_("Then it is no link of its own.")
    )
    may_pause = blocks.BooleanBlock(
        label=_("the clock may pause here"), required=False, help_text=_("For a review or a public notice.")
    )
    on_site = blocks.BooleanBlock(
        label=_("checked on the spot"), required=False, help_text=_("Then two officers each enter what they found.")
    )
    note = blocks.CharBlock(
        label=_("note"), required=False, max_length=120, help_text=_("Under the step, such as 缺什么，一次告诉您.")
    )

    class Meta:
        label_format = "{name}"


class StepsBlock(blocks.StreamBlock):
    step = StepBlock(label=_("step"), icon="arrow-right")


class CitationBlock(blocks.StructBlock):
    law = blocks.CharBlock(label=_("law"), max_length=100, help_text=_("Such as 《城乡规划法》."))
    articles = blocks.CharBlock(label=_("articles"), max_length=100, help_text=_("Such as 第四十条."))
    url = blocks.URLBlock(
        label=_("address of the text"), required=False, help_text=_("The official text on the web; empty: no link.")
    )

    class Meta:
        label_format = "{law} {articles}"


class BasisBlock(blocks.StreamBlock):
    citation = CitationBlock(label=_("citation"), icon="openquote")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(
        label=_("question"), max_length=120, help_text=_("As people ask it, such as 几项工程能一起申请吗？")
    )
    answer = blocks.RichTextBlock(
        label=_("answer"),
        features=SHORT_RICH_TEXT,
        help_text=_("Begin with the answer, such as 能 or 不用; then one or two sentences."),
    )

    class Meta:
        label_format = "{question}"


class QuestionsBlock(blocks.StreamBlock):
    question = QuestionBlock(label=_("question"), icon="help")


class BodyBlock(blocks.StreamBlock):
    """The text of an ordinary page."""

    heading = blocks.CharBlock(
        label=_("heading"), max_length=80, icon="title", help_text=_("A few words, such as 一次没办好.")
    )
    text = blocks.RichTextBlock(
        label=_("text"),
        features=["h2", *SHORT_RICH_TEXT],
        help_text=_("Short paragraphs; what to do before why."),
    )


def children(value: Iterable[Any] | None) -> list[Any]:
    """The lines of a stream, also of one that was never filled in."""
    return list(value or ())
