"""The page on which the persons of a breach are told: the list, the message, the order to send, and how far it is."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from waarborg_breach import actions, domain
from waarborg_breach.actions.telling import afterwards, announcing, letters, listing, reading, sending
from waarborg_breach.actions.telling.message import draft_of, keep_draft
from waarborg_breach.actions.telling.rows import counts_of, telling_of
from waarborg_breach.actions.telling.stopping import TELLS
from waarborg_breach.domain import BreachError, Stale
from waarborg_breach.domain.telling import (
    LANGUAGES,
    PARTS,
    MessagePart,
    PersonState,
    TellingState,
    content_by,
    missing,
    ways,
)
from waarborg_breach.domain.telling_rows import LARGEST_FILE, BadList, read_list
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.acting import take_step
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.steps import Step, at_fields, plain
from waarborg_breach.pages.telling.words import refuse, whole
from waarborg_breach.schemas.telling import (
    AnnouncementForm,
    BeginForm,
    ListForm,
    MessageForm,
    PostedForm,
    PublishForm,
    SettleForm,
)
from waarborg_breach.texts.telling import COLUMNS, FAULTS, PERSON_STATES, TELLING_STATES
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Content, Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, body_limit, current, read_form
from waarborg_shared.web.i18n import in_language as said

SHOWN_FAULTS = 100
_ROOM = LARGEST_FILE * 2
"""Room for a file that is too large, so that its form can say so in words."""


def _keep_message(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    message = {
        language: {part: str(said_so[f"{part.value}_{language}"] or "") for part in MessagePart}
        for language in LANGUAGES
    }
    keep_draft(work, case, message)


def _begin(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    if said_so["list"] != counts_of(work, case.id).of(PersonState.TO_DO):
        raise Stale
    sending.begin_telling(work, case, rules=rules)


def _settle(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    listing.settle_rows(work, case, why=said_so["settled_how"])


def _posted(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    letters.letters_posted(work, case, said_so["part"])


def _failed_again(work: Work, case: BreachCase, _said_so: Mapping[str, Any], rules: Rules) -> None:
    afterwards.tell_failed_again(work, case, rules=rules)


def _announcement(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    words = {language: str(said_so[f"announcement_{language}"] or "") for language in LANGUAGES}
    announcing.write_announcement(work, case, words, rules=rules)


def _publish(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    with at_fields(reason="publish_ground"):
        announcing.publish(work, case, rules=rules, ground=said_so["publish_ground"])


def _take_down(work: Work, case: BreachCase, _said_so: Mapping[str, Any], rules: Rules) -> None:
    announcing.take_down(work, case, rules=rules)


STEPS: Mapping[str, Step] = {
    "message": Step(plain(MessageForm), Duty.BREACH_DECIDE, _keep_message),
    "begin": Step(plain(BeginForm), Duty.BREACH_READ, _begin),
    "settle": Step(plain(SettleForm), Duty.BREACH_DECIDE, _settle),
    "posted": Step(plain(PostedForm), Duty.BREACH_DECIDE, _posted),
    "failed-again": Step(plain(ListForm), Duty.BREACH_DECIDE, _failed_again),
    "announcement": Step(plain(AnnouncementForm), Duty.BREACH_DECIDE, _announcement),
    "publish": Step(plain(PublishForm), Duty.BREACH_READ, _publish),
    "take-down": Step(plain(ListForm), Duty.BREACH_READ, _take_down),
}


@pages.get("/cases/<breach_id>/telling")
def telling(breach_id: str) -> ResponseReturnValue:
    """Show how far telling the persons is, and what can be done."""
    require_duty(current.actor, Duty.BREACH_READ)
    return show_telling(breach_id, {})


@pages.post("/cases/<breach_id>/telling/list")
@body_limit(_ROOM)
def telling_list(breach_id: str) -> ResponseReturnValue:
    """Take a file of those concerned in; what is wrong in it stands on the page by row and column."""
    require_duty(current.actor, Duty.BREACH_DECIDE)
    form = read_form(ListForm)
    if not form.ok:
        return show_telling(breach_id, {"list": form})
    try:
        raw = _handed_in()
        with current.begin() as work:
            row = work.case(BreachCase, breach_id)
            rows = read_list(raw, listing.reader_of(current.rules))
            listing.list_persons(work, row, rows, given_by="file", rules=current.rules)
    except (BreachError, KeyDestroyed) as refused:
        refuse(form, refused)
        return show_telling(breach_id, {"list": form})
    return redirect(url_for("pages.telling", breach_id=breach_id), 303)


@pages.post("/cases/<breach_id>/telling/<telling_step>")
def telling_act(breach_id: str, telling_step: str) -> ResponseReturnValue:
    """Do one step of telling; what is wrong is shown at its field, and what was typed stays."""
    return take_step(breach_id, telling_step, STEPS, show=show_telling, refuse=refuse, endpoint="pages.telling")


def _handed_in() -> bytes:
    sent = request.files.get("file")
    if sent is None:
        raise BadList("no-file")
    with sent.stream:
        raw = sent.stream.read(LARGEST_FILE + 1)
    if not raw:
        raise BadList("no-file")
    return raw


def show_telling(breach_id: str, forms: Mapping[str, Form], *, status: int = 422) -> tuple[str, int]:
    """Return the page; ``forms`` are those that were sent and refused, as they were filled in."""
    rules = current.rules
    with current.begin() as work:
        case = actions.read_case(work, breach_id)
        page = _page(work, case, rules, forms)
    wrong = next((form for form in forms.values() if form.errors), None)
    rendered = render_template("breach/telling/page.html", wrong=wrong, case=case, columns=COLUMNS, **page)
    return rendered, status if wrong else 200


def _page(work: Work, case: BreachCase, rules: Rules, forms: Mapping[str, Form]) -> dict[str, Any]:
    message, counts, kept = draft_of(work, case, rules), counts_of(work, case.id), telling_of(work, case.id)
    announcement = announcing.announcement_of(work, case)
    announced = announcing.announced_words(work, announcement) if announcement is not None else {}
    values = {f"{part.value}_{language}": of[part] for language, of in (message or {}).items() for part in of}
    said_before = {f"announcement_{language}": words for language, words in (announced or {}).items()}
    state = TellingState(kept.state) if kept is not None else TellingState.IDLE
    to_do = counts.of(PersonState.TO_DO)
    given = {"message": values, "announcement": said_before, "begin": {"list": str(to_do)}}
    channels = rules.channels
    return {
        "forms": {
            **{name: forms.get(name) or Form(step.schema(rules), given.get(name, {})) for name, step in STEPS.items()},
            "list": forms.get("list") or Form(ListForm(), {}),
        },
        "erased": message is None or announced is None,
        "open": case.case_state in domain.HANDLED,
        "state": state,
        "state_text": said(TELLING_STATES[state]),
        "sending": state is TellingState.SENDING,
        "ordered": reading.order_of(work, case),
        "counts": counts,
        "told": counts.of(PersonState.SENT),
        "told_percent": _percent(counts.of(PersonState.SENT), counts.total),
        "handled_percent": _percent(counts.handled, counts.total),
        "by_state": [(each, said(words), counts.of(each)) for each, words in PERSON_STATES.items()],
        "to_do": to_do,
        "failed": counts.of(PersonState.FAILED),
        "unreachable": counts.of(PersonState.UNREACHABLE),
        "faults": [
            (each, said(COLUMNS[each.column]), said(FAULTS[each.fault]))
            for each in listing.unsettled_of(work, case, limit=SHOWN_FAULTS)
        ],
        "would_go": [
            (_name(rules, code), count, _whole(rules, code)) for code, count in sending.would_go(work, case).items()
        ],
        "channel_names": [
            (each.code, said(each.name), content_by(each) is Content.NOTICE) for each in ways(tuple(channels.values()))
        ],
        "missing": [
            (said(PARTS[part]), language, f"field-{part.value}_{language}") for part, language in missing(message or {})
        ],
        "previews": [whole(message, language, rules) for language in LANGUAGES] if message else [],
        "to_tell": case.persons_state in TELLS,
        "letters": letters.letter_parts(work, case),
        "announcement": announcement,
        "public": announcement is not None and announcing.is_public(announcement),
        "may_send": actions.may_decide(work, case, rules=rules),
        "may_keep": Duty.BREACH_DECIDE in current.actor.duties,
    }


def _percent(some: int, total: int) -> int:
    return 100 * some // total if total else 0


def _name(rules: Rules, code: str) -> str:
    found = rules.channels.get(code)
    return said(found.name) if found is not None else code


def _whole(rules: Rules, code: str) -> bool:
    found = rules.channels.get(code)
    return found is not None and content_by(found) is not Content.NOTICE
