"""MatterFacts: what one version of a matter states. Guide, notice card, counter, clock and figures read only this.

Pure and frozen; `MatterVersion.content` holds its JSON (``facts.model_dump(mode="json")``), and
``MatterFacts.model_validate(content)`` brings it back. Texts are in the language of the matter; numbers carry their
unit in their name. Each part of a list has an ``id`` that stays the same from version to version and in every language.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict


class Topic(StrEnum):
    """What residents are about to do, in the order in which lists show it."""

    BUILD = "build"
    REGISTER = "register"
    LAND = "land"
    SURVEY = "survey"
    OTHER = "other"


class Source(StrEnum):
    """Where a material comes from (domain.md §4)."""

    APPLICANT = "A"
    ADVISER = "I"  # a surveyor, designer or other adviser makes it for the applicant
    SHARED = "S"  # fetched by the office; never asked for again (国务院令第716号)


class StepRole(StrEnum):
    """Who does a step; the values are those of bureau.roles.Role where staff do it."""

    APPLICANT = "applicant"
    WINDOW_CLERK = "window_clerk"
    CASE_OFFICER = "case_officer"
    CHIEF_APPROVER = "chief_approver"
    ISSUER = "issuer"


class OnlineLevel(StrEnum):
    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"  # 全流程网办: every step online


class Statement(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class File(Statement):
    """A file for readers: a form, a sample. ``url`` leads to the document, whose bytes ``sha256`` fixes."""

    id: str
    name: str
    url: str
    kind: str  # PDF, DOCX …
    size: int  # bytes
    sha256: str = ""


class Part(Statement):
    """One sentence of a list."""

    id: str
    text: str


class Basis(Statement):
    """One citation: 《城乡规划法》 第四十条."""

    id: str
    law: str
    articles: str
    url: str = ""


class Situation(Statement):
    """A case that changes the list of materials, such as 新建 or 改建、扩建; ``key`` is what materials refer to."""

    id: str
    key: str
    name: str


class Material(Statement):
    """One paper or data item (申请材料)."""

    id: str
    name: str
    help: str = ""
    originals: int = 0  # paper originals to hand in
    copies: int = 0  # paper copies to hand in
    electronic: bool = False
    source: Source = Source.APPLICANT
    source_note: str = ""  # who exactly, such as 设计单位
    defer_days: int | None = None  # 容缺: may be supplied within so many working days after acceptance
    only_in: tuple[str, ...] = ()  # keys of situations; none means all
    sample: File | None = None

    def is_needed_in(self, situation: str | None) -> bool:
        return not self.only_in or situation is None or situation in self.only_in

    @property
    def is_shared(self) -> bool:
        return self.source == Source.SHARED


class Step(Statement):
    """One link of the work (办理环节)."""

    id: str
    name: str
    role: StepRole
    days: int  # working days
    with_previous: bool = False  # done together with the step before: no link of its own
    may_pause: bool = False  # expert review, public notice and the like may stop the clock here
    on_site: bool = False  # what the papers say is checked on the spot, by two officers (行政许可法 第三十四条)
    note: str = ""


class Promise(Statement):
    """A second class of cases with limits of its own, such as major projects; working days."""

    name: str
    statutory_days: int
    promised_days: int


class Before(Statement):
    """What it took before the reform (五减一优); what it takes now follows from the facts."""

    links: int
    materials: int
    days: int
    fee_yuan: Decimal
    trips: int


class Question(Statement):
    id: str
    question: str
    answer: str  # HTML of a few harmless elements


Figures: TypeAlias = dict[str, tuple[Decimal, Decimal]]  # name: before, now


class MatterFacts(Statement):
    # What it is
    code: str  # the short code of cards and addresses, such as M04
    name: str
    summary: str = ""
    topic: Topic = Topic.OTHER
    order: int = 100  # place among its topic
    basic_catalogue_code: str = ""
    implementation_code: str = ""
    # For whom
    who: str = ""
    conditions: tuple[Part, ...] = ()
    note: str = ""  # HTML of a few harmless elements: where else to go
    on_application: bool = True  # False: comes with another decision, nobody applies for it alone
    # What to bring
    situations: tuple[Situation, ...] = ()
    materials: tuple[Material, ...] = ()
    forms: tuple[File, ...] = ()
    # How it goes on; all days are working days
    steps: tuple[Step, ...] = ()
    statutory_days: int
    extension_days: int = 0
    promised_days: int
    major: Promise | None = None
    # What it costs and where
    fee_yuan: Decimal = Decimal(0)
    fee_note: str = ""
    fee_basis: str = ""
    trips: int = 0
    trips_note: str = ""
    online_level: OnlineLevel = OnlineLevel.FULL
    online_url: str = ""
    windows: tuple[int, ...] = ()  # keys of ServiceWindow, whose place and hours change without a new version
    post: int | None = None  # key of Post: who answers is a post, never a person; its phone may change at any time
    # What comes out
    result_name: str = ""
    result_kind: str = ""  # code of the certificate kind, such as WORKS
    result_note: str = ""
    # Why
    basis: tuple[Basis, ...] = ()
    questions: tuple[Question, ...] = ()
    before: Before | None = None
    # About the text itself
    slogan: str = ""
    keeper: str = ""  # the unit that answers for the text
    checked_on: date | None = None
    is_sample: bool = False

    @property
    def is_instant(self) -> bool:
        """即办件: decided on the spot."""
        return self.promised_days == 0

    @property
    def needs_no_visit(self) -> bool:
        """一趟不用跑."""
        return self.trips == 0

    @property
    def is_filed_online(self) -> bool:
        """网上申请 takes it: people ask for it by itself, it takes some days, and no other address is named for it."""
        is_online = self.online_level != OnlineLevel.NONE and not self.online_url
        return is_online and self.on_application and not self.is_instant

    @property
    def links(self) -> int:
        """环节 that a case passes: steps that stand for themselves."""
        return sum(not step.with_previous for step in self.steps)

    def to_bring(self, situation: str | None = None) -> tuple[Material, ...]:
        """What the applicant hands in; without a situation all that some situation asks for."""
        return tuple(each for each in self.materials if not each.is_shared and each.is_needed_in(situation))

    def fetched(self, situation: str | None = None) -> tuple[Material, ...]:
        """What the office fetches itself (共享获取，无需提交)."""
        return tuple(each for each in self.materials if each.is_shared and each.is_needed_in(situation))

    @property
    def default_situation(self) -> str | None:
        return self.situations[0].key if self.situations else None

    def figures(self) -> Figures:
        """The five reductions, before and now: links, materials, days, fee_yuan, trips. Empty without a 'before'."""
        if self.before is None:
            return {}
        now: dict[str, int | Decimal] = {
            "links": self.links,
            "materials": len(self.materials),
            "days": self.promised_days,
            "fee_yuan": self.fee_yuan,
            "trips": self.trips,
        }
        return {name: (Decimal(getattr(self.before, name)), Decimal(value)) for name, value in now.items()}
