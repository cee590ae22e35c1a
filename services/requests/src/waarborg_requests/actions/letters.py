"""Letters: put into words from the request and what every part has to say, typeset once, and kept as given."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from waarborg_requests import domain
from waarborg_requests.actions import sealing
from waarborg_requests.actions.extending import planned_due
from waarborg_requests.actions.letter_parts import letter_parts
from waarborg_requests.actions.package.fees import fee_of, fee_part, is_further_copy
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.domain import Answer, Ground, NoSuchDelivery, Outcome, Reach
from waarborg_requests.domain.at_once import DONE
from waarborg_requests.domain.identification import DOUBTS, Doubt
from waarborg_requests.domain.letters import (
    LETTERS,
    LetterKind,
    NoLetter,
    language_of,
    read_grounds,
)
from waarborg_requests.domain.package.fees import FeeReason
from waarborg_requests.domain.package.told import costs
from waarborg_requests.models import Letter, Request, RequestDelivery
from waarborg_requests.typesetting import LetterFacts, Passage, typeset, write
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, Text
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.uow import Work, Written
from waarborg_shared.uow.work import DEFAULT_RETENTION

_TABLE, _CONTENT, _WORDS = "letter", "content", "words"
# What somebody did whose reason, and whose hand, a letter bears.
_BECAUSE_OF: Mapping[LetterKind, str] = {
    LetterKind.EXTENSION: "extended",
    LetterKind.IDENTIFICATION: "asked-identification",
    LetterKind.ANSWER: "answered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs: a name, and a role by its code; empty where nobody did, but the system."""

    name: str = field(default="", repr=False)
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A code that a letter brings, and until when it works."""

    code: str = field(default="", repr=False)
    until: datetime | None = None


_NONE = Secret()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said just now in a letter that is made at once, and by whom: it is on no timeline yet."""

    text: str = field(repr=False)
    signed: Signature


@dataclass(frozen=True, slots=True)
class GivenLetter:
    """A letter as it was given: the file, and what it says, as a page shows it."""

    letter: Letter
    content: bytes = field(repr=False)
    words: Mapping[str, Any] = field(repr=False)


def letter_of_answer(work: Work, row: Request, given: Answer, rules: Rules, *, signed: Signature) -> LetterFacts:
    """Return the letter that an answer would be, before it is given: what is seen is what is sent."""
    return _facts(work, row, LetterKind.ANSWER, rules, given=given, text=given.text, signed=signed)


def make_letter(
    work: Work,
    row: Request,
    delivery: RequestDelivery,
    rules: Rules,
    *,
    secret: Secret = _NONE,
    now_said: Said | None = None,
) -> Letter:
    """Typeset the letter that goes with word to a person, and keep it; there is one already: that one.

    Raises:
        NoLetter: none goes with it.
        KeyDestroyed: what it would say was erased.
    """
    made = _kept(work, row, delivery.id)
    return made if made is not None else _typeset(work, row, delivery, rules, secret=secret, now_said=now_said)


def _typeset(
    work: Work, row: Request, delivery: RequestDelivery, rules: Rules, *, secret: Secret, now_said: Said | None
) -> Letter:
    kind = LETTERS.get(delivery.template)
    if kind is None:
        raise NoLetter(delivery.template)
    wrote = [step for step in steps_of(work, row, with_why=True) if step.verb in _BECAUSE_OF.values()]
    step = next((each for each in reversed(wrote) if each.verb == _BECAUSE_OF.get(kind)), None)
    text = row_text(work, row) if kind is LetterKind.ANSWER else (step.why if step else "")
    given = _given(row, text) if kind is LetterKind.ANSWER else None
    signed = _signed(work, row, step, wrote[-1] if wrote else None)
    if now_said is not None:
        text, signed = now_said.text, now_said.signed
    facts = _facts(work, row, kind, rules, given=given, text=text, signed=signed, secret=secret)
    words = write(facts)
    content = typeset(words, at=work.now)
    letter_id = new_id()
    return work.add(
        Letter(
            id=letter_id,
            request_id=row.id,
            delivery_id=delivery.id,
            kind=kind.value,
            language=facts.language,
            subject_ref=row.subject_ref,
            sha256=hashlib.sha256(content).digest(),
            made_at=work.now,
            words_sealed=_seal(work, row, _WORDS, letter_id, json.dumps(asdict(words)).encode()),
            content_sealed=_seal(work, row, _CONTENT, letter_id, content),
        )
    )


def read_letter(work: Work, row: Request, delivery_id: str, rules: Rules) -> GivenLetter:
    """Return the letter that goes with word to the person, as it was given; the caller records that somebody looked.

    Word that was made ready before letters were kept gets its letter now, and keeps that.

    Raises:
        NoSuchDelivery, NoLetter
        KeyDestroyed: it was erased.
    """
    letter = _kept(work, row, delivery_id)
    if letter is None:
        letter = make_letter(work, row, _delivery(work, row, delivery_id), rules)
    return GivenLetter(
        letter,
        _unseal(work, row, letter.content_sealed, _CONTENT, letter.id),
        json.loads(_unseal(work, row, letter.words_sealed, _WORDS, letter.id)),
    )


def letters_of(work: Work, row: Request) -> tuple[Letter, ...]:
    """Return the letters about a request, the oldest first; what stands in them stays sealed."""
    query = select(Letter).where(Letter.organisation == work.organisation, Letter.request_id == row.id)
    return tuple(work.session.scalars(query.order_by(Letter.made_at, Letter.id)))


