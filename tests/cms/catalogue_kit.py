"""A bureau with an editor and two publishers, a catalogue in force, and matters that are bound to it."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bureau import people
from bureau.models import Office, User
from bureau.roles import Role
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.actions.take_catalogue import compare_catalogue, take_catalogue
from cms.catalogue.rows import Row
from cms.catalogue.sheets import catalogue_sheet
from cms.matters.facts import Basis, Material, MatterFacts, Step, StepRole
from cms.models import CatalogueEdition, CatalogueEntry, Matter
from cms.sample.filling import fill
from tests.cms.catalogues import ROWS

FACTS = MatterFacts(
    code="M00",
    name="还没有名称",
    who="要建房的单位或个人",
    materials=(Material(id="3b5dd6a2-8a5c-4a6d-9a64-2f9f8e1f6a01", name="申请表", electronic=True),),
    steps=(Step(id="3b5dd6a2-8a5c-4a6d-9a64-2f9f8e1f6a02", name="审查", role=StepRole.CASE_OFFICER, days=5),),
    statutory_days=20,
    promised_days=5,
    result_name="许可证",
    basis=(Basis(id="3b5dd6a2-8a5c-4a6d-9a64-2f9f8e1f6a03", law="《民法典》", articles="第二条"),),
)


@dataclass
class Bureau:
    office: Office
    administrator: User
    people: dict[str, User] = field(default_factory=dict)

    def person(self, name: str, role: Role) -> User:
        if name not in self.people:
            self.people[name] = User.objects.create_user(name, password="a long password")
            people.grant_role(self.people[name], role, self.office, actor=self.administrator)
        return self.people[name]

    @property
    def editor(self) -> User:
        return self.person("editor", Role.EDITOR)

    @property
    def publisher(self) -> User:
        return self.person("publisher", Role.PUBLISHER)

    @property
    def other_publisher(self) -> User:
        return self.person("other-publisher", Role.PUBLISHER)

    def take(self, *rows: Row, name: str = "2022年版") -> CatalogueEdition:
        """An edition of these rows, looked at and taken at once."""
        content = catalogue_sheet(rows or ROWS)
        shown = compare_catalogue(content).digest
        return take_catalogue(content, name=name, file_name="目录.xlsx", shown=shown, actor=self.publisher)

    def matter(self, code: str, row: Row | None, **values: Any) -> Matter:
        """A published matter bound to the entry of ``row``, written by the editor."""
        matter = Matter(office=self.office)
        fill(matter, FACTS.model_copy(update={"code": code}))
        if row is not None:
            matter.catalogue_entry = CatalogueEntry.objects.get(code=row.code)
            if row.charges_fee:
                matter.fee_yuan, matter.fee_basis = Decimal(550), "发改价格规〔2016〕2559号"
        for name, value in values.items():
            setattr(matter, name, value)
        draft_matter(matter, actor=self.editor)
        return publish_matter(matter, actor=self.publisher)


def draft(matter: Matter) -> Matter:
    """The newest draft."""
    found: Matter = Matter.objects.get(pk=matter.pk).get_latest_revision_as_object()
    return found


def law_and_articles(matter: Matter) -> list[tuple[str, str]]:
    return [(each.value["law"], each.value["articles"]) for each in matter.basis]
