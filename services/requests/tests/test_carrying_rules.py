"""Carrying out a decision, by tables: who is asked and when, which answer leads where, when a yes may be given."""

from datetime import UTC, date, datetime

import pytest

from waarborg_requests.domain import Answer, Outcome, RequestState
from waarborg_requests.domain.carrying import (
    MAY,
    MUST,
    AnsweredOtherwise,
    CannotCarry,
    CarryingState,
    NotAskedYet,
    NotCarriedOut,
    PersonNeeded,
    SomethingStays,
    StepKind,
    StepStands,
    StepState,
    StillWaits,
    WasCarriedOut,
    WhyNeeded,
    WhyPurpose,
    WhyRestricted,
    answer_of,
    holders_for,
    next_turn,
    over,
    prepare,
    to_be_answered,
)
from waarborg_requests.domain.carrying_words import RESTRICTED_BECAUSE, STEP_STATES, WHY, RestrictedBecause
from waarborg_requests.texts.carrying import CARRYING_STATES, OUTCOMES_OF_STEPS
from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.carrying import PROOF, Carried, Kept, Told, Why, from_codes, in_codes, stays
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values import SERVICES, Holder, HolderKind, RequestKind, Text

K, S, C = RequestKind, StepState, CarryingState
NAMED = [Text("Zorgdossier", "Care record")]
KEPT = (Kept("file", Why.MEDICAL_FILE, date(2041, 3, 1)),)


def steps(*given):
    return [StepStands(turn=turn, state=state) for turn, state in given]


@pytest.mark.parametrize(
    ("given", "turn", "ended"),
    [
        (steps((0, S.WAITING), (1, S.WAITING)), 0, False),
        (steps((0, S.TOLD), (1, S.WAITING)), None, False),
        (steps((0, S.NOT_YET), (1, S.WAITING)), None, False),
        (steps((0, S.DONE), (0, S.REFUSED), (1, S.WAITING), (2, S.WAITING)), 1, False),
        (steps((0, S.DONE), (1, S.REFUSED)), None, True),
    ],
)
def test_a_turn_is_asked_once_all_before_it_have_ended(given, turn, ended):
    assert next_turn(given) == turn
    assert over(given) is ended


def test_B15_the_register_of_persons_is_asked_after_those_who_are_found_by_its_numbers():
    held = Holder(
        code="care_record",
        name=NAMED[0],
        kind=HolderKind.PARTNER,
        what=Text("Dossier", "File"),
        term=Term(5, Unit.DAYS),
        source="B21",
    )
    named = [*SERVICES, held]
    turns = {each.code: each.turn for each in holders_for(K.ERASURE, named)}
    assert turns["care_record"] == turns["consent"] == 0 < turns["identity"] < turns["requests"]
    assert {each.kind for each in holders_for(K.WITHDRAWAL, named)} == {StepKind.PARTNER}


@pytest.mark.parametrize("kind", sorted(set(K) - MAY))
def test_what_is_only_looked_at_is_not_carried_out(kind):
    with pytest.raises(CannotCarry):
        prepare(kind, RequestState.TAKEN_UP, known=True, about=False, ground=None)


@pytest.mark.parametrize(
    ("kind", "state", "known", "about", "ground", "refused"),
    [
        (K.ERASURE, RequestState.ANSWERED, True, None, None, CannotCarry),
        (K.ERASURE, RequestState.WITHDRAWN, True, None, None, CannotCarry),
        (K.ERASURE, RequestState.LAPSED, True, None, None, CannotCarry),
        (K.WITHDRAWAL, RequestState.WITHDRAWN, True, None, None, CannotCarry),
        (K.ERASURE, RequestState.TAKEN_UP, False, None, None, PersonNeeded),
        (K.OBJECTION, RequestState.TAKEN_UP, True, None, None, WhyPurpose),
        (K.RESTRICTION, RequestState.TAKEN_UP, True, None, None, WhyRestricted),
        (K.ERASURE, RequestState.TAKEN_UP, True, None, "accuracy", WhyRestricted),
    ],
)
def test_what_cannot_be_made_ready(kind, state, known, about, ground, refused):
    with pytest.raises(refused):
        prepare(kind, state, known=known, about=about, ground=ground)


DONE, LATER, NO = Told(Carried.DONE), Told(Carried.NOT_YET, Why.NOT_POSSIBLE), Told(Carried.REFUSED, Why.DATA_CORRECT)


