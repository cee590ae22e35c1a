"""What happens without anybody at the desk: facts from consent, clocks that run down, and word that goes out."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from waarborg_requests import actions
from waarborg_shared.bus import Receiver
from waarborg_shared.bus.messages import Delivery as Incoming
from waarborg_shared.bus.receiver import Outcome
from waarborg_shared.db import new_id
from waarborg_shared.deadlines import Watched
from waarborg_shared.events import Envelope, encode, routing_key
from waarborg_shared.events.consent import ConsentWithdrawn, WithdrawalFoundNothing
from waarborg_shared.events.requests import RequestAnswered, RequestClockLapsed, RequestClockNeared, RequestExtended
from waarborg_shared.hooks.values import Delivery, DeliveryState
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.worker import receiver_of, watch_of

PERSON = "person-00000001"


@pytest.fixture
def receiver(world) -> Receiver:
    return receiver_of(world.runtime)


def bring(receiver, envelope) -> Outcome:
    """Bring an event as the bus does."""
    key = routing_key(envelope.type, envelope.organisation)
    return receiver.receive(Incoming(encode(envelope), key, "waarborg.requests", 1))


def from_consent(world, event, *, sequence=1, organisation="bqr", subject=PERSON) -> Envelope:
    return Envelope(
        id=new_id(),
        type=event.type,
        source="consent",
        organisation=organisation,
        subject=subject,
        sequence=sequence,
        time=world.clock.now(),
        event=event,
    )


def withdrawal(world, access, organisation="bqr"):
    """A request of a signed-in person to withdraw everything; its row."""
    typed = {**access, "kind": "withdrawal", "purpose": "every-consent"}
    assert world.person(PERSON, organisation).send("/requests/new", **typed).status_code == 201
    return world.requests(organisation)[-1]


def test_the_consent_that_ended_answers_the_request(world, access, receiver):
    row = withdrawal(world, access)
    event = ConsentWithdrawn(subject_ref=PERSON, purpose=None, request_ref=row.id)
    assert bring(receiver, from_consent(world, event)) is Outcome.DONE
    (row,) = world.requests()
    assert (row.state, row.outcome, row.ground, row.answered_by) == ("answered", "granted", None, "system:requests")
    assert all(clock.stopped_at for clock in world.clocks(row).values())
    (told,) = world.told(RequestAnswered)
    assert (told.request_ref, told.kind, told.outcome) == (row.id, "withdrawal", "granted")


def test_where_nothing_stood_the_answer_says_so(world, access, receiver):
    row = withdrawal(world, access)
    event = WithdrawalFoundNothing(subject_ref=PERSON, request_ref=row.id)
    assert bring(receiver, from_consent(world, event)) is Outcome.DONE
    (row,) = world.requests()
    assert (row.state, row.outcome, row.ground) == ("answered", "granted", "nothing_stood")


@pytest.mark.parametrize(
    ("fact", "said", "unsaid"),
    [
        (ConsentWithdrawn, "Your consent has been withdrawn.", "no consent that could be withdrawn"),
        (WithdrawalFoundNothing, "no consent that could be withdrawn", "consent has been withdrawn."),
    ],
)
def test_who_withdrew_reads_what_became_of_it(world, access, receiver, fact, said, unsaid):
    visitor = world.person(PERSON)
    receipt = visitor.send("/requests/new", **{**access, "kind": "withdrawal", "purpose": "every-consent"}).text
    number, code = re.findall(r'<dd translate="no">([^<]+)</dd>', receipt)
    bring(receiver, from_consent(world, fact(subject_ref=PERSON, purpose=None, request_ref=world.requests()[0].id)))
    page = visitor.send("/requests/status", number=number, code=code).text
    assert said in page and unsaid not in page
    assert "has not been posted yet" in page and "The answer itself" not in page
    assert "works at once" not in page


def test_a_second_delivery_changes_nothing(world, access, receiver):
    row = withdrawal(world, access)
    envelope = from_consent(world, ConsentWithdrawn(subject_ref=PERSON, purpose=None, request_ref=row.id))
    assert bring(receiver, envelope) is Outcome.DONE
    before = world.verbs(row.id)
    assert bring(receiver, envelope) is Outcome.DUPLICATE
    assert world.verbs(row.id) == before
    assert len(world.told(RequestAnswered)) == 1


def test_a_fact_about_a_request_that_was_answered_changes_nothing(world, access, receiver):
    row = withdrawal(world, access)
    first = from_consent(world, WithdrawalFoundNothing(subject_ref=PERSON, request_ref=row.id))
    later = ConsentWithdrawn(subject_ref=PERSON, purpose=None, request_ref=row.id)
    bring(receiver, first)
    assert bring(receiver, from_consent(world, later, sequence=2)) is Outcome.DONE
    assert world.requests()[0].ground == "nothing_stood"
    assert len(world.told(RequestAnswered)) == 1


def test_a_consent_that_ended_without_a_request_is_not_ours(world, access, receiver):
    row = withdrawal(world, access)
    assert bring(receiver, from_consent(world, ConsentWithdrawn(subject_ref=PERSON))) is Outcome.DONE
    assert world.requests()[0].state == "received"
    assert row.id == world.requests()[0].id


def test_a_fact_about_somebody_else_answers_nothing(world, access, receiver):
    row = withdrawal(world, access)
    event = ConsentWithdrawn(subject_ref="person-00000002", purpose=None, request_ref=row.id)
    assert bring(receiver, from_consent(world, event, subject="person-00000002")) is Outcome.FAILED
    assert world.requests()[0].state == "received"


def test_a_fact_of_another_organisation_does_not_reach_the_request(world, access, receiver):
    row = withdrawal(world, access)
    event = ConsentWithdrawn(subject_ref=PERSON, purpose=None, request_ref=row.id)
    assert bring(receiver, from_consent(world, event, organisation="jtb-care")) is Outcome.FAILED
    assert world.requests()[0].state == "received"


def own(world, kind) -> Envelope:
    """The last event of a kind that this service told."""
    return [envelope for envelope in world.events() if isinstance(envelope.event, kind)][-1]


def test_J11_B17_the_letter_about_the_answer_is_made_ready_once(world, access, receiver):
    row = withdrawal(world, access)
    bring(receiver, from_consent(world, WithdrawalFoundNothing(subject_ref=PERSON, request_ref=row.id)))
    envelope = own(world, RequestAnswered)
    assert bring(receiver, envelope) is Outcome.DONE
    assert bring(receiver, envelope) is Outcome.DUPLICATE
    assert world.verbs(row.id).count("ready-to-deliver") == 1
    assert "told" not in world.verbs(row.id)
    with world.work() as work:
        step = steps_of(work, work.case(type(row), row.id))[-1]
    assert step.facts == {"channel": "letter", "state": "to_print", "template": "request-answered"}


def extended(world, access):
    """An access request whose term was extended, its row."""
    world.visitor().send("/requests/new", **access)
    (row,) = world.requests()
    with world.work() as work:
        actions.extend(work, row.id, revision=1, reason="Ingewikkeld.", rules=world.runtime.rules("bqr"))
    return world.requests()[0]


def test_B17_a_letter_about_an_extension_is_made_ready(world, access, receiver):
    row = extended(world, access)
    assert bring(receiver, own(world, RequestExtended)) is Outcome.DONE
    assert world.verbs(row.id)[-1] == "ready-to-deliver"


class BrokenChannel:
    """Rules whose every channel fails."""

    def __init__(self, rules):
        self._rules = rules
        self.messages = []

    def __getattr__(self, name):
        return getattr(self._rules, name)

    def deliver(self, message):
        self.messages.append(message)
        return Delivery(state=DeliveryState.FAILED, detail="printer-on-fire")


def test_word_that_no_channel_takes_is_tried_again_under_the_same_id(world, access):
    row = extended(world, access)
    rules = BrokenChannel(world.runtime.rules("bqr"))
    for _ in range(2):
        with pytest.raises(actions.NotDelivered, match="printer-on-fire"), world.work() as work:
            actions.send_word(work, row.id, message_id="message-1", template="request-extended", rules=rules)
    assert [message.id for message in rules.messages] == ["message-1", "message-1"]
    assert "ready-to-deliver" not in world.verbs(row.id)


def test_J11_at_four_fifths_a_reminder_and_at_the_end_an_escalation(world, access):
    world.visitor("jtb-care").send("/requests/new", **access)
    (row,) = world.requests("jtb-care")
    watch = watch_of(world.runtime)
    assert watch.run_due() == Watched()
    world.clock.moment = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
    assert watch.run_due().reminded == 1
    assert watch.run_due() == Watched()
    (neared,) = world.told(RequestClockNeared, "jtb-care")
    assert (neared.request_ref, neared.clock, neared.due_at) == (row.id, "answer", row.due_at)
    assert world.requests("jtb-care")[0].escalated_at is None
    world.clock.moment = datetime(2026, 3, 16, 23, 0, tzinfo=UTC)
    assert watch.run_due().lapsed == 1
    (lapsed,) = world.told(RequestClockLapsed, "jtb-care")
    assert (lapsed.clock, lapsed.due_at) == ("answer", row.due_at)
    assert world.requests("jtb-care")[0].escalated_at == world.clock.now()
    assert world.verbs(row.id, "jtb-care") == ["received", "clock-neared", "clock-lapsed"]
    page = world.coordinator("jtb-care").get("/requests/")
    assert "Late" in page.text and "too late" in page.text


def test_B17_every_clock_reminds_and_lapses_once(world, access):
    world.visitor().send("/requests/new", **access)
    watch = watch_of(world.runtime)
    for _ in range(60):
        world.clock.forward(timedelta(days=1).total_seconds())
        watch.run_due()
    assert sorted(event.clock for event in world.told(RequestClockNeared)) == ["answer", "law", "notice"]
    assert sorted(event.clock for event in world.told(RequestClockLapsed)) == ["answer", "law", "notice"]


def test_an_answered_request_reminds_nobody(world, access, receiver):
    row = withdrawal(world, access)
    bring(receiver, from_consent(world, WithdrawalFoundNothing(subject_ref=PERSON, request_ref=row.id)))
    world.clock.forward(timedelta(days=90).total_seconds())
    assert watch_of(world.runtime).run_due() == Watched()
    assert world.told(RequestClockNeared) == []
