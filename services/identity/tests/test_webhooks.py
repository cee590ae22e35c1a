"""Events go to partners: signed, at least once, in order per case, to nobody else, and never into our own network."""

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from standardwebhooks import Webhook, WebhookVerificationError

from waarborg_identity import actions
from waarborg_identity.actions import webhooks
from waarborg_identity.actions.endpoints import stopped_endpoints
from waarborg_identity.app import SERVICE
from waarborg_identity.domain import (
    VISIBLE_EVENTS,
    Agreement,
    AuthMethod,
    BadClient,
    BadMove,
    DeliveryVerdict,
    Tried,
    partner_kind,
)
from waarborg_identity.events import HANDLES
from waarborg_identity.models import WebhookDelivery, WebhookEndpoint
from waarborg_identity.webhooks import sender_of, webhooks_loop
from waarborg_shared.db import new_id
from waarborg_shared.events import CATALOGUE, Envelope, decode
from waarborg_shared.events.consent import ConsentGiven, ConsentWithdrawn
from waarborg_shared.events.identity import PersonRegistered, PersonsMerged, PersonsSplit, WebhookDisabled
from waarborg_shared.events.requests import CarryingAsked, HolderAsked, LegalHoldEnded, LegalHoldSet
from waarborg_shared.outward import Outward
from waarborg_shared.testing.outside import dripping, flooding, hanging, outside, with_status
from waarborg_shared.uow import UnknownCase

CONSENTS = frozenset({ConsentGiven.type, ConsentWithdrawn.type})
THREE_DAYS = timedelta(days=3)


class Partners:
    """Partner systems of an organisation with an address of their own, and events that are told."""

    def __init__(self, world) -> None:
        self.world = world
        self.allowed: set[str] = set()

    @property
    def sender(self):
        runtime = replace(self.world.runtime, outward=Outward(self.allowed, all_within=0.3))
        return sender_of(runtime)

    def add(self, client_id, address, *, organisation="bqr", events=CONSENTS, holder=False, holder_code="", allow=True):
        """Register a partner and say where its events go; returns the secret to check them by."""
        if allow:
            self.allowed.add(address.removeprefix("http://").partition("/")[0])
        with self.world.work(organisation) as work:
            actions.register_partner(
                work,
                actions.NewPartner(
                    client_id=client_id,
                    name="Het dossier",
                    auth_method=AuthMethod.CLIENT_SECRET_BASIC,
                    scopes=frozenset({"consent:decide"}),
                    agreement=Agreement(
                        purpose="Zorg vastleggen",
                        events=events,
                        holder=holder,
                        holder_code=holder_code,
                        secret_reason="kan niet anders",
                    ),
                ),
            )
            return actions.set_endpoint(work, client_id, address).secret

    def tell(self, event, *, case="zaak-1", sequence=1, organisation="bqr", source="consent"):
        """Let the worker get an event, as it does from the bus; returns the event's id."""
        envelope = Envelope(
            id=new_id(),
            type=event.type,
            source=source,
            organisation=organisation,
            subject=case,
            sequence=sequence,
            time=self.world.clock.now(),
            event=event,
        )
        with self.world.work(organisation) as work:
            HANDLES[type(event)](work, event, envelope, self.world.runtime.rules(organisation))
        return envelope.id

    def delivery(self, client_id, message_id, organisation="bqr"):
        with self.world.work(organisation) as work:
            row = webhooks.delivery_of(work, client_id, message_id)
            work.session.expunge_all()
            return row

    def endpoint(self, client_id, organisation="bqr"):
        with self.world.work(organisation) as work:
            row = webhooks.endpoint_of(work, client_id)
            work.session.expunge_all()
            return row

    def do(self, verb, *given, organisation="bqr", **named):
        with self.world.work(organisation) as work:
            return verb(work, *given, **named)


@pytest.fixture
def partners(world):
    return Partners(world)


@pytest.fixture
def server():
    with outside() as running:
        yield running


def later(world, **span):
    world.clock.forward(timedelta(**span).total_seconds())


def given(purpose="newsletter"):
    return ConsentGiven(subject_ref="persoon-1", purpose=purpose, statement_version="v1")


