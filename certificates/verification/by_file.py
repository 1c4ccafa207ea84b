"""A check by file. The surest test of our own files is the SHA-256 of the whole file against the record (pdf.md)."""

import hashlib
import json
import re
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.db import DatabaseError
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from bureau import calendar
from certificates.facts import CertificateFacts
from certificates.models import Certificate
from certificates.verification.outcome import Answer, Outcome, Reason, answer_for
from documents.numbering import number_key

LARGEST_READ = 20 * 1024 * 1024  # our files are far smaller; a larger one is compared by its hash alone
_BLOCK = 1 << 20
