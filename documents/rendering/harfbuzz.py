"""Cutting fonts with HarfBuzz: fontTools says the same in Python, but needs minutes for a Chinese font, not seconds."""

import ctypes
import ctypes.util
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from documents.rendering.errors import FontToolMissing

# hb-subset.h
_NO_HINTING, _DESUBROUTINIZE, _NO_LAYOUT_CLOSURE = 0x1, 0x4, 0x200
_UNICODE_SET, _DROP_TABLE_SET = 1, 3
VERTICAL_TABLES = ("BASE", "VORG", "vhea", "vmtx")
LAYOUT_TABLES = ("GDEF", "GPOS", "GSUB")


@cache
def _library() -> Any:  # Any: ctypes makes the functions of a library up as they are asked for
    name = ctypes.util.find_library("harfbuzz-subset") or "libharfbuzz-subset.so.0"
    try:
        library = ctypes.CDLL(name)
    except OSError as error:
        raise FontToolMissing(package="libharfbuzz-subset0") from error
    pointer, number, text = ctypes.c_void_p, ctypes.c_uint, ctypes.c_char_p
    for function, result, *arguments in (
        ("hb_blob_create_from_file_or_fail", pointer, text),
        ("hb_blob_get_data", pointer, pointer, ctypes.POINTER(number)),
        ("hb_blob_destroy", None, pointer),
        ("hb_face_create", pointer, pointer, number),
        ("hb_face_destroy", None, pointer),
        ("hb_face_reference_blob", pointer, pointer),
        ("hb_set_add", None, pointer, number),
        ("hb_subset_input_create_or_fail", pointer),
        ("hb_subset_input_destroy", None, pointer),
        ("hb_subset_input_set", pointer, pointer, number),
        ("hb_subset_input_set_flags", None, pointer, number),
        ("hb_subset_or_fail", pointer, pointer, pointer),
    ):
        getattr(library, function).restype = result
        getattr(library, function).argtypes = arguments
    return library


@contextmanager
def opened_face(path: Path, index: int) -> Iterator[int]:
    """One face of a font file or collection, open for several cuts."""
    hb = _library()
    blob = hb.hb_blob_create_from_file_or_fail(str(path).encode())
    if not blob:
        raise FileNotFoundError(path)
    face = hb.hb_face_create(blob, index)
    hb.hb_blob_destroy(blob)
    try:
        yield face
    finally:
        hb.hb_face_destroy(face)


def cut(face: int, characters: Iterable[str], *, drop_tables: Iterable[str]) -> bytes:
    """The font program of these characters alone, without hints and with all subroutines written out."""
    hb = _library()
    plan = hb.hb_subset_input_create_or_fail()
    try:
        wanted = hb.hb_subset_input_set(plan, _UNICODE_SET)
        for character in characters:
            hb.hb_set_add(wanted, ord(character))
        dropped = hb.hb_subset_input_set(plan, _DROP_TABLE_SET)
        for tag in drop_tables:
            hb.hb_set_add(dropped, int.from_bytes(tag.encode(), "big"))
        hb.hb_subset_input_set_flags(plan, _NO_HINTING | _DESUBROUTINIZE | _NO_LAYOUT_CLOSURE)
        result = hb.hb_subset_or_fail(face, plan)
    finally:
        hb.hb_subset_input_destroy(plan)
    if not result:
        raise MemoryError("HarfBuzz could not cut the font")
    blob = hb.hb_face_reference_blob(result)
    try:
        length = ctypes.c_uint()
        data = hb.hb_blob_get_data(blob, ctypes.byref(length))
        return ctypes.string_at(data, length.value)
    finally:
        hb.hb_blob_destroy(blob)
        hb.hb_face_destroy(result)
