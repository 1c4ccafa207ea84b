"""What WeasyPrint leaves open: PDF/UA's claim, attachments in order, the signature field, streams packed once.

Rules and their clauses: PDF/A-3b is ISO 19005-3, PDF/UA-1 is ISO 14289-1, PDF itself ISO 32000-1.
"""

import zlib
from dataclasses import dataclass
from typing import Any

import pydyf

MM = 72 / 25.4  # points in a millimetre
_HIDDEN_FROM_NOTHING = 132  # /F: print (4) and locked (128)

_PDFUA_CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


class OpenDictionary(pydyf.Dictionary):
    """A dictionary that stays outside the compressed object stream, where a signer finds it."""

    compressible = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturePlace:
    """The empty field that a signature fills later."""

    label: str  # what a screen reader says: whose signature it is
    field: str = "Signature"
    page: int = 0
    rectangle: tuple[float, float, float, float] | None = None  # x, y, width, height in mm from the top left


def finish(document: Any, pdf: pydyf.PDF, *, signature: SignaturePlace | None) -> None:
    """WeasyPrint's finisher: called when the PDF is whole but not yet written."""
    _claim_pdfua(pdf)
    _order_attachments(pdf)
    if signature is not None:
        _add_signature_field(pdf, signature)
    _pack_streams(pdf)


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _claim_pdfua(pdf: pydyf.PDF) -> None:
    """In the one rdf:RDF: a second one is lost when a signer rewrites the packet. The schema is PDF/A's 6.6.2.3.1."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    packet = b"\n".join(metadata.stream)
    before, end, after = packet.rpartition(b"</rdf:RDF>")
    metadata.stream = [before + _PDFUA_CLAIM + end + after]
    metadata.compress = False  # readable to any archive


def _order_attachments(pdf: pydyf.PDF) -> None:
    """WeasyPrint lists each file twice in /AF and leaves the name tree in the order of attaching."""
    if "AF" not in pdf.catalog:
        return
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    names = _object(pdf, pdf.catalog["Names"]["EmbeddedFiles"])["Names"]
    pairs = sorted(zip(names[::2], names[1::2], strict=True), key=lambda pair: pair[0].data)
    names[:] = [item for pair in pairs for item in pair]


def _add_signature_field(pdf: pydyf.PDF, place: SignaturePlace) -> None:
    """An empty widget that readers announce: under /Form, with its way back through the ParentTree (7.18.1, 7.18.4)."""
    page_reference = pdf.page_references[place.page]
    page = _object(pdf, page_reference)
    widget = OpenDictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(place.field),
            "TU": pydyf.String(place.label),
            "F": _HIDDEN_FROM_NOTHING,
            "P": page_reference,
            "Rect": pydyf.Array(_corners(page, place.rectangle)),
        }
    )
    pdf.add_object(widget)
    if place.rectangle is not None:
        widget["AP"] = pydyf.Dictionary({"N": _empty_appearance(pdf, place.rectangle)})  # PDF/A 6.3.3
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([widget.reference]), "SigFlags": 3})
    _tag(pdf, widget, page_reference)


def _corners(page: Any, rectangle: tuple[float, float, float, float] | None) -> tuple[float, float, float, float]:
    if rectangle is None:
        return (0, 0, 0, 0)
    x, y, width, height = (length * MM for length in rectangle)
    top = page["MediaBox"][3]
    return (round(x, 3), round(top - y - height, 3), round(x + width, 3), round(top - y, 3))


def _empty_appearance(pdf: pydyf.PDF, rectangle: tuple[float, float, float, float]) -> bytes:
    box = pydyf.Array((0, 0, round(rectangle[2] * MM, 3), round(rectangle[3] * MM, 3)))
    extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": pydyf.Dictionary()}
    appearance = pydyf.Stream([b""], extra)
    pdf.add_object(appearance)
    reference: bytes = appearance.reference
    return reference


def _tag(pdf: pydyf.PDF, widget: Any, page: bytes) -> None:
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    content = _object(pdf, root["K"][0])
    element = pydyf.Dictionary({"Type": "/StructElem", "S": "/Form", "P": content.reference, "Pg": page})
    element["K"] = pydyf.Array([pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page})])
    pdf.add_object(element)
    content["K"].append(element.reference)
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    number = max(numbers[::2], default=-1) + 1
    numbers.extend((number, element.reference))
    widget["StructParent"] = number
    root["ParentTreeNextKey"] = number + 1


def _pack_streams(pdf: pydyf.PDF) -> None:
    """Compress each stream once: pydyf does it a second time to compute the file's identifier."""
    for stream in pdf.objects:
        if not isinstance(stream, pydyf.Stream):
            continue
        if stream.extra.get("Subtype") == "/OpenType" and stream.stream[0][:2] == b"\1\0":
            stream.extra["Subtype"] = "/CIDFontType0C"  # a bare CFF program, see cff.py
        stream.extra.pop("Interpolate", None)  # PDF/A 6.2.8: no smoothing asked for, and false is the default
        if stream.compress:
            content = b"\n".join(pydyf._to_bytes(item) for item in stream.stream)
            stream.stream = [zlib.compress(content, 6)]
            stream.extra["Filter"] = "/FlateDecode"
            stream.compress = False
