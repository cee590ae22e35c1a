"""From draft to published version: second looks, frozen versions at their own address, and rules that changed since."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import ProgrammingError

from waarborg_consent.actions import statements
from waarborg_consent.actions.books import book_ref
from waarborg_consent.demo import publish_first_statements
from waarborg_consent.domain.statement_versions import (
    BadVersion,
    Deed,
    Draft,
    DraftState,
    NotAfterANight,
    OtherText,
    OwnDraft,
    ReviewedHow,
    VersionTaken,
    WrongMove,
    check_version,
    move,
    second_look,
)
from waarborg_consent.models import StatementDraft, StatementVersion
from waarborg_shared.db import delete_for, update_for
from waarborg_shared.events.consent import StatementPublished
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World

DESK, PUBLIC = "/consent/statements", "/consent/statement"
NIGHT = timedelta(days=1)


def plain(page: str) -> str:
    """A page as somebody reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def keeper(world: World, organisation: str = "bqr", ref: str = "account-ada", **who: Any) -> Visitor:
    """Somebody who keeps the statement."""
    return world.signed_in(organisation, Duty.CONSENT_READ, Duty.STATEMENT_KEEP, ref=ref, **who)


def seen(world: World, organisation: str = "bqr") -> str:
    """The hash of the newest draft."""
    return str(max(world.rows(StatementDraft, organisation), key=lambda row: row.id).content_hash)


def publish(world: World, version: str = "1.0", organisation: str = "bqr") -> None:
    """Draft, review and publish, by two people."""
    first, second = keeper(world, organisation), keeper(world, organisation, ref="account-ben")
    assert first.send(DESK, deed="make").status_code == 303
    assert second.send(DESK, deed="review", seen=seen(world, organisation)).status_code == 303
    answer = first.send(DESK, deed="publish", seen=seen(world, organisation), version=version)
    assert answer.status_code == 303, plain(answer.text)


@pytest.fixture
def change_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[[World, str], None]:
    """Lets the first purpose of an organisation be explained otherwise from now on."""

    def change(world: World, words: str = "Iets anders.") -> None:
        rules = world.runtime.rules("bqr")
        first, *others = rules.purposes.values()
        other = replace(first, explanation=Text(words, f"{words} (en)"))
        monkeypatch.setitem(vars(rules), "purposes", {each.code: each for each in (other, *others)})

    return change


DRAFT = Draft(state=DraftState.DRAFT, content_hash="aa", drafted_by="account-ada", drafted_at=START)


@pytest.mark.parametrize(
    ("by", "later", "one_person", "how"),
    [
        ("account-ben", timedelta(), False, ReviewedHow.SECOND_PERSON),
        ("account-ben", timedelta(), True, ReviewedHow.SECOND_PERSON),
        ("account-ada", NIGHT, True, ReviewedHow.AFTER_A_NIGHT),
        ("account-ada", timedelta(), True, NotAfterANight),
        ("account-ada", NIGHT, False, OwnDraft),
    ],
)
def test_J8_who_looks_a_second_time(by: str, later: timedelta, one_person: bool, how: Any) -> None:
    if isinstance(how, ReviewedHow):
        assert second_look(DRAFT, by=by, at=START + later, one_person=one_person) is how
    else:
        with pytest.raises(how):
            second_look(DRAFT, by=by, at=START + later, one_person=one_person)


def test_a_night_is_one_in_the_netherlands() -> None:
    late = replace(DRAFT, drafted_at=START.replace(hour=22, minute=59))
    assert second_look(late, by=DRAFT.drafted_by, at=START.replace(hour=23, minute=1), one_person=True)


@pytest.mark.parametrize("state", list(DraftState))
@pytest.mark.parametrize("deed", list(Deed))
def test_a_draft_moves_by_its_table_and_by_nothing_else(state: DraftState, deed: Deed) -> None:
    ways = {
        DraftState.DRAFT: {"renew": "draft", "review": "reviewed", "drop": "dropped"},
        DraftState.REVIEWED: {"renew": "draft", "publish": "published", "drop": "dropped"},
    }
    draft, goes = replace(DRAFT, state=state), ways.get(state, {}).get(deed.value)
    if goes is None:
        with pytest.raises(WrongMove):
            move(draft, deed, seen="aa")
    else:
        assert move(draft, deed, seen="aa").value == goes
        with pytest.raises(OtherText):
            move(draft, deed, seen="bb")


