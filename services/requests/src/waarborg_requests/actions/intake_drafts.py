"""A form kept for later: sealed under a key of its own, found by number and code, gone once sent or after its days."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select

from waarborg_requests import domain
from waarborg_requests.domain import intake_drafts as rules_of_drafts
from waarborg_requests.models import Request, RequestDraft
from waarborg_shared.db import new_id
from waarborg_shared.hooks.values import Text
from waarborg_shared.keystore import VaultError
from waarborg_shared.uow import Work

FORM = "requests.form"
_NUMBER, _CODE, _TYPED_CODE = "requests.draft.number", "requests.draft.code", "requests.draft.typed-code"
_TABLE, _COLUMN, _RETENTION = "request_draft", "typed", "case"
AT_ONCE = 500


class NoSuchDraft(Exception):
    """Number and code do not belong together, or the draft is gone: which of the two is not told."""

    text = Text(
        "Dit nummer en deze code horen niet bij elkaar, of het formulier wordt niet meer bewaard. "
        "Controleer wat u hebt ingevuld.",
        "This number and this code do not belong together, or the form is no longer kept. Check what you typed.",
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft that was kept: what it is found by, and until when. The code is nowhere else."""

    number: str
    code: str = field(repr=False)
    ends_at: datetime


def save_draft(work: Work, form: str, typed: Mapping[str, str]) -> Saved:
    """Keep what was typed in a form; the same form saved again keeps its number and code and gets its days anew.

    ``form`` is the form's own secret mark, from which both are made.

    Raises:
        SentAlready: it was filed before.
    """
    mark = work.search_hash(FORM, form)
    filed = select(Request.id).where(Request.organisation == work.organisation, Request.form_hash == mark)
    if work.session.scalar(filed) is not None:
        raise rules_of_drafts.SentAlready(form)
    code = domain.spell_code(work.search_hash(_CODE, form))
    row = _of_form(work, mark) or work.add(
        RequestDraft(
            id=new_id(),
            number=rules_of_drafts.draft_number(work.organisation, work.search_hash(_NUMBER, form)),
            code_hash=_code_hash(work, code),
            form_hash=mark,
        )
    )
    row.saved_at, row.ends_at = work.now, rules_of_drafts.ends_at(work.now)
    row.typed_sealed = work.seal(
        json.dumps({**typed, "form": form}), holder=row.id, table=_TABLE, column=_COLUMN, row=row.id
    )
    return Saved(row.number, code, row.ends_at)


def open_draft(work: Work, number: str, code: str) -> Mapping[str, str]:
    """Return what was typed, for the one who has number and code; raises NoSuchDraft."""
    typed_number, typed_code = rules_of_drafts.read_draft_number(number), domain.read_code(code)
    digest = _code_hash(work, typed_code or "")
    found = None
    if typed_number is not None:
        query = select(RequestDraft).where(RequestDraft.organisation == work.organisation)
        found = work.session.scalars(query.where(RequestDraft.number == typed_number)).one_or_none()
    expected = found.code_hash if found is not None else bytes(len(digest))
    right = hmac.compare_digest(digest, expected)
    if not right or found is None or typed_code is None or found.typed_sealed is None or found.ends_at <= work.now:
        raise NoSuchDraft
    try:
        text = work.unseal(found.typed_sealed, holder=found.id, table=_TABLE, column=_COLUMN, row=found.id)
    except VaultError as gone:
        raise NoSuchDraft from gone
    typed: dict[str, str] = json.loads(text)
    return typed


def end_draft(work: Work, mark: bytes) -> None:
    """Empty the draft of a form that is sent, in the same commit; its key goes with the worker's next round."""
    row = _of_form(work, mark)
    if row is not None:
        row.typed_sealed, row.ends_at = None, work.now


def clear_drafts(work: Work) -> int:
    """Destroy the keys of drafts that are over, and then their rows; gives how many. Safe to do again after a crash."""
    over = select(RequestDraft.id).where(
        RequestDraft.organisation == work.organisation, RequestDraft.ends_at <= work.now
    )
    ids = tuple(work.session.scalars(over.order_by(RequestDraft.ends_at).limit(AT_ONCE)))
    for draft_id in ids:
        work.vault.destroy(work.organisation, draft_id, _RETENTION, at=work.now, reason="draft-over")
    if ids:
        gone = delete(RequestDraft).where(RequestDraft.organisation == work.organisation, RequestDraft.id.in_(ids))
        work.session.execute(gone)
    return len(ids)


def _of_form(work: Work, mark: bytes) -> RequestDraft | None:
    query = select(RequestDraft).where(RequestDraft.organisation == work.organisation, RequestDraft.form_hash == mark)
    return work.session.scalars(query.with_for_update()).one_or_none()


def _code_hash(work: Work, code: str) -> bytes:
    return work.search_hash(_TYPED_CODE, domain.read_code(code) or "")
