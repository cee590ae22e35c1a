"""Whatever is said in whatever order: what stands is a function of the list, and the rules hold after every event."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from waarborg_consent.domain import (
    ASKING,
    MOVES,
    OURSELVES,
    UNLISTED,
    WHOLE,
    AlreadyWithdrawn,
    ConsentEvent,
    Given,
    NothingToUndo,
    NotNow,
    Part,
    Standing,
    Whom,
    answered,
    as_of,
    follow,
    standing,
    undo,
    withdraw,
)
from waarborg_shared.hooks.values import LegalBasis, Purpose, PurposeKind, Text
from waarborg_shared.testing.depth import by_depth

START = datetime(2026, 1, 1, tzinfo=UTC)
WORD = Text("woord", "word")
CODES = ("newsletter", "survey")
PURPOSES = {
    code: Purpose(
        code=code,
        name=WORD,
        explanation=WORD,
        kind=PurposeKind.MARKETING,
        bases=(LegalBasis.CONSENT,),
        categories=("email", "telephone"),
        source="test",
    )
    for code in CODES
}
PARTS = st.sampled_from(
    [
        WHOLE,
        Part(frozenset({"email"})),
        Part(frozenset({"telephone"})),
        Part(recipients=frozenset({"printer"})),
        Part(frozenset({"email"}), frozenset({"printer"})),
    ]
)
DATA: tuple[tuple[str, ...], ...] = ((), ("email",), ("email", "telephone"))
WHOM = (OURSELVES, Whom("printer"), Whom("printer", third_party=True), UNLISTED)
QUESTIONS = [(code, some, whom) for code in CODES for some in DATA for whom in WHOM]
SOMETIMES = st.one_of(st.none(), st.integers(1, 30))


class Consents(RuleBasedStateMachine):
    """One person's list, to which anything that the rules let through is added."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[ConsentEvent] = []
        self.now = START
        self.before: dict[str, list[Standing]] = {}

    def known(self) -> tuple[ConsentEvent, ...]:
        return as_of(self.events, self.now, texts={})

    def answers(self, events: list[ConsentEvent] | None = None) -> list[Standing]:
        known = as_of(self.events if events is None else events, self.now, texts={})
        return [standing(known, code, categories=some, whom=whom) for code, some, whom in QUESTIONS]

    def add(self, kind: Given, about: str | None, part: Part = WHOLE, **other: object) -> None:
        number = len(self.events) + 1
        self.before[f"e{number}"] = self.answers()
        self.events.append(
            ConsentEvent(
                id=f"e{number}",
                kind=kind,
                purpose=about,
                at=self.now,
                sequence=number,
                categories=part.categories,
                recipients=part.recipients,
                **other,  # type: ignore[arg-type]
            )
        )

    @rule(code=st.sampled_from(CODES), part=PARTS, days=SOMETIMES)
    def give(self, code: str, part: Part, days: int | None) -> None:
        self.add(Given.GIVEN, code, part, ends_at=self.now + timedelta(days=days) if days else None)

    @rule(
        code=st.sampled_from(CODES),
        kind=st.sampled_from([Given.REQUESTED, Given.REFUSED, Given.DEFERRED, Given.RENEWED, Given.INVALIDATED]),
    )
    def say(self, code: str, kind: Given) -> None:
        stands = answered(self.known(), code)
        allowed = stands.state in MOVES[kind].after
        try:
            follow(kind, stands, by=min(MOVES[kind].by))
        except NotNow:
            assert not allowed
        else:
            assert allowed
            self.add(kind, code)

    @rule(code=st.one_of(st.none(), st.sampled_from(CODES)), part=PARTS)
    def withdraw(self, code: str | None, part: Part) -> None:
        part = part if code else WHOLE
        try:
            ending = withdraw(self.known(), PURPOSES, purpose=code, part=part)
        except AlreadyWithdrawn:
            left = [found for found in self.answers() if found.stands and code in (found.purpose, None)]
            assert part != WHOLE or left == [], "something stood that could have ended"
            return
        self.add(Given.WITHDRAWN, code, part)
        recipient = next(iter(part.recipients), None)
        for ended in ending:
            assert not standing(self.known(), ended, categories=part.categories, whom=Whom(recipient)).stands

    @precondition(lambda self: self.events)
    @rule(chosen=st.integers(0, 3))
    def undo(self, chosen: int) -> None:
        target = self.events[max(0, len(self.events) - 1 - chosen)]
        try:
            undo(self.events, target.id, own={each.id for each in self.events}, at=self.now)
        except NothingToUndo:
            return
        restored, others = self.before[target.id], self.answers()
        self.add(Given.UNDONE, target.purpose, target.part, undoes=target.id)
        if self.now == target.at:
            touched = [target.purpose in (code, None) for code, _, _ in QUESTIONS]
            expected = [then if was else now for was, then, now in zip(touched, restored, others, strict=True)]
            assert self.answers() == expected

    @rule(days=st.integers(1, 20))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def the_order_of_arrival_does_not_matter(self) -> None:
        shuffled = list(self.events)
        random.Random(len(shuffled)).shuffle(shuffled)
        assert self.answers(shuffled) == self.answers()

    @invariant()
    def nothing_given_before_a_general_withdrawal_survives_it(self) -> None:
        gone = {event.undoes for event in self.events}
        general = [e.sequence for e in self.events if e.kind is Given.WITHDRAWN and not e.purpose and e.id not in gone]
        numbers = {event.id: event.sequence for event in self.events}
        for found in self.answers():
            assert not found.stands or numbers[str(found.event_id)] > max(general, default=0)

    @invariant()
    def nothing_that_ended_by_its_date_stands(self) -> None:
        assert not any(found.stands and found.until and found.until <= self.now for found in self.answers())

    @invariant()
    def the_newest_alone_decides_where_nothing_is_about_a_part_or_looks_back(self) -> None:
        known = self.known()
        for code in CODES:
            about = [event for event in known if event.purpose in (code, None)]
            if any(event.part != WHOLE or event.kind in (Given.UNDONE, Given.INVALIDATED) for event in about):
                continue
            decided = [event for event in about if event.kind not in ASKING]
            newest = max(decided, key=lambda event: event.sequence, default=None)
            alone, whole = standing([newest] if newest else [], code), standing(about, code)
            assert (alone.stands, alone.opposes) == (whole.stands, whole.opposes)


# What is thrown is another at each run; the nightly run throws more.
Consents.TestCase.settings = settings(max_examples=by_depth(50, 150), stateful_step_count=20, deadline=None)
test_whatever_is_said_the_rules_hold = Consents.TestCase
