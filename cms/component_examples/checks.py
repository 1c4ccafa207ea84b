"""Answers of a check, results of a search, a form with errors."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.messages import ERROR, INFO, SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.utils.translation import gettext_lazy as _

from cms.answers import ANSWERS
from cms.icons import PATHS

CHECKED_AT = datetime(2022, 8, 15, 10, 32)  # an example at the counter's clock
SINCE = date(2022, 9, 5)

FILL_IN = {"required": _("Fill in the check code under the QR code.")}


class ExampleForm(forms.Form):
    """A form as residents meet it: a number, a code, a file, a choice."""

    number = forms.CharField(label=_("Number"), help_text=_("At the top right of the certificate. Digits are enough."))
    code = forms.CharField(
        label=_("Check code"),
        help_text=_("Ten digits and capitals under the QR code."),
        max_length=10,
        error_messages=FILL_IN,
    )
    file = forms.FileField(label=_("File to check"), required=False, help_text=_("A PDF of at most 20 MB."))
    situation = forms.ChoiceField(
        label=_("Situation"),
        choices=[("new", _("new building")), ("altered", _("altered or enlarged"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )


class WidthsForm(forms.Form):
    """The width of a field tells how much is expected."""

    tail = forms.CharField(label=_("Last 4 digits of the phone"))
    project = forms.CharField(label=_("Name of the project"))


def _facts() -> list[dict[str, Any]]:
    return [
        {"label": _("Certificate"), "value": "建设工程规划许可证"},
        {"label": _("Number"), "value": "建字第430900202200086号"},
        {"label": _("Status of the certificate"), "value": _("in force"), "strong": True},
        {"label": _("Developer"), "value": "益阳样例发电有限公司（样例）"},
        {"label": _("Built size"), "value": "总 83,900.00㎡（地上 82,640.00㎡，地下 1,260.00㎡）"},
        {"label": _("Left out because it is empty"), "value": ""},
    ]


def _compared() -> list[dict[str, Any]]:
    return [
        {"label": _("Signature"), "finding": "是本局的签名，签后没有改过", "ok": True},
        {
            "label": _("Number"),
            "finding": "在本局的编号簿里，只发过这一本",
            "ok": True,
            "url": "#main",
            "link": "看编号簿",
        },
        {"label": _("File"), "finding": "和我们发出的那一份不一样", "ok": False},
        {"label": _("Status now"), "finding": "没有查", "ok": None},
    ]


def _hits() -> list[dict[str, Any]]:
    shared = {
        "url": "#main",
        "kind": "建设工程规划许可证",
        "holder": "益阳样例发电有限公司（样例）",
        "issued_on": date(2022, 8, 12),
    }
    return [
        shared
        | {
            "title": "益阳样例电厂三期 主厂房、锅炉房及集控楼",
            "number": "建字第430900202200086号",
            "place": "赫山区样例镇样例村",
            "size": "总 83,900.00㎡",
            "state": "issued",
            "state_words": "有效",
        },
        shared
        | {
            "title": "益阳样例电厂三期 冷却塔及循环水泵房",
            "number": "建字第430900202200087号",
            "place": "赫山区样例镇样例村",
            "size": "总 2,480.00㎡",
            "state": "superseded",
            "state_words": "已变更",
            "newer_url": "#main",
            "newer_words": "已换成新证 …131号",
        },
    ]


def _groups() -> list[dict[str, Any]]:
    return [
        {
            "name": "kind",
            "title": _("Certificate"),
            "options": [
                {"value": "WORKS", "label": "建设工程规划许可证", "count": 4, "checked": True},
                {"value": "LAND", "label": "建设用地规划许可证", "count": 1, "checked": False},
                {"value": "FINAL", "label": "规划核实合格证", "count": 0, "checked": False},
            ],
        },
        {
            "name": "year",
            "title": _("Year"),
            "options": [{"value": "2022", "label": "2022", "count": 5, "checked": False}],
        },
    ]


def _too_large() -> ExampleForm:
    form = ExampleForm({}, auto_id="too_large_%s")
    form.full_clean()
    form.errors.clear()
    form.add_error("file", _("The file has 24 MB, at most 20 MB. Please split it in two."))
    return form


def context() -> dict[str, Any]:
    failed = ExampleForm({"number": "2022 0801 007", "code": ""})
    failed.is_valid()
    return {
        "states": list(ANSWERS),
        "icons": list(PATHS),
        "checked_at": CHECKED_AT,
        "since": SINCE,
        "failed": failed,
        "widths": WidthsForm(),
        "blank": ExampleForm(auto_id="blank_%s"),
        "over": ExampleForm(auto_id="over_%s"),
        "chosen": ExampleForm(auto_id="chosen_%s"),
        "too_large": _too_large(),
        "facts": _facts(),
        "compared": _compared(),
        "hits": _hits(),
        "guesses": [{"text": "建字第430900202200086号", "url": "#main"}],
        "groups": _groups(),
        "chips": [{"label": "建设工程规划许可证", "url": "#main"}, {"label": "2022", "url": "#main"}],
        "crumbs": [{"label": _("Check a certificate"), "url": "#main"}],
        "said": [
            Message(SUCCESS, "收到了。编号 2022-0801-0007，最晚 8月8日回您。"),
            Message(INFO, "8月12日到 8月14日放假，15日开门。"),
            Message(WARNING, "这一页 30 分钟没有动过，再过 5 分钟要重新登录。"),
            Message(ERROR, "没存上。您填的都还在，过几分钟再试。"),
        ],
    }