def withdrawn(purpose="newsletter"):
    return ConsentWithdrawn(subject_ref="persoon-1", purpose=purpose)


def test_an_event_arrives_as_a_cloud_event_whose_signature_holds(world, partners, server):
    secret = partners.add("ecd", f"{server.url}/hook")
    message_id = partners.tell(given())
    assert partners.sender.send_due() == 1
    (got,) = server.got
    assert (got.method, got.path) == ("POST", "/hook")
    assert got.headers["content-type"] == "application/cloudevents+json"
    assert got.headers["webhook-id"] == message_id
    with time_machine.travel(world.clock.now(), tick=False):
        checked = Webhook(secret).verify(got.body, dict(got.headers))
    assert checked["type"] == "nl.waarborg.consent.consent-given.v1"
    assert checked["organisation"] == "bqr"
    assert decode(got.body).event == given()
    row = partners.delivery("ecd", message_id)
    assert (row.state, row.attempts, row.last_status) == ("delivered", 1, 200)
    assert row.last_milliseconds >= 0
    assert partners.sender.send_due() == 0


@pytest.mark.parametrize("change", ["body", "id", "timestamp", "secret", "late"])
def test_a_receiver_sees_what_was_tampered_with(world, partners, server, change):
    secret = partners.add("ecd", server.url)
    partners.tell(given())
    partners.sender.send_due()
    (got,) = server.got
    headers, body = dict(got.headers), got.body
    if change == "body":
        body = body.replace(b"newsletter", b"everything")
    elif change == "id":
        headers["webhook-id"] = new_id()
    elif change == "timestamp":
        headers["webhook-timestamp"] = str(int(headers["webhook-timestamp"]) + 1)
    elif change == "secret":
        secret = partners.add("ander", server.url)
    at = world.clock.now() + (timedelta(minutes=6) if change == "late" else timedelta())
    with time_machine.travel(at, tick=False), pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)


def test_while_two_secrets_hold_events_are_signed_with_both(world, partners, server):
    old = partners.add("ecd", server.url)
    new = partners.do(actions.renew_webhook_secret, "ecd", overlap=timedelta(hours=24))
    assert new != old
    partners.tell(given())
    partners.sender.send_due()
    later(world, hours=25)
    partners.tell(withdrawn(), sequence=2)
    partners.sender.send_due()
    during, after = server.got
    with time_machine.travel(world.clock.now() - timedelta(hours=25), tick=False):
        for secret in (old, new):
            Webhook(secret).verify(during.body, dict(during.headers))
    with time_machine.travel(world.clock.now(), tick=False):
        Webhook(new).verify(after.body, dict(after.headers))
        with pytest.raises(WebhookVerificationError):
            Webhook(old).verify(after.body, dict(after.headers))


@pytest.mark.parametrize("hours", [-1, 169])
def test_two_secrets_hold_together_for_a_week_at_most(partners, server, hours):
    partners.add("ecd", server.url)
    with pytest.raises(BadClient):
        partners.do(actions.renew_webhook_secret, "ecd", overlap=timedelta(hours=hours))


def test_only_the_partner_that_may_see_an_event_gets_it(partners, server):
    partners.add("ecd", f"{server.url}/ecd")
    partners.add("verzekeraar", f"{server.url}/verzekeraar", events=frozenset({PersonRegistered.type}))
    partners.add("niets", f"{server.url}/niets", events=frozenset())
    partners.add("ecd", f"{server.url}/van-een-ander", organisation="jtb")
    partners.tell(given())
    partners.sender.send_due()
    assert [got.path for got in server.got] == ["/ecd"]


def test_a_suspended_partner_is_told_nothing_until_it_is_let_in_and_then_misses_nothing(partners, server):
    partners.add("ecd", server.url)
    partners.tell(given())
    partners.do(actions.suspend_client, "ecd", why="contract loopt af")
    partners.tell(withdrawn(), sequence=2)
    assert partners.sender.send_due() == 0
    partners.do(actions.let_in_client, "ecd")
    partners.sender.send_due()
    partners.sender.send_due()
    assert [json.loads(got.body)["type"] for got in server.got] == [ConsentGiven.type, ConsentWithdrawn.type]


