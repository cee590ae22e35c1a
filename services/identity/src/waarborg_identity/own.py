"""Identity's own answers to what other services ask of it over the wire: keys, void tokens, sessions."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from waarborg_identity.actions import note_use, published_keys, revoked_tokens, signing_key
from waarborg_identity.actions.many_persons import find_persons
from waarborg_identity.actions.partner_holders import known_holder
from waarborg_identity.actions.questions import whose_session
from waarborg_shared.auth import Actor, KnownHolder, KnownPersons, RevokedTokens, SessionAnswer
from waarborg_shared.service import Runtime


class OwnIdentity:
    """Answers as ``waarborg_shared.auth.IdentityQuestions`` asks, without asking anybody."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def keys(self, organisation: str) -> Sequence[Mapping[str, Any]]:
        """Return the organisation's public keys; the first one is made when they are first asked for."""
        actor, now = Actor.system("identity", organisation), self._runtime.now()
        with self._runtime.uow.read(organisation, actor=actor, now=now) as work:
            published = published_keys(work)
        if published:
            return published
        with self._runtime.uow.begin(organisation, actor=actor, now=now) as work:
            signing_key(work)
            return published_keys(work)

    def session(self, organisation: str, session_id: str) -> SessionAnswer | None:
        """Return whose session it is, and note now and then that it is in use."""
        actor, now = Actor.system("identity", organisation), self._runtime.now()
        rules = self._runtime.registry.rules(organisation)
        with self._runtime.uow.read(organisation, actor=actor, now=now) as work:
            whose = whose_session(work, session_id, rules=rules)
        if whose is None:
            return None
        if whose.session.note_it:
            with self._runtime.uow.begin(organisation, actor=actor, now=now) as work:
                note_use(work, whose.session.id)
        return whose.answer

    def revocations(self, organisation: str) -> RevokedTokens:
        """Return which tokens were ended before their time, as committed at this moment."""
        actor, now = Actor.system("identity", organisation), self._runtime.now()
        with self._runtime.uow.read(organisation, actor=actor, now=now) as work:
            return revoked_tokens(work)

    def persons(self, organisation: str, numbers: Collection[str], refs: Collection[str]) -> KnownPersons:
        """Return by which reference these clients go."""
        actor = Actor.system("identity", organisation)
        with self._runtime.uow.begin(organisation, actor=actor, now=self._runtime.now()) as work:
            found = find_persons(work, numbers, refs)
        return KnownPersons(found.by_number, found.by_reference)

    def holder(self, organisation: str, client_id: str, number: str | None) -> KnownHolder:
        """Return which holder a partner is, and whom it knows by a number of its own."""
        actor = Actor.system("identity", organisation)
        with self._runtime.uow.read(organisation, actor=actor, now=self._runtime.now()) as work:
            return known_holder(work, client_id, number)
