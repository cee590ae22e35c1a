"""Whatever is done to a timeline behind its back is found and named; erasing and rotating keys breaks nothing."""

from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from waarborg_shared.db import organisation_session
from waarborg_shared.events import NotACode
from waarborg_shared.timeline import Entry, Head, canonical, digest_of, link_of
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.timeline.writer import Sealed, append
from waarborg_shared.vault import KeyDestroyed

from .conftest import NOW, PLUMBING, Matter, World, actor

CASE = "case_ref = {ref}"


def rows(world: World, ref: str) -> list[dict[str, object]]:
    table = PLUMBING.timeline
    with organisation_session(world.engine, "bqr", reading=True) as session:
        mine = select(table).where(table.c.organisation == "bqr", table.c.case_ref == ref).order_by(table.c.number)
        return [dict(row) for row in session.execute(mine).mappings()]


def test_an_untouched_timeline_is_whole(world: World) -> None:
    ref = world.file(entries=4, why="The client telephoned")
    empty = world.file()
    foreign = world.file("jtb-care", entries=2)
    reports = world.check()
    assert {each: reports[each].report.entries for each in (ref, empty, foreign)} == {ref: 4, empty: 0, foreign: 2}
    assert all(each.report.ok and not each.report.erased for each in reports.values())


def test_an_entry_says_who_when_and_what_and_hides_why(world: World) -> None:
    ref = world.file()
    world.record(ref, verb="answered", why="Mrs Jansen had a letter", facts={"channel": "letter", "on": NOW.date()})
    (row,) = rows(world, ref)
    assert (row["number"], row["actor_kind"], row["actor_ref"]) == (1, "staff", "staff-7")
    assert (row["verb"], row["facts"], row["at"]) == (
        "answered",
        {"channel": "letter", "on": "2026-06-01"},
        NOW + timedelta(seconds=1),
    )
    assert b"Jansen" not in row["why_sealed"]


def test_the_head_is_in_the_case_and_a_rolled_back_entry_is_nowhere(world: World) -> None:
    ref = world.file(entries=1)
    with pytest.raises(RuntimeError), world.uow.begin("bqr", actor=actor(), now=NOW) as work:
        work.record(work.case(Matter, ref), verb="undone")
        raise RuntimeError
    with world.uow.read("bqr", actor=actor(), now=NOW) as work:
        case = work.case(Matter, ref, lock=False)
        assert case.timeline_number == 1
        assert case.timeline_link == rows(world, ref)[0]["link"]
    assert world.found(ref) == []


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'refused'",
        "actor_ref = 'staff-8'",
        "actor_kind = 'system'",
        "why_sealed = NULL",
        'facts = \'{{"count": 9, "kind": "a"}}\'',
        "salt_sealed = NULL",
        "why_sealed = salt_sealed",
        "salt_sealed = why_sealed",
        "digest = link",
        "link = digest",
    ],
)
def test_a_changed_entry_is_named(world: World, change: str) -> None:
    ref = world.file(entries=4, why="reason")
    world.sql(f"UPDATE timeline SET {change} WHERE {CASE} AND number = 2", ref=ref)
    found = world.found(ref)
    assert (2, "changed") in found
    assert {number for number, _kind in found} <= {2, 3}


def test_a_changed_moment_is_named(world: World) -> None:
    ref = world.file(entries=3)
    value = "2026-06-01 12:00:02.000000" if world.engine.dialect.name == "sqlite" else "2026-06-01T12:00:02Z"
    world.sql(f"UPDATE timeline SET at = {{at}} WHERE {CASE} AND number = 2", ref=ref, at=value)
    assert world.found(ref) == [(2, "changed")]


def test_a_removed_entry_is_named(world: World) -> None:
    ref = world.file(entries=5)
    world.sql(f"DELETE FROM timeline WHERE {CASE} AND number IN (1, 3)", ref=ref)
    assert world.found(ref) == [(1, "removed"), (3, "removed")]


