"""Two drafts side by side: dates, numbers and yes or no as people write them, nothing where nothing stands."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, register_comparison_class


class PlainComparison(FieldComparison):
    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        self.field = field
        self.val_a, self.val_b = (said(field.value_from_object(each)) for each in (obj_a, obj_b))


def said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)


for kind in (models.DateField, models.BooleanField, models.IntegerField, models.DecimalField):
    register_comparison_class(kind, comparison_class=PlainComparison)
