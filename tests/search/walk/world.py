"""Two offices with records of every kind in every state, each found by a word of its own and, if it has one, a number.

All hold the word COMMON. Records that nobody may find are made as well: theirs are words that must find nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, product
from typing import Any

from bureau.models import Office, User
from documents.number_keys import number_key
from tests.search.walk.rules import Person, Record, may_find

COMMON = "干支"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


@dataclass
class World:
    offices: dict[str, Office]
    people: dict[str, Person]
    records: list[Record] = field(default_factory=list)
    closed_words: list[str] = field(default_factory=list)  # that stand in some record, and find nothing for anybody
    words: Iterator[str] = field(default_factory=lambda: map("".join, product(STEMS, BRANCHES)))
    places: Iterator[int] = field(default_factory=lambda: count(1))

    def digits(self) -> str:
        """Six that differ from all others in at least two places: 070707."""
        return f"{next(self.places):02}" * 3

    def add(
        self, kind: str, record_id: object, state: str, title: str, *words: str, number: str = "", **more: Any
    ) -> None:
        by = {COMMON, *words} | ({number, tail(number)} if number else set())
        self.records.append(Record(kind, str(record_id), state, title, frozenset(by), number=number, **more))

    def found(self, person: Person, text: str) -> list[Record]:
        """What ``person`` must find by ``text``: by the rules, not by the product."""
        return [each for each in self.records if text in each.found_by and may_find(person, each)]

    def user(self, name: str) -> User:
        user = self.people[name].user
        assert isinstance(user, User)
        return user

    @property
    def examples(self) -> list[Record]:
        """One record of each kind and state at each office."""
        return list({(each.kind, each.state, each.office): each for each in reversed(self.records)}.values())

    @property
    def own_words(self) -> list[str]:
        """Words of the examples, and those that must find nothing."""
        numbers = {text for each in self.records if each.number for text in (each.number, tail(each.number))}
        words = {word for each in self.examples for word in each.found_by} - numbers - {COMMON}
        return [*sorted(words), *self.closed_words]

    @property
    def numbers(self) -> list[str]:
        """Of the examples."""
        return sorted({each.number for each in self.examples if each.number})


def tail(number: str) -> str:
    """What somebody types who reads the last digits only."""
    key = number_key(number)
    return key[-6:] if len(key) > 6 else key[-4:]


def slipped(number: str) -> str:
    """``number`` with one digit wrong: 070707 becomes 070717. No other number of the walk is as near to it."""
    at = next(at for at in reversed(range(len(number) - 1)) if number[at : at + 2].isdigit())
    return f"{number[:at]}{(int(number[at]) + 1) % 10}{number[at + 1 :]}"
