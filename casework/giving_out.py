"""By which day a certificate is to be in the applicant's hands: a clock of its own, from the decision on.

行政许可法 第四十四条: within ten days of the decision; working days, as all of that law (第八十二条).
"""

from datetime import date

from bureau.calendar import NumberedDays
from casework.clock import effective
from casework.history import History
from casework.models import Case

WITHIN = 10


def give_out_by(case: Case, history: History, days: NumberedDays) -> date | None:
    """None where no certificate is to be given out any more, or ever; and where nobody can say the day yet."""
    waits = case.state == Case.State.DECIDED and case.outcome == Case.Outcome.GRANTED and case.facts.result_kind
    if not waits or history.decided_at is None:
        return None
    return days.day(effective(days, history.decided_at) + WITHIN)
