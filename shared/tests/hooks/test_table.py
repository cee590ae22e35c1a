"""Which cells of a role table are in force (B7)."""

import pytest

from waarborg_shared.hooks import in_force, to_be_confirmed
from waarborg_shared.hooks.values import About, Confidence, Grant, RecordType, Right, Text


def _cell(confidence, record_type="file"):
    return Grant(role="carer", record_type=record_type, rights=frozenset({Right.READ}), confidence=confidence)


@pytest.mark.parametrize(
    ("confidence", "health", "counts", "asked"),
    [
        (Confidence.HIGH, False, True, False),
        (Confidence.HIGH, True, True, False),
        (Confidence.MEDIUM, False, True, True),
        (Confidence.MEDIUM, True, False, True),
        (Confidence.LOW, False, False, True),
        (Confidence.LOW, True, False, True),
    ],
)
def test_B7_medium_counts_except_on_health_and_low_counts_for_nothing(confidence, health, counts, asked):
    record_type = RecordType(code="file", name=Text("Dossier", "File"), about=About.CLIENT, health=health)
    assert in_force(_cell(confidence), record_type) is counts
    assert to_be_confirmed(_cell(confidence)) is asked


def test_a_cell_is_judged_with_its_own_record_type():
    record_type = RecordType(code="file", name=Text("Dossier", "File"), about=About.CLIENT)
    with pytest.raises(ValueError, match="about plan, not about file"):
        in_force(_cell(Confidence.HIGH, "plan"), record_type)
