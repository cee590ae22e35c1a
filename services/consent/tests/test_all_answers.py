"""B7: all 980 answers of BQR's role table, against a second copy of its published rows, over the decision's API."""

from collections.abc import Iterator
from typing import Any

import pytest

from waarborg_consent.models import DecisionRecord
from waarborg_shared.testing.world import World
from waarborg_tests.asking import EVALUATIONS, PERSON, SCOPES, reason_of

# Typed by hand from the statement, the places of the empty cells as we read them. Referrer, board, coordinator, HBO5
# nurse, carer, client, insurer; and how sure the reading is.
PUBLISHED = (
    ("Aanvraag", "CUD RD R R R R R", "high"),
    ("Planning", "- CRD CRU - R - -", "low"),
    ("Indicatie", "- RD - CRU R R R", "medium"),
    ("Zorgplan", "- RD RU CR R R R", "high"),
    ("Medische gegevens", "CUD RD R R R R R", "high"),
    ("Administratie (digitaal) dossier", "- CRUD - - - - -", "high"),
    ("Siilogroep", "- CRUD RD RD RD - -", "medium"),
    ("Clientendossier (zorgmap)", "- CRUD R R R R R", "high"),
    ("Zorgovereenkomst", "- CRUD R R R R R", "high"),
    ("Toestemming gegevensverwerking cliënt", "- CRUD - - - R -", "high"),
    ("Overeenkomst gegevensverwerking cliënt", "- CRUD - - - R -", "high"),
    ("Tarieven verzekering", "- R - - - R CU", "low"),
    ("Overeenkomst van opdracht", "- CRUD - R R - -", "low"),
    ("Urenverantwoording", "- CRUD - R R R -", "low"),
    ("Protocollen", "- RD CR CRU R - -", "medium"),
    ("Rapportages", "- CRD - CRU CRU R -", "medium"),
    ("Inkoopfacturen", "- RD CRU CRU CRU CRU -", "low"),
    ("Verkoopfacturen", "- CRUD - - - - R", "low"),
    ("Zorgevaluatie door zorgverleners", "- CRD - CRU CRU - -", "medium"),
    ("Zorgeveluatie door HBO5", "- RD - CR R - -", "medium"),
    ("Privacy reglement", "R CRUD R R R R R", "high"),
    ("Overzicht clienten (digitaal)", "- CRUD CRU RU - - -", "medium"),
    ("FOR11b Check Volwaardig All Round Professional", "- CRUD - - - - -", "high"),
    ("FOR19 Goedgekeurde leveranciers", "- CRUD R R R - -", "medium"),
    ("Inschrijfcritiria", "- RUD CR - - - -", "low"),
    ("Leden (digitaal) dossier", "- CRUD - R R - -", "low"),
    ("Statuten", "- CRUD R R R - -", "high"),
    ("Overeenkomst coöperatie", "- CRUD R R R - -", "high"),
    ("DBA overeenkomst", "- CRUD R R R - -", "medium"),
    ("Toestemming gegevensverwerking zorgverlener", "- CRUD - - R - -", "high"),
    ("Overeenkomst gegevensverwerking zorgverlener", "- CRUD - - - - -", "high"),
    ("overeenkomst overige leveranciers", "R CRUD - - - - -", "medium"),
    ("Toestemming AVG client", "- CRUD - - - R -", "high"),
    ("Toestemming AVG lid/leverancier", "- CRUD - - R - -", "high"),
    ("Verwerkingsovereenkomst", "R CRUD R R R R R", "high"),
)
COLUMNS = ("referrer", "board", "coordinator", "hbo5", "carer", "client", "insurer")
RIGHTS = {"C": "create", "R": "read", "U": "update", "D": "delete"}
HEALTH = {
    *("Aanvraag", "Indicatie", "Zorgplan", "Medische gegevens", "Siilogroep", "Clientendossier (zorgmap)"),
    *("Rapportages", "Zorgevaluatie door zorgverleners", "Zorgeveluatie door HBO5"),
}
# The sixth column is the supplier's on this row, and not the client's.
NOT_THE_CLIENTS = {"Inkoopfacturen"}
# The ground on which a role from outside the treatment uses health data, so that the table alone decides.
GROUNDS = {"board": "legal_duty", "coordinator": "legal_duty", "insurer": "material_check"}
IN_A_BATCH = 140


def expected() -> Iterator[tuple[str, str, str, bool, str]]:
    """Each row, role and right with the answer that the table gives, and why not."""
    for name, cells, confidence in PUBLISHED:
        for role, cell in zip(COLUMNS, cells.split(), strict=True):
            for letter, right in RIGHTS.items():
                there = letter in cell and not (role == "client" and name in NOT_THE_CLIENTS)
                counts = confidence == "high" or (confidence == "medium" and name not in HEALTH)
                yield name, role, right, there and counts, "unconfirmed-cell" if there else "no-cell"


ANSWERS = tuple(expected())


def asked(code: str, role: str, right: str) -> dict[str, Any]:
    """A question of which everything is in order, but perhaps the cell."""
    return {
        "subject": {"type": "staff", "id": PERSON, "properties": {"role": role}},
        "action": {"name": right},
        "resource": {"type": code, "id": "r1", "properties": {"person": PERSON}},
        "context": {"purpose": "care_agreement", "in_care": role != "board", "named_ground": GROUNDS.get(role)},
    }


def test_B7_there_are_980_answers_of_which_these_are_yes() -> None:
    assert len(ANSWERS) == 35 * 7 * 4 == 980
    assert len({answer[:3] for answer in ANSWERS}) == 980
    assert {name for name, *_ in PUBLISHED} >= HEALTH | NOT_THE_CLIENTS


@pytest.mark.parametrize("start", range(0, len(ANSWERS), IN_A_BATCH))
def test_B7_every_answer_is_that_of_the_published_row(world: World, start: int) -> None:
    several = ANSWERS[start : start + IN_A_BATCH]
    record_types = world.runtime.rules("bqr").record_types.values()
    codes = {record_type.published.partition(" | ")[0]: record_type.code for record_type in record_types}
    body = {"evaluations": [asked(codes[name], role, right) for name, role, right, *_ in several]}
    answers = world.partner("bqr", *SCOPES).post(EVALUATIONS, body).json["evaluations"]
    wrong = [
        (want, answer["decision"], reason_of(answer))
        for want, answer in zip(several, answers, strict=True)
        if answer["decision"] is not want[3] or (not want[3] and reason_of(answer) != want[4])
    ]
    assert not wrong
    assert len(world.rows(DecisionRecord)) == len(several)
