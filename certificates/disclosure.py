"""What may leave the house about a certificate, decided field by field in this one place (invariant 4, domain.md §8).

Search documents, public pages, feeds and the check page read certificates through these functions only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from certificates.definition import Publicity, TypeDefinition, Visibility
from certificates.facts import CertificateFacts, Row, Table
from certificates.models import Certificate

_LONGEST_PERSONAL_NAME = 4  # characters; longer ones with · are personal names too


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """The part of a certificate's statement that a reader may see; natural persons are masked."""

    type_name: str
    number: str
    holder: str
    issuer: str
    rows: tuple[Row, ...]
    tables: tuple[Table, ...]

    def value(self, key: str) -> str:
        return next((row.value for row in self.rows if row.key == key), "")


def for_everyone(certificate: Certificate) -> Disclosed | None:
    """What anyone may read: P fields of a listed kind. None for kinds only checked (部令第80号), and drafts."""
    definition = certificate.definition
    if definition.publicity is not Publicity.LISTED or certificate.state == Certificate.State.DRAFT:
        return None
    return _disclosed(certificate.facts, definition, {Visibility.PUBLIC})


def for_checker(certificate: Certificate, *, verify_shows_facts: bool) -> Disclosed:
    """What somebody may read who showed the number with its code, or the file itself.

    Of kinds that are only checked, nothing but kind, number and office, unless the office shows their V fields.
    """
    definition = certificate.definition
    if definition.publicity is Publicity.LISTED:
        return _disclosed(certificate.facts, definition, {Visibility.PUBLIC, Visibility.VERIFY})
    shown = {Visibility.VERIFY} if verify_shows_facts else set()
    disclosed = _disclosed(certificate.facts, definition, shown)
    return disclosed if verify_shows_facts else replace(disclosed, holder="")


def masked(name: str) -> str:
    """A personal name: the family name and two stars."""
    return f"{name[:1]}**"


def is_person(name: str, uscc: str) -> bool:
    """Whether a holder is a natural person: no organisation code, and a name of that length or with a middle dot."""
    if uscc not in {"", "/"}:
        return False
    return 0 < len(name) <= _LONGEST_PERSONAL_NAME or "·" in name


def _disclosed(facts: CertificateFacts, definition: TypeDefinition, shown: set[Visibility]) -> Disclosed:
    visible = {each.key for each in definition.fields if each.visibility in shown}
    uscc = facts.value("holder_uscc")
    return Disclosed(
        type_name=facts.type_name,
        number=facts.number,
        holder=masked_names(facts.holder, uscc),
        issuer=facts.issuer,
        rows=tuple(_rows(facts, definition, visible, uscc)),
        tables=tuple(table for table in facts.tables if table.key in visible),
    )


def _rows(facts: CertificateFacts, definition: TypeDefinition, visible: set[str], uscc: str) -> Iterator[Row]:
    for row in facts.rows:
        if row.key not in visible or row.value == "/":
            continue
        named = definition.by_key[row.key]
        may_name = named.may_name_person or row.key == definition.holder_field
        yield replace(row, value=masked_names(row.value, uscc)) if may_name else row


def masked_names(names: str, uscc: str) -> str:
    """Each of several names, joined by 、 or ； as printed: natural persons masked, organisations in full."""
    for joint in ("；", "、"):
        if joint in names:
            return joint.join(masked_names(name, uscc) for name in names.split(joint))
    return masked(names) if is_person(names, uscc) else names
