"""Asks the consent service who may speak for a client: what it says today, kept here as codes and nothing more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from waarborg_requests.domain.authority import MayAct
from waarborg_shared.client import ServiceAway, ServiceClient
from waarborg_shared.hooks.values import Scope, Text

DECIDERS_PATH = "/consent/api/v1/deciders"
_TOGETHER = "together"


class RegisterNotAsked(Exception):
    """The register of representatives gave no answer: nobody's authority is confirmed by that."""

    field = "who"
    text = Text(
        "Het register van vertegenwoordigers antwoordt nu niet. Zonder antwoord gaat het verzoek niet verder. "
        "Probeer het straks nog eens.",
        "The register of representatives does not answer now. Without an answer the request goes no further. "
        "Try again in a moment.",
    )


class MayNotAskRegister(RegisterNotAsked):
    """Consent does not let this member of staff ask."""

    text = Text(
        "U mag niet in het register van vertegenwoordigers kijken. Vraag een collega die dat wel mag.",
        "You may not look in the register of representatives. Ask a colleague who may.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the register said of one representative on one subject, and why in words."""

    may: MayAct
    why: Text


def representatives_of(
    client: ServiceClient,
    organisation: str,
    subject_ref: str,
    scopes: Iterable[Scope],
    *,
    headers: Mapping[str, str],
) -> tuple[Said, ...]:
    """Return what the register says today of everybody who speaks for a client, on each of these subjects.

    ``headers`` carry who asks: consent judges the right by itself. Raises RegisterNotAsked, by its kind.
    """
    return tuple(each for scope in scopes for each in _on(client, organisation, subject_ref, scope, headers=headers))


def _on(
    client: ServiceClient, organisation: str, subject_ref: str, scope: Scope, *, headers: Mapping[str, str]
) -> tuple[Said, ...]:
    path = f"{DECIDERS_PATH}?{urlencode({'subject_ref': subject_ref, 'topic': scope.value})}"
    try:
        answer = client.ask("consent", "GET", path, organisation=organisation, headers=headers)
    except ServiceAway as away:
        raise RegisterNotAsked from away
    if answer.status in (401, 403):
        raise MayNotAskRegister
    if answer.status != 200 or not isinstance(answer.json, dict):
        raise RegisterNotAsked
    try:
        allowed = [_said(each, scope, allowed=True) for each in answer.json["deciders"]]
        others = [_said(each, scope, allowed=False) for each in answer.json["others"]]
    except (KeyError, TypeError, ValueError) as unreadable:
        raise RegisterNotAsked from unreadable
    return tuple(each for each in (*allowed, *others) if each is not None)


def _said(each: Mapping[str, Any], scope: Scope, *, allowed: bool) -> Said | None:
    """Read one line of the answer; the client himself is on it too, and represents nobody."""
    if each["representation_id"] is None:
        return None
    why = each["why" if allowed else "why_not"]
    until = each.get("until")
    may = MayAct(
        representation_ref=str(each["representation_id"]),
        representative_ref=str(each["ref"]),
        capacity=str(each["kind"]),
        scope=scope,
        allowed=allowed,
        why=str(why["code"]),
        source=str(each["article"])[:200],
        together=allowed and each["manner"] == _TOGETHER,
        until=date.fromisoformat(until) if until else None,
    )
    return Said(may=may, why=Text(str(why["nl"]), str(why["en"])))
