"""The review of who may do what: tick people one by one, and complete it, which begins the next one."""

from collections.abc import Sequence

from sqlalchemy import select

from waarborg_identity.actions.review_cases import begin_review, running_review
from waarborg_identity.actions.staff_grants import end_every_role
from waarborg_identity.actions.staff_rows import (
    changed,
    is_staff,
    leaving_somebody,
    on_his_own,
    open_account,
    others_can,
)
from waarborg_identity.domain import AccountState
from waarborg_identity.domain.staff_review import CLOCK, Verdict, about_himself, check_complete
from waarborg_identity.models import AccessReview, Account, ReviewMark
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def keep_rights(work: Work, account_ids: Sequence[str], *, rules: Rules) -> None:
    """Tick people whose roles stay as they are.

    Raises:
        UnknownAccount, AccountShut, OwnMatter
    """
    review = running_review(work, rules=rules)
    for account_id in dict.fromkeys(account_ids):
        account = open_account(work, account_id, None)
        alone = _looks_at_himself(work, account.id, rules)
        _mark(work, review, account, Verdict.KEPT)
        facts = {"verdict": Verdict.KEPT.value, "review": review.id, **on_his_own(alone, rules)}
        work.record(account, verb="reviewed", facts=facts)


def end_rights(work: Work, account_id: str, reason: str, *, revision: int | None, rules: Rules) -> Account:
    """Tick somebody whose roles all end by this review.

    Raises:
        UnknownAccount, StaleAccount, AccountShut, OwnMatter, LastHolder
    """
    with leaving_somebody(work, rules) as review:
        account = open_account(work, account_id, revision)
        alone = _looks_at_himself(work, account.id, rules)
        end_every_role(work, account, reason)
        changed(account)
        _mark(work, review, account, Verdict.ENDED)
        facts = {"verdict": Verdict.ENDED.value, "review": review.id, **on_his_own(alone, rules)}
        work.record(account, verb="reviewed", why=reason, facts=facts)
    return account


def complete_review(work: Work, number: int, *, rules: Rules) -> AccessReview:
    """Complete the review of that number when everybody was looked at; the next one begins, and is returned.

    Raises:
        OtherReview, NotAllReviewed
    """
    review = running_review(work, rules=rules)
    active = work.session.scalars(
        select(Account.id).where(Account.organisation == work.organisation, Account.state == AccountState.ACTIVE.value)
    ).all()
    check_complete(active, marks_of(work, review.id).keys(), running=review.number, asked=number)
    review.completed_at, review.completed_by = work.now, work.actor.ref
    work.clocks.stop(review, CLOCK, reason="completed")
    facts = {"people": len(active), "one_person": True} if rules.organisation.one_person else {"people": len(active)}
    work.record(review, verb="completed", facts=facts)
    work.session.flush()
    return begin_review(work, rules=rules)


def marks_of(work: Work, review_id: str | None) -> dict[str, ReviewMark]:
    """Return whom a review looked at, by account."""
    rows = work.session.scalars(
        select(ReviewMark).where(ReviewMark.organisation == work.organisation, ReviewMark.review_id == review_id)
    )
    return {row.account_id: row for row in rows}


def completed_reviews(work: Work, limit: int = 10) -> Sequence[AccessReview]:
    """Return the reviews that were completed, the newest first."""
    query = select(AccessReview).where(
        AccessReview.organisation == work.organisation, AccessReview.completed_at.is_not(None)
    )
    return work.session.scalars(query.order_by(AccessReview.number.desc()).limit(limit)).all()


def _looks_at_himself(work: Work, account_id: str, rules: Rules) -> bool:
    if not is_staff(work, account_id):
        return False
    return about_himself(
        account_id,
        account_id,
        one_person=rules.organisation.one_person,
        others=others_can(work, rules, account_id),
    )


def _mark(work: Work, review: AccessReview, account: Account, verdict: Verdict) -> None:
    key = (ReviewMark.organisation == work.organisation, ReviewMark.review_id == review.id)
    kept = work.session.scalars(select(ReviewMark).where(*key, ReviewMark.account_id == account.id)).one_or_none()
    if kept is None:
        kept = ReviewMark(organisation=work.organisation, review_id=review.id, account_id=account.id)
        work.session.add(kept)
    kept.verdict, kept.at, kept.by = verdict.value, work.now, work.actor.ref
