"""A scanner that the operator has named looks at what people hand in; the real ClamAV is not part of the tests."""

import sys
from pathlib import Path
from typing import Any

import pytest

from documents.scanning import Infected, ScannerAway, scan
from documents.uploads import FileKindRefused, taken

PDF = b"%PDF-1.7 sample"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # harmless; every scanner knows it


@pytest.fixture
def scanner(tmp_path: Path, settings: Any) -> None:
    """A program with clamdscan's manners: 1 for the test file, 2 for what it cannot read, 0 for the rest."""
    program = tmp_path / "scanner.py"
    program.write_text(
        "import sys; read = sys.stdin.buffer.read(); "
        "sys.exit(1 if b'EICAR' in read else 2 if b'unreadable' in read else 0)"
    )
    settings.SCANNER = f"{sys.executable} {program}"


@pytest.mark.usefixtures("scanner")
def test_what_is_clean_passes_and_what_is_not_is_refused() -> None:
    assert taken(PDF, "plan.pdf") == "application/pdf"
    with pytest.raises(Infected):
        taken(PDF + EICAR, "plan.pdf")


@pytest.mark.usefixtures("scanner")
def test_a_scanner_that_cannot_say_is_no_answer() -> None:
    with pytest.raises(ScannerAway):
        scan(b"unreadable", "plan.pdf")


def test_a_scanner_that_is_not_there_is_no_answer(settings: Any) -> None:
    settings.SCANNER = "/no/such/scanner -"

    with pytest.raises(ScannerAway):
        scan(PDF, "plan.pdf")


def test_a_file_is_what_its_content_says() -> None:
    with pytest.raises(FileKindRefused):
        taken(b"MZ program", "plan.pdf")