def test_breaches_and_reported_weaknesses_can_be_chosen_by_nobody():
    assert not [type_ for type_ in VISIBLE_EVENTS if ".breach." in type_ or ".disclosure." in type_]
    ours = {LegalHoldSet.type, LegalHoldEnded.type}  # kept here, and told to nobody
    assert {contract.type for contract in HANDLES} - ours == set(VISIBLE_EVENTS) <= set(CATALOGUE)
    with pytest.raises(BadClient) as refused:
        Agreement(purpose="x", events=frozenset({"nl.waarborg.breach.breach-reported.v1"}))
    assert refused.value.field == "events"


MERGES = frozenset({PersonsMerged.type, PersonsSplit.type})


def test_B21_only_who_keeps_data_of_clients_is_told_that_registrations_are_of_one_person():
    with pytest.raises(BadClient) as refused:
        Agreement(purpose="Roosters", events=MERGES)
    assert refused.value.field == "events"
    assert Agreement(purpose="Dossier", events=MERGES, holder=True).events == MERGES


def test_B21_a_holder_hears_of_merges_and_splits_in_their_order(partners, server):
    partners.add("ecd", server.url, events=MERGES, holder=True)
    partners.tell(PersonsSplit(kept_ref="een", split_ref="twee"), case="een", sequence=3, source="identity")
    partners.tell(PersonsMerged(kept_ref="een", merged_ref="twee"), case="een", sequence=2, source="identity")
    partners.sender.send_due()
    told = [json.loads(got.body) for got in server.got]
    assert [(each["type"], each["data"]) for each in told] == [
        (PersonsMerged.type, {"kept_ref": "een", "merged_ref": "twee"}),
        (PersonsSplit.type, {"kept_ref": "een", "split_ref": "twee"}),
    ]


def test_B21_what_one_holder_is_asked_to_carry_out_goes_to_that_one_alone(partners, server):
    told = frozenset({CarryingAsked.type})
    for name in ("ecd", "ander"):
        partners.add(name, f"{server.url}/{name}", events=told, holder=True, holder_code=name)
    asked = CarryingAsked(
        request_ref="verzoek-1",
        carrying_ref="uitvoering-1",
        step_ref="stap-1",
        subject_ref="persoon-1",
        kind="erasure",
        holder="ecd",
    )
    partners.tell(asked, source="requests")
    partners.sender.send_due()
    assert [got.path for got in server.got] == ["/ecd"]


def test_the_same_event_from_the_bus_twice_is_one_delivery(world, partners, server):
    partners.add("ecd", server.url)
    envelope = Envelope(
        id=new_id(),
        type=ConsentGiven.type,
        source="consent",
        organisation="bqr",
        subject="zaak-1",
        sequence=1,
        time=world.clock.now(),
        event=given(),
    )
    for _ in range(2):
        partners.do(webhooks.queue_webhooks, envelope)
    assert partners.sender.send_due() == 1


@pytest.mark.parametrize("status", [199, 301, 302, 307, 400, 401, 404, 429, 500, 503])
def test_any_answer_but_2xx_is_tried_again_later(world, partners, server, status):
    partners.add("ecd", server.url)
    server.answering = with_status(status, Location=f"{server.url}/elsewhere")
    message_id = partners.tell(given())
    assert partners.sender.send_due() == 1
    assert partners.sender.send_due() == 0
    row = partners.delivery("ecd", message_id)
    assert (row.state, row.attempts) == ("waiting", 1)
    assert timedelta(seconds=8) <= row.next_at - world.clock.now() <= timedelta(seconds=12)
    server.answering = with_status(204)
    later(world, seconds=13)
    assert partners.sender.send_due() == 1
    assert partners.delivery("ecd", message_id).state == "delivered"
    assert {got.path for got in server.got} == {"/"}
    assert {got.headers["webhook-id"] for got in server.got} == {message_id}


@pytest.mark.parametrize(("answering", "error"), [(hanging, "too-slow"), (dripping, None), (flooding(100), None)])
def test_who_hangs_drips_or_floods_costs_a_moment_and_no_memory(partners, server, answering, error):
    partners.add("ecd", server.url)
    server.answering = answering
    message_id = partners.tell(given())
    partners.sender.send_due()
    row = partners.delivery("ecd", message_id)
    assert (row.last_error, row.last_status) == (error, None if error else 200)


