"""What works before it is answered: which marks are asked for, by which fact a request is answered, and when."""

import pytest

from waarborg_requests.domain.at_once import (
    Step,
    answered_by_fact,
    only_by_fact,
    passing,
    still_to_weigh,
    stopped_by,
    upheld,
)
from waarborg_requests.models import RequestMark
from waarborg_shared.bus.receiver import Outcome
from waarborg_shared.events.consent import MarkEnded, MarkRequestFoundNothing, MarkSet, ObjectionAnswered
from waarborg_shared.events.requests import MarkRequested, RequestAnswered
from waarborg_shared.hooks import Registry
from waarborg_shared.hooks.values import EVERY_MESSAGE, ObjectionAbout, RequestKind
from waarborg_shared.testing.world import both_organisations
from waarborg_tests.request_beginnings import OTHER, PERSON, act, bring, code_of, filed_as, identify, now

K = RequestKind
REGISTRY = Registry(both_organisations())


def purposes(organisation):
    return REGISTRY.rules(organisation).purposes


def against(organisation, about):
    """What an objection about a subject stops at an organisation."""
    rules = REGISTRY.rules(organisation)
    return stopped_by(rules.objection_subjects.get(ObjectionAbout(about)) if about else None, rules.purposes)


@pytest.mark.parametrize(
    ("organisation", "about", "stops"),
    [
        ("bqr", "marketing", ("marketing", "calling", "insurer_offers", "care_news", "sales_call", "insurer_offer")),
        ("bqr", "calling", ("calling", "sales_call")),
        ("bqr", "surveys", ("market_research", "satisfaction_survey", "survey_invitation")),
        ("bqr", "statistics", ("statistics", "research", "research_invitation")),
        ("bqr", "insurer_offers", ("insurer_offers", "insurer_offer")),
        ("bqr", "other", ()),
        ("jtb-care", "marketing", ("promotion", "newsletter", "activity_talk", "newsletter_issue")),
        ("jtb-care", "insurer_offers", ()),
    ],
)
def test_B16_what_an_objection_stops_is_the_organisations_own(organisation, about, stops):
    assert set(against(organisation, about)) == set(stops)


@pytest.mark.parametrize(
    ("kind", "about", "asked"),
    [
        (K.ADDRESS_SECRECY, None, ("set", "address_secrecy", ())),
        (K.OBJECTION, "calling", ("set", "objection", ("calling", "sales_call"))),
        (K.OBJECTION, "other", ("set", "objection", ())),
        (K.OBJECTION, None, ("set", "objection", ())),
        (K.OBJECTION_WITHDRAWAL, "calling", ("end", "objection", ("calling", "sales_call"))),
        (K.OBJECTION_WITHDRAWAL, "other", None),
        (K.RESTRICTION, None, None),
        (K.ACCESS, None, None),
        (K.WITHDRAWAL, None, None),
    ],
)
def test_B12_B16_which_mark_a_request_asks_for(kind, about, asked):
    found = passing(kind, about, against("bqr", about))
    assert (None if found is None else (found.step.value, found.mark.value, found.about)) == asked


def test_J6_where_there_is_no_such_purpose_every_message_stops():
    found = passing(K.OBJECTION, "insurer_offers", against("jtb-care", "insurer_offers"))
    assert found is not None and (found.step, found.about) == (Step.SET, (EVERY_MESSAGE,))


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("about", [None, *ObjectionAbout])
def test_what_only_a_fact_answers_is_always_passed_on(organisation, kind, about):
    if only_by_fact(kind, about) and kind is not K.WITHDRAWAL:
        assert passing(kind, about, against(organisation, about)) is not None


@pytest.mark.parametrize(
    ("disputed", "objected", "ground"),
    [(True, False, "accuracy"), (False, True, "objection_pending"), (True, True, "accuracy")],
)
def test_a_restriction_works_while_something_is_disputed(disputed, objected, ground):
    found = passing(K.RESTRICTION, None, disputed=disputed, objected=objected)
    assert found is not None and found.ground == ground


