"""The organisations' own rules as the product carries them out, through their installed plugins."""

from datetime import UTC, date, datetime

import pytest

from waarborg_requests import domain, texts
from waarborg_shared.clocks import AMSTERDAM, Term, Unit
from waarborg_shared.hooks import Registry
from waarborg_shared.hooks.values import RequestClass, RequestKind
from waarborg_shared.in_words import term_in_words

K = RequestKind
TODAY = date(2026, 3, 2)
AS_COMPLAINT = (
    K.ACCESS,
    K.COPY,
    K.ACCESS_LOG,
    K.REFERRAL_INDEX,
    K.CORRECTION,
    K.ADDITION,
    K.OBJECTION,
    K.ERASURE,
    K.COMPLAINT,
)


@pytest.fixture(scope="module")
def registry(organisations) -> Registry:
    return Registry(organisations)


def receive(registry, organisation: str, kind: RequestKind, received: str) -> domain.Receipt:
    rules = registry.rules(organisation)
    at = datetime.fromisoformat(received).replace(tzinfo=AMSTERDAM).astimezone(UTC)
    return domain.receive(rules.request_policy(kind, at.astimezone(AMSTERDAM).date()), at, rules.calendar)


@pytest.mark.parametrize("kind", AS_COMPLAINT)
def test_J11_access_correction_objection_and_erasure_count_as_a_complaint_of_fourteen_days(registry, kind):
    policy = registry.rules("jtb-care").request_policy(kind, TODAY)
    assert policy.request_class is RequestClass.COMPLAINT
    assert texts.handled_as(policy).nl == "Wij behandelen dit als klacht: antwoord binnen 14 dagen."
    assert policy.answer_channel == "letter"
    assert policy.extension is None
    receipt = receive(registry, "jtb-care", kind, "2026-02-20 23:59")
    assert receipt.due_on == date(2026, 3, 6)
    assert [clock.name for clock in receipt.clocks] == ["answer", "law"], "there is no extension to send word of"


@pytest.mark.parametrize("kind", [kind for kind in K if kind is not K.COMPLAINT])
def test_B17_every_request_has_word_within_four_weeks(registry, kind):
    policy = registry.rules("bqr").request_policy(kind, TODAY)
    assert policy.request_class is RequestClass.REQUEST
    assert texts.handled_as(policy).nl == "Wij behandelen dit als verzoek: antwoord binnen vier weken."
    assert texts.handled_as(policy).en == "We handle this as a request: an answer within four weeks."
    assert policy.extension == Term(2, Unit.MONTHS)
    receipt = receive(registry, "bqr", kind, "2026-01-31 10:00")
    assert {clock.name: clock.due_on for clock in receipt.clocks} == {
        "answer": date(2026, 2, 28),
        "law": date(2026, 2, 28),
        "notice": date(2026, 2, 28),
    }


def test_B19_a_complaint_has_six_weeks_and_four_more(registry):
    policy = registry.rules("bqr").request_policy(K.COMPLAINT, TODAY)
    assert policy.request_class is RequestClass.COMPLAINT
    assert receive(registry, "bqr", K.COMPLAINT, "2026-03-02 10:00").due_on == date(2026, 4, 13)
    assert policy.extension == Term(4, Unit.WEEKS)


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
@pytest.mark.parametrize("kind", K)
def test_no_promise_ever_binds_later_than_the_law(registry, organisation, kind):
    for month in range(1, 13):
        receipt = receive(registry, organisation, kind, f"2027-{month:02d}-28 12:00")
        by_name = {clock.name: clock.due_at for clock in receipt.clocks}
        assert receipt.due_at == min(by_name["answer"], by_name["law"])
        assert receipt.due_at <= by_name["law"]


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
@pytest.mark.parametrize("kind", [K.WITHDRAWAL, K.ADDRESS_SECRECY, K.OBJECTION])
def test_what_only_protects_the_person_waits_for_no_identification(registry, organisation, kind):
    assert registry.rules(organisation).request_policy(kind, TODAY).identification is False


@pytest.mark.parametrize(
    ("term", "nl", "en"),
    [
        (Term(14, Unit.DAYS), "14 dagen", "14 days"),
        (Term(4, Unit.WEEKS), "vier weken", "four weeks"),
        (Term(1, Unit.MONTHS), "één maand", "one month"),
        (Term(2, Unit.WORKING_DAYS), "twee werkdagen", "two working days"),
        (Term(72, Unit.HOURS), "72 uur", "72 hours"),
    ],
)
def test_a_term_is_said_as_people_say_it(term, nl, en):
    assert (term_in_words(term).nl, term_in_words(term).en) == (nl, en)
