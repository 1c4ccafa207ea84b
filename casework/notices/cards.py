"""The notice card of one case (一次性告知卡, 个人版): written with what is missing, made by the cards of its matter.

What is personal on it is fixed when it is written: the masked applicant, what is missing, the day, the clerk's post.
Where to go is as of the day on which its file is made. Its code is the matter's own and says nothing of anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bureau.access import acting_post
from bureau.models import Office, Post, User
from bureau.roles import Role, Verb
from casework.missing import Missing
from casework.models import ApplicationMaterial, Case, Notice
from casework.notices.writing import chinese, write_content
from certificates.disclosure import masked_names
from cms.cards.current import paper_of
from cms.cards.files import visit_card
from cms.cards.paper import CardForm, CardPaper, Visit
from cms.matters.facts import Material, MatterFacts, Source
from cms.public_matters import PublicMatter
from documents.rendering.finishing import SignaturePlace


def write_card(
    case: Case, missing: Sequence[Missing], supply_by: date, *, by: User, letter: Notice | None = None
) -> Notice:
    """In the transaction of what it tells. ``letter``: the correction notice whose short form it is."""
    application = case.application
    with chinese():
        content = {
            "applicant": masked_names(application.project.applicant, application.project.applicant_uscc),
            "missing": {each.material.key: each.remark for each in missing},
            "supply_by": supply_by.isoformat(),
            "clerk": number_of_clerk(by, application.office),
        }
    return write_content(Notice.Kind.CARD, content, application, by=by, case=case, letter=letter)


def number_of_clerk(clerk: User, office: Office) -> str:
    """The post, as people read it on the window; who holds none has the number of the account. Never a name."""
    held = Post.objects.filter(office=office, holder=clerk, role=Role.WINDOW_CLERK).order_by("code").first()
    post = acting_post(clerk, Verb.ANSWER_APPLICATION, office) or held
    return post.name if post else _("staff number %(number)s") % {"number": f"{clerk.pk:04}"}


def card_pdf(notice: Notice, form: CardForm, *, is_sample: bool, signature: SignaturePlace) -> bytes:
    """The card as it is signed then. Slow, outside any transaction; in Chinese."""
    with chinese():
        paper = paper_of_notice(notice)
        paper = replace(paper, is_sample=paper.is_sample or is_sample)
        return visit_card(paper, form, localtime(notice.written_at).date(), signature)


def paper_of_notice(notice: Notice) -> CardPaper:
    assert notice.case is not None  # held by the database
    case, content = notice.case, notice.content
    visit = Visit(
        applicant=content["applicant"],
        case=case.number,
        missing=content["missing"],
        supply_by=date.fromisoformat(content["supply_by"]),
        clerk=content["clerk"],
        number=notice.entry.text,
        letter=notice.letter.entry.text if notice.letter else "",
    )
    facts = _facts(case, list(notice.application.materials.all()))
    paper = paper_of(PublicMatter(version=case.version, facts=facts, translated=True, guide_url=""))
    return replace(paper, office=notice.application.office.name, visit=visit)


def _facts(case: Case, listed: Iterable[ApplicationMaterial]) -> MatterFacts:
    """Of the version that the case has, in its situation, with the papers as this application lists them."""
    facts = case.facts
    own = {each.name: each for each in facts.materials}
    needed = [each for each in listed if case.version.code in each.needed_by]
    materials = tuple(_material(each, own.get(each.name, Material(id=each.key, name=each.name))) for each in needed)
    situations = tuple(each for each in facts.situations if each.key == case.situation)
    return facts.model_copy(update={"materials": materials, "situations": situations})


def _material(listed: ApplicationMaterial, own: Material) -> Material:
    return own.model_copy(
        update={
            "id": listed.key,
            "help": listed.help,
            "originals": listed.originals,
            "copies": listed.copies,
            "electronic": listed.electronic,
            "defer_days": listed.defer_days,
            "source": Source.SHARED if listed.is_shared else own.source,
            "only_in": (),
        }
    )
