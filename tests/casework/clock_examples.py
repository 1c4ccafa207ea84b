"""Worked examples of the clock: what was recorded, and what follows from it."""

from typing import Any

Case = dict[str, Any]


def example(name: str, moment: str, promised: int, statutory: int, *suspensions: tuple[str, ...], **more: Any) -> Case:
    """``moment`` is that of acceptance; a suspension is kind, opened, and closed where it was."""
    named = [dict(zip(("kind", "opened_at", "closed_at"), each, strict=False)) for each in suspensions]
    case: Case = {"id": name, "accepted_at": moment, "promised_days": promised, "statutory_days": statutory, **more}
    return {**case, "suspensions": named} if named else case


def received(name: str, moment: str, **more: Any) -> Case:
    case = example(name, moment, 5, 20, received_at=moment, **more)
    return {field: value for field, value in case.items() if field != "accepted_at"}


START = "2022-08-01T09:00"
NOT_ACCEPTED = dict.fromkeys(("accept_day", "day_one", "promised_due", "statutory_due", "binding_due"))

EXAMPLES: list[tuple[Case, Case]] = [
    (
        example("E01", "2022-08-11T10:20", 1, 20),
        {
            "accept_day": "2022-08-11", "day_one": "2022-08-12",
            "promised_due": "2022-08-12", "statutory_due": "2022-09-08",
        },
    ),
    (example("E02", "2022-08-11T10:20", 10, 20), {"promised_due": "2022-08-25", "statutory_due": "2022-09-08"}),
    (example("E03", "2022-09-07T15:00", 5, 20), {"promised_due": "2022-09-15", "statutory_due": "2022-10-11"}),
    (example("E04", "2022-09-28T09:00", 5, 20), {"promised_due": "2022-10-10", "statutory_due": "2022-10-31"}),
    (
        example("E05", "2022-09-30T17:01", 5, 20),
        {"accept_day": "2022-10-08", "promised_due": "2022-10-13", "statutory_due": "2022-11-03"},
    ),
    (
        example("E06", "2022-09-30T17:00", 5, 20),
        {"accept_day": "2022-09-30", "promised_due": "2022-10-12", "statutory_due": "2022-11-02"},
    ),
    (
        example("E07", "2026-02-16T09:00", 5, 20),
        {"accept_day": "2026-02-24", "promised_due": "2026-03-02", "statutory_due": "2026-03-23"},
    ),
    (
        example("E08", START, 5, 20, ("correction", "2022-08-03T11:00", "2022-08-09T16:00")),
        {"promised_due": "2022-08-12", "statutory_due": "2022-08-29", "suspended_days": 4},
    ),
    (
        example(
            "E09", START, 5, 20,
            ("expert_review", "2022-08-02T10:00", "2022-08-12T10:00"),
            ("public_notice", "2022-08-09T09:00", "2022-08-17T17:00"),
        ),
        {"promised_due": "2022-08-23", "statutory_due": "2022-09-08", "suspended_days": 11},
    ),
    (
        example(
            "E10", START, 5, 20,
            ("expert_review", "2022-08-03T09:00", "2022-08-15T09:00"),
            ("correction", "2022-08-05T09:00", "2022-08-10T09:00"),
        ),
        {"promised_due": "2022-08-18", "statutory_due": "2022-09-08", "suspended_days": 8},
    ),
    (
        example("E11", START, 5, 20, ("revision", "2022-08-04T09:00", "2022-08-13T10:00")),
        {"promised_due": "2022-08-17", "statutory_due": "2022-08-29", "suspended_days": 7},
    ),
    (
        example("E12", START, 5, 20, ("correction", "2022-08-02T09:00", "2022-08-22T09:00")),
        {"promised_due": "2022-08-22", "statutory_due": "2022-08-29", "suspended_days": 10},
    ),
    (
        example("E13", START, 5, 20, ("correction", "2022-08-02T09:00")),
        {"promised_due": "2022-08-22", "statutory_due": "2022-08-29", "suspended_days": 10},
    ),
    (
        example("E14", "2022-09-13T09:00", 30, 45, ("expert_review", "2022-09-20T09:00")),
        {"promised_due": "2022-11-18", "statutory_due": "2022-12-09", "suspended_days": 15},
    ),
    (
        example(
            "E15", "2022-06-01T09:00", 5, 20, ("hearing", "2022-06-02T09:00", "2022-06-24T12:00"), extension_days=10
        ),
        {"promised_due": "2022-06-30", "statutory_due": "2022-08-04", "suspended_days": 15},
    ),
    (
        example("E16", START, 5, 20, ("public_notice", "2022-08-03T09:00", "2022-08-03T16:59")),
        {"promised_due": "2022-08-08", "statutory_due": "2022-08-29", "suspended_days": 0},
    ),
    (
        received("E17", "2022-08-01T10:00"),
        {
            "accept_day": "2022-08-01", "notice_deadline": "2022-08-08",
            "promised_due": "2022-08-08", "statutory_due": "2022-08-29",
        },
    ),
    (
        received("E18", "2022-08-01T10:00", correction_notice_at="2022-08-08T17:00"),
        {**NOT_ACCEPTED, "notice_deadline": "2022-08-08"},
    ),
    (
        example("E19", START, 5, 20, ("correction", "2022-08-09T09:00"), as_of="2022-08-09"),
        {"promised_due": "2022-08-08", "statutory_due": "2022-08-29", "refused": [0], "left": -1, "level": "orange"},
    ),
    (
        example("E20", START, 5, 20, ("force_majeure", "2022-08-03T09:00"), as_of="2022-08-10"),
        {"promised_due": None, "statutory_due": None, "binding_due": None, "used": 2, "left": 3, "level": "paused"},
    ),
    (
        example("E21", "2026-12-24T09:00", 10, 20),
        {"promised_due": None, "statutory_due": None, "binding_due": None, "missing_year": 2027},
    ),
    (
        example("E22", START, 5, 20, as_of="2022-08-05"),
        {"used": 4, "left": 1, "level": "yellow", "promised_due": "2022-08-08", "statutory_due": "2022-08-29"},
    ),
    (
        example(
            "E23", "2026-01-26T09:00", 5, 30, ("public_notice", "2026-01-27T09:00", "2026-02-25T09:00"),
            regime="registration",
        ),
        {"promised_due": "2026-02-28", "statutory_due": "2026-04-03", "suspended_days": 15},
    ),
    (
        example("E24", START, 5, 20, ("correction", "2022-08-02T09:00"), ("revision", "2022-08-17T09:00")),
        {
            "promised_due": "2022-09-13", "statutory_due": "2022-08-29", "binding_due": "2022-08-29",
            "suspended_days": 25,
        },
    ),
]  # fmt: skip
