"""Several cards as one PDF, each under its bookmark, still readable by a screen reader."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import OutlineItem


@dataclass(frozen=True, slots=True)
class Part:
    """One file of ours, and what its bookmark says."""

    title: str
    content: bytes


def joined(parts: Sequence[Part], *, title: str) -> bytes:
    """All pages in the given order.

    The tags come along: the structure trees of the parts become one, so headings, tables and descriptions of pictures
    stay, and so do language, fonts and colours. What joining loses: each part's own title and time (the book has its
    own), and files that a part carries, which cards do not. Fonts are not merged, so a book is as large as its parts.
    """
    with pikepdf.open(io.BytesIO(parts[0].content)) as book:
        bookmarks = [OutlineItem(parts[0].title, 0)]
        for part in parts[1:]:
            bookmarks.append(OutlineItem(part.title, len(book.pages)))
            with pikepdf.open(io.BytesIO(part.content)) as other:
                _append(book, other)
        with book.open_outline() as outline:
            outline.root.extend(bookmarks)
        with book.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
        book.docinfo["/Title"] = title
        packed = io.BytesIO()
        book.save(packed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return packed.getvalue()


def _append(book: pikepdf.Pdf, other: pikepdf.Pdf) -> None:
    """Pages first: references of the structure to pages then lead to the copies."""
    root = book.Root.StructTreeRoot
    start = int(root.get("/ParentTreeNextKey", len(book.pages)))
    for page in other.pages:
        page.obj.StructParents = int(page.obj.StructParents) + start
    book.pages.extend(other.pages)
    tree = book.copy_foreign(other.Root.StructTreeRoot)
    document = root.K[0]
    for element in tree.K[0].K:
        _rename_headers(element, f"{start}:")
        element.P = document
        document.K.append(element)
    numbers: list[Any] = list(tree.ParentTree.Nums)
    for key, entry in zip(numbers[::2], numbers[1::2], strict=True):
        root.ParentTree.Nums.append(int(key) + start)
        root.ParentTree.Nums.append(entry)
    root.ParentTreeNextKey = start + len(numbers) // 2


def _rename_headers(element: Any, prefix: str) -> None:
    """Cells name their headings by identifiers, which must differ throughout a file."""
    if not isinstance(element, pikepdf.Dictionary):
        return  # a number: content of the page
    if "/ID" in element:
        element.ID = pikepdf.String(prefix + str(element.ID))
    if "/A" in element and "/Headers" in element.A:
        element.A.Headers = pikepdf.Array([pikepdf.String(prefix + str(each)) for each in element.A.Headers])
    children = element.get("/K", ())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        _rename_headers(child, prefix)
