"""How persons were told: what somebody types is sealed, a channel is a code; and what the authority is told of it."""

import pytest

from waarborg_breach.domain.telling import all_ways
from waarborg_breach.models import BreachCase, BreachPerson
from waarborg_breach.registering import seal_old
from waarborg_shared.testing.world import Visitor, World
from waarborg_shared.timeline.reading import steps_of
from waarborg_tests.breach_telling import (
    MESSAGE,
    case_of,
    decided,
    ids,
    ordered,
    person_step,
    step,
    work_off,
)

TYPED = "gebeld met mw. De Wit"


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def path(world: World, board: Visitor) -> str:
    """A breach of which it was decided that the people are told."""
    return decided(world, board)


def field(world: World, code: str) -> dict[str, object]:
    """What the dossier for the authority says to one question."""
    partner = world.partner("bqr", "breach:read")
    given = partner.get(f"/breach/api/v1/breaches/{case_of(world).id}/dossier").json
    return next(each for each in given["fields"] if each["code"] == code)


def test_what_somebody_typed_of_how_they_were_told_is_sealed_and_shown_and_erased_with_the_case(
    world: World, board: Visitor, path: str
) -> None:
    assert board.send(f"{path}/informed", page=path, informed_at="2026-03-02T10:30", how=TYPED).status_code == 303
    case = case_of(world)
    assert case.informed_how is None and TYPED.encode() not in case.informed_how_sealed
    api = f"/breach/api/v1/breaches/{case.id}"
    partner = world.partner("bqr", "breach:read")
    assert partner.get(api).json["informed_how"] == TYPED
    assert field(world, "told_how")["value"] == {"text": TYPED}
    pages = (f"/breach/register/{case.id}", f"{path}/dossier", path)
    assert all(TYPED in board.get(each).text for each in pages)
    assert TYPED in board.get("/breach/register/export.csv").get_data(as_text=True)
    world.erase(case.id)
    assert not any(TYPED in board.get(each).text for each in pages)
    assert partner.get(api).json["informed_how"] is None and field(world, "told_how")["gap"] == "erased"
    assert "Erased" in board.get(f"/breach/register/{case.id}").text


def test_what_was_kept_plainly_before_is_read_sealed_by_the_worker_and_codes_stay(
    world: World, board: Visitor, path: str
) -> None:
    breach_id = case_of(world).id
    with world.work() as work:
        case = work.case(BreachCase, breach_id)
        case.informed_how, case.informed_at, case.persons_state = TYPED, work.now, "informed"
    page = f"/breach/register/{breach_id}"
    assert TYPED in board.get(page).text
    assert (seal_old(world.runtime, "bqr"), seal_old(world.runtime, "bqr")) == (1, 0)
    case = case_of(world)
    assert case.informed_how is None and TYPED.encode() not in case.informed_how_sealed
    assert TYPED in board.get(page).text
    for code, words in (("letter", "Letter"), ("several", "in more than one way")):
        with world.work() as work:
            case = work.case(BreachCase, breach_id)
            case.informed_how, case.informed_how_sealed = code, None
        assert seal_old(world.runtime, "bqr") == 0 and words in board.get(page).text
    with world.work() as work:
        work.case(BreachCase, breach_id).informed_how = TYPED
    world.erase(breach_id)
    assert seal_old(world.runtime, "bqr") == 1 and TYPED not in board.get(page).text


def test_the_authority_is_told_how_many_were_told_and_what_by_the_list_and_what_is_typed_goes_first(
    world: World, board: Visitor, path: str
) -> None:
    assert field(world, "told_what")["gap"] == "missing"
    step(board, path, "message", **{**MESSAGE, "nature_en": ""})
    assert field(world, "told_what")["gap"] == "missing", "a message that is not whole is none"
    ordered(world, board, path, 3)
    work_off(world)
    for each in ids(world)[:2]:
        assert person_step(board, path, each, "told").status_code == 303
    assert field(world, "told_how_many")["value"] == {"number": 2}
    what = field(world, "told_what")["words"]
    assert "Wat er is gebeurd: Deel nature in nl." in what["nl"]
    assert "Whom to contact: Deel contact in en." in what["en"]
    page = board.get(f"{path}/dossier").text
    assert "Deel measures in en." in page
    typed = {"told_how_many": "2 en hun ouders", "told_what": "Een kort bericht."}
    assert board.send(f"{path}/dossier/after", page=f"{path}/dossier", **typed).status_code == 303
    assert field(world, "told_how_many")["value"] == {"text": "2 en hun ouders"}
    emptied = dict.fromkeys(typed, "")
    assert board.send(f"{path}/dossier/after", page=f"{path}/dossier", **emptied).status_code == 303
    assert field(world, "told_how_many")["value"] == {"number": 2}
    assert person_step(board, path, ids(world)[0], "unreachable").status_code == 303
    assert field(world, "told_how_many")["value"] == {"number": 1}
    world.erase(case_of(world).id)
    assert field(world, "told_what")["gap"] == "erased"
    assert len(world.rows(BreachPerson)) == 3


def test_what_was_typed_stays_beside_the_channel_of_what_was_ordered_since(
    world: World, board: Visitor, path: str
) -> None:
    some = {"informed_at": "2026-03-02T10:30", "how": TYPED, "part": "true"}
    assert board.send(f"{path}/informed", page=path, **some).status_code == 303
    ordered(world, board, path, 1)
    work_off(world)
    assert person_step(board, path, ids(world)[0], "told").status_code == 303
    case = case_of(world)
    assert (case.persons_state, case.informed_how) == ("informed", "letter")
    partner = world.partner("bqr", "breach:read")
    assert partner.get(f"/breach/api/v1/breaches/{case.id}").json["informed_how"] == f"letter\n{TYPED}"
    words = field(world, "told_how")["words"]
    assert words["nl"].splitlines()[1:] == [TYPED] and words["en"].startswith("Letter")
    for page in (board.get(f"/breach/register/{case.id}").text, board.get("/breach/register/export.csv").text):
        assert TYPED in page and "Letter" in page
    world.erase(case.id)
    assert field(world, "told_how")["words"]["en"].startswith("Letter")
    assert TYPED not in board.get(f"/breach/register/{case.id}").text


@pytest.mark.parametrize(
    ("before", "by", "then"),
    [
        (None, None, None),
        (None, "letter", "letter"),
        ("letter", None, "letter"),
        ("letter", "letter", "letter"),
        ("letter", "desk", "desk"),
        ("letter", "own-page", "several"),
        ("own-page", "letter", "several"),
        ("several", "letter", "several"),
    ],
)
def test_a_way_beside_another_is_several(before: str | None, by: str | None, then: str | None) -> None:
    assert all_ways(before, by) == then


def test_by_which_channel_stands_on_the_timeline_in_words(world: World, board: Visitor, path: str) -> None:
    ordered(world, board, path, 1)
    work_off(world)
    assert person_step(board, path, ids(world)[0], "told").status_code == 303
    breach_id = case_of(world).id
    with world.work() as work:
        (told,) = (each for each in steps_of(work, work.case(BreachCase, breach_id)) if each.verb == "informed-persons")
    assert told.facts["by"] == "letter"
    entry = board.get(path).text.rpartition("The people were told")[2]
    assert "etter" in entry[:400]
