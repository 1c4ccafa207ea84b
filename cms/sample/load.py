"""The public site of the sample: home page, the words around it, matters, guides and notices, in both languages."""

from bureau import sample
from bureau.sample import Sample
from cms.actions.set_up_site import set_up_site
from cms.sample import catalogue, matters_and_guides, notices


@sample.part(30)
def site(sample: Sample) -> None:
    set_up_site(
        sample.office,
        actor=sample.people["sample-admin"],
        plan={"plan_river": "资江", "plan_place": "样例镇", "plan_parcel": "GB00017"},
        words={
            "complaints_phone": "0737-000 0003",
            "filing_number": "湘ICP备样例号",
            "english_name": "Yiyang Sample Bureau of Natural Resources and Planning",
            "english_address": "2nd floor, 1 Yangli Road, Heshan",
            "english_hours": "Monday to Friday 9:00–12:00, 13:30–17:00",
        },
    )


@sample.part(70)
def what_editors_own(sample: Sample) -> None:
    catalogue.load(sample)  # matters are bound to its entries
    matters_and_guides.load(sample)
    notices.load(sample)