@pytest.mark.parametrize("version", ["1.0", "2026-03-02", "v2_a", "A", "x" * 32])
def test_what_a_version_may_be_called(version: str) -> None:
    assert check_version(version, known=["0.9"]) == version


@pytest.mark.parametrize("version", ["", "a b", "1/2", ".1", "é", "x" * 33, "20260302", "a99999003-2", "<b>"])
def test_a_name_that_cannot_stand_in_an_address_or_could_be_somebodys_number_is_refused(version: str) -> None:
    with pytest.raises(BadVersion):
        check_version(version, known=[])


@pytest.mark.parametrize("version", ["1.0", "A1", "a1", "compare", "Versions", "running", "in-force"])
def test_a_name_that_is_taken_is_refused(version: str) -> None:
    with pytest.raises(VersionTaken):
        check_version(version, known=["1.0", "a1"])


def test_J1_a_draft_is_reviewed_by_a_second_person_and_published_as_a_frozen_version(either_world: World) -> None:
    world, ada, ben = either_world, keeper(either_world), keeper(either_world, ref="account-ben")
    assert ada.send(DESK, deed="make").status_code == 303
    own = ada.send(DESK, deed="review", seen=seen(world))
    assert own.status_code == 422 and "A colleague with this duty reviews it" in plain(own.text)
    early = ada.send(DESK, deed="publish", seen=seen(world), version="1.0")
    assert early.status_code == 422 and "cannot be done with this draft now" in plain(early.text)
    assert ben.send(DESK, deed="review", seen=seen(world)).status_code == 303
    assert ada.send(DESK, deed="publish", seen=seen(world), version="1.0").status_code == 303
    page = plain(world.visitor().get(PUBLIC).text)
    assert "This is version 1.0 of our privacy statement, published on Monday 2 March 2026" in page
    own_file = book_ref("bqr")
    assert world.verbs(own_file) == ["drafted-statement", "reviewed-draft", "published-statement"]
    (told,) = world.told(StatementPublished)
    assert told.statement_version == "1.0"


def test_J8_where_one_person_does_everything_the_second_look_comes_after_a_night_and_the_record_says_so(
    world: World,
) -> None:
    alone = keeper(world, "jtb-care")
    alone.send(DESK, deed="make")
    same_day = alone.send(DESK, deed="review", seen=seen(world, "jtb-care"))
    assert same_day.status_code == 422 and "Sleep on it" in plain(same_day.text)
    world.clock.moment = START + NIGHT
    assert alone.send(DESK, deed="review", seen=seen(world, "jtb-care")).status_code == 303
    assert alone.send(DESK, deed="publish", seen=seen(world, "jtb-care"), version="0.2").status_code == 303
    newest = max(world.rows(StatementVersion, "jtb-care"), key=lambda row: row.number)
    assert (newest.reviewed_how, newest.drafted_by) == ("after_a_night", newest.reviewed_by)
    assert "after a night" in plain(world.visitor("jtb-care").get(f"{PUBLIC}/versions").text)


def test_J1_every_version_stays_at_its_own_address_with_what_changed(
    world: World, change_rules: Callable[..., None]
) -> None:
    publish(world, "1.0")
    change_rules(world)
    publish(world, "2.0")
    visitor = world.visitor()
    assert "This is version 2.0" in plain(visitor.get(PUBLIC).text)
    old = plain(visitor.get(f"{PUBLIC}/1.0").text)
    assert "This is an older version" in old and "The care that you agreed with us." in old
    listed = plain(visitor.get(f"{PUBLIC}/versions").text)
    assert listed.index("Version 2.0") < listed.index("Version 1.0") < listed.index("Version 2021-04-15")
    between = visitor.get(f"{PUBLIC}/compare?from=1.0&to=2.0").text
    assert "<del>The care that you agreed with us.</del>" in between and "<ins>Iets anders. (en)</ins>" in between
    assert plain(between).count("Removed") == plain(between).count("Added") == 1
    assert "Both say the same" in plain(visitor.get(f"{PUBLIC}/compare?from=2.0&to=2.0").text)
    assert "Vervallen" in world.visitor(lang="nl").get(f"{PUBLIC}/compare?from=1.0&to=2.0").text


