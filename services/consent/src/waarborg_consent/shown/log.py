"""A person's access log in words that say who did what, when and why it was allowed, the same on every face."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from waarborg_consent.actions.looks import OWN_SYSTEM as OWN_SOURCE
from waarborg_consent.actions.looks import REPRESENTATIVE
from waarborg_consent.actions.who_looked import Decided, Entry, Period
from waarborg_consent.domain import Reason
from waarborg_consent.domain.looks import Action, Look, Outcome
from waarborg_consent.shown.log_words import (
    ASKED_FIRST,
    BY_AUTHORITY,
    BY_DUTY,
    DECIDED_BY_ITSELF,
    DECISION_UNKNOWN,
    DID,
    ENDED,
    GONE,
    GROUND,
    GROUNDS,
    NOT_SUCCEEDED,
    OTHER_ACTION,
    OTHER_RECORD,
    OWN_SYSTEM,
    QUESTION,
    RECORDS,
    ROLES,
    SAID_NO,
    SAID_YES,
    SOMEBODY,
    USES,
    WANTED,
    WE_SAID_NO,
)
from waarborg_consent.texts import REASONS
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Right, Text
from waarborg_shared.web.cursors import cursor_at

_ACTIONS: Mapping[str, Action] = {
    Right.CREATE: Action.CREATE,
    Right.READ: Action.READ,
    Right.UPDATE: Action.UPDATE,
    Right.DELETE: Action.DELETE,
}
_BY_OWN_RULE = frozenset({Reason.ALLOWED_BY_RULE, Reason.DENIED_BY_RULE, Reason.CONDITION_NOT_MET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log in words; None where nothing is to be said."""

    entry: Entry
    said: Text
    why: Text | None
    use: Text | None
    behalf: Text | None
    who: str = ""
    address: str = ""

    @property
    def question(self) -> bool:
        """Whether it is a question that was put to us, and no look."""
        return self.entry.number is None

    @property
    def happened(self) -> bool:
        """Whether somebody saw or changed something, so that it was to be allowed."""
        return self.entry.look is not None and self.entry.look.outcome is Outcome.SUCCESS


def line_of(entry: Entry, rules: Rules) -> Line:
    """Put one line in words."""
    look = entry.look
    if look is None:
        said = _question(entry.decided, rules) if entry.number is None and entry.decided else GONE
        return Line(entry=entry, said=said, why=allowed_because(entry, rules), use=_use_of(entry, rules), behalf=None)
    behalf = _role(look.behalf_role, None, rules) if look.behalf_ref or look.behalf_role else None
    return Line(
        entry=entry,
        said=_look(look, rules),
        why=allowed_because(entry, rules),
        use=_use(look.purpose, rules),
        behalf=behalf,
        who=look.who_ref,
        address=look.address or "",
    )


def allowed_because(entry: Entry, rules: Rules) -> Text | None:
    """Say why something was allowed: the reason of our decision, or that the other system decided."""
    look, decided = entry.look, entry.decided
    if look is None and entry.number is not None:
        return None
    if look is not None and look.source == OWN_SOURCE:
        return BY_AUTHORITY if look.role == REPRESENTATIVE else BY_DUTY
    if look is not None and look.outcome is not Outcome.SUCCESS:
        return NOT_SUCCEEDED
    if decided is None:
        return DECISION_UNKNOWN if look is not None and look.decision_id else DECIDED_BY_ITSELF
    reason = _reason(decided, rules)
    if look is None:
        return reason
    return _joined(ASKED_FIRST, reason) if decided.permitted else _joined(ASKED_FIRST, reason, WE_SAID_NO)


def as_json(entry: Entry, rules: Rules) -> dict[str, Any]:
    """One line as programs get it, with what is needed to check a look against the log's tree."""
    line, look = line_of(entry, rules), entry.look
    asked = entry.decided is not None and entry.number is None
    return {
        "id": entry.id,
        "kind": "question" if asked else "look",
        "at": entry.at,
        "said": _both(line.said),
        "allowed_because": _both(line.why) if line.why else None,
        "look": _fields(look) if look is not None else None,
        "decision_id": entry.decided.id if entry.decided else (look.decision_id if look is not None else None),
        "erased": look is None and not asked,
        "proof": _proof(entry),
    }


