"""The ten matters of domain.md §4 as facts, with nothing but what tables and figures read; no database."""

from decimal import Decimal

from cms.matters.facts import Before, Material, MatterFacts, Source, Step, StepRole, Topic

# Before > now of links, materials, days, fee in yuan, trips; then how many materials the office fetches itself.
# fmt: off
TABLE = {
    "M01": ("建设项目用地预审与选址意见书", (6, 12, 20, 20, 2), (4, 8, 5, 0, 0), 2),
    "M02": ("建设用地规划许可（划拨）", (6, 10, 20, 20, 2), (4, 6, 5, 0, 0), 3),
    "M03": ("建设用地规划许可（出让）", (5, 8, 15, 20, 2), (3, 5, 3, 0, 1), 2),
    "M04": ("建设工程规划许可", (7, 13, 20, 20, 3), (4, 8, 5, 0, 1), 3),
    "M05": ("乡村建设规划许可", (5, 7, 15, 0, 2), (4, 5, 5, 0, 1), 2),
    "M06": ("建设工程规划核实", (6, 9, 15, 20, 2), (4, 6, 5, 0, 1), 2),
    "M07": ("国有建设用地使用权首次登记", (5, 9, 30, 570, 2), (3, 6, 3, 550, 1), 3),
    "M08": ("土地使用权及房屋所有权首次登记", (5, 11, 30, 570, 2), (3, 7, 5, 550, 1), 5),
    "M09": ("抵押权首次登记", (4, 6, 10, 570, 2), (3, 4, 1, 550, 0), 2),
    "M10": ("不动产登记资料查询", (3, 4, 5, 20, 1), (2, 2, 0, 0, 0), 1),
}
# fmt: on


def matter(code: str) -> MatterFacts:
    name, before, (links, materials, days, fee, trips), shared = TABLE[code]
    sources = [Source.SHARED] * shared + [Source.APPLICANT] * (materials - shared)
    return MatterFacts(
        code=code,
        name=name,
        topic=Topic.BUILD if code <= "M06" else Topic.REGISTER,
        order=int(code[1:]),
        statutory_days=30,
        promised_days=days,
        steps=tuple(Step(id=str(at), name="环节", role=StepRole.CASE_OFFICER, days=0) for at in range(links)),
        materials=tuple(
            Material(id=str(at), name=f"材料{at}", source=source, electronic=True) for at, source in enumerate(sources)
        ),
        fee_yuan=Decimal(fee),
        trips=trips,
        before=Before(
            links=before[0], materials=before[1], days=before[2], fee_yuan=Decimal(before[3]), trips=before[4]
        ),
    )