def test_what_stood_here_under_the_plugins_version_stays_to_be_read_under_that_name(world: World) -> None:
    before = plain(world.visitor().get(f"{PUBLIC}/2021-04-15").text)
    assert "They belong to version 2021-04-15" in before
    publish(world)
    after = plain(world.visitor().get(f"{PUBLIC}/2021-04-15").text)
    assert "This is what stood here under version 2021-04-15" in after


@pytest.mark.parametrize("path", ["nowhere", "running", "compare?from=1.0&to=nowhere", "<script>"])
def test_a_version_that_is_not_there_is_not_found(world: World, path: str) -> None:
    publish(world)
    assert world.visitor().get(f"{PUBLIC}/{path}").status_code == 404


def test_the_hash_is_that_of_the_text_for_programs(world: World) -> None:
    publish(world)
    listed = world.partner().get("/consent/api/v1/statements/").json
    assert listed["in_force"]["version"] == "1.0" and listed["rules_changed"] is False
    content = world.partner().get("/consent/api/v1/statements/1.0")
    assert content.content_type == "application/json"
    assert sha256(content.data).hexdigest() == listed["in_force"]["content_hash"] == listed["items"][0]["content_hash"]
    assert [each["version"] for each in listed["items"]] == ["1.0", "2021-04-15"]
    assert world.partner().get("/consent/api/v1/statements/9").status_code == 404


def test_anybody_may_read_the_statements_over_the_api_without_a_token(world: World) -> None:
    client = world.app.test_client()
    answer = client.get("/consent/api/v1/statements/", base_url="http://bqr.localhost:8000")
    assert (answer.status_code, answer.json["in_force"]["version"]) == (200, "2021-04-15")
    assert answer.json["in_force"]["content_hash"] is None
    assert set(answer.json["in_force"]["purposes"]) == set(world.runtime.rules("bqr").purposes)


def test_where_the_rules_changed_since_staff_see_a_banner_and_visitors_an_honest_line(
    world: World, change_rules: Callable[..., None]
) -> None:
    publish(world)
    assert "The rules have changed" not in plain(world.visitor().get(PUBLIC).text)
    change_rules(world)
    assert "The rules have changed since version 1.0" in plain(keeper(world).get(DESK).text)
    public = world.visitor().get(PUBLIC).text
    assert "The rules have changed since this version" in plain(public)
    assert "to=running" in public
    assert "Iets anders. (en)" in plain(world.visitor().get(f"{PUBLIC}/compare?from=1.0&to=running").text)
    assert world.partner().get("/consent/api/v1/statements/").json["rules_changed"] is True


def test_what_is_published_is_what_runs(world: World, change_rules: Callable[..., None]) -> None:
    ada, ben = keeper(world), keeper(world, ref="account-ben")
    ada.send(DESK, deed="make")
    ben.send(DESK, deed="review", seen=seen(world))
    old = seen(world)
    change_rules(world)
    late = ada.send(DESK, deed="publish", seen=old, version="1.0")
    assert late.status_code == 422 and "The rules have changed since this draft" in plain(late.text)
    assert world.rows(StatementVersion) == []
    assert ben.send(DESK, deed="renew", seen=old).status_code == 303
    again = ada.send(DESK, deed="publish", seen=seen(world), version="1.0")
    assert again.status_code == 422, "whoever reviewed it looks again"
    stale = ada.send(DESK, deed="review", seen=old)
    assert stale.status_code == 422 and "The draft has changed meanwhile" in plain(stale.text)
    assert ada.send(DESK, deed="review", seen=seen(world)).status_code == 303, "Ben made this one"


