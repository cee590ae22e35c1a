"""What a demonstration begins with: a first version of each organisation's statement, published as staff would."""

from datetime import timedelta

from waarborg_consent.actions import drafting
from waarborg_consent.actions.statements import newest_version
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.service import Runtime

DRAFTED_BY, REVIEWED_BY = "invented-drafter", "invented-reviewer"


def publish_first_statements(runtime: Runtime) -> tuple[()]:
    """Draft, review and publish a first version where there is none; by two people, a day apart."""
    for organisation in runtime.settings.organisations:
        _publish_first(runtime, organisation)
    return ()


def _publish_first(runtime: Runtime, organisation: str) -> None:
    rules, now = runtime.registry.rules(organisation), runtime.now()
    drafter = Actor(ActorKind.STAFF, DRAFTED_BY, organisation)
    reviewer = Actor(ActorKind.STAFF, REVIEWED_BY, organisation)
    with runtime.uow.begin(organisation, actor=drafter, now=now - timedelta(days=1)) as work:
        if newest_version(work) is not None or drafting.open_draft(work) is not None:
            return
        drafting.make_draft(work, rules=rules)
    with runtime.uow.begin(organisation, actor=reviewer, now=now) as work:
        draft = drafting.open_draft(work)
        assert draft is not None
        drafting.review_draft(work, seen=draft.content_hash, rules=rules)
        drafting.publish_draft(work, due_on(now).isoformat(), seen=draft.content_hash, rules=rules)
