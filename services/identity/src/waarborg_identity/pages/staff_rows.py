"""Staff as the pages show them: codes, references and moments turned into words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask import url_for
from flask_babel import gettext

from waarborg_identity.actions.staff_reading import AbsenceShown, GrantShown, ResetShown, StaffShown
from waarborg_identity.domain.outside import Turned
from waarborg_identity.domain.staff_factors import ResetState
from waarborg_identity.domain.staff_grants import GrantState, last_day
from waarborg_identity.domain.stand_ins import StandIn
from waarborg_identity.pages.outside_issuers import issuer_name
from waarborg_identity.texts.staff import (
    ACTORS,
    ASLEEP,
    CHECKED,
    GRANT_STATES,
    PAPERS,
    RESET_STATES,
    RESET_WAYS,
    STAND_INS,
    VERBS,
    VERDICTS,
)
from waarborg_shared.auth import ActorKind
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks.values import RoleKind
from waarborg_shared.timeline.reading import Step
from waarborg_shared.uow import Written
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import reason_of, short_moment

Names = Mapping[str, Written]
TONES = {GrantState.IN_FORCE: "ok", GrantState.TO_COME: "plain"}


def role_name(code: str) -> str:
    """Return what the organisation calls a role; of one that it no longer has, the code."""
    role = current.rules.roles.get(code)
    return said(role.name) if role is not None else code


def roles_to_give() -> list[tuple[str, str]]:
    """Return the roles of staff to choose from, by name."""
    staff = [role for role in current.rules.roles.values() if role.kind is RoleKind.STAFF]
    return [(role.code, said(role.name)) for role in staff]


def short_day(day: date) -> str:
    """Return a date for a table: "5 jan 2027"."""
    return format_date(day, "d MMM y", locale="nl_NL" if current.lang == "nl" else "en_GB")


def day_of(moment: datetime) -> str:
    """Return on which day (in Amsterdam) a moment is."""
    return short_day(moment.astimezone(AMSTERDAM).date())


def who(ref: str, names: Names) -> str:
    """Return the name that goes with a reference; of what is no account of ours, that it was the system."""
    if ref in names:
        return said(names[ref]) or ref
    return said(ACTORS[ActorKind.SYSTEM]) if ref.startswith("system:") else ref


def grant_row(grant: GrantShown, names: Names) -> dict[str, Any]:
    """Return one role in words."""
    until = short_day(last_day(grant.until)) if grant.until else ""
    asleep = bool(grant.issuer) and grant.state is GrantState.RAN_OUT
    return {
        "id": grant.id,
        "role": role_name(grant.role),
        "state": said(ASLEEP if asleep else GRANT_STATES[grant.state]),
        "tone": "plain" if asleep else TONES.get(grant.state, "warning"),
        "plain": grant.state is GrantState.IN_FORCE,
        "stands": grant.state in (GrantState.IN_FORCE, GrantState.TO_COME),
        "listed": asleep or grant.state in (GrantState.IN_FORCE, GrantState.TO_COME),
        "time": _time(day_of(grant.starts_at), until),
        "by": who(grant.granted_by, names),
        "stand_in_for": who(grant.stand_in_for, names) if grant.stand_in_for else "",
        "issuer": issuer_name(grant.issuer) if grant.issuer else "",
        "ended": day_of(grant.ended_at) if grant.ended_at else "",
        "ended_by": who(grant.ended_by, names) if grant.ended_by else "",
    }


def _time(since: str, until: str) -> str:
    if until:
        return str(gettext("%(since)s to %(until)s", since=since, until=until))
    return str(gettext("since %(since)s", since=since))


def absence_row(absence: AbsenceShown, names: Names) -> dict[str, Any]:
    """Return one absence in words."""
    return {
        "id": absence.id,
        "time": _time(day_of(absence.starts_at), short_day(last_day(absence.until))),
        "until": short_day(last_day(absence.until)),
        "stand_in": who(absence.stand_in, names) if absence.stand_in else "",
        "counts": absence.stand_in_state is StandIn.AGREED,
        "stand_in_state": said(STAND_INS[absence.stand_in_state]) if absence.stand_in_state else "",
        "to_answer": absence.stand_in_state is StandIn.ASKED and current.actor.ref != absence.stand_in,
        "now": absence.now,
    }


def reset_row(reset: ResetShown, names: Names) -> dict[str, Any]:
    """Return one lost second factor in words."""
    checked = said(CHECKED[reset.checked]) if reset.checked else ""
    own = current.actor.ref == reset.asked_by
    return {
        "id": reset.id,
        "way": said(RESET_WAYS[reset.way]),
        "state": said(RESET_STATES[reset.state]),
        "asked": f"{short_moment(reset.asked_at)}, {who(reset.asked_by, names)}",
        "confirmed_by": who(reset.confirmed_by, names) if reset.confirmed_by else "",
        "checked": f"{checked} …{said(reset.digits)}" if reset.digits else checked,
        "to_confirm": reset.state is ResetState.ASKED and not own,
    }


def staff_row(shown: StaffShown, names: Names) -> dict[str, Any]:
    """Return one member of staff as a list shows him."""
    away = shown.away
    return {
        "id": shown.account_id,
        "link": url_for("staff_member.member", account_id=shown.account_id),
        "name": said(shown.name or shown.username),
        "username": said(shown.username),
        "active": shown.active,
        "has_password": shown.has_password,
        "outside": shown.signs_in_outside,
        "second_factor": shown.second_factor,
        "grants": [grant_row(each, names) for each in shown.grants],
        "away": absence_row(away, names) if away else None,
        "missing": [said(PAPERS[each]) for each in shown.missing],
        "certificate": short_day(shown.certificate_seen_on) if shown.certificate_seen_on else "",
        "secrecy": short_day(shown.secrecy_signed_on) if shown.secrecy_signed_on else "",
        "last": day_of(shown.last_signed_in_at) if shown.last_signed_in_at else "",
        "mark": _mark(shown, names),
        "own": shown.account_id == current.actor.ref,
    }


def _mark(shown: StaffShown, names: Names) -> str:
    if shown.mark is None:
        return ""
    return f"{said(VERDICTS[shown.mark.verdict])}, {day_of(shown.mark.at)}, {who(shown.mark.by, names)}"


def step_row(step: Step, names: Names) -> tuple[datetime, str, str, str]:
    """Return one entry of a timeline: when, what, who and why."""
    known = VERBS.get(step.verb)
    what = ": ".join(each for each in (said(known) if known else step.verb, _facts(step.facts, names)) if each)
    named = who(step.actor_ref, names)
    plain = step.actor_kind in (ActorKind.SYSTEM, ActorKind.ANONYMOUS)
    return step.at, what, said(ACTORS[step.actor_kind]) if plain else named, reason_of(step)


def _facts(facts: Mapping[str, Any], names: Names) -> str:
    """What a timeline says beside the verb, as far as it is for people."""
    found = []
    if "role" in facts:
        found.append(role_name(facts["role"]))
    if "from" in facts:
        found.append(gettext("from %(day)s", day=_stored_day(facts["from"])))
    if "until" in facts:
        found.append(gettext("up to and with %(day)s", day=_stored_day(facts["until"], last=True)))
    if facts.get("stand_in"):
        found.append(gettext("%(name)s stands in", name=who(facts["stand_in"], names)))
    if facts.get("stand_in_for"):
        found.append(gettext("for %(name)s", name=who(facts["stand_in_for"], names)))
    if "verdict" in facts:
        found += [said(words) for code, words in VERDICTS.items() if code == facts["verdict"]]
    if "way" in facts:
        found += [said(words) for code, words in RESET_WAYS.items() if code == facts["way"]]
    if "issuer" in facts:
        found.append(issuer_name(facts["issuer"]))
    if facts.get("reason") == Turned.SHUT:
        found.append(gettext("the account was disabled"))
    found += _on_whose_word(facts)
    return ", ".join(str(each) for each in found)


def _on_whose_word(facts: Mapping[str, Any]) -> list[str]:
    """Whether somebody else agreed, or why nobody had to."""
    found = []
    if facts.get("one_person") or "second_look" in facts:
        found.append(gettext("without a second person: only one works here"))
    if facts.get("stand_in_state") == StandIn.ASKED:
        found.append(gettext("if somebody else agrees"))
    if facts.get("may_give_roles"):
        found.append(gettext("without a second person: may give roles"))
    if facts.get("no_other"):
        found.append(gettext("without a second person: nobody else may"))
    return [str(each) for each in found]


def _stored_day(stored: str, *, last: bool = False) -> str:
    moment = datetime.fromisoformat(stored)
    return short_day(last_day(moment)) if last else day_of(moment)
