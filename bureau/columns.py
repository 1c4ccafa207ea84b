"""Columns of staff lists."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column


class LabelledColumn(Column):
    """Its value says too little alone: on a narrow screen, where cells stand below each other, its label is shown."""

    cell_template_name = "bureau/labelled_cell.html"


class DayColumn(LabelledColumn):
    """A day as clerks write it, 2022-08-12, rather than how long ago it was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, classname="day", **kwargs)

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        if not value:
            return ""
        return date_format(timezone.localtime(value) if isinstance(value, datetime) else value, "Y-m-d")
