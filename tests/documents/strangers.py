"""What the walk of tests/bureau/test_strangers.py needs: a book with a reserved, an issued and a void number."""

from bureau.models import Office
from documents import numbering


def make_world(office: Office) -> None:
    series = numbering.open_series(office, "PROOF", "陌生人看不见的编号")
    entries = numbering.reserve(
        series, 2022, taken_for=["2022-0001/1", "2022-0001/2", "2022-0002/1"], write=lambda value: f"看不见的{value:07}"
    )
    numbering.mark_issued(entries[:1])
    numbering.void(entries[1:2], "打印坏了")