def test_who_gives_no_answer_at_all_is_left_alone_for_a_while(world, partners, server):
    partners.add("ecd", server.url)
    server.answering = hanging
    for number in range(5):
        partners.tell(given(), case=f"zaak-{number}")
    assert partners.sender.send_due() == 1
    later(world, seconds=6)
    assert partners.sender.send_due() == 1
    assert partners.endpoint("ecd").resting_until == world.clock.now() + timedelta(seconds=10)
    server.answering = with_status(200)
    later(world, seconds=15)
    assert partners.sender.send_due() == 5
    assert partners.endpoint("ecd").silent_tries == 0


def test_later_events_of_a_case_wait_behind_one_that_failed_and_other_cases_do_not(world, partners, server):
    partners.add("ecd", server.url)

    def refuses_the_first(handler, got):
        with_status(500 if json.loads(got.body)["subject"] == "zaak-1" else 200)(handler, got)

    server.answering = refuses_the_first
    first = partners.tell(given(), case="zaak-1", sequence=1)
    second = partners.tell(withdrawn(), case="zaak-1", sequence=4)
    other = partners.tell(given(), case="zaak-2", sequence=1)
    partners.sender.send_due()
    assert [got.headers["webhook-id"] for got in server.got] == [first, other]
    server.answering = with_status(200)
    later(world, seconds=13)
    partners.sender.send_due()
    assert [got.headers["webhook-id"] for got in server.got][2:] == [first, second]


def test_two_services_may_have_a_case_of_the_same_name(partners, server):
    partners.add("ecd", server.url, events=CONSENTS | {PersonRegistered.type})
    server.answering = with_status(500)
    partners.tell(given(), case="x", sequence=1)
    partners.tell(PersonRegistered(person_ref="persoon-1"), case="x", sequence=2, source="identity")
    assert partners.sender.send_due() == 2


def spoil(partners, message_id):
    """Let an event be one that cannot be made any more."""
    with partners.world.work() as work:
        webhooks.delivery_of(work, "ecd", message_id).body = b"no document"


def test_an_event_that_cannot_be_made_is_a_failed_try_and_holds_up_no_other_case(world, partners, server):
    partners.add("ecd", server.url)
    broken = partners.tell(given(), case="zaak-1")
    other = partners.tell(given(), case="zaak-2")
    spoil(partners, broken)
    assert partners.sender.send_due() == 2
    assert [got.headers["webhook-id"] for got in server.got] == [other]
    row = partners.delivery("ecd", broken)
    assert (row.state, row.attempts, row.last_status, row.last_error) == ("waiting", 1, None, "our-side")
    assert row.next_at > world.clock.now()
    endpoint = partners.endpoint("ecd")
    assert (endpoint.claimed_until, endpoint.resting_until) == (None, None)


def test_a_secret_that_does_not_open_is_a_failed_try_too(partners, server):
    partners.add("ecd", server.url)
    message_id = partners.tell(given())
    with partners.world.work() as work:
        webhooks.endpoint_of(work, "ecd").secret_sealed = b"no seal"
    assert partners.sender.send_due() == 1
    assert partners.delivery("ecd", message_id).last_error == "our-side"
    assert server.got == []


def test_an_event_that_cannot_be_made_for_three_days_is_told_to_the_administrator(world, partners, server):
    partners.add("ecd", server.url)
    spoiled = partners.tell(given())
    spoil(partners, spoiled)
    fail_for_three_days(world, partners, spoiled)
    assert partners.endpoint("ecd").disabled_why == "three-days"
    with world.work() as work:
        assert [each.client_id for each in stopped_endpoints(work)] == ["ecd"]


def test_a_try_that_breaks_here_is_marked_as_one(partners, server):
    partners.add("ecd", server.url)
    message_id = partners.tell(given())

    class Broken(Outward):
        def ask(self, *_asked, **_more):
            raise LookupError

    broken = replace(partners.world.runtime, outward=Broken())
    assert sender_of(broken).send_due() == 1
    assert partners.delivery("ecd", message_id).last_error == "our-side"
    assert partners.endpoint("ecd").claimed_until is None


