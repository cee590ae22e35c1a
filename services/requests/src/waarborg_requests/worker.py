"""What the worker of requests does beside what every worker does: it sends notices without content by e-mail."""

import threading

from waarborg_requests.actions import noticing
from waarborg_requests.domain.letters import language_of
from waarborg_requests.texts.letters import NOTICE, NOTICE_SUBJECT
from waarborg_shared.mailing import Mail, Mailer, NotSent
from waarborg_shared.rounds import rounds, send_each
from waarborg_shared.service import Loop, Runtime
from waarborg_shared.uow import Work

EVERY = 5.0  # seconds between two looks at what waits


def notices(runtime: Runtime) -> Loop:
    """Return the loop that sends what waits; without a mail server it does nothing, and telling stays with staff."""
    settings = runtime.settings
    if not settings.smtp_url:
        return _rest
    mailer = Mailer(settings.smtp_url, settings.smtp_from)

    def visit(of: Runtime, organisation: str) -> int:
        return send_waiting(of, mailer, organisation)

    return rounds(runtime, visit, every=EVERY, failed="notices_failed")


def send_waiting(runtime: Runtime, mailer: Mailer, organisation: str) -> int:
    """Send the notices of an organisation that wait; returns how many went. One sent twice has the same Message-ID."""
    outcomes = send_each(
        runtime,
        organisation,
        waiting=noticing.waiting_notices,
        take_up=noticing.claim_notice,
        hand_over=lambda notice_id, found: _send(runtime, mailer, organisation, notice_id, found),
        note=lambda work, notice_id, _, wrong: _note(work, notice_id, wrong),
    )
    return outcomes.count(None)


def _rest(stop: threading.Event) -> None:
    stop.wait()


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
