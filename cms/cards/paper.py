"""CardPaper: what a card or poster prints, fixed before it is set. Pure.

All texts are in the language of the paper already; what words surround them is looked up in the active language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cms.matters.facts import Material, MatterFacts


class CardForm(StrEnum):
    """Which paper; the value stands in addresses."""

    A5 = "a5"  # front and back, as the hall keeps them
    A4 = "a4"  # one side, as readers print it at home
    POSTER = "poster"  # A3: one matter
    WALL = "wall"  # A3: every matter with its code


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Where papers are handed in."""

    name: str
    place: str = ""
    address: str = ""
    phone: str = ""
    hours: tuple[str, ...] = ()  # lines such as 周一至周五 9:00–12:00、13:30–17:00


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who answers: a post (岗位), never a person."""

    name: str
    phone: str = ""
    has_stand_in: bool = False  # a B岗


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a card says to one applicant after a visit (个人版). A natural person is masked, the clerk is a post."""

    applicant: str
    case: str  # its number
    missing: Mapping[str, str] = field(default_factory=dict)  # remark by material: what is wrong with it, or ""
    supply_by: date
    clerk: str
    number: str  # of this card
    letter: str = ""  # number of the correction notice whose short form it is; "": it is none


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPaper:
    """One matter on paper."""

    facts: MatterFacts
    number: int  # of the version
    valid_from: date
    office: str
    address: str  # what the QR code holds: https://<host>/q/M04?v=4
    site: str  # what a person types: the host
    windows: tuple[Window, ...] = ()
    duty: Duty | None = None
    unresolved: Window | None = None  # “一次未办好”专窗
    complaints_phone: str = ""
    is_sample: bool = False
    is_draft: bool = False  # an editor's preview
    language: str = "zh-hans"
    visit: Visit | None = None

    @property
    def typed(self) -> str:
        """The address as people write it."""
        return self.address.split("://", 1)[-1]

    @property
    def to_bring(self) -> tuple[Material, ...]:
        """Of the first situation: a card is for the common case, its page shows the others."""
        return self.facts.to_bring(self.facts.default_situation)

    @property
    def fetched(self) -> tuple[Material, ...]:
        return self.facts.fetched(self.facts.default_situation)

    @property
    def other_situations(self) -> tuple[str, ...]:
        """Names of situations whose list differs from the one printed."""
        facts = self.facts
        first = {each.id for each in facts.materials if each.is_needed_in(facts.default_situation)}
        return tuple(
            situation.name
            for situation in facts.situations[1:]
            if {each.id for each in facts.materials if each.is_needed_in(situation.key)} != first
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WallEntry:
    """One matter on the poster of all: its code leads to what holds now, so it names no version."""

    code: str
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPaper:
    """The poster of all matters."""

    office: str
    site: str
    entries: tuple[WallEntry, ...]
    is_sample: bool = False
    language: str = "zh-hans"
