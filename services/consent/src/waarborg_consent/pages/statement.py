"""The privacy statement for everybody: the version in force, every older one, and what changed between two."""

from typing import Any

from flask import Blueprint, render_template, request

from waarborg_consent.actions import statements
from waarborg_consent.domain.statement_changes import changes
from waarborg_consent.domain.statement_document import content_hash, to_plain
from waarborg_consent.domain.statement_versions import RUNNING, UnknownVersion
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.clamp import Clamp
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current, one_proof_does

statement_pages = Blueprint("statement", __name__, url_prefix="/consent", template_folder="../templates")


@statement_pages.get("/statement")
@one_proof_does
def statement() -> str:
    """Show what the organisation does with data, as the version in force says it."""
    with current.read() as work:
        return _page(work, statements.in_force(work, current.rules).version)


@statement_pages.get("/statement/<version>")
@one_proof_does
def version(version: str) -> str:
    """Show one version, which stays at this address."""
    with current.read() as work:
        if version == RUNNING:
            raise UnknownVersion(version)
        return _page(work, version)


@statement_pages.get("/statement/versions")
@one_proof_does
def versions() -> str:
    """List every version."""
    with current.read() as work:
        found = statements.list_versions(work)
    return render_template("consent/statement_versions.html", versions=found)


@statement_pages.get("/statement/compare")
@one_proof_does
def compare() -> str:
    """Show what changed between two versions, or between one and the rules that run now."""
    with current.read() as work:
        known = [each.version for each in statements.list_versions(work)]
        old = request.args.get("from") or (known[1] if len(known) > 1 else "")
        new = request.args.get("to") or (known[0] if known else "")
        if not old or not new:
            return render_template("consent/statement_compare.html", old="", new="", changed=())
        before, after = (statements.document_of(work, each, rules=current.rules) for each in (old, new))
    return render_template("consent/statement_compare.html", old=old, new=new, changed=changes(before, after))


def _page(work: Work, version: str) -> str:
    rules = current.rules
    stands = statements.in_force(work, rules)
    document = statements.document_of(work, version, rules=rules)
    published = statements.version_named(work, version)
    review_on = statements.review_due_on(work, rules)
    now_running = document if published is None else statements.running(work, rules)
    context: dict[str, Any] = {
        "version": version,
        "dated": published.dated if published is not None else stands.dated,
        "published": published,
        "frozen_plugin": published is not None and published.number == 0,
        "in_force": stands,
        "newest": version == stands.version,
        "changed": stands.content_hash not in (None, content_hash(now_running)),
        "document": to_plain(document),
        "review_on": review_on,
        "overdue": due_on(current.now()) > review_on,
        "keeps": Duty.STATEMENT_KEEP in current.actor.duties,
        "clamps": _overruled() if current.actor.kind is ActorKind.STAFF else None,
    }
    return render_template("consent/statement.html", **context)


def _overruled() -> tuple[Clamp, ...]:
    """Return each promise of this organisation, about whatever service, that the law does not let stand."""
    current.rules.check()
    return current.rules.clamps
