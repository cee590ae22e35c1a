"""The list of those concerned: files and partners, each row once or named, and finding somebody on it."""

import pytest

from waarborg_breach.domain import telling_rows
from waarborg_breach.models import (
    BreachPerson,
    BreachPersonFault,
)
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_telling import (
    case_of,
    decided,
    hand_in,
    ids,
    people,
    step,
)


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def path(world: World, board: Visitor) -> str:
    """A breach of which it was decided that the people are told."""
    return decided(world, board)


def test_every_row_is_on_the_list_once_or_named_by_row_and_column_and_nothing_is_lost(
    world: World, board: Visitor, path: str
) -> None:
    lines = (
        "Referentie;Kanaal;Taal",
        "Z-1;brief;nl",
        "Z-1;letter;en",
        ";brief;nl",
        "Z-2;duif;nl",
        "Z-3;;xx",
        "999990019;;",
        "an@voorbeeld.example;;",
        f"{'Z' * 65};;",
        ";;",
        " Z-4 ;secure_page;",
        "Z-5;E-mail, zonder inhoud;EN",
    )
    assert hand_in(board, path, "\n".join(lines)).status_code == 303
    assert list(people(world)) == ["Z-1", "Z-5"]
    found = sorted((row.row_number, row.column, row.fault) for row in world.rows(BreachPersonFault))
    assert found == [
        (4, "reference", "empty"),
        (5, "channel", "unknown-channel"),
        (6, "language", "unknown-language"),
        (7, "reference", "bsn"),
        (8, "reference", "address"),
        (9, "reference", "too-long"),
        (11, "channel", "unknown-channel"),
    ]
    assert not any(b"duif" in row.cells_sealed or b"Z-2" in row.cells_sealed for row in world.rows(BreachPersonFault))
    page = board.get(f"{path}/telling").text
    assert "999990019" not in page, "a BSN is not kept, not even where it is wrong"
    assert "7 rows were wrong" in page and "duif" in page and "looks like a BSN" in page
    assert hand_in(board, path, "reference\nZ-1\nZ-5\n").status_code == 303
    assert len(people(world)) == 2
    verbs = world.verbs(case_of(world).id)
    assert verbs.count("listed-persons") == 2
    assert step(board, path, "settle", settled_how="Dat waren proefrijen.").status_code == 303
    assert "rows were wrong" not in board.get(f"{path}/telling").text
    assert step(board, path, "settle", settled_how="Nog eens.").status_code == 422


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "Choose a file"),
        (b"naam;adres\nAn;Hier\n", "Put this above the column"),
        (b"reference\n\n;\n", "Nobody is in this file"),
        (b"PK\x03\x04\x00\x00", "not a CSV file"),
        (b"reference\n" + b"Z" * 3000, "too large"),
    ],
    ids=["no-file", "no-column", "nobody", "no-text", "too-large"],
)
def test_a_file_that_is_no_list_is_refused_whole_at_its_field(
    world: World, board: Visitor, path: str, raw: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_rows, "LARGEST_FILE", 2000)
    refused = hand_in(board, path, raw)
    assert refused.status_code == 422 and words in refused.text and 'href="#field-file"' in refused.text
    assert world.rows(BreachPerson) == [] and world.rows(BreachPersonFault) == []


def test_what_excel_and_older_programs_write_can_be_read(world: World, board: Visitor, path: str) -> None:
    assert hand_in(board, path, "\ufeffVerwijzing\r\nZ-1\r\n").status_code == 303
    assert hand_in(board, path, "Cliëntnummer,Taal\nZ-é,en\n".encode("cp1252")).status_code == 303
    assert hand_in(board, path, "reference\tlanguage\nZ-3\tnl\n".encode("utf-16")).status_code == 303
    assert list(people(world)) == ["Z-1", "Z-é", "Z-3"]


def test_somebody_is_looked_up_by_reference_which_stands_in_no_address(world: World, board: Visitor, path: str) -> None:
    hand_in(board, path, "reference\nZ-1\nZ-2\n")
    found = board.send(f"{path}/persons", reference="Z-2")
    assert found.status_code == 303 and found.location.endswith(ids(world)[1]) and "Z-2" not in found.location
    missing = board.send(f"{path}/persons", reference="Z-3")
    assert missing.status_code == 422 and 'href="#field-reference"' in missing.text
    assert board.get(f"{path}/persons/nobody").status_code == 404
    assert world.staff("bqr", "carer").get(f"{path}/persons").status_code == 403
    assert world.staff("jtb-care", "care_lead").get(f"{path}/persons").status_code == 404


def test_a_partner_lists_those_concerned_and_gets_back_what_is_wrong_by_its_place(
    world: World, board: Visitor, path: str
) -> None:
    api = f"/breach/api/v1/breaches/{case_of(world).id}"
    partner = world.partner("bqr", "breach:decide")
    sent = {"persons": [{"reference": "Z-1"}, {"reference": "999990019"}, {"reference": "Z-2", "channel": "duif"}]}
    listed = partner.post(f"{api}/persons", sent)
    assert listed.status_code == 200, listed.text
    assert listed.json["added"] == 1 and listed.json["known"] == 0
    assert listed.json["wrong"] == [
        {"index": 1, "column": "reference", "fault": "bsn"},
        {"index": 2, "column": "channel", "fault": "unknown-channel"},
    ]
    again = partner.post(f"{api}/persons", {"persons": [{"reference": "Z-1"}]})
    assert (again.json["added"], again.json["known"]) == (0, 1)
    for bad in (
        {"persons": []},
        {"persons": [{}]},
        {"persons": [{"reference": "Z"}] * 1001},
        {"persons": [{"name": "An"}]},
    ):
        assert partner.post(f"{api}/persons", bad).status_code == 422
    assert world.partner("bqr", "breach:read").post(f"{api}/persons", sent).status_code == 403
    assert world.partner("jtb-care", "breach:decide").post(f"{api}/persons", sent).status_code == 404
    numbers = world.partner("bqr", "breach:read").get(f"{api}/telling").json
    assert numbers["state"] == "idle" and numbers["persons"]["to-do"] == 1 and numbers["orders"] == 0