def fail_for_three_days(world, partners, message_id):
    """Try whenever it is time, and halfway, when it is not; return how often it was tried."""
    tries = 0
    ends = world.clock.now() + THREE_DAYS
    while world.clock.now() < ends + timedelta(days=1):
        tries += partners.sender.send_due()
        endpoint, delivery = partners.endpoint("ecd"), partners.delivery("ecd", message_id)
        if endpoint.state != "active":
            break
        now = world.clock.now()
        half = (max(delivery.next_at, endpoint.resting_until or now) - now) / 2
        later(world, seconds=half.total_seconds())
        assert partners.sender.send_due() == 0
        later(world, seconds=half.total_seconds() + 1)
    return tries


def test_after_three_days_it_is_disabled_with_a_word_and_nothing_is_lost(world, partners, server):
    partners.add("ecd", server.url)
    server.answering = with_status(500)
    began = world.clock.now()
    message_id = partners.tell(given())
    tries = fail_for_three_days(world, partners, message_id)
    endpoint = partners.endpoint("ecd")
    assert (endpoint.state, endpoint.disabled_why) == ("disabled", "three-days")
    assert THREE_DAYS <= endpoint.disabled_at - began <= THREE_DAYS + timedelta(hours=1)
    assert 15 <= tries <= 40
    with world.work() as work:
        outbox = work.plumbing.outbox
        bodies = work.session.scalars(select(outbox.c.body).where(outbox.c.organisation == "bqr")).all()
        shown = actions.show_partner(work, "ecd")
    assert WebhookDisabled(partner_ref="ecd", verdict="three-days") in [decode(body).event for body in bodies]
    assert shown.steps[-1].verb == "webhook-disabled"
    server.answering = with_status(200)
    later(world, days=1)
    assert partners.sender.send_due() == 0
    partners.do(actions.turn_on, "ecd")
    assert partners.sender.send_due() == 1
    assert partners.delivery("ecd", message_id).state == "delivered"


def test_turned_on_again_a_partner_has_three_days_anew(world, partners, server):
    partners.add("ecd", server.url)
    server.answering = with_status(500)
    fail_for_three_days(world, partners, partners.tell(given()))
    partners.do(actions.turn_on, "ecd")
    partners.sender.send_due()
    assert partners.endpoint("ecd").state == "active"


def test_gone_means_never_again(partners, server):
    partners.add("ecd", server.url)
    server.answering = with_status(410)
    partners.tell(given())
    partners.sender.send_due()
    endpoint = partners.endpoint("ecd")
    assert (endpoint.state, endpoint.disabled_why) == ("disabled", "gone")


def test_a_worker_that_dies_between_sending_and_marking_sends_twice_with_the_same_id(world, partners, server):
    partners.add("ecd", server.url)
    message_id = partners.tell(given())
    dying = partners.sender
    dying.begin = begin_once(dying.begin)
    with pytest.raises(Died):
        dying.send_one(("bqr", "ecd"))
    assert partners.sender.send_due() == 0
    later(world, seconds=61)
    assert partners.sender.send_due() == 1
    assert [got.headers["webhook-id"] for got in server.got] == [message_id, message_id]
    assert partners.delivery("ecd", message_id).state == "delivered"


class Died(BaseException):
    """What a killed worker's second transaction never does."""


def begin_once(begin):
    calls = []

    def once(organisation):
        if calls:
            raise Died
        calls.append(organisation)
        return begin(organisation)

    return once


def test_who_lost_the_claim_marks_nothing(world, partners, server):
    partners.add("ecd", server.url)
    message_id = partners.tell(given())
    with world.work() as work:
        late = webhooks.claim_next(work, "ecd")
    later(world, seconds=61)
    with world.work() as work:
        assert webhooks.claim_next(work, "ecd").message_id == message_id
    assert partners.do(webhooks.settle, late, webhooks.Tried(5, 500)) is None
    assert partners.delivery("ecd", message_id).attempts == 0