def test_an_end_that_was_cut_off_is_named(world: World) -> None:
    ref = world.file(entries=3)
    world.sql(f"DELETE FROM timeline WHERE {CASE} AND number > 1", ref=ref)
    assert world.found(ref) == [(2, "cut-off"), (3, "cut-off")]
    world.sql(f"DELETE FROM timeline WHERE {CASE}", ref=ref)
    assert world.found(ref) == [(1, "cut-off"), (2, "cut-off"), (3, "cut-off")]


def test_a_removed_entry_whose_followers_were_renumbered_is_noticed(world: World) -> None:
    ref = world.file(entries=3)
    world.sql(f"DELETE FROM timeline WHERE {CASE} AND number = 2", ref=ref)
    world.sql(f"UPDATE timeline SET number = 2 WHERE {CASE} AND number = 3", ref=ref)
    assert world.found(ref) == [(2, "changed"), (3, "cut-off")]


def test_entries_that_changed_places_are_named(world: World) -> None:
    ref = world.file(entries=4)
    for old, new in ((2, 99), (3, 2), (99, 3)):
        world.sql(f"UPDATE timeline SET number = {new} WHERE {CASE} AND number = {old}", ref=ref)
    found = world.found(ref)
    assert (2, "moved") in found
    assert (3, "moved") in found


def test_an_entry_added_behind_the_head_is_named_even_with_a_link_that_fits(world: World) -> None:
    ref = world.file(entries=2)
    last = rows(world, ref)[-1]
    key = world.vault.chain_key("bqr")
    link = link_of(key, last["link"], ("bqr", ref), number=3, at=last["at"], digest=last["digest"])
    world.sql(
        "INSERT INTO timeline SELECT organisation, case_ref, 3, at, actor_kind, actor_ref, verb, facts, why_sealed, "
        f"salt_sealed, digest, {{link}} FROM timeline WHERE {CASE} AND number = 2",
        ref=ref,
        link=link,
    )
    assert world.found(ref)[-1] == (3, "added")


def test_whoever_has_the_database_alone_forges_nothing_with_an_erased_entrys_salt(world: World) -> None:
    erased, ref = world.file(entries=1), world.file(entries=1)
    world.vault.destroy("bqr", erased, "case", at=NOW, reason="erasure")
    salt, row = rows(world, erased)[0]["salt_sealed"], rows(world, ref)[0]
    for key in (b"", b"k" * 32):
        link = link_of(key, b"", ("bqr", ref), number=1, at=row["at"], digest=b"d" * 32)
        world.sql(
            f"UPDATE timeline SET verb = 'refused', digest = {{digest}}, link = {{link}}, salt_sealed = {{sealed}} "
            f"WHERE {CASE}",
            ref=ref,
            digest=b"d" * 32,
            link=link,
            sealed=salt,
        )
        world.sql("UPDATE matter SET timeline_link = {link} WHERE id = {ref}", ref=ref, link=link)
        assert world.found(ref) == [(1, "changed")]


def test_whoever_recomputes_the_chain_and_the_head_still_fails_for_want_of_the_salt(world: World) -> None:
    ref = world.file(entries=1)
    row = rows(world, ref)[0]
    names = ("organisation", "case_ref", "number", "at", "actor_kind", "actor_ref", "facts")
    forged = Entry(**{name: row[name] for name in names}, verb="refused")
    for salt, sealed in ((b"", None), (b"0" * 16, row["salt_sealed"])):
        digest = digest_of(forged, salt)
        link = link_of(world.vault.chain_key("bqr"), b"", ("bqr", ref), number=1, at=row["at"], digest=digest)
        world.sql(
            f"UPDATE timeline SET verb = 'refused', digest = {{digest}}, link = {{link}}, salt_sealed = {{sealed}} "
            f"WHERE {CASE}",
            ref=ref,
            digest=digest,
            link=link,
            sealed=sealed,
        )
        world.sql("UPDATE matter SET timeline_link = {link} WHERE id = {ref}", ref=ref, link=link)
        assert world.found(ref) == [(1, "changed")]


