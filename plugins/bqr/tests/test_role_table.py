"""B7, the role table: a second copy of rows, typed by hand from the statement, and the reading of its gaps."""

import pytest

from waarborg_plugin_bqr.role_table import COLUMNS, GRANTS, RECORD_TYPES, ROWS, cells_of, rights_of
from waarborg_shared.hooks import in_force
from waarborg_shared.hooks.values import BadValue, Confidence, Effect, Right
from waarborg_shared.testing.plugin_subject import find_subject

C, R, U, D = Right.CREATE, Right.READ, Right.UPDATE, Right.DELETE
BY_NAME = {row["published"]: row for row in ROWS}

# The statement's own rows, section 6; only the places of the empty cells are left out there.
PUBLISHED = """
Aanvraag CUD RD R R R R R
Planning CRD CRU R
Indicatie RD CRU R R R
Zorgplan RD RU CR R R R
Medische gegevens CUD RD R R R R R
Administratie (digitaal) dossier CRUD
Siilogroep CRUD RD RD RD
Clientendossier (zorgmap) CRUD R R R R R
Zorgovereenkomst CRUD R R R R R
Toestemming gegevensverwerking cliënt CRUD R
Overeenkomst gegevensverwerking cliënt CRUD R
Tarieven verzekering R R CU
Overeenkomst van opdracht CRUD R R
Urenverantwoording CRUD R R R
Protocollen RD CR CRU R
Rapportages CRD CRU CRU R
Inkoopfacturen RD CRU CRU CRU CRU
Verkoopfacturen CRUD R
Zorgevaluatie door zorgverleners CRD CRU CRU
Zorgeveluatie door HBO5 RD CR R
Privacy reglement R CRUD R R R R R
Overzicht clienten (digitaal) CRUD CRU RU
FOR11b Check Volwaardig All Round Professional CRUD
FOR19 Goedgekeurde leveranciers CRUD R R R
Inschrijfcritiria RUD CR
Leden (digitaal) dossier CRUD R R
Statuten CRUD R R R
Overeenkomst coöperatie CRUD R R R
DBA overeenkomst CRUD R R R
Toestemming gegevensverwerking zorgverlener CRUD R
Overeenkomst gegevensverwerking zorgverlener CRUD
overeenkomst overige leveranciers R CRUD
Toestemming AVG client CRUD R
Toestemming AVG lid/leverancier CRUD R
Verwerkingsovereenkomst R CRUD R R R R R
""".strip().splitlines()

# role, record type, rights, confidence: a sample that was typed by hand.
SAMPLE = [
    ("referrer", "Aanvraag", {C, U, D}, "high"),
    ("board", "Aanvraag", {R, D}, "high"),
    ("insurer", "Aanvraag", {R}, "high"),
    ("referrer", "Medische gegevens", {C, U, D}, "high"),
    ("board", "Medische gegevens", {R, D}, "high"),
    ("client", "Medische gegevens", {R}, "high"),
    ("coordinator", "Zorgplan", {R, U}, "high"),
    ("hbo5", "Zorgplan", {C, R}, "high"),
    ("hbo5", "Indicatie", {C, R, U}, "medium"),
    ("carer", "Rapportages", {C, R, U}, "medium"),
    ("board", "Planning", {C, R, D}, "low"),
    ("board", "Verwerkingsovereenkomst", {C, R, U, D}, "high"),
    ("carer", "Toestemming gegevensverwerking zorgverlener", {R}, "high"),
    ("referrer", "overeenkomst overige leveranciers", {R}, "medium"),
    ("insurer", "Tarieven verzekering", {C, U}, "low"),
    ("hbo5", "Overzicht clienten (digitaal)", {R, U}, "medium"),
    ("board", "Inschrijfcritiria", {R, U, D}, "low"),
]

EMPTY = [
    ("referrer", "Zorgplan"),
    ("insurer", "Siilogroep"),
    ("carer", "Administratie (digitaal) dossier"),
    ("carer", "Overeenkomst gegevensverwerking zorgverlener"),
    ("coordinator", "Toestemming gegevensverwerking cliënt"),
    ("client", "Statuten"),
]


@pytest.fixture(scope="module")
def rules():
    """BQR's rules with its example settings."""
    return find_subject("bqr").rules()


def test_B7_there_are_35_record_types_by_7_roles():
    assert (len(ROWS), len(RECORD_TYPES), len(COLUMNS)) == (35, 35, 7)
    assert len({row["code"] for row in ROWS}) == 35


def test_B7_every_published_row_holds_its_values_in_their_order():
    ours = [" ".join((row["published"], *(row[column] for column in COLUMNS if row[column]))) for row in ROWS]
    assert ours == PUBLISHED


