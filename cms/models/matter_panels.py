"""How editors see a matter: in the order in which readers meet it, each group with its help."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)


class FixedFieldPanel(FieldPanel):
    """A field that the provincial catalogue fixes: shown, and said to be fixed, while the matter is bound to it."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None and self.bound_field is None:  # MatterForm left it out
                self.read_only = True
                self.heading = capfirst(self.panel.db_field.verbose_name)
                self.help_text = _("Fixed by the provincial catalogue.")


class FindingsPanel(Panel):
    """What still stands in the way of publishing, as the draft was last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/findings_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and not self.instance.is_translation)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "findings": self.instance.findings()}


def matter_panels() -> TabbedInterface:
    """A function: each field's panel may stand in one handler only."""
    return TabbedInterface(
        [
            ObjectList(_what(), heading=_("What it is")),
            ObjectList(_bring(), heading=_("Materials")),
            ObjectList(_way(), heading=_("Steps and days")),
            ObjectList(_cost(), heading=_("Fee, windows, result")),
            ObjectList(_why(), heading=_("Basis and comparison")),
            ObjectList([PublishingPanel()], heading=_("Publishing")),
        ]
    )


def _what() -> list[Panel]:
    return [
        FindingsPanel(),
        FieldRowPanel([FieldPanel("office"), FieldPanel("code")]),
        MultiFieldPanel(
            [FieldPanel("catalogue_entry"), FieldPanel("implementation_code")],
            heading=_("Provincial catalogue"),
        ),
        FixedFieldPanel("name"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("topic"), FieldPanel("order")]),
        FieldPanel("who"),
        FieldPanel("conditions"),
        FieldPanel("note"),
        FieldPanel("on_application"),
        FieldPanel("slogan"),
        FieldRowPanel([FieldPanel("keeper"), FieldPanel("checked_on")]),
    ]


def _bring() -> list[Panel]:
    return [FieldPanel("situations"), FieldPanel("materials"), FieldPanel("forms")]


def _way() -> list[Panel]:
    return [
        FieldRowPanel([FieldPanel("promised_days"), FixedFieldPanel("statutory_days"), FieldPanel("extension_days")]),
        FieldPanel("steps"),
        MultiFieldPanel(
            [
                FieldPanel("major_name"),
                FieldRowPanel([FieldPanel("major_promised_days"), FieldPanel("major_statutory_days")]),
            ],
            heading=_("A second class with limits of its own"),
        ),
    ]


def _cost() -> list[Panel]:
    return [
        MultiFieldPanel(
            [FieldPanel("fee_yuan"), FieldPanel("fee_note"), FieldPanel("fee_basis")],
            heading=_("Fee"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("trips"), FieldPanel("trips_note")]),
                FieldRowPanel([FieldPanel("online_level"), FieldPanel("online_url")]),
                FieldPanel("windows"),
                FieldPanel("post"),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [FieldPanel("result_name"), FieldPanel("result_kind"), FieldPanel("result_note")],
            heading=_("Result"),
        ),
    ]


def _why() -> list[Panel]:
    return [
        FixedFieldPanel("basis"),
        FieldPanel("questions"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("before_links"), FieldPanel("before_materials"), FieldPanel("before_days")]),
                FieldRowPanel([FieldPanel("before_fee_yuan"), FieldPanel("before_trips")]),
            ],
            heading=_("Before the reform (五减一优)"),
            help_text=_("All five, or none. What it takes now follows from the matter itself."),
        ),
    ]