def test_only_what_is_new_is_drafted_and_one_draft_at_a_time(world: World, change_rules: Callable[..., None]) -> None:
    publish(world)
    nothing = keeper(world).send(DESK, deed="make")
    assert nothing.status_code == 422 and "says this already" in plain(nothing.text)
    change_rules(world)
    assert keeper(world).send(DESK, deed="make").status_code == 303
    twice = keeper(world).send(DESK, deed="make")
    assert twice.status_code == 422 and "There is a draft already" in plain(twice.text)
    assert keeper(world).send(DESK, deed="drop", seen=seen(world)).status_code == 303
    gone = keeper(world, ref="account-ben").send(DESK, deed="review", seen=seen(world))
    assert gone.status_code == 422 and "There is no draft" in plain(gone.text)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"deed": "publish", "version": "a b"}, "Use letters, digits"),
        ({"deed": "publish", "version": "2021-04-15"}, "is called that already"),
        ({"deed": "publish", "version": ""}, "Use letters, digits"),
        ({"deed": "sell"}, "not right"),
        ({}, "not right"),
    ],
)
def test_what_is_wrong_with_a_publication_is_said_and_nothing_is_published(
    world: World, typed: dict[str, str], says: str
) -> None:
    keeper(world).send(DESK, deed="make")
    keeper(world, ref="account-ben").send(DESK, deed="review", seen=seen(world))
    answer = keeper(world).send(DESK, **{"seen": seen(world), **typed})
    assert answer.status_code == 422 and says in plain(answer.text)
    assert world.rows(StatementVersion) == []


def test_who_only_reads_sees_it_and_changes_nothing(world: World) -> None:
    reader = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    page = reader.get(DESK)
    assert page.status_code == 200 and 'value="make"' not in page.text
    assert 'value="make"' in world.staff("bqr", "board").get(DESK).text
    refused = reader.send(DESK, page="/consent/people/0190-person-of-bqr-01", deed="make")
    assert refused.status_code == 403
    assert world.visitor().get(DESK).status_code == 401


def test_B20_a_review_that_comes_due_is_on_the_desk_until_it_was_done(world: World) -> None:
    desk = world.staff("bqr", "board")
    (late,) = [each for each in desk.get("/consent/api/v1/desk").json["items"] if each["ref"] == "review"]
    assert late["state"]["code"] == "late" and late["url"] == DESK
    publish(world)
    told = desk.get("/consent/api/v1/desk").json
    assert (told["items"], told["total"]) == ([], 0)
    assert {"path": DESK, "total": 0} in told["lists"]
    world.clock.moment = START + timedelta(days=300)
    (due,) = desk.get("/consent/api/v1/desk").json["items"]
    assert due["state"]["code"] == "due" and due["clocks"][0]["due_at"].startswith("2027-03-02")
    assert keeper(world).send(DESK, deed="look-again", version="1.0").status_code == 303
    assert desk.get("/consent/api/v1/desk").json["items"] == []
    page = plain(world.visitor().get(PUBLIC).text)
    assert "It is looked at again on Monday 27 December 2027 at the latest." in page


def test_looking_again_is_for_what_was_published_and_still_holds(
    world: World, change_rules: Callable[..., None]
) -> None:
    early = keeper(world).send(DESK, deed="look-again", version="2021-04-15")
    assert early.status_code == 422 and "No version has been published yet" in plain(early.text)
    publish(world)
    change_rules(world)
    late = keeper(world).send(DESK, deed="look-again", version="1.0")
    assert late.status_code == 422 and "The rules have changed" in plain(late.text)


def test_the_desk_says_when_a_draft_waits_or_the_rules_changed(world: World, change_rules: Callable[..., None]) -> None:
    desk = world.staff("bqr", "board")
    publish(world)
    change_rules(world)

    def states() -> list[str]:
        return [each["state"]["code"] for each in desk.get("/consent/api/v1/desk").json["items"]]

    assert states() == ["changed"]
    keeper(world).send(DESK, deed="make")
    assert states() == ["to-review"]
    keeper(world, ref="account-ben").send(DESK, deed="review", seen=seen(world))
    assert states() == ["to-publish"]
    assert world.signed_in("bqr", Duty.CONSENT_READ).get("/consent/api/v1/desk").json["items"] == []
    assert world.person("0190-person-of-bqr-01").get("/consent/api/v1/desk").status_code == 403


