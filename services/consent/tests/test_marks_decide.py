"""What a person set against the use of his data decides at once, under every reference that is his."""

from datetime import timedelta
from typing import Any

import pytest

from waarborg_consent.domain.marks import MarkKind
from waarborg_consent.models import ConsentFile, MarkRow
from waarborg_consent.references import join_references
from waarborg_shared.testing.world import World
from waarborg_tests.asking import EVALUATIONS, PERSON, SCOPES, decide, question, reason_of

OTHER = "0190-person-of-bqr-02"
SURVEY = {"context": {"purpose": "satisfaction_survey"}}
AGREEMENT = {"type": "care_agreement", "id": "r1", "properties": {"person": PERSON}}
FOR_CARE = {"resource": AGREEMENT, "context": {"purpose": "care_agreement"}}


def set_mark(world: World, kind: MarkKind, about: str | None = None, ref: str = PERSON) -> str:
    with world.work() as work:
        work.file(ConsentFile, ref)
        row = work.add(
            MarkRow(
                subject_ref=ref,
                kind=kind.value,
                about=about,
                set_at=work.now - timedelta(minutes=1),
                set_by_kind="person",
                set_by_ref=ref,
                how="page",
            )
        )
        work.session.flush()
        return row.id


def end_mark(world: World, mark_id: str) -> None:
    with world.work() as work:
        row = work.session.get(MarkRow, (work.organisation, mark_id))
        assert row is not None
        row.ended_at, row.ended_by_ref = work.now, PERSON


@pytest.mark.parametrize(
    ("kind", "about", "asked", "reason"),
    [
        (MarkKind.OBJECTION, "satisfaction_survey", SURVEY, "objected"),
        (MarkKind.OBJECTION, None, SURVEY, "objected"),
        (MarkKind.RESTRICTION, None, FOR_CARE, "restricted"),
        (
            MarkKind.ADDRESS_SECRECY,
            None,
            {**FOR_CARE, "resource": {**AGREEMENT, "properties": {"person": PERSON, "categories": ["address"]}}},
            "address-secret",
        ),
    ],
)
def test_B12_B16_a_mark_decides_on_the_very_next_question_and_no_longer_than_it_stands(
    either_world: World, kind: MarkKind, about: str | None, asked: dict[str, Any], reason: str
) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    assert decide(partner, **asked)[0]
    mark = set_mark(either_world, kind, about)
    assert decide(partner, **asked) == (False, reason)
    batch = partner.post(EVALUATIONS, {"evaluations": [question(**asked)] * 2}).json["evaluations"]
    assert [reason_of(each) for each in batch] == [reason, reason]
    end_mark(either_world, mark)
    assert decide(partner, **asked)[0]


def test_B12_the_address_is_withheld_from_a_record_that_is_permitted_as_a_whole(world: World) -> None:
    set_mark(world, MarkKind.ADDRESS_SECRECY)
    answer = world.partner("bqr", *SCOPES).post("/consent/access/v1/evaluation", question(**FOR_CARE)).json
    assert (answer["decision"], answer["context"]["withhold"]) == (True, ["address"])


def test_what_was_set_under_another_reference_of_the_same_person_counts(either_world: World) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    set_mark(either_world, MarkKind.OBJECTION, "satisfaction_survey", ref=OTHER)
    assert decide(partner, **SURVEY)[0]
    with either_world.work() as work:
        join_references(work, PERSON, OTHER, since=work.now)
    assert decide(partner, **SURVEY) == (False, "objected")
    batch = partner.post(EVALUATIONS, {"evaluations": [question(**SURVEY)]}).json["evaluations"]
    assert [reason_of(each) for each in batch] == ["objected"]


def test_the_marks_of_one_are_not_anothers(world: World) -> None:
    set_mark(world, MarkKind.RESTRICTION, ref=OTHER)
    assert decide(world.partner("bqr", *SCOPES), **FOR_CARE)[0]