@pytest.mark.parametrize(
    ("kind", "about", "so"),
    [
        (K.WITHDRAWAL, None, True),
        (K.ADDRESS_SECRECY, None, True),
        (K.OBJECTION, "marketing", True),
        (K.OBJECTION, "surveys", True),
        (K.OBJECTION, "statistics", False),
        (K.OBJECTION, "other", False),
        (K.OBJECTION, None, False),
        (K.OBJECTION_WITHDRAWAL, "calling", True),
        (K.OBJECTION_WITHDRAWAL, None, False),
        (K.RESTRICTION, None, False),
        (K.ERASURE, None, False),
    ],
)
def test_what_is_left_to_weigh(kind, about, so):
    assert only_by_fact(kind, about) is so


def test_an_answer_in_words_is_no_fact():
    assert answered_by_fact(K.OBJECTION, "granted")
    assert not answered_by_fact(K.OBJECTION, "granted", in_words=True)
    assert not answered_by_fact(K.OBJECTION, "refused") and not answered_by_fact(K.ACCESS, "granted")


def test_an_objection_to_everything_is_answered_once_every_purpose_was_weighed():
    every = still_to_weigh([None], purposes("bqr"))
    assert "statistics" in every and "marketing" not in every
    assert not upheld(every, {"statistics": "upheld"}) and not upheld((), {})
    assert upheld(every, dict.fromkeys(every, "upheld"))
    assert not upheld(every, {**dict.fromkeys(every, "upheld"), "statistics": "overruled"})


def mark(row, *, about=None, kind="objection", subject=PERSON, ref="mark-00000001"):
    return MarkSet(subject_ref=subject, mark_ref=ref, kind=kind, about_purpose=about, request_ref=row.id)


def test_B12_an_address_is_secret_once_it_is_known_whose_and_the_fact_is_the_answer(either_world):
    world = either_world
    row = identify(world, filed_as(world, "address_secrecy"))
    (asked,) = world.told(MarkRequested)
    assert (asked.request_ref, asked.subject_ref, asked.change_kind, asked.kind) == (
        row.id,
        PERSON,
        "set",
        "address_secrecy",
    )
    assert row.state == "taken_up"
    page = world.visitor().send("/requests/status", number=row.number, code=code_of()).text
    assert "This works at once" in page
    assert bring(world, mark(row, kind="address_secrecy"), source="consent", subject=PERSON) is Outcome.DONE
    row = now(world, row)
    assert (row.state, row.outcome, row.ground) == ("answered", "granted", None)
    page = world.visitor().send("/requests/status", number=row.number, code=code_of()).text
    assert "Your address is secret." in page and "The answer itself" not in page


def test_where_it_was_so_already_the_answer_says_so(world):
    row = identify(world, filed_as(world, "objection", about="marketing"))
    event = MarkRequestFoundNothing(subject_ref=PERSON, request_ref=row.id, kind="objection")
    assert bring(world, event, source="consent", subject=PERSON) is Outcome.DONE
    assert (now(world, row).outcome, now(world, row).ground) == ("granted", "already_so")
    page = world.visitor("bqr", lang="nl").send("/requests/status", number=row.number, code=code_of()).text
    assert "Uw bezwaar stond al." in page


def test_B16_of_two_purposes_the_first_fact_answers_and_both_are_kept(world):
    row = identify(world, filed_as(world, "objection", about="surveys"))
    assert world.told(MarkRequested)[0].about == ("satisfaction_survey", "market_research", "survey_invitation")
    bring(world, mark(row, about="market_research"), source="consent", subject=PERSON)
    second = mark(row, about="satisfaction_survey", ref="mark-00000002")
    assert bring(world, second, source="consent", subject=PERSON, sequence=2) is Outcome.DONE
    assert len(world.rows(RequestMark)) == 2 and len(world.told(RequestAnswered)) == 1


def test_an_objection_that_is_weighed_works_meanwhile_and_is_answered_when_it_is_upheld(world):
    row = identify(world, filed_as(world, "objection", about="statistics"))
    for number, about in enumerate(("statistics", "research"), 1):
        event = mark(row, about=about, ref=f"mark-0000000{number}")
        bring(world, event, source="consent", subject=PERSON, sequence=number)
    assert now(world, row).state == "taken_up"
    page = world.visitor().send("/requests/status", number=row.number, code=code_of()).text
    assert "Works since" in page and "while we weigh your request" in page
    assert "Works since" in world.coordinator().get(f"/requests/cases/{row.id}").text
    for number, about in enumerate(("statistics", "research"), 1):
        event = ObjectionAnswered(
            subject_ref=PERSON, mark_ref=f"mark-0000000{number}", about_purpose=about, outcome="upheld"
        )
        bring(world, event, source="consent", subject=PERSON, sequence=number + 2)
    assert (now(world, row).state, now(world, row).outcome) == ("answered", "granted")


