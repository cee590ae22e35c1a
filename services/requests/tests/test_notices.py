"""Notices by e-mail: a number and nothing else, sent by the worker, once, and again where it did not go."""

import smtplib
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from waarborg_requests import actions
from waarborg_requests.actions import noticing
from waarborg_requests.models import MailNotice
from waarborg_requests.worker import notices, send_waiting
from waarborg_shared.mailing import Mail, Mailer, NotSent, checked_sender, checked_smtp_url

SENDER = "noreply@zorg.example"


class Mailbox:
    """A mail server that keeps what it gets, or refuses it."""

    def __init__(self):
        self.got = []
        self.says = "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        if self.says.startswith("250"):
            self.got.append(message_from_bytes(envelope.content))
        return self.says

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.says.startswith("550"):
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"


class OnAFreePort(Controller):
    """A server that is asked for at the port that it got."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def mailer(mailbox):
    """A server on a free loopback port, and who sends by it."""
    server = OnAFreePort(mailbox, hostname="127.0.0.1", port=0)
    server.start()
    yield Mailer(f"smtp+plain://127.0.0.1:{server.port}", SENDER)
    server.stop()


@pytest.fixture
def told(world, access):
    """Who asked by e-mail, with an answer and word of it."""
    world.visitor(lang="nl").send("/requests/new", **{**access, "kind": "complaint"})
    (row,) = world.requests()
    case = f"/requests/cases/{row.id}"
    world.coordinator().send(f"{case}/answer", page=case, revision="1", outcome="granted", text="U hebt gelijk.")
    with world.work() as work:
        rules = world.runtime.rules("bqr")
        for _ in range(2):
            actions.send_word(work, row.id, message_id="message-1", template="request-answered", rules=rules)
    return row


def test_B15_a_notice_says_that_there_is_news_and_nothing_about_anybody(world, told, mailer, mailbox):
    assert send_waiting(world.runtime, mailer, "bqr") == 1
    (mail,) = mailbox.got
    text = mail.get_payload(decode=True).decode()
    assert told.number in text and told.number in mail["Subject"] and "/requests/status" in text
    for word in ("Willemijn", "gelijk", "klacht", "C-1044", "dossier"):
        assert word.lower() not in f"{mail['Subject']} {text}".lower()
    assert (mail["To"], mail["From"]) == ("willemijn@example.nl", SENDER)
    assert mail["Auto-Submitted"] == "auto-generated" and mail["Message-ID"].endswith("@zorg.example>")
    assert "sent-notice" in world.verbs(told.id)


def test_it_goes_once(world, told, mailer, mailbox):
    for _ in range(3):
        send_waiting(world.runtime, mailer, "bqr")
    assert len(mailbox.got) == 1


def test_who_stopped_before_noting_it_sends_it_again_under_the_same_message_id(world, told, mailer, mailbox):
    class Crash(Exception):
        pass

    class Stopped(Mailer):
        def send(self, mail):
            super().send(mail)
            raise Crash

    with pytest.raises(Crash):
        send_waiting(world.runtime, Stopped(mailer.url, mailer.sender), "bqr")
    assert send_waiting(world.runtime, mailer, "bqr") == 0, "another worker leaves it alone meanwhile"
    world.clock.forward(601)
    assert send_waiting(world.runtime, mailer, "bqr") == 1
    first, again = mailbox.got
    assert first["Message-ID"] == again["Message-ID"]


def test_what_did_not_go_is_tried_again_after_longer_each_time_and_at_last_left_to_staff(world, told, mailer, mailbox):
    mailbox.says = "451 later"
    waits = []
    for _ in range(noticing.MOST_ATTEMPTS):
        assert send_waiting(world.runtime, mailer, "bqr") == 0
        (notice,) = world.rows(MailNotice)
        waits.append(notice.next_try_at - world.clock.now())
        world.clock.moment = max(notice.next_try_at, world.clock.now() + timedelta(hours=7))
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=16)]
    assert max(waits) == timedelta(hours=6)
    assert notice.failed == "smtp-451" and "notice-failed" in world.verbs(told.id)
    mailbox.says = "250 OK"
    assert send_waiting(world.runtime, mailer, "bqr") == 0
    page = world.coordinator().get(f"/requests/cases/{told.id}").text
    assert "could not be sent. Tell the person yourself" in page


def test_an_address_that_does_not_exist_is_left_to_staff_at_once(world, told, mailer, mailbox):
    mailbox.says = "550 no such mailbox"
    send_waiting(world.runtime, mailer, "bqr")
    assert world.rows(MailNotice)[0].failed == "recipient-refused"


def test_without_a_server_it_stays_with_staff_and_the_page_says_so(world, told):
    page = world.coordinator().get(f"/requests/cases/{told.id}").text
    assert "no mail server is set up" in page


def test_an_address_that_was_erased_gets_nothing(world, told, mailer, mailbox):
    world.erase(told.id)
    assert send_waiting(world.runtime, mailer, "bqr") == 0
    assert mailbox.got == [] and world.rows(MailNotice)[0].failed == "erased"


def test_who_wants_to_be_reached_by_post_gets_no_e_mail(world, access, mailer):
    world.visitor().send("/requests/new", **{**access, "kind": "complaint", "reach": "post", "reach_at": "Laan 1"})
    (row,) = world.requests()
    case = f"/requests/cases/{row.id}"
    world.coordinator().send(f"{case}/answer", page=case, revision="1", outcome="granted", text="Goed.")
    with world.work() as work:
        rules = world.runtime.rules("bqr")
        actions.send_word(work, row.id, message_id="message-1", template="request-answered", rules=rules)
    assert world.rows(MailNotice) == []


def test_another_organisation_sends_none_of_it(world, told, mailer, mailbox):
    assert send_waiting(world.runtime, mailer, "jtb-care") == 0
    assert mailbox.got == []


def test_the_loop_of_the_worker_sends_what_waits_and_ends_when_it_is_told_to(world, told, mailer, mailbox):
    settings = replace(world.runtime.settings, smtp_url=mailer.url, smtp_from=mailer.sender)
    stop = StopAfterOneRound()
    notices(replace(world.runtime, settings=settings))(stop)
    assert len(mailbox.got) == 1 and stop.is_set()


def test_without_a_server_the_loop_waits_until_it_is_told_to_end(world, told):
    stop = StopAfterOneRound()
    notices(world.runtime)(stop)
    assert stop.is_set() and world.rows(MailNotice)[0].attempts == 0


class StopAfterOneRound(threading.Event):
    """A worker that is told to stop while it waits for the first time."""

    def wait(self, timeout=None):
        self.set()
        return True


MAIL = Mail(
    to="iemand@example.nl",
    subject="x",
    text="x",
    message_id="message-1",
    language="nl",
    at=datetime(2026, 3, 2, tzinfo=UTC),
)


def test_a_server_without_starttls_gets_nothing(mailer, mailbox):
    with pytest.raises(NotSent) as refused:
        Mailer(mailer.url.replace("smtp+plain", "smtp"), SENDER).send(MAIL)
    assert refused.value.code == smtplib.SMTPNotSupportedError.__name__
    assert mailbox.got == []


def test_a_server_that_is_away_is_said_by_its_code():
    with pytest.raises(NotSent) as refused:
        Mailer("smtp+plain://127.0.0.1:1", SENDER).send(MAIL)
    assert refused.value.code == "ConnectionRefusedError" and not refused.value.for_good


@pytest.mark.parametrize(
    "url", ["smtp://user:secret@mail.example:587", "smtps://mail.example", "smtp+plain://127.0.0.1:25"]
)
def test_a_mail_server_is_named_by_its_url(url):
    assert checked_smtp_url(url) == url


@pytest.mark.parametrize(
    "url",
    ["mail.example", "http://mail.example", "smtp://", "smtp+plain://mail.example", "smtp://mail.example:x", ""],
)
def test_what_names_no_server_or_would_send_in_the_open_is_refused(url):
    with pytest.raises(ValueError, match=r"smtp"):
        checked_smtp_url(url)


def test_a_sender_is_an_address():
    assert checked_sender(SENDER) == SENDER
    for bad in ("noreply", "a b@x.nl", "a@", "a@x\nBcc: y@z.nl"):
        with pytest.raises(ValueError, match="e-mail"):
            checked_sender(bad)