def test_a_head_that_was_turned_back_or_changed_is_noticed(world: World) -> None:
    ref = world.file(entries=2)
    world.sql("UPDATE matter SET timeline_number = 1 WHERE id = {ref}", ref=ref)
    assert world.found(ref) == [(2, "added")]
    world.sql("UPDATE matter SET timeline_number = 2, timeline_link = {link} WHERE id = {ref}", ref=ref, link=b"x" * 32)
    assert world.found(ref) == [(2, "head")]
    empty = world.file()
    world.sql("UPDATE matter SET timeline_link = {link} WHERE id = {ref}", ref=empty, link=b"x" * 32)
    assert world.found(empty) == [(0, "head")]


def test_a_case_that_is_gone_while_its_timeline_is_not_is_named(world: World) -> None:
    ref = world.file(entries=2)
    world.sql("DELETE FROM matter WHERE id = {ref}", ref=ref)
    assert world.found(ref) == [(0, "no-case")]
    assert world.check()[ref].kind == "timeline"


def test_what_is_wrong_is_said_with_the_case_and_the_number(world: World) -> None:
    ref = world.file(entries=2)
    assert world.check()[ref].lines() == ()
    world.sql(f"DELETE FROM timeline WHERE {CASE} AND number = 1", ref=ref)
    assert world.check()[ref].lines() == (f"bqr matter {ref} entry 1: removed: the entry is gone",)


def test_an_entry_of_another_case_or_organisation_does_not_fit(world: World) -> None:
    ref, other = world.file(entries=1), world.file()
    world.sql(f"UPDATE timeline SET case_ref = {{other}} WHERE {CASE}", ref=ref, other=other)
    world.sql(
        "UPDATE matter SET timeline_number = 1, "
        "timeline_link = (SELECT m.timeline_link FROM matter m WHERE m.id = {ref}) WHERE id = {other}",
        ref=ref,
        other=other,
    )
    assert world.found(other) == [(1, "changed")]
    assert world.found(ref) == [(1, "cut-off")]


def test_erased_reasons_are_reported_as_erased_and_the_chain_is_whole(world: World) -> None:
    ref, other = world.file(entries=3, why="reason"), world.file(entries=1)
    world.vault.destroy("bqr", ref, "case", at=NOW, reason="erasure.art17")
    report = world.check()[ref].report
    assert (report.ok, report.entries, report.erased) == (True, 3, 3)
    assert world.check()[other].report.erased == 0
    world.sql(f"DELETE FROM timeline WHERE {CASE} AND number = 2", ref=ref)
    assert world.found(ref) == [(2, "removed")]


def test_after_erasure_the_timeline_goes_on_with_codes_and_without_reasons(world: World) -> None:
    ref = world.file(entries=1, why="reason")
    world.vault.destroy("bqr", ref, "case", at=NOW, reason="erasure.art17")
    world.record(ref, verb="erased", facts={"article": "art17"})
    with pytest.raises(KeyDestroyed):
        world.record(ref, verb="noted", why="He called again")
    report = world.check()[ref].report
    assert (report.ok, report.entries, report.erased) == (True, 2, 1)
    world.sql(f"UPDATE timeline SET verb = 'kept' WHERE {CASE} AND number = 2", ref=ref)
    assert world.found(ref) == [(2, "changed")]


def test_one_key_for_a_persons_entries_is_found_when_checking(world: World) -> None:
    ref = world.file()
    world.record(ref, verb="gave-consent", why="on paper", holder="person-1")
    assert world.found(ref) == []
    world.vault.destroy("bqr", "person-1", "case", at=NOW, reason="erasure.art17")
    assert world.check()[ref].report.erased == 1


def test_rotating_keys_changes_no_row_and_breaks_no_chain(world: World) -> None:
    ref = world.file(entries=3, why="reason")
    before = rows(world, ref)
    world.vault.rotate_organisation("bqr")
    world.vault.rotate_master(b"n" * 32)
    assert rows(world, ref) == before
    assert world.found(ref) == []


