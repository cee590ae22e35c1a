"""What the letter with the answer says of what was carried out: by whom, what had to stay, why and until when."""

from babel.dates import format_date

from waarborg_requests.actions.carrying import holder_named, kept_by, ran_for, steps_in
from waarborg_requests.actions.letter_part import LetterPart
from waarborg_requests.domain.carrying import ANSWERED, StepKind, StepState
from waarborg_requests.domain.carrying_words import STEP_STATES, TOLD_OF_IT, WHAT, WHY
from waarborg_requests.models import CarryingStep, Request
from waarborg_shared.carrying import Kept, Why
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work

_HEAD = (
    Text("Waar", "Where"),
    Text("Wat is gedaan", "What was done"),
    Text("Wat blijft, waarom en tot wanneer", "What stays, why and until when"),
)
_NOTHING = Text("Niets", "Nothing")
_NOT_KNOWN = Text("Niet bekend", "Not known")
"""What stays at a place that gave no answer, or none yet: that nothing does would be a promise."""


def says(work: Work, row: Request, rules: Rules) -> LetterPart | None:
    """Return the part of the letter, None where nothing was carried out."""
    steps = steps_for(work, row)
    if not steps:
        return None
    lead = Text(
        "Hieronder staat per plek wat er is gedaan. Staat er iets dat blijft, dan staat erbij waarom en tot wanneer.",
        "Below you see for each place what was done. Where something stays, it says why and until when.",
    )
    told = Text(
        "Wie de gegevens eerder van ons kreeg, hebben wij ingelicht (art. 19 AVG); ook dat staat hieronder.",
        "Those who got the data from us before were told of it (art. 19 GDPR); that is below as well.",
    )
    recipients = any(each.holder_kind == StepKind.RECIPIENT for each in steps)
    return LetterPart(
        heading=Text("Wat wij hebben gedaan", "What we did"),
        paragraphs=(lead, told) if recipients else (lead,),
        head=_HEAD,
        rows=tuple((holder_named(each, rules), done_in_words(each), stays_in_words(each)) for each in steps),
    )


def steps_for(work: Work, row: Request) -> list[CarryingStep]:
    """Return every step that was begun for this person: of what was cut short before that only what was asked."""
    ran = ran_for(work, row)
    last = {each.id for each in ran[-1:]}
    every = [step for each in ran for step in steps_in(work, each)]
    return [each for each in every if each.carrying_id in last or each.state != StepState.NOT_ASKED]


def done_in_words(step: CarryingStep) -> Text:
    """Return what came of one step."""
    state = StepState(step.state)
    if step.holder_kind == StepKind.RECIPIENT and state is StepState.DONE:
        return TOLD_OF_IT
    return STEP_STATES[state]


def stays_in_words(step: CarryingStep) -> Text:
    """Return what stays at a holder and why, each with its day; or why it was not done."""
    parts = [_kept_in_words(each) for each in kept_by(step)]
    if step.ground and Why(step.ground) not in {each.why for each in kept_by(step)}:
        parts.append(WHY[Why(step.ground)])
    if not parts:
        return _NOTHING if StepState(step.state) in ANSWERED else _NOT_KNOWN
    return Text("; ".join(each.nl for each in parts), "; ".join(each.en for each in parts))


def _kept_in_words(kept: Kept) -> Text:
    what, why = WHAT.get(kept.what, Text(kept.what, kept.what)), WHY[kept.why]
    if kept.until is None:
        return Text(f"{what.nl}: {why.nl}", f"{what.en}: {why.en}")
    day = Text(*(format_date(kept.until, "long", locale=language) for language in ("nl", "en_GB")))
    return Text(f"{what.nl}: {why.nl}, tot en met {day.nl}", f"{what.en}: {why.en}, until {day.en}")
