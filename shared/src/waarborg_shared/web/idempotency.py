"""A POST that is sent twice counts once: the first answer is kept, sealed, in the commit of its effects.

The key is the `Idempotency-Key` header (API) or the form's own signed id (pages). Without a key nothing is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Request, Response, make_response, request
from sqlalchemy import Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from werkzeug.exceptions import BadRequest, Conflict, UnprocessableEntity

from waarborg_shared.web.context import Current, current, request_itself
from waarborg_shared.web.keys import derive_key

if TYPE_CHECKING:
    from waarborg_shared.uow import Work

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LARGEST_KEPT = 262_144
KEPT_FOR = timedelta(hours=25)  # a little longer than a form lives
_PENDING = 0
_KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Content-Language")
_KEY = re.compile(r"[\x21-\x7e]{8,200}")
_NOT_REPLAYED = "waarborg_not_replayed"
_View = TypeVar("_View", bound=Callable[..., Any])


class BadKey(BadRequest):
    """The Idempotency-Key is not 8 to 200 printable characters (400)."""

    code_name = "bad-idempotency-key"


class KeyReused(UnprocessableEntity):
    """The key was used before with another body (422)."""

    code_name = "idempotency-key-reused"


class AnswerGone(Conflict):
    """This was done before, but its answer is not kept or can no longer be read (409)."""

    code_name = "already-done"


class Replayed(Exception):
    """The answer to this key is known: the view must not run on."""

    def __init__(self, answer: Response) -> None:
        super().__init__("replayed")
        self.answer = answer


def not_replayed(view: _View) -> _View:
    """Mark a POST view whose answers are never kept: sign-in, tokens, anything that sets a cookie."""
    setattr(view, _NOT_REPLAYED, True)
    return view


def is_replayed(view: Callable[..., Any]) -> bool:
    """Whether a POST view gives the same answer again to the same key."""
    return not getattr(view, _NOT_REPLAYED, False)


class AnswerSeal:
    """Seals kept answers under a key of their own, bound to organisation, actor and key."""

    def __init__(self, master_key: bytes) -> None:
        self._sealed = AESGCM(derive_key(master_key, use="web.idempotency.seal"))
        self._hash_key = derive_key(master_key, use="web.idempotency.hash")

    def digest(self, *parts: bytes) -> str:
        """Return a keyed hash (64 hex digits) over the parts, each with its length."""
        mac = hmac.new(self._hash_key, digestmod=hashlib.sha256)
        for part in parts:
            mac.update(len(part).to_bytes(8, "big") + part)
        return mac.hexdigest()

    def seal(self, body: bytes, bound_to: str) -> bytes:
        """Return the body sealed for one key."""
        nonce = os.urandom(12)
        return nonce + self._sealed.encrypt(nonce, body, bound_to.encode())

    def unseal(self, sealed: bytes, bound_to: str) -> bytes:
        """Return the body. Raises `AnswerGone` when the master key has changed since."""
        try:
            return self._sealed.decrypt(sealed[:12], sealed[12:], bound_to.encode())
        except InvalidTag:
            raise AnswerGone from None


class KeyedPost:
    """One POST with a key: its transaction stays open until the answer is known, and both are committed together."""

    def __init__(self, request_of: Current, table: Table, seal: AnswerSeal, key: str) -> None:
        self._current = request_of
        self._table = table
        self._seal = seal
        self._stack = ExitStack()
        self._work: Work | None = None
        self._depth = 0
        path = request.path.encode("utf-8", "surrogateescape")
        self._key_hash = seal.digest(b"key", path, key.encode())
        self._fingerprint = seal.digest(b"body", path, *_sent())

    @contextmanager
    def join(self) -> Iterator[Work]:
        """Join the POST's one transaction, opening it first; an error that leaves the outermost block undoes it."""
        if self._work is None:
            self._work = self._stack.enter_context(self._current.open_work())
            self._reserve_or_undo(self._work)
        self._depth += 1
        try:
            yield self._work
        except BaseException as error:
            if self._depth == 1:
                self._undo(error)
            raise
        finally:
            self._depth -= 1

    def finish(self, answer: Response) -> None:
        """Keep the answer and commit, if the view opened the transaction.

        A 5xx undoes it. A refusal (4xx) is not kept: the corrected form may come with the same key, and a page that
        shows a case again with an error need not lie about; what the view recorded (that somebody looked) stays.
        """
        if self._work is None:
            return
        if answer.status_code >= 500:
            self._undo(RuntimeError("the answer is a server error"))
            return
        if answer.status_code >= 400:
            self._work.session.execute(delete(self._table).where(*self._mine(self._work)))
        else:
            self._keep(self._work, answer)
        self._work = None
        self._stack.close()

    def abandon(self, error: BaseException) -> None:
        """Undo what is still open, for an error that left the view."""
        if self._work is not None:
            self._undo(error)

    def _undo(self, error: BaseException) -> None:
        self._work = None
        try:
            self._stack.__exit__(type(error), error, error.__traceback__)
        except BaseException as raised:
            if raised is not error:
                raise

    def _reserve_or_undo(self, work: Work) -> None:
        try:
            self._reserve(work)
        except BaseException as error:
            self._undo(error)
            raise

    def _reserve(self, work: Work) -> None:
        """Take the key, waiting for a twin that is still at work; raises `Replayed` or `KeyReused` when it is taken."""
        dialect = postgresql if work.connection.dialect.name == "postgresql" else sqlite
        taken = work.session.execute(
            dialect.insert(self._table)
            .values(
                organisation=work.organisation,
                actor_ref=work.actor.ref,
                key_hash=self._key_hash,
                fingerprint=self._fingerprint,
                status=_PENDING,
                created_at=work.now,
            )
            .on_conflict_do_nothing()
            .execution_options(preserve_rowcount=True)
        )
        if taken.rowcount == 0:  # type: ignore[attr-defined]
            self._replay(work)

    def _mine(self, work: Work) -> tuple[Any, ...]:
        columns = self._table.c
        return (
            columns.organisation == work.organisation,
            columns.actor_ref == work.actor.ref,
            columns.key_hash == self._key_hash,
        )

    def _replay(self, work: Work) -> None:
        columns = self._table.c
        row = work.session.execute(
            select(columns.fingerprint, columns.status, columns.headers, columns.body_sealed).where(*self._mine(work))
        ).one()
        if row.fingerprint != self._fingerprint:
            raise KeyReused
        if row.status == _PENDING or row.body_sealed is None:
            raise AnswerGone
        kept = json.loads(self._seal.unseal(row.body_sealed, self._bound(work)))
        answer = Response(kept["body"].encode("latin-1"), status=row.status, headers=kept["headers"])
        answer.headers[REPLAYED] = "true"
        raise Replayed(answer)

    def _keep(self, work: Work, answer: Response) -> None:
        if answer.is_streamed or answer.direct_passthrough or (answer.content_length or 0) > LARGEST_KEPT:
            return
        headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
        body = json.dumps({"headers": headers, "body": answer.get_data().decode("latin-1")}).encode()
        work.session.execute(
            update(self._table)
            .where(*self._mine(work))
            .values(status=answer.status_code, body_sealed=self._seal.seal(body, self._bound(work)))
        )

    def _bound(self, work: Work) -> str:
        return f"{work.organisation}\n{work.actor.ref}\n{self._key_hash}"