def part_of_log(entries: Sequence[Entry], limit: int, rules: Rules) -> dict[str, Any]:
    """A part of a log that was read one line further than its limit, with the cursor of what follows."""
    shown = entries[:limit]
    following = cursor_at(cursor_of(shown[-1])) if len(entries) > limit else ""
    return {"items": [as_json(each, rules) for each in shown], "next": following}


def cursor_of(entry: Entry) -> tuple[str, str]:
    """The place of a line, to go on after it."""
    return entry.at.isoformat(), entry.id


def period_of(since: date | None, until: date | None) -> Period:
    """From the beginning of a day until the end of another, in Amsterdam."""
    return Period(since=_begin(since) if since else None, before=_begin(until + timedelta(days=1)) if until else None)


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)


def _look(look: Look, rules: Rules) -> Text:
    who, what, where = _role(look.role, look.role_name, rules), _record(look.record_type, rules), _system(look)
    does = (DID if look.outcome is Outcome.SUCCESS else WANTED)[look.action]
    said = Text(
        f"{who.nl} {does.nl}: {what.nl}. Dat was in {where.nl}.",
        f"{who.en} {does.en}: {what.en}. That was in {where.en}.",
    )
    ended = ENDED.get(look.outcome)
    return _joined(said, ended) if ended else said


def _question(decided: Decided, rules: Rules) -> Text:
    role, record = _role(decided.role, None, rules), _record(decided.record_type, rules)
    wants, answer = _wanted(decided.right), SAID_YES if decided.permitted else SAID_NO
    who = decided.asked_by
    return Text(
        QUESTION.nl.format(who=who, role=role.nl, wants=wants.nl, record=record.nl, answer=answer.nl),
        QUESTION.en.format(who=who, role=role.en, wants=wants.en, record=record.en, answer=answer.en),
    )


def _reason(decided: Decided, rules: Rules) -> Text:
    """The reason of a decision: the sentence of the organisation's own rule where that decided; and what was named."""
    own = {each.code: each.because for each in rules.policy.rules} if decided.reason in _BY_OWN_RULE else {}
    reason = own.get(decided.rule or "", REASONS[decided.reason])
    if decided.named_ground is None:
        return reason
    ground = GROUNDS[decided.named_ground]
    return _joined(reason, Text(GROUND.nl.format(ground=ground.nl), GROUND.en.format(ground=ground.en)))


def _wanted(right: str) -> Text:
    action = _ACTIONS.get(right)
    if action is not None:
        return WANTED[action]
    return Text(OTHER_ACTION.nl.format(action=right), OTHER_ACTION.en.format(action=right))


def _role(code: str | None, name: str | None, rules: Rules) -> Text:
    if code is None:
        return ROLES["staff"]
    if not code:
        return SOMEBODY
    known = rules.roles.get(code)
    if known is not None:
        return known.name
    return ROLES.get(code) or Text(name or code, name or code)


def _record(code: str, rules: Rules) -> Text:
    known = rules.record_types.get(code)
    if known is not None:
        return known.name
    return RECORDS.get(code) or Text(OTHER_RECORD.nl.format(type=code), OTHER_RECORD.en.format(type=code))


def _system(look: Look) -> Text:
    return OWN_SYSTEM if look.source == OWN_SOURCE else Text(look.system, look.system)


def _use_of(entry: Entry, rules: Rules) -> Text | None:
    return _use(entry.decided.purpose, rules) if entry.decided else None


def _use(code: str | None, rules: Rules) -> Text | None:
    if not code:
        return None
    known = rules.purposes.get(code)
    return known.name if known is not None else USES.get(code) or Text(code, code)


def _joined(*texts: Text) -> Text:
    return Text(" ".join(each.nl for each in texts), " ".join(each.en for each in texts))


def _both(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}


def _fields(look: Look) -> dict[str, Any]:
    return {**asdict(look), "at": look.at.isoformat()}


def _proof(entry: Entry) -> dict[str, Any] | None:
    if entry.number is None:
        return None
    return {
        "number": entry.number,
        "received_at": entry.received_at.isoformat() if entry.received_at else None,
        "digest": entry.digest.hex(),
        "salt": entry.salt.hex() or None,
        "content": entry.content.decode() or None,
    }