def row_text(work: Work, row: Request) -> str:
    """Return what the answer says, '' for one by a fact; raises KeyDestroyed where it was erased."""
    if row.answer_sealed is None:
        return ""
    return work.unseal(row.answer_sealed, holder=row.id, table="request", column="answer", row=row.id)


def _given(row: Request, text: str) -> Answer:
    assert row.outcome is not None
    return Answer(
        outcome=Outcome(row.outcome),
        text=text,
        ground=Ground(row.ground) if row.ground else None,
        more_grounds=read_grounds(row.more_grounds),
        language=row.language,
    )


def _facts(
    work: Work,
    row: Request,
    kind: LetterKind,
    rules: Rules,
    *,
    given: Answer | None,
    text: str,
    signed: Signature,
    secret: Secret = _NONE,
) -> LetterFacts:
    policy = policy_of(row, rules)
    role = rules.roles.get(signed.role)
    language = (given.language if given else None) or row.language
    return LetterFacts(
        kind=kind,
        language=language_of(language, rules.organisation.languages),
        organisation=rules.organisation,
        theme=rules.theme,
        policy=policy,
        number=row.number,
        received_on=due_on(row.received_at),
        written_at=work.now,
        **_addressee(work, row, known_address=kind is LetterKind.NEW_CODE),
        outcome=given.outcome if given else None,
        grounds=given.grounds if given else (),
        by_fact=_by_fact(row, given) if given is not None else None,
        text=text,
        doubt=DOUBTS[Doubt(row.doubt)] if row.doubt else None,
        due_at=planned_due(work, row, rules) if kind is LetterKind.EXTENSION else row.due_at,
        passages=_passages(work, row, rules) if kind is LetterKind.ANSWER else (),
        signed_by=signed.name,
        signed_as=role.name if role else None,
        code=secret.code,
        code_until=secret.until,
        fee=_fee(work, row) if kind is LetterKind.FEE else None,
        first_copy=fee_part(work, row, rules) is None and not is_further_copy(work, row),
    )


def _fee(work: Work, row: Request) -> Text | None:
    """What a copy costs, and on which ground."""
    fee = fee_of(work, row)
    return costs(fee.cents, FeeReason(fee.reason)) if fee is not None else None


def _by_fact(row: Request, given: Answer) -> Text | None:
    """What the letter says where nobody wrote the answer: it was carried out, or it was so already."""
    kind = RequestKind(row.kind)
    if not domain.answered_by_fact(kind, given.outcome, in_words=bool(given.text)):
        return None
    done, was_so = DONE[kind]
    return was_so if given.grounds else done


def _addressee(work: Work, row: Request, *, known_address: bool) -> dict[str, Any]:
    """To whom: who asked, at the address that he gave; of whom he asked for, the name and never an address (B12).

    ``known_address``: it goes to the address that was known before the request, which staff write on the envelope.
    """
    name, reach_at, other = (_opened(work, row, column) for column in ("name", "reach_at", "on_behalf_of"))
    lines = reach_at.splitlines() if row.reach == Reach.POST and not known_address else []
    return {"name": name, "address": tuple(line for line in lines if line.strip()), "for_whom": other or None}


def _opened(work: Work, row: Request, column: str) -> str:
    sealed = getattr(row, f"{column}_sealed")
    if sealed is None:
        return ""
    return work.unseal(sealed, holder=row.id, table="request", column=column, row=row.id)


def _passages(work: Work, row: Request, rules: Rules) -> tuple[Passage, ...]:
    return tuple(
        Passage(heading=part.heading, paragraphs=part.paragraphs, head=part.head, rows=part.rows)
        for part in letter_parts(work, row, rules)
    )


def _signed(work: Work, row: Request, step: Step | None, last: Step | None) -> Signature:
    """Who signs; the name that is kept is that of the last who wrote, and stands under no letter of an earlier one."""
    if step is None or step.actor_kind is not ActorKind.STAFF:
        return Signature()
    name: Written | None = sealing.unseal(work, row, "signed") if step == last else None
    return Signature(name=name if isinstance(name, str) else "", role=str(step.facts.get("role", "")))


def _kept(work: Work, row: Request, delivery_id: str) -> Letter | None:
    query = select(Letter).where(
        Letter.organisation == work.organisation, Letter.delivery_id == delivery_id, Letter.request_id == row.id
    )
    return work.session.scalars(query).one_or_none()


def _delivery(work: Work, row: Request, delivery_id: str) -> RequestDelivery:
    query = select(RequestDelivery).where(
        RequestDelivery.organisation == work.organisation,
        RequestDelivery.id == delivery_id,
        RequestDelivery.request_id == row.id,
    )
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NoSuchDelivery(delivery_id)
    return found


def _seal(work: Work, row: Request, column: str, letter_id: str, content: bytes) -> bytes:
    return work.vault.seal(
        work.organisation, row.id, content, table=_TABLE, column=column, row=letter_id, retention=DEFAULT_RETENTION
    )


def _unseal(work: Work, row: Request, sealed: bytes, column: str, letter_id: str) -> bytes:
    return work.vault.unseal(
        work.organisation, row.id, sealed, table=_TABLE, column=column, row=letter_id, retention=DEFAULT_RETENTION
    )
