"""What the worker of requests does beside what every worker does: it sends notices without content by e-mail."""

import threading

from waarborg_requests.actions import noticing
from waarborg_requests.domain.letters import language_of
from waarborg_requests.texts.letters import NOTICE, NOTICE_SUBJECT
from waarborg_shared.auth import Actor
from waarborg_shared.mailing import Mail, Mailer, NotSent
from waarborg_shared.service import Loop, Runtime
from waarborg_shared.uow import Work

EVERY = 5.0  # seconds between two looks at what waits


def notices(runtime: Runtime) -> Loop:
    """Return the loop that sends what waits; without a mail server it does nothing, and telling stays with staff."""

    def run(stop: threading.Event) -> None:
        settings = runtime.settings
        if not settings.smtp_url:
            stop.wait()
            return
        mailer = Mailer(settings.smtp_url, settings.smtp_from)
        while not stop.is_set():
            for organisation in settings.organisations:
                if not stop.is_set():
                    send_waiting(runtime, mailer, organisation)
            stop.wait(EVERY)

    return run


def send_waiting(runtime: Runtime, mailer: Mailer, organisation: str) -> int:
    """Send the notices of an organisation that wait; returns how many went.

    Each is taken up in a transaction of its own, sent outside one, and then noted: who stops in between leaves it to be
    sent again later, with the same Message-ID.
    """
    actor, sent = Actor.system("requests", organisation), 0
    with runtime.uow.read(organisation, actor=actor, now=runtime.now()) as work:
        waiting = noticing.waiting_notices(work)
    for notice_id in waiting:
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            found = noticing.claim_notice(work, notice_id)
        if found is None:
            continue
        wrong = _send(runtime, mailer, organisation, notice_id, found)
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            _note(work, notice_id, wrong)
        sent += wrong is None
    return sent


def _send(
    runtime: Runtime, mailer: Mailer, organisation: str, notice_id: str, found: noticing.ToSend
) -> NotSent | None:
    us = runtime.rules(organisation).organisation
    language = language_of(found.language, us.languages)
    page = f"{runtime.settings.origin_of(organisation)}/requests/status"
    try:
        mailer.send(
            Mail(
                to=found.to,
                subject=NOTICE_SUBJECT.to(language).format(number=found.number),
                text=NOTICE.to(language).format(number=found.number, page=page, us=us.name),
                message_id=notice_id,
                language=language,
                at=found.ready_at,
            )
        )
    except NotSent as wrong:
        return wrong
    return None


def _note(work: Work, notice_id: str, wrong: NotSent | None) -> None:
    if wrong is None:
        noticing.notice_sent(work, notice_id)
    else:
        noticing.notice_not_sent(work, notice_id, error=wrong.code, for_good=wrong.for_good)
