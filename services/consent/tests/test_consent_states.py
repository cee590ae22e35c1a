"""The states of a consent: what may follow what and by whom, parts of a purpose, ends by date, other texts, undoing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from waarborg_consent.domain import (
    MOVES,
    OURSELVES,
    UNDO_WITHIN,
    UNLISTED,
    WHOLE,
    AlreadyWithdrawn,
    Authority,
    By,
    ConsentEvent,
    ConsentState,
    EndsTooEarly,
    Given,
    How,
    NarrowedWithoutPurpose,
    NoAuthority,
    NotByThem,
    NothingToUndo,
    NotNow,
    Part,
    ScanWithoutPaper,
    ShownText,
    Standing,
    TextOutOfDate,
    TooLateToUndo,
    TooYoungAlone,
    UnknownCategory,
    UnknownRecipient,
    Whom,
    WitnessMissing,
    as_of,
    check_giver,
    check_part,
    check_proof,
    check_text,
    ends_at,
    follow,
    picture,
    shown_text,
    standing,
    undo,
    undoable,
    whom_of,
    withdraw,
)
from waarborg_shared.hooks.values import (
    DataCategory,
    LegalBasis,
    MessageKind,
    Purpose,
    PurposeKind,
    Recipient,
    RecipientKind,
    Scope,
    Sensitivity,
    Text,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
NEWS = "newsletter"
WORD = Text("woord", "word")
PURPOSE = Purpose(
    code=NEWS,
    name=Text("Nieuws", "News"),
    explanation=WORD,
    kind=PurposeKind.MARKETING,
    bases=(LegalBasis.CONSENT,),
    categories=("email", "telephone"),
    source="test",
)
CATEGORIES = {
    "email": DataCategory(code="email", name=Text("E-mail", "E-mail"), retention="r"),
    "telephone": DataCategory(code="telephone", name=Text("Telefoon", "Telephone"), retention="r"),
    "health": DataCategory(code="health", name=WORD, sensitivity=Sensitivity.HEALTH, retention="r"),
}
EMAIL, PHONE = Part(frozenset({"email"})), Part(frozenset({"telephone"}))
PRINTER, EMAIL_TO_PRINTER = Part(recipients=frozenset({"printer"})), Part(frozenset({"email"}), frozenset({"printer"}))
GAVE, REFUSED, WITHDREW, REVOKED = Given.GIVEN, Given.REFUSED, Given.WITHDRAWN, Given.REVOKED
S = ConsentState


def event(number: int, kind: Given, part: Part = WHOLE, *, about: str | None = NEWS, **other: object) -> ConsentEvent:
    return ConsentEvent(
        id=f"e{number}",
        kind=kind,
        purpose=about,
        at=START + timedelta(minutes=number),
        sequence=number,
        categories=part.categories,
        recipients=part.recipients,
        **other,  # type: ignore[arg-type]
    )


ALLOWED: dict[Given, tuple[str, str]] = {
    Given.REQUESTED: ("unknown requested refused deferred withdrawn revoked expired invalidated", "organisation"),
    Given.GIVEN: (" ".join(S), "person representative"),
    Given.REFUSED: ("unknown requested deferred expired invalidated", "person representative"),
    Given.DEFERRED: ("requested deferred", "person representative"),
    Given.RENEWED: ("given renewed expired", "person representative"),
    Given.WITHDRAWN: ("given renewed", "person"),
    Given.REVOKED: ("given renewed", "representative court organisation"),
    Given.EXPIRED: ("given renewed", "date"),
    Given.INVALIDATED: ("given renewed expired", "court organisation"),
    Given.UNDONE: (" ".join(S), "person"),
}


@pytest.mark.parametrize("kind", list(Given))
def test_what_may_follow_which_state_and_by_whom_is_one_table(kind: Given) -> None:
    after, by = (set(each.split()) for each in ALLOWED[kind])
    assert set(MOVES) == set(Given)
    for state in ConsentState:
        stands = Standing(purpose=NEWS, state=state)
        for who in By:
            if state in after and who in by:
                follow(kind, stands, by=who)
            else:
                with pytest.raises((NotNow, NotByThem)):
                    follow(kind, stands, by=who)


@pytest.mark.parametrize(
    ("events", "categories", "recipient", "state"),
    [
        ([(GAVE, WHOLE)], (), None, S.GIVEN),
        ([(GAVE, WHOLE)], ("email",), "printer", S.GIVEN),
        ([(GAVE, EMAIL)], ("email",), None, S.GIVEN),
        ([(GAVE, EMAIL)], ("telephone",), None, S.UNKNOWN),
        ([(GAVE, EMAIL)], (), None, S.UNKNOWN),
        ([(GAVE, EMAIL)], ("email", "telephone"), None, S.UNKNOWN),
        ([(GAVE, EMAIL), (GAVE, PHONE)], ("email", "telephone"), None, S.GIVEN),
        # the more specific wins, whichever came first
        ([(GAVE, WHOLE), (WITHDREW, EMAIL)], ("email",), None, S.WITHDRAWN),
        ([(GAVE, WHOLE), (WITHDREW, EMAIL)], ("telephone",), None, S.GIVEN),
        ([(GAVE, WHOLE), (WITHDREW, EMAIL)], (), None, S.WITHDRAWN),
        ([(REFUSED, EMAIL), (GAVE, WHOLE)], ("email",), None, S.REFUSED),
        ([(REFUSED, WHOLE), (GAVE, EMAIL)], ("email",), None, S.GIVEN),
        ([(GAVE, EMAIL), (REFUSED, WHOLE)], ("email",), None, S.GIVEN),
        ([(GAVE, EMAIL), (REFUSED, EMAIL_TO_PRINTER)], ("email",), "printer", S.REFUSED),
        ([(GAVE, EMAIL), (REFUSED, EMAIL_TO_PRINTER)], ("email",), "bank", S.GIVEN),
        # on a tie the objection
        ([(GAVE, EMAIL), (REFUSED, PRINTER)], ("email",), "printer", S.REFUSED),
        ([(REFUSED, PRINTER), (GAVE, EMAIL)], ("email",), "printer", S.REFUSED),
        # a withdrawal ends what is no wider, however specific; a newer yes stands
        ([(GAVE, EMAIL), (WITHDREW, WHOLE)], ("email",), None, S.WITHDRAWN),
        ([(GAVE, EMAIL), (WITHDREW, WHOLE), (GAVE, EMAIL)], ("email",), None, S.GIVEN),
        ([(GAVE, EMAIL_TO_PRINTER), (REVOKED, PRINTER)], ("email",), "printer", S.REVOKED),
        # what is only for somebody else is not for ourselves
        ([(GAVE, PRINTER)], (), None, S.UNKNOWN),
        ([(GAVE, PRINTER)], (), "printer", S.GIVEN),
        ([(GAVE, WHOLE), (REFUSED, PRINTER)], (), None, S.GIVEN),
        # what stands for nothing decides nothing where something stands
        ([(GAVE, WHOLE), (Given.EXPIRED, EMAIL)], ("email",), None, S.GIVEN),
        ([(Given.EXPIRED, EMAIL)], ("email",), None, S.EXPIRED),
    ],
)
def test_of_what_stands_the_more_specific_wins_and_on_a_tie_the_objection(events, categories, recipient, state) -> None:
    known = [event(number, kind, part) for number, (kind, part) in enumerate(events, 1)]
    assert standing(known, NEWS, categories=categories, whom=Whom(recipient)).state is state


OWN, PRINTS, BANK = OURSELVES, Whom("printer"), Whom("bank", third_party=True)
TO_BANK, EMAIL_TO_BANK = Part(recipients=frozenset({"bank"})), Part(frozenset({"email"}), frozenset({"bank"}))


@pytest.mark.parametrize(
    ("events", "whom", "state", "unnamed"),
    [
        ([(GAVE, WHOLE)], OWN, S.GIVEN, False),
        ([(GAVE, WHOLE)], PRINTS, S.GIVEN, False),
        # a yes to the organisation's own use is none to giving it away
        ([(GAVE, WHOLE)], BANK, S.UNKNOWN, True),
        ([(GAVE, WHOLE)], UNLISTED, S.UNKNOWN, True),
        ([(Given.RENEWED, EMAIL)], BANK, S.UNKNOWN, True),
        ([], BANK, S.UNKNOWN, False),
        # it is where it names him, and nobody else
        ([(GAVE, TO_BANK)], BANK, S.GIVEN, False),
        ([(GAVE, WHOLE), (GAVE, EMAIL_TO_BANK)], BANK, S.GIVEN, False),
        ([(GAVE, TO_BANK), (GAVE, EMAIL)], BANK, S.GIVEN, False),
        ([(GAVE, TO_BANK)], UNLISTED, S.UNKNOWN, False),
        ([(GAVE, TO_BANK)], Whom("insurers", third_party=True), S.UNKNOWN, False),
        # a no is about everybody
        ([(REFUSED, WHOLE)], BANK, S.REFUSED, False),
        ([(REFUSED, WHOLE)], UNLISTED, S.REFUSED, False),
        ([(GAVE, TO_BANK), (REFUSED, EMAIL)], BANK, S.REFUSED, False),
        ([(GAVE, TO_BANK), (WITHDREW, WHOLE)], BANK, S.WITHDRAWN, False),
        ([(GAVE, TO_BANK), (WITHDREW, WHOLE), (GAVE, WHOLE)], BANK, S.UNKNOWN, True),
        ([(GAVE, WHOLE), (WITHDREW, TO_BANK)], BANK, S.WITHDRAWN, False),
    ],
)
def test_J8_B12_a_third_party_is_reached_only_by_a_yes_that_names_him(events, whom, state, unnamed) -> None:
    known = [event(number, kind, part) for number, (kind, part) in enumerate(events, 1)]
    found = standing(known, NEWS, categories=("email",), whom=whom)
    assert (found.state, found.unnamed) == (state, unnamed)


LISTED = [
    Recipient(code=code, name=WORD, kind=kind, what_for=WORD, country="NL", agreement=WORD)
    for code, kind in (
        ("printer", RecipientKind.PROCESSOR),
        ("store", RecipientKind.HOLDER),
        ("bank", RecipientKind.RECIPIENT),
    )
]


def kind_for(purpose: str, handed_to: str | None) -> MessageKind:
    return MessageKind(
        code=f"for_{handed_to or 'ourselves'}",
        name=WORD,
        explanation=WORD,
        purpose=purpose,
        channels=("letter",),
        reach=("name",),
        handed_to=handed_to,
        source="test",
    )


@pytest.mark.parametrize(
    ("code", "kinds", "whom"),
    [
        (None, [], OURSELVES),
        ("printer", [], Whom("printer")),
        ("store", [], Whom("store")),
        ("bank", [], BANK),
        ("nobody", [], UNLISTED),
        # a purpose that is nothing but his own messages names him by itself
        ("bank", [kind_for(NEWS, "bank")], Whom("bank")),
        ("bank", [kind_for("other", "bank")], BANK),
        ("bank", [kind_for(NEWS, "bank"), kind_for(NEWS, None)], BANK),
        ("bank", [kind_for(NEWS, "printer")], BANK),
    ],
)
def test_J8_who_works_for_the_organisation_is_no_third_party(code, kinds, whom) -> None:
    assert whom_of(code, NEWS, recipients=LISTED, kinds=kinds) == whom


def test_a_general_withdrawal_ends_parts_of_a_purpose_too() -> None:
    known = [event(1, GAVE, EMAIL), event(2, WITHDREW, about=None)]
    assert standing(known, NEWS, categories=("email",)).state is S.WITHDRAWN


def test_parts_are_shown_beside_the_whole() -> None:
    shown = picture([event(1, GAVE), event(2, WITHDREW, EMAIL)], NEWS)
    assert (shown.state, [(each.part, each.state) for each in shown.parts]) == (S.GIVEN, [(EMAIL, S.WITHDRAWN)])


@pytest.mark.parametrize(
    ("kinds", "state", "stands", "opposes"),
    [
        ([Given.REQUESTED], S.REQUESTED, False, False),
        ([Given.REQUESTED, GAVE], S.GIVEN, True, False),
        ([Given.REQUESTED, Given.DEFERRED], S.DEFERRED, False, False),
        ([WITHDREW, Given.REQUESTED], S.REQUESTED, False, True),
        ([REFUSED, Given.REQUESTED, Given.DEFERRED], S.DEFERRED, False, True),
        ([GAVE, Given.REQUESTED], S.GIVEN, True, False),
        ([GAVE, Given.RENEWED], S.RENEWED, True, False),
        ([GAVE, Given.INVALIDATED], S.INVALIDATED, False, False),
        ([WITHDREW, GAVE, Given.INVALIDATED], S.WITHDRAWN, False, True),
        ([GAVE, WITHDREW, GAVE, Given.RENEWED, Given.INVALIDATED], S.WITHDRAWN, False, True),
    ],
)
def test_a_question_changes_no_answer_and_what_never_counted_leaves_the_no_before_it(
    kinds, state, stands, opposes
) -> None:
    found = standing([event(number, kind) for number, kind in enumerate(kinds, 1)], NEWS)
    assert (found.state, found.stands, found.opposes) == (state, stands, opposes)


def test_a_consent_ends_by_its_date_without_any_job() -> None:
    end = START + timedelta(days=1)
    given = event(1, GAVE, ends_at=end)

    def state_at(moment: datetime) -> tuple[ConsentState, datetime | None]:
        found = standing(as_of([given], moment, texts={}), NEWS)
        return found.state, found.since

    assert state_at(end - timedelta(seconds=1)) == (S.GIVEN, given.at)
    assert state_at(end) == (S.EXPIRED, end)
    assert standing(as_of([given, event(2, WITHDREW)], end, texts={}), NEWS).state is S.WITHDRAWN


def test_a_yes_to_another_text_is_asked_again_and_one_to_the_same_text_carries_on() -> None:
    given = event(1, GAVE, text_digest="one")
    again = standing(as_of([given], START, texts={NEWS: "other"}), NEWS)
    assert (again.state, again.asked_again, again.stands) == (S.REQUESTED, True, False)
    assert standing(as_of([given], START, texts={NEWS: "one"}), NEWS).state is S.GIVEN
    assert standing(as_of([event(1, GAVE)], START, texts={NEWS: "other"}), NEWS).state is S.GIVEN
    assert standing(as_of([event(1, REFUSED, text_digest="one")], START, texts={NEWS: "x"}), NEWS).opposes
    asked = as_of([given, event(2, Given.REQUESTED)], START, texts={NEWS: "other"})
    assert standing(asked, NEWS).asked_again


def test_a_yes_to_another_text_can_be_withdrawn_all_the_same() -> None:
    known = as_of([event(1, GAVE, text_digest="one")], START, texts={NEWS: "other"})
    assert withdraw(known, {NEWS: PURPOSE}, purpose=NEWS) == (NEWS,)


def test_a_part_is_withdrawn_once_and_out_of_a_wider_consent() -> None:
    known = [event(1, GAVE)]
    assert withdraw(known, {NEWS: PURPOSE}, purpose=NEWS, part=EMAIL) == (NEWS,)
    known.append(event(2, WITHDREW, EMAIL))
    with pytest.raises(AlreadyWithdrawn):
        withdraw(known, {NEWS: PURPOSE}, purpose=NEWS, part=EMAIL)
    with pytest.raises(AlreadyWithdrawn):
        withdraw([event(1, GAVE, EMAIL)], {NEWS: PURPOSE}, purpose=NEWS, part=PHONE)


def test_what_stands_of_a_part_is_withdrawn_though_the_whole_was_before() -> None:
    known = [event(1, GAVE), event(2, WITHDREW), event(3, GAVE, EMAIL)]
    assert withdraw(known, {NEWS: PURPOSE}, purpose=None) == withdraw(known, {NEWS: PURPOSE}, purpose=NEWS) == (NEWS,)


def test_the_digest_of_a_text_is_of_what_is_shown_in_either_language() -> None:
    def digest(purpose: Purpose) -> str:
        return shown_text(purpose, CATEGORIES).digest

    found: ShownText = shown_text(PURPOSE, CATEGORIES)
    assert found.words["nl"] == {"name": "Nieuws", "explanation": "woord", "data": ["E-mail", "Telefoon"]}
    same = Purpose(**{name: getattr(PURPOSE, name) for name in PURPOSE.__dataclass_fields__} | {"source": "elsewhere"})
    assert digest(same) == digest(PURPOSE)
    for changed in (
        {"name": Text("Nieuws", "Tidings")},
        {"explanation": Text("woorden", "word")},
        {"categories": ("email",)},
        {"bases": (LegalBasis.CONSENT, LegalBasis.LEGITIMATE_INTEREST)},
    ):
        other = Purpose(**{name: getattr(PURPOSE, name) for name in PURPOSE.__dataclass_fields__} | changed)
        assert digest(other) != digest(PURPOSE), changed


def test_a_text_that_is_told_must_be_the_one_in_force() -> None:
    check_text(None, today="one")
    check_text("one", today="one")
    with pytest.raises(TextOutOfDate):
        check_text("other", today="one")


@pytest.mark.parametrize(
    ("part", "purpose", "refusal"),
    [
        (Part(frozenset({"health"})), PURPOSE, UnknownCategory),
        (Part(recipients=frozenset({"nobody"})), PURPOSE, UnknownRecipient),
        (EMAIL, None, NarrowedWithoutPurpose),
    ],
)
def test_a_part_is_one_of_the_purpose(part: Part, purpose: Purpose | None, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_part(part, purpose, ("printer",))
    check_part(EMAIL_TO_PRINTER, PURPOSE, ("printer",))
    check_part(WHOLE, None, ())


HASH = "a" * 64


@pytest.mark.parametrize(
    ("how", "witness", "scan", "refusal"),
    [
        (How.SPOKEN, None, None, WitnessMissing),
        (How.SPOKEN, "", None, WitnessMissing),
        (How.PAGE, None, HASH, ScanWithoutPaper),
        (How.PAPER, None, "A" * 64, ScanWithoutPaper),
        (How.PAPER, None, "a" * 63, ScanWithoutPaper),
    ],
)
def test_how_it_was_given_can_be_proved(how: How, witness: str | None, scan: str | None, refusal) -> None:
    with pytest.raises(refusal):
        check_proof(how, witness=witness, scan_sha256=scan)
    check_proof(How.SPOKEN, witness="Zijn zus", scan_sha256=None)
    check_proof(How.PAPER, witness=None, scan_sha256=HASH)


def authority(scope: Scope) -> Authority:
    return Authority(representation_id="r1", representative_ref="p2", kind="mentor", scope=scope, source="art. 7:465")


def test_a_child_of_fifteen_does_not_say_yes_to_the_use_of_its_data_alone() -> None:
    with pytest.raises(TooYoungAlone):
        check_giver(None, age=15)
    assert check_giver(None, age=16) is check_giver(None, age=None) is By.PERSON
    assert check_giver(authority(Scope.DATA), age=15) is By.REPRESENTATIVE
    with pytest.raises(NoAuthority):
        check_giver(authority(Scope.MONEY), age=40)


def test_the_last_day_counts_in_full_and_lies_ahead() -> None:
    assert ends_at(None, now=START) is None
    assert ends_at(date(2026, 6, 30), now=START) == datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)
    assert ends_at(date(2026, 1, 1), now=START) == datetime(2026, 1, 1, 22, 59, 59, tzinfo=UTC)
    with pytest.raises(EndsTooEarly):
        ends_at(date(2025, 12, 31), now=START)


def test_a_choice_is_undone_within_minutes_by_whoever_made_it() -> None:
    known = [event(1, GAVE), event(2, WITHDREW)]
    at = known[1].at + UNDO_WITHIN
    assert undo(known, "e2", own={"e1", "e2"}, at=at) == known[1]
    assert [each.id for each in undoable(known, own={"e1", "e2"}, at=at)] == ["e2"]
    with pytest.raises(TooLateToUndo):
        undo(known, "e2", own={"e2"}, at=at + timedelta(seconds=1))
    for event_id, own in (("e2", {"e1"}), ("e1", {"e1", "e2"}), ("e9", {"e9"})):
        with pytest.raises(NothingToUndo):
            undo(known, event_id, own=own, at=at)


def test_what_was_undone_is_as_if_it_had_not_been_and_is_undone_once() -> None:
    known = [event(1, GAVE), event(2, WITHDREW, about=None), event(3, Given.UNDONE, about=None, undoes="e2")]
    assert standing(known, NEWS).state is S.GIVEN
    with pytest.raises(NothingToUndo):
        undo(known, "e2", own={"e2"}, at=known[2].at)
    assert undo(known, "e1", own={"e1"}, at=known[2].at).id == "e1"


@pytest.mark.parametrize("kind", [Given.REQUESTED, REVOKED, Given.INVALIDATED])
def test_what_is_not_a_persons_choice_is_not_undone(kind: Given) -> None:
    with pytest.raises(NothingToUndo):
        undo([event(1, kind)], "e1", own={"e1"}, at=START)