def test_an_objection_that_is_overruled_waits_for_the_reason_in_words(world):
    row = identify(world, filed_as(world, "objection", about="statistics"))
    bring(world, mark(row, about="statistics"), source="consent", subject=PERSON)
    event = ObjectionAnswered(
        subject_ref=PERSON, mark_ref="mark-00000001", about_purpose="statistics", outcome="overruled"
    )
    bring(world, event, source="consent", subject=PERSON, sequence=2)
    assert now(world, row).state == "taken_up"
    refused = act(world, row, "answer", outcome="refused", ground="compelling_interest", text="Ons belang is groter.")
    assert refused.status_code == 303
    assert now(world, row).outcome == "refused"


def test_a_mark_that_ended_is_not_shown_as_working(world):
    row = identify(world, filed_as(world, "objection", about="statistics"))
    bring(world, mark(row, about="statistics"), source="consent", subject=PERSON)
    event = MarkEnded(subject_ref=PERSON, mark_ref="mark-00000001", kind="objection", about_purpose="statistics")
    bring(world, event, source="consent", subject=PERSON, sequence=2)
    page = world.visitor().send("/requests/status", number=row.number, code=code_of()).text
    assert "while we weigh your request" not in page


def test_a_withdrawn_objection_is_answered_by_its_end(world):
    row = identify(world, filed_as(world, "objection_withdrawal", about="calling"))
    asked = world.told(MarkRequested)[0]
    assert (asked.change_kind, asked.about) == ("end", ("calling", "sales_call"))
    event = MarkEnded(
        subject_ref=PERSON, mark_ref="mark-1", kind="objection", about_purpose="calling", request_ref=row.id
    )
    bring(world, event, source="consent", subject=PERSON)
    assert now(world, row).outcome == "granted"


@pytest.mark.parametrize(("kind", "about"), [("address_secrecy", None), ("objection", "marketing")])
def test_nobody_grants_in_words_what_a_fact_grants(world, kind, about):
    row = identify(world, filed_as(world, kind, about=about))
    answer = act(world, row, "answer", outcome="granted", text="Geregeld.")
    assert answer.status_code == 422 and "not been done yet" in answer.text
    assert now(world, row).answered_at is None


def test_a_fact_about_another_person_or_a_request_that_asked_nothing_changes_nothing(world):
    row = identify(world, filed_as(world, "address_secrecy"))
    event = mark(row, kind="address_secrecy", subject=OTHER)
    assert bring(world, event, source="consent", subject=OTHER) is Outcome.FAILED
    unasked = filed_as(world, "access", made=1)
    assert bring(world, mark(unasked), source="consent", subject=PERSON, sequence=2) is Outcome.FAILED
    assert {each.state for each in world.requests()} == {"taken_up", "received"}


@pytest.mark.parametrize("first", ["restriction", "correction"])
def test_a_restriction_works_while_correctness_is_disputed_in_whichever_order_it_was_asked(world, first):
    other = "correction" if first == "restriction" else "restriction"
    for made, kind in enumerate((first, other)):
        identify(world, filed_as(world, kind, made=made))
    (asked,) = world.told(MarkRequested)
    assert (asked.kind, asked.ground) == ("restriction", "accuracy")
    row = next(each for each in world.requests() if each.kind == "restriction")
    assert asked.request_ref == row.id
    bring(world, mark(row, kind="restriction"), source="consent", subject=PERSON)
    assert now(world, row).answered_at is None


def test_a_restriction_of_another_person_does_not_begin_by_it(world):
    identify(world, filed_as(world, "restriction"))
    identify(world, filed_as(world, "correction", made=1), person=OTHER)
    assert world.told(MarkRequested) == []


def test_identifying_again_asks_once_and_as_another_person_never(world):
    row = identify(world, filed_as(world, "address_secrecy"))
    identify(world, row)
    assert len(world.told(MarkRequested)) == 1
    world.register.persons["bqr", "C-2"] = OTHER
    answer = act(world, row, "identify", how="at_the_desk", client_number="C-2")
    assert answer.status_code == 422 and "passed on already" in answer.text