def _sent() -> tuple[bytes, ...]:
    """What was sent, without what differs between two sendings of one form (its token, multipart boundaries)."""
    if request.form or request.files:
        fields = [
            f"{name}={value}".encode() for name, value in request.form.items(multi=True) if not name.startswith("_")
        ]
        files = []
        for name, file in request.files.items(multi=True):
            file.seek(0)
            files.append(f"{name}={file.filename}={hashlib.sha256(file.read()).hexdigest()}".encode())
            file.seek(0)
        return (*fields, *files)
    return (request.get_data(),)


def digest_of_sent() -> str:
    """Return the same 64 hex digits for the same content, sent however often: of a form without its own token."""
    whole = hashlib.sha256()
    for part in _sent():
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def keep_no_answer() -> None:
    """Keep no answer to this POST: whoever asks knows a form that was sent before by himself."""
    current.keyed = None


def forget_answers(work: Work, table: Table, *, kept_for: timedelta = KEPT_FOR) -> int:
    """Delete one organisation's answers older than ``kept_for`` and return how many; a worker calls it daily."""
    old = delete(table).where(table.c.organisation == work.organisation, table.c.created_at < work.now - kept_for)
    return int(work.session.execute(old).rowcount)  # type: ignore[attr-defined]


def key_of_request(of: Current, asked: Request) -> str | None:
    """Return this POST's key, or None. Raises `BadKey` for a header that is no key."""
    if of.form_id is not None:
        return of.form_id
    key = asked.headers.get(HEADER)
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise BadKey
    return key


def replay_safe(view: _View, table: Table, seal: AnswerSeal) -> Callable[..., Any]:
    """Return the view with its POSTs made replay-safe; everything else passes through untouched."""
    if not is_replayed(view):
        return view

    @wraps(view)
    def once(*args: Any, **kwargs: Any) -> Any:
        asked = request_itself()
        key = key_of_request(current, asked) if asked.method == "POST" else None
        if key is None:
            return view(*args, **kwargs)
        keyed = KeyedPost(current, table, seal, key)
        current.keyed = keyed
        try:
            answer = make_response(view(*args, **kwargs))
            keyed.finish(answer)
        except Replayed as known:
            return known.answer
        except KeyReused as reused:
            if current.form_id is None:
                raise
            # A form that was changed and sent again: shown once more with what was typed; nothing can be done with it.
            current.keyed, current.form_refused = None, reused
            return view(*args, **kwargs)
        except BaseException as error:
            keyed.abandon(error)
            raise
        return answer

    once.waarborg_replay_safe = True  # type: ignore[attr-defined]
    return once