@pytest.mark.parametrize(
    ("moment", "verb"), [("reminder", "statement-review-neared"), ("lapsed", "statement-review-lapsed")]
)
def test_the_worker_writes_down_that_the_review_is_due_and_late(world: World, moment: str, verb: str) -> None:
    publish(world)
    rules, handler = world.runtime.rules("bqr"), world.runtime.service.deadlines["statement-review"]
    with world.work() as work:
        ref, _ = statements.review_since(work, rules)
        handler(work, SimpleNamespace(case_ref=ref), moment, rules)
        handler(work, SimpleNamespace(case_ref="an-older-review"), moment, rules)
    assert world.verbs(book_ref("bqr"))[-1] == verb
    assert world.verbs(book_ref("bqr")).count(verb) == 1


def test_what_consents_are_bound_to_is_the_version_in_force_with_each_purposes_digest(
    world: World, change_rules: Callable[..., None]
) -> None:
    rules = world.runtime.rules("bqr")
    with world.work() as work:
        before = statements.in_force(work, rules)
    assert (before.version, before.dated.isoformat(), before.content_hash) == ("2021-04-15", "2021-04-15", None)
    publish(world)
    change_rules(world)
    with world.work() as work:
        frozen = statements.in_force(work, rules)
    assert frozen.version == "1.0" and frozen.digests == before.digests, "what was published, not what runs"
    publish(world, "2.0")
    with world.work() as work:
        new = statements.in_force(work, rules)
    assert {code for code in new.digests if new.digests[code] != frozen.digests[code]} == {"care_agreement"}


def test_J1_the_application_cannot_change_what_was_published_nor_take_it_away(either_world: World) -> None:
    publish(either_world)
    if either_world.runtime.engine.dialect.name == "sqlite":
        assert len(either_world.rows(StatementVersion)) == 2, "SQLite knows no roles"
        return
    table: Any = StatementVersion.__table__
    for statement in (update_for(table, "bqr").values(version="9"), delete_for(table, "bqr")):
        with pytest.raises(ProgrammingError, match="permission denied"), either_world.work() as work:
            work.execute(statement, {})


def test_the_other_organisation_has_its_own_statement(world: World) -> None:
    publish(world)
    assert "version 0.1" in plain(world.visitor("jtb-care").get(PUBLIC).text)
    assert world.visitor("jtb-care").get(f"{PUBLIC}/1.0").status_code == 404


def test_the_desk_is_told_when_consents_come_in_before_any_version_and_how_to_publish_the_first(world: World) -> None:
    desk = keeper(world, lang="en")

    def cards() -> list[tuple[str, str]]:
        items = desk.get("/consent/api/v1/desk").json["items"]
        return [(each["ref"], each["state"]["code"]) for each in items if each["ref"] in ("first", "draft")]

    assert cards() == []
    assert "Publish one before the first consent comes in" in desk.get(DESK).text
    version = world.runtime.rules("bqr").organisation.statement_version
    body = {"subject_ref": "0190-person-of-bqr-01", "purpose": "marketing", "statement_version": version}
    assert world.partner("bqr", "consent:record").post("/consent/api/v1/consents/", body).status_code == 201
    assert cards() == [("first", "not-published")]
    shown = desk.get(DESK).text
    assert "Consents come in already" in shown and "A colleague with this duty reads it" in shown
    assert "Read it again after a night" in keeper(world, "jtb-care", lang="en").get(DESK).text
    desk.send(DESK, deed="make")
    assert cards() == [("draft", "to-review")]
    keeper(world, ref="account-ben").send(DESK, deed="review", seen=seen(world))
    desk.send(DESK, deed="publish", seen=seen(world), version="1.0")
    assert cards() == [] and "No version was published here yet" not in desk.get(DESK).text


def test_a_demonstration_begins_with_a_first_version_once_published_as_staff_would(world: World) -> None:
    for _ in range(2):
        assert publish_first_statements(world.runtime) == ()
    for organisation, how in (("bqr", "second_person"), ("jtb-care", "second_person")):
        answer = world.visitor(organisation).get("/consent/api/v1/statements/").json
        assert [each["number"] for each in answer["items"]] == [1, 0]
        assert answer["items"][0]["reviewed_how"] == how
        assert answer["in_force"]["content_hash"] == answer["items"][0]["content_hash"]
        assert not answer["rules_changed"]


def test_a_demonstration_leaves_a_draft_of_somebody_alone(world: World) -> None:
    keeper(world).send(DESK, deed="make")
    publish_first_statements(world.runtime)
    assert world.rows(StatementVersion) == []
