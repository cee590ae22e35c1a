"""Word to reporters who left a way to be reached: something is in the mailbox. By a channel, or by somebody here."""

from sqlalchemy import select

from waarborg_disclosure.actions.sealing import unseal
from waarborg_disclosure.domain.noticing import TEMPLATE, NobodyToTell, NoticeState, channel_of, message_id
from waarborg_disclosure.models import Report
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Content, Delivery, DeliveryState, Message
from waarborg_shared.uow import Work


def waiting(work: Work, *, limit: int = 50) -> list[str]:
    """Return the reports of which word is to be sent, those that wait longest first."""
    mine = Report.organisation == work.organisation, Report.notice_state == NoticeState.TO_SEND.value
    query = select(Report.id).where(*mine).order_by(Report.notice_since, Report.id)
    return list(work.session.scalars(query.limit(limit)))


def take_up(work: Work, report_id: str, rules: Rules) -> Message | None:
    """Return the notice to be handed to a channel; None where it is needed no more, or somebody gives it by hand."""
    report = work.case(Report, report_id)
    if report.notice_state != NoticeState.TO_SEND or report.notice_since is None:
        return None
    contact = unseal(work, report, "contact")
    if not isinstance(contact, str):
        report.notice_state = report.notice_since = None
        return None
    carry = {code for code, channel in rules.channels.items() if Content.NOTICE in channel.carries}
    channel = channel_of(contact, carry)
    if channel is None:
        report.notice_state = NoticeState.DESK.value
        return None
    return Message(
        id=message_id(work.organisation, report.id, report.notice_since.isoformat()),
        organisation=work.organisation,
        channel=channel,
        template=TEMPLATE,
        content=Content.NOTICE,
        case_ref=report.id,
        recipient_ref=None,
        at=report.notice_since,
    )


def note_outcome(work: Work, message: Message, outcome: Delivery) -> None:
    """Keep what came of a notice: it went, or somebody gives it by hand. A newer one stays as it is."""
    report = work.case(Report, message.case_ref)
    if report.notice_state != NoticeState.TO_SEND or report.notice_since != message.at:
        return
    if outcome.state is DeliveryState.SENT:
        report.notice_state = report.notice_since = None
        work.record(report, verb="told-reporter", facts={"channel": message.channel})
    else:
        report.notice_state = NoticeState.DESK.value


def note_told(work: Work, report: Report) -> None:
    """Note that somebody let the reporter know by hand. Raises NobodyToTell."""
    if report.notice_state is None:
        raise NobodyToTell(report.id)
    report.notice_state = report.notice_since = None
    report.revision += 1
    work.record(report, verb="told-reporter", facts={"channel": "by-hand"})


def duties(work: Work, report: Report, _rules: Rules) -> tuple[str, ...]:
    """Return whether somebody has to let the reporter know."""
    return ("tell-reporter",) if report.notice_state == NoticeState.DESK else ()