def test_nobody_sends_to_a_partner_to_whom_somebody_is_sending(world, partners, server):
    partners.add("ecd", server.url)
    partners.tell(given(), case="zaak-1")
    partners.tell(given(), case="zaak-2")
    with world.work() as work:
        assert webhooks.claim_next(work, "ecd") is not None
    with world.work() as work:
        assert webhooks.due_partners(work) == []
        assert webhooks.claim_next(work, "ecd") is None


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:127.0.0.1]/hook",
        "https://[fe80::1]/hook",
        "https://10.0.0.5/hook",
        "https://localhost/hook",
        "http://partner.example/hook",
    ],
)
def test_an_address_inside_is_never_asked_even_when_it_stands_in_the_table(partners, address):
    partners.add("ecd", address, allow=False)
    message_id = partners.tell(given())
    partners.sender.send_due()
    assert partners.delivery("ecd", message_id).last_error in {"inside", "not-https"}


def test_a_name_that_turns_to_an_address_inside_is_refused_at_that_try(world, partners):
    partners.add("ecd", "https://partner.example/hook", allow=False)
    message_id = partners.tell(given())
    outward = Outward(resolve=lambda _host, _port: ["192.168.0.7"])
    sender_of(replace(world.runtime, outward=outward)).send_due()
    assert partners.delivery("ecd", message_id).last_error == "inside"


def test_one_slow_partner_delays_nobody_else(world, partners):
    with outside(hanging) as slow, outside() as quick:
        partners.add("langzaam", slow.url)
        partners.add("vlot", quick.url)
        for number in range(3):
            partners.tell(given(), case=f"zaak-{number}")
        runtime = replace(world.runtime, outward=Outward(partners.allowed, all_within=30.0))
        stop = threading.Event()
        worker = threading.Thread(target=webhooks_loop(runtime), args=(stop,))
        worker.start()
        assert slow.arrived.wait(20)
        delivered = threading.Event()
        quick.answering = when_three(quick, delivered)
        assert delivered.wait(20) or len(quick.got) == 3
        assert len(slow.got) == 1
        stop.set()
        slow.over.set()
        worker.join(20)
        assert not worker.is_alive()


def when_three(server, event):
    def answer(handler, got):
        with_status(200)(handler, got)
        if len(server.got) >= 3:
            event.set()

    return answer


def test_a_test_event_can_be_sent_and_says_what_it_is(world, partners, server):
    secret = partners.add("ecd", server.url, events=frozenset())
    message_id = partners.do(actions.send_test, "ecd")
    partners.sender.send_due()
    (got,) = server.got
    with time_machine.travel(world.clock.now(), tick=False):
        checked = Webhook(secret).verify(got.body, dict(got.headers))
    assert checked["type"] == "nl.waarborg.identity.webhook-test.v1"
    assert (checked["id"], checked["data"]) == (message_id, {"partner_ref": "ecd"})


def test_one_event_can_be_sent_again(partners, server):
    partners.add("ecd", server.url)
    message_id = partners.tell(given())
    partners.sender.send_due()
    partners.do(actions.send_again, "ecd", message_id)
    partners.sender.send_due()
    assert [got.headers["webhook-id"] for got in server.got] == [message_id, message_id]


def test_a_replay_sends_again_from_a_moment_in_order_and_nothing_else(world, partners, server):
    partners.add("ecd", server.url)
    before = partners.tell(given("news"), case="zaak-0")
    later(world, hours=1)
    since = world.clock.now()
    first = partners.tell(given(), sequence=1)
    later(world, minutes=1)
    second = partners.tell(withdrawn(), sequence=2)
    partners.do(actions.send_test, "ecd")
    partners.sender.send_due()
    del server.got[:]
    assert partners.do(actions.replay_since, "ecd", since) == 2
    partners.sender.send_due()
    assert [got.headers["webhook-id"] for got in server.got] == [first, second]
    assert before not in [got.headers["webhook-id"] for got in server.got]


@pytest.mark.parametrize("days", [-1, 91])
def test_a_replay_goes_back_as_far_as_the_log_and_not_into_the_future(world, partners, server, days):
    partners.add("ecd", server.url)
    with pytest.raises(BadClient) as refused:
        partners.do(actions.replay_since, "ecd", world.clock.now() - timedelta(days=days))
    assert refused.value.field == "since"


