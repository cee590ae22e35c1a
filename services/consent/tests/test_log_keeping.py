"""The access log keeps what it must and no longer; whatever is changed in it is named by the check."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from waarborg_consent.actions.log_keeping import check_log, empty_old_looks
from waarborg_consent.actions.log_keys import is_signed, published, renew
from waarborg_consent.actions.log_tree import latest_head, prove_consistency, prove_inclusion
from waarborg_consent.actions.looks import row_of, take_looks
from waarborg_consent.app import SERVICE
from waarborg_consent.commands import COMMANDS
from waarborg_consent.domain.log_notes import read_note
from waarborg_consent.domain.looks import Action, Look, Outcome
from waarborg_consent.domain.merkle import consistent, includes, leaf_hash
from waarborg_consent.models import LogHeadRow, LogNode, LogTree, LookRow
from waarborg_shared import cli
from waarborg_shared.cli.context import Hand
from waarborg_shared.db import new_id
from waarborg_shared.testing.world import build_world
from waarborg_shared.worker import housekeeping_of
from waarborg_tests.looks import BATCHES, PERSON, known, look, teller

LOOKS = LookRow.__table__


def told(world, many, **other):
    known(world)
    answer = teller(world).post(BATCHES, [look(each, **other) for each in range(many)])
    assert answer.json["taken"] == many, answer.text


def checked(world, kept=()):
    with world.work() as work:
        return check_log(work, kept=kept)


def newest(world):
    with world.work() as work:
        return latest_head(work)


def changed(world, statement):
    with world.work() as work:
        assert work.connection.execute(statement).rowcount == 1


def prove_all(world, size):
    """Every look is in the log of that size, and each smaller log is its beginning."""
    rows = {row.number: bytes(row.digest) for row in world.rows(LookRow)}
    with world.work() as work:
        for number in range(size):
            proven = prove_inclusion(work, number, size)
            leaf = leaf_hash(rows[number])
            assert includes(leaf, number, size, proof=proven.proof, head=proven.heads[0])
        for old in range(1, size + 1):
            proven = prove_consistency(work, old, size)
            both = {"old_head": proven.heads[0], "new_head": proven.heads[1]}
            assert consistent(old, size, proof=proven.proof, **both)
        return prove_inclusion(work, 0, size).heads[0]


def test_at_the_end_of_its_term_a_look_is_emptied_and_every_proof_holds(either_world):
    told(either_world, 20)
    told_late = [look(100 + each, at="2021-03-03T12:00:00+00:00") for each in range(20)]
    assert teller(either_world).post(BATCHES, told_late).json["taken"] == 20
    before = prove_all(either_world, 40)
    rules = either_world.runtime.rules("bqr")
    with either_world.work(now=datetime(2026, 3, 4, 1, tzinfo=UTC)) as work:
        assert empty_old_looks(work, rules=rules) == 20
        assert empty_old_looks(work, rules=rules) == 0
    rows = either_world.rows(LookRow)
    emptied = [row for row in rows if row.body_sealed is None]
    assert len(emptied) == 20
    assert {(row.subject_ref, row.source, row.event_id, row.at, row.decision_id) for row in emptied} == {(None,) * 5}
    assert prove_all(either_world, 40) == before
    found = checked(either_world)
    assert (found.wrong, found.looks, found.emptied, found.erased) == ([], 40, 20, 0)


def test_not_a_second_too_early(world):
    told(world, 1, at="2026-03-02T08:00:00+00:00")
    rules = world.runtime.rules("bqr")
    last_day = datetime(2031, 3, 2, 22, 59, 59, tzinfo=UTC)  # the end of that day in Amsterdam
    with world.work(now=last_day) as work:
        assert empty_old_looks(work, rules=rules) == 0
    with world.work(now=last_day + timedelta(seconds=1)) as work:
        assert empty_old_looks(work, rules=rules) == 1


def test_the_worker_empties_what_is_over_its_term_by_itself(either_world):
    told(either_world, 3)
    either_world.clock.forward(6 * 366 * 86_400)
    housekeeping = housekeeping_of(either_world.runtime)
    housekeeping.clear(threading.Event())
    assert {row.body_sealed for row in either_world.rows(LookRow)} == {None}
    assert teller(either_world).post(BATCHES, [look(0)]).json["items"][0]["code"] == "too-long-ago"


def test_a_person_whose_key_is_gone_leaves_every_proof_whole(either_world):
    told(either_world, 10)
    before = prove_all(either_world, 10)
    either_world.erase(PERSON, retention="access_log")
    assert prove_all(either_world, 10) == before
    found = checked(either_world)
    assert (found.wrong, found.erased) == ([], 10)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.integers(1, 24), min_size=1, max_size=4), data=st.data())
def test_whatever_is_taken_emptied_and_erased_the_log_checks_and_proves_itself(
    sqlite_database, make_settings, batches, data
):
    for world in build_world(SERVICE, sqlite_database(SERVICE), make_settings):
        rules, number, refs = world.runtime.rules("bqr"), 0, (new_id(), new_id())
        known(world, *refs)
        for many in batches:
            days = data.draw(st.lists(st.integers(0, 4 * 365), min_size=many, max_size=many))
            looks = [
                Look(
                    source="ecd",
                    event_id=f"e-{number + place}",
                    subject_ref=refs[(number + place) % 2],
                    at=world.clock.now() - timedelta(days=ago),
                    action=Action.READ,
                    outcome=Outcome.SUCCESS,
                    record_type="Patient",
                    system="x",
                    who_ref="y",
                    role="z",
                )
                for place, ago in enumerate(days)
            ]
            with world.work() as work:
                assert all(each.new for each in take_looks(work, looks, rules=rules))
            number += many
            if data.draw(st.booleans()):
                world.clock.forward(data.draw(st.integers(0, 500)) * 86_400)
                with world.work() as work:
                    empty_old_looks(work, rules=rules)
        if data.draw(st.booleans()):
            world.erase(refs[0], retention="access_log")
        found = checked(world)
        assert (found.wrong, found.looks, found.heads) == ([], number, len(batches))
        assert prove_all(world, number) == newest(world).head.head


def look_where(of_number, /, **values):
    return update(LOOKS).where(LOOKS.c.organisation == "bqr", LOOKS.c.number == of_number).values(**values)


TAMPERED = [
    (look_where(3, digest=b"x" * 32), "look 3: its digest is of something else"),
    (look_where(3, subject_ref="0190-somebody-else"), "look 3: its columns say something else"),
    (look_where(3, at=datetime(2026, 1, 1, tzinfo=UTC)), "look 3: its columns say something else"),
    (look_where(3, source="ander"), "look 3: its columns say something else"),
    (look_where(3, body_sealed=b"\x01" * 80), "look 3: what it says is not what was sealed"),
    (look_where(3, number=400), "look 3: it is gone"),
    (delete(LOOKS).where(LOOKS.c.organisation == "bqr", LOOKS.c.number == 3), "look 3: it is gone"),
    (delete(LOOKS).where(LOOKS.c.organisation == "bqr", LOOKS.c.number == 39), "looks after number 38 are gone"),
    (
        update(LogNode.__table__)
        .where(LogNode.__table__.c.organisation == "bqr", LogNode.__table__.c.level == 5)
        .values(hash=b"x" * 32),
        "node 5/0: it is not what stands below it",
    ),
    (
        update(LogTree.__table__).where(LogTree.__table__.c.organisation == "bqr").values(size=41),
        "tree: it says that there are 41 looks",
    ),
    (delete(LogHeadRow.__table__).where(LogHeadRow.__table__.c.organisation == "bqr"), "head of size 40: it is gone"),
    (
        update(LogHeadRow.__table__).where(LogHeadRow.__table__.c.organisation == "bqr").values(note="geen"),
        "head of size 40: it cannot be read",
    ),
]


@pytest.mark.parametrize(("statement", "words"), TAMPERED, ids=[words for _, words in TAMPERED])
def test_whatever_is_changed_is_named(world, statement, words):
    told(world, 40)
    assert checked(world).wrong == []
    changed(world, statement)
    assert [line for line in checked(world).wrong if words in line], checked(world).wrong


def test_a_head_that_was_signed_by_somebody_else_is_named(world):
    told(world, 2)
    note = newest(world)
    forged = world.rows(LogHeadRow)[0].note.replace("\n2\n", "\n2\n", 1)
    other = forged[:-6] + ("AAAA=\n" if not forged.endswith("AAAA=\n") else "BBBB=\n")
    table = LogHeadRow.__table__
    changed(world, update(table).where(table.c.organisation == "bqr").values(note=other))
    assert [line for line in checked(world).wrong if "its signature is by no key of this log" in line]
    assert note.head.size == 2


def rewrite(world):
    """Make the whole log anew without its third look, as only somebody with the database and every key can."""
    kept = [row for row in sorted(world.rows(LookRow), key=lambda each: each.number) if row.number != 3]
    with world.work() as work:
        for table in (LOOKS, LogNode.__table__, LogHeadRow.__table__, LogTree.__table__):
            work.connection.execute(delete(table).where(table.c.organisation == "bqr"))
    with world.work() as work:
        looks = [
            Look(
                source="ecd",
                event_id=row.event_id,
                subject_ref=row.subject_ref,
                at=row.at,
                action=Action.READ,
                outcome=Outcome.SUCCESS,
                record_type="care_plan",
                system="Dossier Noord",
                who_ref="medewerker-17",
                role="carer",
            )
            for row in kept
        ]
        assert all(each.new for each in take_looks(work, looks, rules=world.runtime.rules("bqr")))


def test_a_log_that_was_made_anew_is_found_out_by_a_head_that_was_kept_elsewhere(world):
    told(world, 6)
    kept = newest(world)
    rewrite(world)
    told_again = teller(world).post(BATCHES, [look(100), look(101)])
    assert told_again.json["taken"] == 2
    assert checked(world).wrong == []
    lines = checked(world, kept=[kept]).wrong
    assert lines == ["head of size 6: the looks before it are not those that it was of"]


def test_a_renewed_key_signs_from_now_on_and_what_the_old_one_signed_still_counts(either_world):
    told(either_world, 1)
    first = newest(either_world)
    with either_world.work() as work:
        renew(work)
    either_world.clock.forward(60)
    told_more = teller(either_world).post(BATCHES, [look(50)])
    assert told_more.json["taken"] == 1
    second = newest(either_world)
    assert first.key_hash != second.key_hash
    with either_world.work() as work:
        keys = [bytes(row.public_key) for row in published(work)]
    assert len(keys) == 2 and is_signed(first, keys) and is_signed(second, keys)
    assert not is_signed(second, keys[1:]) and not is_signed(second, [])
    items = teller(either_world).get("/consent/api/v1/log/keys").json["items"]
    assert [each["until"] is None for each in items] == [True, False]
    assert checked(either_world).wrong == []


@pytest.fixture
def run(world, monkeypatch):
    """The command, on the database of the test."""
    group = cli.command(SERVICE)
    for part in COMMANDS:
        group.add_command(part)
    monkeypatch.setattr(Hand, "settings", lambda _hand: world.runtime.settings)
    return lambda *words: CliRunner().invoke(group, words, obj=Hand(SERVICE))


def test_the_command_checks_every_log_and_a_head_that_was_kept(world, run, tmp_path):
    told(world, 5)
    note = world.rows(LogHeadRow)[0].note
    kept = tmp_path / "hoofd.txt"
    kept.write_text(note, encoding="utf-8")
    answer = run("log", "verify", "--kept", str(kept))
    assert answer.exit_code == 0, answer.output
    assert "bqr: 5 looks (0 emptied, 0 erased), 1 heads, 0 wrong" in answer.output
    assert "jtb-care: 0 looks" in answer.output
    changed(world, look_where(2, digest=b"y" * 32))
    answer = run("log", "verify", "--organisation", "bqr")
    assert answer.exit_code == 1
    assert "bqr look 2: its digest is of something else" in answer.output
    assert "jtb-care" not in answer.output


def test_the_command_says_what_it_cannot_use(run, tmp_path):
    unknown = run("log", "verify", "--organisation", "nergens")
    assert (unknown.exit_code, "no organisation nergens" in unknown.output) == (1, True)
    broken = tmp_path / "geen.txt"
    broken.write_bytes(b"\xff\xfe")
    answer = run("log", "verify", "--kept", str(broken))
    assert (answer.exit_code, "no signed head" in answer.output) == (1, True)


def test_the_command_renews_the_key_and_prints_it(world, run):
    told(world, 1)
    answer = run("log", "renew-key", "bqr")
    assert answer.exit_code == 0 and answer.output.startswith("bqr/consent/log+"), answer.output
    newest_key = teller(world).get("/consent/api/v1/log/keys").json["items"][0]
    assert newest_key["verifier"] == answer.output.strip()


def test_a_row_alone_is_no_look_of_the_tree(world):
    """A look that was put in the table without the tree is beyond what the tree says that there is."""
    told(world, 2)
    look_beside = Look(**{**_said(world), "event_id": "erbij"})
    with world.work() as work:
        extra = row_of(work, look_beside)
        work.connection.execute(insert(LOOKS).values(**extra, number=2, organisation="bqr"))
    assert "tree: it says that there are 2 looks, and there are 3" in checked(world).wrong
    assert read_note(world.rows(LogHeadRow)[0].note).head.size == 2


def _said(world):
    row = world.rows(LookRow)[0]
    return {
        "source": row.source,
        "event_id": row.event_id,
        "subject_ref": row.subject_ref,
        "at": row.at,
        "action": Action.READ,
        "outcome": Outcome.SUCCESS,
        "record_type": "care_plan",
        "system": "x",
        "who_ref": "y",
        "role": "z",
    }
