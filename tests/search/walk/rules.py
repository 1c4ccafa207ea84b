"""Who may find what, as one plain table. It asks nothing of the product's own rules, so that the walk compares both.

Source: domain.md §7 (roles) and §8 (public queries), design.md, invariant 4.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto

from bureau.models.user import Actor
from bureau.roles import Role

HERE, THERE = "here", "there"
BOTH = (HERE, THERE)
OPENED = "opened"  # the project that is opened to single people

# fmt: off
READ_RECORDS = frozenset({
    Role.WINDOW_CLERK, Role.CASE_OFFICER, Role.CHIEF_APPROVER, Role.ISSUER, Role.SUPERVISOR, Role.AUDITOR,
})
# fmt: on
WRITE_CONTENT = frozenset({Role.EDITOR, Role.PUBLISHER})


class Who(Enum):
    NOBODY = auto()
    EVERYONE = auto()
    ITS_PEOPLE = auto()  # who reads records at its office, and whom its project was opened to
    ITS_OFFICE = auto()  # who reads records there
    ITS_WRITERS = auto()  # who drafts or publishes at its office
    ANY_WRITER = auto()  # who drafts or publishes anywhere: pages are of no office


# Of each kind of record, and each state that it can be in.
RULES = {
    ("certificate", "listed draft"): Who.NOBODY,
    ("certificate", "listed issued"): Who.EVERYONE,
    ("certificate", "listed superseded"): Who.EVERYONE,
    ("certificate", "listed revoked"): Who.EVERYONE,
    ("certificate", "listed expired"): Who.EVERYONE,
    ("certificate", "unlisted draft"): Who.NOBODY,
    ("certificate", "unlisted issued"): Who.ITS_PEOPLE,
    ("certificate", "unlisted superseded"): Who.ITS_PEOPLE,
    ("certificate", "unlisted revoked"): Who.ITS_PEOPLE,
    ("certificate", "unlisted expired"): Who.ITS_PEOPLE,
    ("project", ""): Who.ITS_PEOPLE,
    ("case", "received"): Who.ITS_OFFICE,
    ("case", "refused"): Who.ITS_OFFICE,
    ("case", "accepted"): Who.ITS_OFFICE,
    ("case", "decided"): Who.ITS_OFFICE,
    ("case", "concluded"): Who.ITS_OFFICE,
    ("case", "withdrawn"): Who.ITS_OFFICE,
    ("office", "in use"): Who.EVERYONE,
    ("office", "closed"): Who.NOBODY,
    ("card", "draft"): Who.NOBODY,
    ("card", "live"): Who.EVERYONE,
    ("card", "changed"): Who.EVERYONE,
    ("card", "withdrawn"): Who.NOBODY,
    ("matter", "draft"): Who.ITS_WRITERS,
    ("matter", "live"): Who.ITS_WRITERS,
    ("matter", "changed"): Who.ITS_WRITERS,
    ("matter", "withdrawn"): Who.ITS_WRITERS,
    ("guide", "draft"): Who.NOBODY,
    ("guide", "live"): Who.EVERYONE,
    ("guide", "changed"): Who.EVERYONE,
    ("guide", "unpublished"): Who.NOBODY,
    ("guide", "scheduled"): Who.NOBODY,
    ("notice", "draft"): Who.NOBODY,
    ("notice", "live"): Who.EVERYONE,
    ("notice", "changed"): Who.EVERYONE,
    ("notice", "unpublished"): Who.NOBODY,
    ("notice", "scheduled"): Who.NOBODY,
    ("page", "draft"): Who.NOBODY,
    ("page", "live"): Who.EVERYONE,
    ("page", "changed"): Who.EVERYONE,
    ("page", "unpublished"): Who.NOBODY,
    ("page", "scheduled"): Who.NOBODY,
    ("draft", "draft"): Who.ANY_WRITER,
    ("draft", "live"): Who.NOBODY,  # nothing of it waits
    ("draft", "changed"): Who.ANY_WRITER,
    ("draft", "unpublished"): Who.ANY_WRITER,
    ("draft", "scheduled"): Who.ANY_WRITER,
}
LISTED = frozenset({"SITE", "ALLOC", "GRANT", "LAND", "WORKS", "RURAL", "VERIFY", "BUILD"})
UNLISTED = frozenset({"TITLE", "PROOF"})  # 部令第80号


@dataclass(frozen=True)
class Record:
    """One record of the walk: what it is, where it stands, and every text of the walk that it is found by."""

    kind: str
    record_id: str
    state: str  # as RULES name it
    title: str
    found_by: frozenset[str]
    number: str = ""
    office: str = ""  # as Person.roles name it
    project: str = ""
    label: str = ""  # what lists call it
    day: date = date.min  # of certificates: when they were issued
    trace: str = ""  # the part of its public address that is its own; "" when it has none
    facets: dict[str, str] = field(default_factory=dict)  # but its kind

    @property
    def chosen_by(self) -> dict[str, str]:
        """The value of each facet."""
        return {**self.facets, "kind": self.kind}

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.office} {self.title}"

    def ended(self, state: str) -> "Record":
        """A certificate that was issued, as it stands afterwards."""
        return replace(self, state=self.state.replace("issued", state), facets={**self.facets, "state": state})


@dataclass(frozen=True)
class Person:
    """``roles``: own ones and those of absent colleagues, each at an office; ``projects``: opened to this person."""

    name: str
    user: Actor
    roles: frozenset[tuple[Role, str]] = frozenset()
    projects: frozenset[str] = frozenset()
    is_open: bool = True  # may sign in

    def at(self, roles: frozenset[Role]) -> set[str]:
        """The offices at which the person has one of ``roles``."""
        return {office for role, office in self.roles if role in roles} if self.is_open else set()

    @property
    def is_beyond_the_public(self) -> bool:
        return self.is_open and bool(self.at(READ_RECORDS | WRITE_CONTENT) or self.projects)

    @property
    def enters_the_admin(self) -> bool:
        return self.is_open and bool(self.roles)


def may_find(person: Person, record: Record) -> bool:
    match RULES[record.kind, record.state]:
        case Who.EVERYONE:
            return True
        case Who.ITS_PEOPLE:
            opened = person.is_open and record.project in person.projects
            return opened or record.office in person.at(READ_RECORDS)
        case Who.ITS_OFFICE:
            return record.office in person.at(READ_RECORDS)
        case Who.ITS_WRITERS:
            return record.office in person.at(WRITE_CONTENT)
        case Who.ANY_WRITER:
            return bool(person.at(WRITE_CONTENT))
    return False
