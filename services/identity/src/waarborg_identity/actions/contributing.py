"""What this service has about a person when he asks to see his data: who he is, his numbers, and when he signed in."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from waarborg_identity.actions.aliases import person_of, references_of
from waarborg_identity.actions.numbers import numbers_of, unsealed
from waarborg_identity.actions.person_accounts import username_of_person
from waarborg_identity.actions.persons import name_of_person
from waarborg_identity.domain import SessionKind
from waarborg_identity.models import BrowserSession, LetterLogin, Person
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import UnknownCase, Work
from waarborg_shared.web.contributions import Contributed, Source, part_of_list

Part = Sequence[tuple[str, Contributed]]


def person(work: Work, subject_ref: str, _rules: Rules, after: str | None, _limit: int) -> Part:
    """Give the person's record: name, numbers, and the name that he signs in by."""
    row = _known(work, subject_ref)
    if row is None or after is not None:
        return ()
    numbers = [
        {"kind": each.kind.partition(":")[0], "number": unsealed(work, each)} for each in numbers_of(work, row.id)
    ]
    told = Contributed(
        category="identity",
        title=Text("Hoe u bij ons bekend bent", "How you are known to us"),
        occurred_on=due_on(row.created_at),
        content={
            "name": name_of_person(work, row.id),
            "numbers": numbers,
            "username": username_of_person(work, row.id),
            "registered_at": row.created_at,
            "references": references_of(work, row.id),
        },
    )
    return ((row.id, told),)


def letters(work: Work, subject_ref: str, _rules: Rules, after: str | None, limit: int) -> Part:
    """Give the letters with a number and code that were made for the person."""
    query = select(LetterLogin).where(
        LetterLogin.organisation == work.organisation, LetterLogin.person_ref.in_(references_of(work, subject_ref))
    )
    found = [
        (
            row.id,
            Contributed(
                category="sign_ins",
                title=Text("Een brief om mee in te loggen", "A letter to sign in with"),
                occurred_on=due_on(row.made_at),
                content={"made_at": row.made_at, "used_at": row.used_at, "expires_at": row.expires_at},
            ),
        )
        for row in work.session.scalars(query.order_by(LetterLogin.made_at, LetterLogin.id))
    ]
    return part_of_list(found, after, limit)


def sign_ins(work: Work, subject_ref: str, _rules: Rules, after: str | None, limit: int) -> Part:
    """Give when the person was signed in, on what, and how he had proved who he is."""
    query = select(BrowserSession).where(
        BrowserSession.organisation == work.organisation,
        BrowserSession.kind == SessionKind.PERSON.value,
        BrowserSession.subject.in_(references_of(work, subject_ref)),
    )
    if after is not None:
        query = query.where(BrowserSession.id > after)
    names = ("created_at", "seen_at", "ended_at", "end_reason", "methods", "device")
    return [
        (
            row.id,
            Contributed(
                category="sign_ins",
                title=Text("Ingelogd", "Signed in"),
                occurred_on=due_on(row.created_at),
                content={name: getattr(row, name) for name in names},
            ),
        )
        for row in work.session.scalars(query.order_by(BrowserSession.id).limit(limit))
    ]


SOURCES: Mapping[str, Source] = {"person": person, "letters": letters, "sign_ins": sign_ins}


def looked(work: Work, subject_ref: str) -> None:
    """Write on the person's timeline that his data were put together."""
    row = _known(work, subject_ref)
    if row is not None:
        work.record(row, verb="looked-at")


def _known(work: Work, subject_ref: str) -> Person | None:
    try:
        return person_of(work, subject_ref)
    except UnknownCase:
        return None