def test_an_event_that_a_partner_cannot_take_can_be_left_out_with_a_reason(world, partners, server):
    partners.add("ecd", server.url)
    server.answering = with_status(400)
    bad = partners.tell(given(), sequence=1)
    good = partners.tell(withdrawn(), sequence=2)
    partners.sender.send_due()
    partners.do(actions.leave_out, "ecd", bad, why="hun systeem kent dit doel niet")
    server.answering = with_status(200)
    partners.sender.send_due()
    assert server.got[-1].headers["webhook-id"] == good
    assert partners.delivery("ecd", bad).state == "left-out"
    with pytest.raises(BadMove):
        partners.do(actions.leave_out, "ecd", good, why="te laat")


def agree_on(partners, events):
    agreement = Agreement(purpose="Zorg", events=frozenset(events), secret_reason="kan niet anders")
    scopes = frozenset({"consent:decide"})
    partners.do(actions.change_partner, "ecd", name="Dossier", scopes=scopes, agreement=agreement)


def test_what_a_partner_may_not_see_any_more_is_not_replayed(world, partners, server):
    partners.add("ecd", server.url)
    partners.tell(given())
    partners.sender.send_due()
    agree_on(partners, ())
    assert partners.do(actions.replay_since, "ecd", world.clock.now() - timedelta(hours=1)) == 0


def test_what_waits_is_left_out_when_the_agreement_ends_it(world, partners, server):
    partners.add("ecd", server.url)
    ended = partners.tell(given(), sequence=1)
    agreed = partners.tell(withdrawn(), sequence=2)
    tried = partners.do(actions.send_test, "ecd")
    agree_on(partners, {ConsentWithdrawn.type})
    partners.sender.send_due()
    assert {got.headers["webhook-id"] for got in server.got} == {agreed, tried}
    assert partners.delivery("ecd", ended).state == "left-out"
    with world.work() as work:
        assert dict(actions.show_partner(work, "ecd").steps[-1].facts)["events_left_out"] == 1


def test_what_was_put_in_line_as_the_agreement_changed_is_left_out_when_its_turn_comes(world, partners, server):
    partners.add("ecd", server.url)
    agree_on(partners, {ConsentWithdrawn.type})
    envelope = Envelope(
        id=new_id(),
        type=ConsentGiven.type,
        source="consent",
        organisation="bqr",
        subject="zaak-1",
        sequence=1,
        time=world.clock.now(),
        event=given(),
    )
    partners.do(webhooks.put_in_line, "ecd", envelope)
    behind = partners.tell(withdrawn(), sequence=2)
    assert partners.sender.send_due() == 1
    assert [got.headers["webhook-id"] for got in server.got] == [behind]
    assert partners.delivery("ecd", envelope.id).state == "left-out"


def test_what_is_left_out_while_it_is_on_its_way_stays_so_and_holds_nothing_up(partners, server):
    partners.add("ecd", server.url)
    message_id = partners.tell(given(), sequence=1)
    claimed = partners.do(webhooks.claim_next, "ecd")
    agree_on(partners, {ConsentWithdrawn.type})
    assert partners.do(webhooks.settle, claimed, Tried(5, 200)) is DeliveryVerdict.DELIVERED
    assert partners.delivery("ecd", message_id).state == "left-out"
    partners.tell(withdrawn(), sequence=2)
    assert partners.sender.send_due() == 1


def test_what_is_not_agreed_any_more_cannot_be_sent_again(partners, server):
    partners.add("ecd", server.url)
    message_id = partners.tell(given())
    partners.sender.send_due()
    agree_on(partners, ())
    with pytest.raises(BadClient) as refused:
        partners.do(actions.send_again, "ecd", message_id)
    assert refused.value.field == "events"
    assert partners.sender.send_due() == 0


def test_moved_events_go_to_the_new_address_and_the_secret_stays(world, partners, server):
    secret = partners.add("ecd", f"{server.url}/oud")
    partners.tell(given())
    assert partners.do(actions.set_endpoint, "ecd", f"{server.url}/nieuw").secret is None
    partners.sender.send_due()
    assert [got.path for got in server.got] == ["/nieuw"]
    with time_machine.travel(world.clock.now(), tick=False):
        Webhook(secret).verify(server.got[0].body, dict(server.got[0].headers))


