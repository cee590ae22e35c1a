"""A package is begun when an answer gives data, or anew by staff; what is in it is planned from what is given."""

from collections.abc import Sequence
from secrets import token_bytes

from sqlalchemy import ColumnElement, bindparam, exists

from waarborg_requests import domain
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.review.looks import review_digest
from waarborg_requests.actions.review.marks import standing_marks
from waarborg_requests.domain import Outcome
from waarborg_requests.domain.letters import LANGUAGES
from waarborg_requests.domain.package.fetching import FETCHES, PackageState
from waarborg_requests.domain.package.plan import ALWAYS, WITH_EXPLANATION, Packed, Part, extension_of, plan
from waarborg_requests.domain.review.marking import Verdict
from waarborg_requests.models import HolderTask, Item, ItemMark, Package, Request
from waarborg_shared.db import made_once, new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import GIVES_DATA, RequestKind
from waarborg_shared.uow import Work

FETCH_CODE = "requests.fetch"
TABLE = "package"
_CODE_BYTES = 32


_STANDING = made_once(Package).where(
    Package.request_id == bindparam("request_id"), Package.state != PackageState.DESTROYED.value
)


def begin_when_given(work: Work, row: Request, rules: Rules) -> None:
    """Begin the package of an answer that gives data; called again it changes nothing."""
    if RequestKind(row.kind) not in GIVES_DATA or row.outcome not in (Outcome.GRANTED, Outcome.PARTLY):
        return
    if package_of(work, row) is None and packed_items(work, row):
        begin(work, row)


def begin(work: Work, row: Request) -> Package:
    """Begin a package of what is given now."""
    assert row.subject_ref is not None
    portable = row.kind == RequestKind.PORTABILITY
    made = Package(
        organisation=work.organisation,
        id=new_id(),
        request_id=row.id,
        subject_ref=row.subject_ref,
        state=PackageState.MAKING.value,
        portable=portable,
        language=language_of(row),
        digest=review_digest(work, row),
        asked_by=work.actor.ref,
        asked_at=work.now,
        parts=len(_plan(row, packed_items(work, row), portable=portable)),
        parts_done=0,
        failures=0,
        next_at=work.now,
        fetches_left=FETCHES,
        wrong_codes=0,
        code_sealed=b"",
        code_hash=b"",
    )
    code = domain.spell_code(token_bytes(_CODE_BYTES))
    made.code_sealed = work.seal(code, holder=made.key, table=TABLE, column="code", row=made.id)
    made.code_hash = code_hash(work, made, code)
    work.session.add(made)
    work.session.flush()
    work.record(row, verb="package-begun", facts=in_role(work))
    return made


def package_of(work: Work, row: Request) -> Package | None:
    """Return the package of a request that was not destroyed, if any."""
    return work.found(_STANDING, request_id=row.id).one_or_none()


def standing_package(work: Work) -> ColumnElement[bool]:
    """Whether a request has a package that was not destroyed, as a condition on requests."""
    return exists().where(
        Package.organisation == work.organisation,
        Package.request_id == Request.id,
        Package.state != PackageState.DESTROYED.value,
    )


def packed_items(work: Work, row: Request) -> Sequence[Packed]:
    """Return what the plan has to know of each item that is given, in order."""
    query = standing_marks(
        work, row, Item.number, Item.category, HolderTask.holder, Item.file_id, Item.media_type, Item.size
    )
    query = query.where(ItemMark.verdict.in_([Verdict.GIVE.value, Verdict.REDACT.value])).order_by(Item.number)
    return [
        Packed(
            number=number,
            category=category,
            holder=holder,
            extension=None if file_id is None else extension_of(media_type),
            size=size,
        )
        for number, category, holder, file_id, media_type, size in work.session.execute(query)
    ]


def planned(row: Request, package: Package, items: Sequence[Packed]) -> tuple[Part, ...]:
    """Return the parts of a package of `packed_items`, the same each time while nothing of the review changes."""
    return _plan(row, items, portable=package.portable)


def _plan(row: Request, items: Sequence[Packed], *, portable: bool) -> tuple[Part, ...]:
    kind = RequestKind(row.kind)
    return plan(items, portable=portable, always=ALWAYS.get(kind, ()), explained=kind in WITH_EXPLANATION)


def code_hash(work: Work, package: Package, code: str) -> bytes:
    """Return by what a typed code is recognised; of every package another."""
    return work.search_hash(FETCH_CODE, f"{package.id}/{domain.read_code(code) or ''}")


def language_of(row: Request) -> str:
    """Return the language of what a person gets."""
    return row.language or LANGUAGES[0]