def test_B7_a_record_type_shows_the_row_as_it_was_published():
    published = [record_type.published.replace(" | ", " ") for record_type in RECORD_TYPES]
    assert published == PUBLISHED


@pytest.mark.parametrize(("role", "name", "rights", "confidence"), SAMPLE)
def test_B7_a_cell_gives_what_the_statement_says(role, name, rights, confidence, rules):
    cell = rules.grants[role, BY_NAME[name]["code"]]
    assert (cell.rights, cell.confidence) == (rights, Confidence(confidence))


@pytest.mark.parametrize(("role", "name"), EMPTY)
def test_B7_an_empty_cell_gives_nothing(role, name, rules):
    assert (role, BY_NAME[name]["code"]) not in rules.grants


def test_B7_the_four_bits_are_independent_so_that_create_gives_no_read(rules):
    assert R not in rules.grants["referrer", "application"].rights
    assert R not in rules.grants["insurer", "insurance_rates"].rights


def test_B7_confidences_are_spread_as_we_read_them():
    spread = {level: sum(row["confidence"] == level for row in ROWS) for level in ("high", "medium", "low")}
    assert spread == {"high": 17, "medium": 10, "low": 8}


@pytest.mark.parametrize(
    ("role", "code", "counts"),
    [
        ("client", "care_plan", True),
        ("carer", "indication", False),
        ("carer", "care_reports", False),
        ("carer", "siilo_group", False),
        ("hbo5", "client_overview", True),
        ("hbo5", "protocols", True),
        ("board", "planning", False),
        ("board", "member_file", False),
        ("carer", "articles_of_association", True),
        ("carer", "dba_agreement", True),
        ("supplier", "purchase_invoices", False),
        ("supplier", "privacy_regulations", True),
    ],
)
def test_B7_medium_is_in_force_except_on_health_and_low_is_not(role, code, counts, rules):
    assert in_force(rules.grants[role, code], rules.record_types[code]) is counts


def test_B7_a_representative_has_the_clients_cells_and_never_a_suppliers(rules):
    clients = {code for role, code in rules.grants if role == "client"}
    representatives = {code for role, code in rules.grants if role == "representative"}
    assert clients == representatives
    assert "purchase_invoices" not in clients
    assert all(rules.grants["client", code].rights == rules.grants["representative", code].rights for code in clients)


def test_B7_a_supplier_has_rows_about_suppliers_or_everybody_to_be_confirmed(rules):
    cells = {code: cell for (role, code), cell in rules.grants.items() if role == "supplier"}
    assert {code: cell.confidence for code, cell in cells.items()} == {
        "purchase_invoices": Confidence.LOW,
        "privacy_regulations": Confidence.MEDIUM,
        "processing_agreement": Confidence.MEDIUM,
    }
    assert cells["purchase_invoices"].rights == {C, R, U}
    assert not any(rules.record_types[code].health for code in cells)


def test_B7_the_odd_ones_are_there_to_be_shown(rules):
    assert rules.grants["referrer", "supplier_agreement"].rights == {R}
    assert ("carer", "carer_processing_agreement") not in rules.grants
    statutes, dba = BY_NAME["Statuten"], BY_NAME["DBA overeenkomst"]
    assert [statutes[column] for column in COLUMNS] == [dba[column] for column in COLUMNS]
    assert (statutes["confidence"], dba["confidence"]) == ("high", "medium")


def test_B7_no_cell_names_what_is_not_there(rules):
    assert {cell.role for cell in GRANTS} <= set(rules.roles)
    assert len({(cell.role, cell.record_type) for cell in GRANTS}) == len(GRANTS)


def test_B18_whatever_the_table_is_corrected_to_the_fg_changes_nothing(rules):
    (rule,) = rules.policy.rules
    assert (rule.effect, rule.roles, rule.when) == (Effect.DENY, {"fg"}, None)
    assert rule.resource_types == set(rules.record_types)
    assert rule.actions == {"create", "update", "delete"}


def test_B7_what_is_odd_is_said_beside_the_row(rules):
    odd = {code for code, kind in rules.record_types.items() if kind.remark}
    assert odd == {
        *("supplier_agreement", "carer_processing_agreement"),
        *("articles_of_association", "dba_agreement", "purchase_invoices"),
    }


def test_a_cell_with_another_letter_is_refused():
    with pytest.raises(BadValue, match="'RX' holds X"):
        rights_of("RX")


def test_an_empty_row_gives_the_fg_alone_something():
    empty = {**ROWS[0], **dict.fromkeys(COLUMNS, "")}
    assert [cell.role for cell in cells_of(empty)] == ["fg"]