def test_the_secret_is_stored_sealed_and_the_log_holds_references_only(world, partners, server):
    secret = partners.add("ecd", server.url)
    partners.tell(given())
    with world.work() as work:
        endpoint = work.session.scalars(select(WebhookEndpoint)).one()
        body = work.session.scalars(select(WebhookDelivery.body)).one()
    assert secret.encode() not in endpoint.secret_sealed
    assert json.loads(body)["data"]["subject_ref"] == "persoon-1"


def test_old_deliveries_are_let_go_and_what_waits_never(world, partners, server):
    partners.add("ecd", server.url)
    done = partners.tell(given(), case="zaak-1")
    partners.sender.send_due()
    server.answering = with_status(500)
    waits = partners.tell(given(), case="zaak-2")
    partners.sender.send_due()
    later(world, days=91)
    partners.do(webhooks.forget_deliveries)
    assert partners.delivery("ecd", done) is None
    assert partners.delivery("ecd", waits).state == "waiting"


@pytest.mark.parametrize("verb", [actions.send_test, actions.turn_on])
def test_a_partner_of_another_organisation_is_nobodys(partners, server, verb):
    partners.add("ecd", server.url, organisation="jtb")
    with pytest.raises(UnknownCase):
        partners.do(verb, "ecd")


def test_the_worker_has_the_loop(world):
    assert set(SERVICE.loops) == {"webhooks"}


def test_on_either_database_claims_are_held_and_events_go(world_on_either):
    partners = Partners(world_on_either)
    with outside() as server:
        partners.add("ecd", server.url)
        partners.tell(given(), sequence=1)
        partners.tell(withdrawn(), sequence=2)
        assert partners.sender.send_due() == 2
        partners.do(actions.replay_since, "ecd", world_on_either.clock.now() - timedelta(minutes=1))
        assert partners.sender.send_due() == 2
    assert [json.loads(got.body)["type"] for got in server.got] == [ConsentGiven.type, ConsentWithdrawn.type] * 2


def test_a_partner_that_gave_a_person_a_number_is_told_it_beside_the_reference(world, partners, server):
    partners.add("ecd", f"{server.url}/ecd")
    partners.add("ander", f"{server.url}/ander")
    with world.work() as work:
        person = actions.register_person(work, actions.NewPerson(client_number="C-1", bsn=None, name=None)).id
        actions.put_number(work, person, partner_kind("ecd"), "EPD-77")
    partners.tell(ConsentGiven(subject_ref=person, purpose="newsletter", statement_version="v1"))
    partners.sender.send_due()
    told = {got.path: json.loads(got.body)["data"] for got in server.got}
    assert told["/ecd"]["own_number"] == "EPD-77"
    assert "own_number" not in told["/ander"]
    assert told["/ecd"]["subject_ref"] == told["/ander"]["subject_ref"] == person
    with world.work() as work:
        assert not [body for body in work.session.scalars(select(WebhookDelivery.body)) if b"EPD-77" in body]


def asked(world, holder):
    moment = world.clock.now()
    return HolderAsked(
        request_ref="verzoek-1", task_ref="taak-1", holder=holder, subject_ref="persoon-1", kind="access", due_at=moment
    )


def test_B21_what_one_holder_is_asked_goes_to_that_holder_alone(world, partners, server):
    told = frozenset({HolderAsked.type})
    for name, code in (("ons", "nedap_ons"), ("caren", "caren_zorgt"), ("archief", "")):
        partners.add(name, f"{server.url}/{name}", events=told, holder=True, holder_code=code)
    message = partners.tell(asked(world, "nedap_ons"), source="requests")
    assert partners.delivery("ons", message) is not None
    assert partners.delivery("caren", message) is None
    assert partners.delivery("archief", message) is None
    nobodys = partners.tell(asked(world, "office365"), sequence=2, source="requests")
    assert all(partners.delivery(name, nobodys) is None for name in ("ons", "caren", "archief"))


def test_only_who_keeps_data_of_clients_can_be_told_what_holders_are_asked(partners):
    with pytest.raises(BadClient):
        Agreement(purpose="Zorg", events=frozenset({HolderAsked.type}))
