"""One entry of the catalogue as a row of the spreadsheet states it. Pure."""

import re
from dataclasses import dataclass
from typing import Protocol

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CODE_LENGTH = 12
CODE = re.compile(r"[0-9A-Z]{12}", re.ASCII)  # the form of 基本编码 as published catalogues show it (assumed)
LONGEST_NAME = 100  # as a matter's name
MOST_DAYS = 999


class Kind(TextChoices):
    """Kinds of government service matters (政务服务事项); the value is the word of the spreadsheet."""

    LICENCE = "行政许可", _("administrative licence")
    CONFIRMATION = "行政确认", _("administrative confirmation")
    ADJUDICATION = "行政裁决", _("administrative adjudication")
    BENEFIT = "行政给付", _("administrative benefit")
    AWARD = "行政奖励", _("administrative award")
    FILING = "行政备案", _("administrative filing")
    LEVY = "行政征收", _("administrative levy")
    OTHER_POWER = "其他行政权力", _("other administrative power")
    SERVICE = "公共服务", _("public service")


class Fixed(Protocol):
    """What the catalogue fixes on every matter that is bound to the entry; rows and CatalogueEntry both have it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def basis(self) -> str: ...
    @property
    def statutory_days(self) -> int: ...
    @property
    def charges_fee(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One matter of the catalogue."""

    code: str  # 基本编码
    name: str
    kind: str
    basis: str  # one citation a line
    statutory_days: int  # working days
    charges_fee: bool


# Columns of the spreadsheet: the field, its head, and its name on screens.
HEADS: dict[str, str] = {
    "code": "基本编码",
    "name": "事项名称",
    "kind": "事项类型",
    "basis": "设定依据",
    "statutory_days": "法定办结时限（工作日）",
    "charges_fee": "是否收费",
}
LABELS: dict[str, str | Promise] = {
    "code": _("basic catalogue code"),
    "name": _("name"),
    "kind": _("kind of matter"),
    "basis": _("legal basis"),
    "statutory_days": _("statutory days"),
    "charges_fee": _("fee"),
    "fee_yuan": _("fee in yuan"),  # of a matter: the catalogue fixes only whether there is one
}
YES, NO = "是", "否"


def shown(field: str, value: object) -> str:
    """A value as people read it on a screen or in the spreadsheet."""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)