def test_more_cases_than_fit_on_a_page_are_all_checked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waarborg_shared.timeline.service._PAGE", 2)
    refs = {world.file(entries=1) for _ in range(5)}
    assert set(world.check("bqr")) == refs


@pytest.mark.parametrize("facts", [{"name": "Jan de Vries"}, {"bsn": "111222333"}, {"to": "jan@example.org"}])
def test_facts_that_are_text_are_refused(world: World, facts: dict[str, str]) -> None:
    ref = world.file()
    with pytest.raises(NotACode):
        world.record(ref, verb="noted", facts=facts)
    assert world.found(ref) == []


def test_a_fact_that_two_databases_would_write_differently_is_refused(world: World) -> None:
    ref = world.file()
    with pytest.raises(TypeError):
        world.record(ref, verb="noted", facts={"share": 0.5})


def entry(**changes: object) -> Entry:
    fields = {"organisation": "bqr", "case_ref": "c", "number": 1, "at": NOW, "actor_kind": "staff", "actor_ref": "s"}
    return Entry(**{**fields, "verb": "noted", "facts": {"b": 1, "a": [True, None]}, **changes})


def test_content_is_written_in_one_way() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=2)))
    assert canonical(entry()) == canonical(entry(at=elsewhere, facts={"a": (True, None), "b": 1}))
    assert canonical(entry()) != canonical(entry(at=NOW + timedelta(microseconds=1)))
    assert canonical(entry(facts={"a": 1})) != canonical(entry(facts={"a": True}))


def test_parts_that_run_together_give_another_link() -> None:
    links = {
        link_of(b"k", b"", ("bqr", "ab"), number=1, at=NOW, digest=b"d"),
        link_of(b"k", b"", ("bqra", "b"), number=1, at=NOW, digest=b"d"),
        link_of(b"k", b"d", ("bqr", "ab"), number=1, at=NOW, digest=b""),
        link_of(b"l", b"", ("bqr", "ab"), number=1, at=NOW, digest=b"d"),
    }
    assert len(links) == 4


def test_a_moment_without_a_zone_or_a_number_out_of_turn_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        canonical(entry(at=datetime(2026, 1, 1)))  # noqa: DTZ001
    with pytest.raises(ValueError, match="does not follow"):
        append(Head(3, b"x"), entry(), key=b"k", seal=Sealed)
    with pytest.raises(TypeError):
        canonical(entry(facts={"on": date(2026, 1, 1)}))
    with pytest.raises(TypeError):
        canonical(entry(facts={1: "x"}))


def test_a_reason_is_read_whoever_holds_its_key_and_shows_as_erased_once_that_is_gone(world: World) -> None:
    ref = world.file(entries=1, why="The client telephoned")
    world.record(ref, verb="gave-consent", why="on paper", holder="person-1")
    world.record(ref, verb="looked")
    shown = [("step-1", "The client telephoned", False), ("gave-consent", "on paper", False), ("looked", "", False)]
    assert told(world, ref, with_why=True) == shown
    world.vault.destroy("bqr", "person-1", "case", at=NOW, reason="erasure.art17")
    shown[1] = ("gave-consent", "", True)
    assert told(world, ref, with_why=True) == shown
    world.vault.destroy("bqr", ref, "case", at=NOW, reason="erasure.art17")
    shown[0] = ("step-1", "", True)
    assert told(world, ref, with_why=True) == shown
    assert not any(why or erased for _, why, erased in told(world, ref, with_why=False))


def told(world: World, ref: str, *, with_why: bool) -> list[tuple[str, str, bool]]:
    with world.uow.begin("bqr", actor=actor(), now=NOW) as work:
        steps = steps_of(work, work.case(Matter, ref), with_why=with_why)
    return [(step.verb, step.why, step.erased) for step in steps]
