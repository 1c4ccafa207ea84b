"""What the file of a certificate is called when it leaves the house."""

import re

from certificates.models import Certificate

_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')


def file_name(certificate: Certificate) -> str:
    """Position, kind and number, fit for every file system: 02-建设工程规划许可证-建字第430900202200086号.pdf."""
    name = f"{certificate.position:02}-{certificate.definition.name}-{certificate.number}"
    return _UNFIT.sub("_", name) + ".pdf"
