"""What changed in days, fee, trips, steps, conditions and all else but the papers, in sentences. Pure."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, npgettext, pgettext

from bureau.roles import Role
from cms.matters.facts import Basis, MatterFacts, OnlineLevel, Promise, Step, StepRole
from cms.matters.pairs import Pairs, paired
from cms.matters.shown import plain

STOPS = "。；：，、.;:, "  # a text quoted inside a sentence brings no end of its own


def day_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    """What the office promises, for each class of cases."""
    yield from _promise(before.promised_days, after.promised_days)
    if before.major is None and after.major is not None:
        words = ngettext(
            "{case} now have a promise of their own: {n} working day.",
            "{case} now have a promise of their own: {n} working days.",
            after.major.promised_days,
        )
        yield words.format(case=after.major.name, n=after.major.promised_days)
    elif before.major is not None and after.major is None:
        yield gettext("{case} no longer have a promise of their own.").format(case=before.major.name)
    elif before.major and after.major:
        yield from _major(before.major, after.major)


def _promise(before: int, after: int) -> Iterator[str]:
    if before == after:
        return
    if after == 0:
        words = gettext("The promise is shortened from {before} working days to a decision on the spot.")
    elif before == 0:
        words = ngettext(
            "Until now decided on the spot, this is now promised within {after} working day.",
            "Until now decided on the spot, this is now promised within {after} working days.",
            after,
        )
    elif after < before:
        words = ngettext(
            "The promise is shortened from {before} to {after} working day.",
            "The promise is shortened from {before} to {after} working days.",
            after,
        )
    else:
        words = gettext("The promise is lengthened from {before} to {after} working days.")
    yield words.format(before=before, after=after)


def _major(before: Promise, after: Promise) -> Iterator[str]:
    named = pgettext("a class of cases and what changed for it", "{case}: {sentence}")
    if before.name != after.name:
        yield gettext("The class {before} is now called {after}.").format(before=before.name, after=after.name)
    for sentence in (
        *_promise(before.promised_days, after.promised_days),
        *_limit(before.statutory_days, after.statutory_days),
    ):
        yield named.format(case=after.name, sentence=sentence)


def limit_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    """What the law allows at most."""
    yield from _limit(before.statutory_days, after.statutory_days)
    if before.extension_days == after.extension_days:
        return
    if after.extension_days == 0:
        words = gettext("The limit by law can no longer be extended.")
    elif before.extension_days == 0:
        words = ngettext(
            "The limit by law can now be extended by {after} working day.",
            "The limit by law can now be extended by {after} working days.",
            after.extension_days,
        )
    else:
        words = ngettext(
            "The limit by law can be extended by {after} working day, instead of {before}.",
            "The limit by law can be extended by {after} working days, instead of {before}.",
            after.extension_days,
        )
    yield words.format(before=before.extension_days, after=after.extension_days)


def _limit(before: int, after: int) -> Iterator[str]:
    if before != after:
        words = ngettext(
            "The limit by law changes from {before} to {after} working day.",
            "The limit by law changes from {before} to {after} working days.",
            after,
        )
        yield words.format(before=before, after=after)


def fee_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    if before.fee_yuan != after.fee_yuan:
        if not after.fee_yuan:
            words = gettext("The fee of {before} yuan is dropped.")
        elif not before.fee_yuan:
            words = gettext("Until now free, this now costs {after} yuan.")
        else:
            words = gettext("The fee changes from {before} to {after} yuan.")
        yield words.format(before=plain(before.fee_yuan), after=plain(after.fee_yuan))
    if before.fee_basis != after.fee_basis:
        now = after.fee_basis.rstrip(STOPS)
        words = gettext("The fee now rests on: {basis}.") if now else gettext("The basis of the fee was taken out.")
        yield words.format(basis=now)


def visit_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    """Trips, what is online, and where to go."""
    yield from _trips(before.trips, after.trips)
    yield from _online(before, after)
    if set(before.windows) != set(after.windows):
        yield gettext("The windows that take it have changed.")
    if before.post != after.post:
        yield gettext("Another post now answers your questions.")


def _trips(before: int, after: int) -> Iterator[str]:
    if before == after:
        return
    if after == 0:
        words = ngettext(
            "You no longer need to come at all; before, it took {before} trip.",
            "You no longer need to come at all; before, it took {before} trips.",
            before,
        )
    elif before == 0:
        words = ngettext(
            "You now need to come {after} time; before, not at all.",
            "You now need to come {after} times; before, not at all.",
            after,
        )
    else:
        words = gettext("Trips: {after} instead of {before}.")
    yield words.format(before=before, after=after)


def _online(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    if before.online_level != after.online_level:
        yield {
            OnlineLevel.FULL: gettext("Every step can now be done online."),
            OnlineLevel.PARTIAL: gettext("A part, not all, can now be done online."),
            OnlineLevel.NONE: gettext("It can no longer be done online."),
        }[after.online_level]
    if before.online_url != after.online_url:
        yield gettext("The address for applying online has changed.")


def step_pairs(before: MatterFacts, after: MatterFacts) -> Pairs[Step]:
    return paired(before.steps, after.steps, lambda step: step.name)


def step_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    pairs = step_pairs(before, after)
    yield from (gettext("New step: {step} ({time}).").format(step=each.name, time=_time(each)) for each in pairs.added)
    yield from (gettext("Dropped step: {step}.").format(step=each.name) for each in pairs.removed)
    for old, new in pairs.altered:
        yield from _step(old, new)
    if pairs.moved:
        yield gettext("The steps follow in another order.")


def _step(old: Step, new: Step) -> Iterator[str]:
    if old.name != new.name:
        yield gettext("The step {before} is now called {after}.").format(before=old.name, after=new.name)
    if (was := _time(old)) != (now := _time(new)):
        yield gettext("{step}: was {before}, now {after}.").format(step=new.name, before=was, after=now)
    elif old.with_previous != new.with_previous:
        together = gettext("{step} is now done together with the step before.")
        alone = gettext("{step} is now a step of its own.")
        yield (together if new.with_previous else alone).format(step=new.name)
    if old.role != new.role:
        yield gettext("{step} is now done by: {role}.").format(step=new.name, role=_role(new.role))
    if old.may_pause != new.may_pause:
        stops = gettext("The clock may now stop during {step}, for a review or a public notice.")
        runs = gettext("The clock no longer stops during {step}.")
        yield (stops if new.may_pause else runs).format(step=new.name)
    if old.on_site != new.on_site:
        spot = gettext("{step} is now a check on the spot by two officers.")
        desk = gettext("{step} is no longer a check on the spot.")
        yield (spot if new.on_site else desk).format(step=new.name)


def _time(step: Step) -> str:
    if step.days:
        words = npgettext("time of a step", "{n} working day", "{n} working days", step.days)
        return words.format(n=step.days)
    if step.with_previous:
        return pgettext("time of a step", "together with the step before")
    return pgettext("time of a step", "on the spot")


def _role(role: StepRole) -> str:
    return pgettext("who does a step", "you") if role == StepRole.APPLICANT else str(Role(role.value).label)


def condition_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    """Who may apply, and when."""
    if before.who != after.who:
        now = after.who.rstrip(STOPS)
        words = gettext("Who may apply now: {who}.") if now else gettext("Who may apply is no longer said.")
        yield words.format(who=now)
    if before.on_application != after.on_application:
        if after.on_application:
            yield gettext("You now apply for it on its own.")
        else:
            yield gettext("You no longer apply for it on its own: it comes with another decision.")
    pairs = paired(before.conditions, after.conditions, lambda part: part.text)
    yield from (_quoting(gettext("New condition: {text}."), each.text) for each in pairs.added)
    yield from (
        _quoting(gettext("A condition now reads: {text}."), new.text) for old, new in pairs.kept if old.text != new.text
    )
    yield from (_quoting(gettext("Dropped condition: {text}."), each.text) for each in pairs.removed)


def basis_pairs(before: MatterFacts, after: MatterFacts) -> Pairs[Basis]:
    return paired(before.basis, after.basis, _cited)


def basis_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    pairs = basis_pairs(before, after)
    yield from (gettext("New legal basis: {law}.").format(law=_cited(each)) for each in pairs.added)
    for old, new in pairs.altered:
        if (was := _cited(old)) != (now := _cited(new)):
            yield gettext("The legal basis changes from {before} to {after}.").format(before=was, after=now)
    yield from (gettext("No longer a legal basis: {law}.").format(law=_cited(each)) for each in pairs.removed)


def _cited(basis: Basis) -> str:
    cited = pgettext("a law and its articles", "{law} {articles}").format(law=basis.law, articles=basis.articles)
    return cited.strip(STOPS)


def result_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    """What comes out; another kind under the same name is said as well."""
    if before.result_name != after.result_name:
        words = gettext("What you get in the end: {after} instead of {before}.")
        said = pgettext("result of a matter", "not stated")
        yield words.format(before=before.result_name or said, after=after.result_name or said)
    elif before.result_kind != after.result_kind:
        yield gettext("You get another kind of certificate in the end.")


def name_changes(before: MatterFacts, after: MatterFacts) -> Iterator[str]:
    """The matter's name, and who answers for the text since when."""
    if before.name != after.name:
        yield gettext("{before} is now called {after}.").format(before=before.name, after=after.name)
    if before.before != after.before:
        yield gettext("The figures from before the reform were corrected.")
    if before.keeper != after.keeper and after.keeper:
        yield gettext("{unit} now answers for this text.").format(unit=after.keeper)
    if before.checked_on != after.checked_on and after.checked_on:
        yield gettext("The text was checked on {day}.").format(day=date_format(after.checked_on))


def _quoting(words: str, text: str) -> str:
    return words.format(text=text.rstrip(STOPS))
