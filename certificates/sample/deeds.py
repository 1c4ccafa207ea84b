"""How the sample's land was obtained: by a decision in 2022, by contracts a month before everything else."""

from datetime import date, timedelta

from bureau import calendar
from certificates.facts import Value, printed_date
from certificates.identifiers import term_end
from certificates.models import Project

TERM_YEARS = 50  # of industrial land


def contract_day() -> date:
    return calendar.today() - timedelta(days=30)


def contract_term() -> str:
    """As printed on titles: from the day of the contract."""
    start = contract_day()
    return f"{printed_date(start)}至{printed_date(term_end(start, TERM_YEARS))}"


def contract_number(project: Project) -> str:
    return f"益土合字〔{contract_day().year}〕{int(project.project_code[-5:]) % 99_999 + 1}号（样例）"


def contract_values(project: Project, area: str) -> dict[str, Value]:
    """A GRANT record whose land is what ``project`` says."""
    start = contract_day()
    return {
        "supervision_number": f"{project.county_code}{start.year}B{int(project.project_code[-5:]):05}",
        "grantor": project.office.name,
        "grantee": project.applicant,
        "parcel_number": project.project_code[-6:],
        "location": project.location,
        "area": area,
        "land_use": project.land_use,
        "term_years": str(TERM_YEARS),
        "term": contract_term(),
        "price": "3600.00",
        "plot_ratio_min": "0.60",
        "plot_ratio_max": "2.00",
        "building_density_min": "30.00",
        "building_density_max": "60.00",
        "green_ratio_min": "5.00",
        "green_ratio_max": "20.00",
        "delivery_on": start.isoformat(),
        "start_on": (start + timedelta(days=60)).isoformat(),
        "completion_on": (start + timedelta(days=3 * 365)).isoformat(),
        "attachments": ["国有建设用地使用权出让合同"],
        "holder_uscc": project.applicant_uscc,
    }