@pytest.mark.parametrize(
    ("state", "told", "before", "leads_to"),
    [
        (S.TOLD, DONE, None, S.DONE),
        (S.TOLD, LATER, None, S.NOT_YET),
        (S.NOT_YET, DONE, LATER, S.DONE),
        (S.NOT_YET, NO, LATER, S.REFUSED),
        (S.DONE, DONE, DONE, S.DONE),
        (S.DONE, LATER, DONE, AnsweredOtherwise),
        (S.DONE, Told(Carried.DONE, kept=KEPT), DONE, AnsweredOtherwise),
        (S.REFUSED, DONE, NO, AnsweredOtherwise),
        (S.WAITING, DONE, None, NotAskedYet),
        (S.TOLD, Told(Carried.REFUSED), None, WhyNeeded),
        (S.TOLD, Told(Carried.NOT_YET), None, WhyNeeded),
    ],
)
def test_which_answer_leads_where(state, told, before, leads_to):
    if isinstance(leads_to, StepState):
        assert answer_of(state, told, before=before) is leads_to
    else:
        with pytest.raises(leads_to):
            answer_of(state, told, before=before)


@pytest.mark.parametrize(
    ("kind", "outcome", "carrying", "something", "refused"),
    [
        *((kind, Outcome.GRANTED, None, False, NotCarriedOut) for kind in sorted(MUST)),
        (K.ERASURE, Outcome.PARTLY, None, False, NotCarriedOut),
        (K.ERASURE, Outcome.PARTLY, C.PREPARED, False, NotCarriedOut),
        (K.OBJECTION, Outcome.GRANTED, C.PREPARED, False, NotCarriedOut),
        (K.OBJECTION, Outcome.GRANTED, None, False, None),
        (K.ACCESS, Outcome.GRANTED, None, False, None),
        (K.ERASURE, Outcome.REFUSED, None, False, None),
        (K.ERASURE, Outcome.REFUSED, C.PREPARED, False, None),
        (K.ERASURE, Outcome.REFUSED, C.RUNNING, True, StillWaits),
        (K.ERASURE, Outcome.REFUSED, C.DONE, True, WasCarriedOut),
        (K.ERASURE, Outcome.GRANTED, C.RUNNING, False, StillWaits),
        (K.ERASURE, Outcome.GRANTED, C.DONE, True, SomethingStays),
        (K.ERASURE, Outcome.PARTLY, C.DONE, True, None),
        (K.ERASURE, Outcome.GRANTED, C.DONE, False, None),
    ],
)
def test_B14_a_yes_is_given_once_it_was_done(kind, outcome, carrying, something, refused):
    given = Answer(outcome=outcome, text="Wij hebben het gedaan.")
    if refused is None:
        to_be_answered(kind, given, carrying=carrying, waits=NAMED, stays=something)
        return
    with pytest.raises(refused) as raised:
        to_be_answered(kind, given, carrying=carrying, waits=NAMED, stays=something)
    if refused is StillWaits:
        assert "Zorgdossier" in raised.value.text.nl and "Care record" in raised.value.text.en


def test_B14_a_refusal_is_the_answer_where_no_holder_did_anything():
    no = Answer(outcome=Outcome.REFUSED, text="Er loopt een rechtszaak.")
    to_be_answered(K.ERASURE, no, carrying=C.DONE, waits=(), stays=True, done=False)


@pytest.mark.parametrize(
    ("since", "now", "until"),
    [
        (datetime(2021, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 1, 12, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2021, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC), None),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), date(2029, 2, 28)),
    ],
)
def test_proof_stays_for_five_years_to_the_day(since, now, until):
    kept = stays("x", Why.REQUEST_FILE, since=since, keep=PROOF, now=now, calendar=DutchCalendar())
    assert (kept.until if kept else None) == until


def test_what_stays_goes_through_an_event_and_comes_back():
    kept = (*KEPT, Kept("person", Why.LEGAL_HOLD, None))
    told = in_codes(Told(Carried.REFUSED, Why.LEGAL_HOLD, kept))
    assert (told.pop("outcome"), told.pop("ground")) == ("refused", "legal_hold")
    assert from_codes(**told) == kept
    with pytest.raises(ValueError, match="zip"):
        from_codes(("a",), (), ())


def test_every_code_has_words():
    assert set(WHY) == set(Why) and set(STEP_STATES) == set(StepState) and set(CARRYING_STATES) == set(CarryingState)
    assert set(OUTCOMES_OF_STEPS) == set(Carried) and set(RESTRICTED_BECAUSE) == set(RestrictedBecause)
