"""Several papers as one PDF to print. It carries no signature: the signed files stay what they are."""

import io
from collections.abc import Sequence

import pikepdf


def merged(files: Sequence[bytes], *, title: str) -> bytes:
    """All pages in the given order. Form fields go, so that no viewer shows a broken signature."""
    whole = pikepdf.new()
    for content in files:
        with pikepdf.open(io.BytesIO(content)) as one:
            for page in one.pages:
                if "/Annots" in page:
                    del page["/Annots"]
            whole.pages.extend(one.pages)
    whole.docinfo["/Title"] = title
    packed = io.BytesIO()
    whole.save(packed, linearize=False)
    return packed.getvalue()
