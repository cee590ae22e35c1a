"""BQR's role table (B7): the published rows as read into cells, and the roles that the sixth column stands for.

The published table lost the places of its empty cells, so every row carries a confidence. The sixth column is headed
*Client/wett vert./ov.lev.*: client, legal representative and other suppliers.
"""

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files

from waarborg_shared.hooks.values import (
    About,
    BadValue,
    Confidence,
    Effect,
    Grant,
    Policy,
    PolicyRule,
    RecordType,
    Right,
    Scope,
    Text,
)

COLUMNS = ("referrer", "board", "coordinator", "hbo5", "carer", "client", "insurer")
REPRESENTATIVE = "representative"
SUPPLIER = "supplier"
FG = "fg"

_RIGHTS = {"C": Right.CREATE, "R": Right.READ, "U": Right.UPDATE, "D": Right.DELETE}
_FOR_SUPPLIERS = frozenset({About.SUPPLIER, About.EVERYBODY})
_SOURCE = "B7"
_ALIKE = Text(
    "De Statuten en de DBA-overeenkomst hebben dezelfde waarden; van de ene rij zijn we zekerder.",
    "The articles of association and the DBA agreement have the same values; we are surer of the one.",
)
_ODD = {
    "supplier_agreement": Text(
        "Een verwijzer leest overeenkomsten met leveranciers. Klopt dat?",
        "A referrer reads agreements with suppliers. Is that right?",
    ),
    "carer_processing_agreement": Text(
        "Een zorgverlener leest zijn eigen verwerkingsovereenkomst hier niet. Klopt dat?",
        "A carer does not read his own processing agreement here. Is that right?",
    ),
    "articles_of_association": _ALIKE,
    "dba_agreement": _ALIKE,
    "purchase_invoices": Text(
        "De zesde kolom is hier van de leverancier, en niet van de cliënt.",
        "The sixth column is the supplier's here, and not the client's.",
    ),
}

Row = Mapping[str, str]


def read_rows() -> tuple[Row, ...]:
    """Return the table's rows from the file in this package, one per record type, in the published order."""
    with (files(__package__) / "role_table.csv").open(encoding="utf-8") as table:
        return tuple(csv.DictReader(table))


def record_type(row: Row) -> RecordType:
    """Return the record type of one row, with the row as it was published."""
    cells = [row[column] for column in COLUMNS if row[column]]
    return RecordType(
        code=row["code"],
        name=Text(row["published"], row["english"]),
        about=About(row["about"]),
        health=row["health"] == "yes",
        topic=Scope(row["topic"]) if row["topic"] else None,
        published=" | ".join((row["published"], *cells)),
        remark=_ODD.get(row["code"]),
    )


def cells_of(row: Row) -> Iterator[Grant]:
    """Yield the cells of one row that give anything: the published ones, the sixth column's others, and the FG's."""
    about, confidence = About(row["about"]), Confidence(row["confidence"])
    for column in COLUMNS:
        theirs = about is About.SUPPLIER and column == "client"
        if row[column] and not theirs:
            yield _cell(column, row, confidence)
    if row["client"] and about is not About.SUPPLIER:
        yield _cell("client", row, confidence, role=REPRESENTATIVE)
    if row["client"] and about in _FOR_SUPPLIERS:
        yield _cell("client", row, _not_above_medium(confidence), role=SUPPLIER)
    yield Grant(role=FG, record_type=row["code"], rights=frozenset({Right.READ}), source="B18; art. 38(2) AVG")


def rights_of(letters: str) -> frozenset[Right]:
    """Return the rights that a cell's letters give; four independent bits, so that C gives no R.

    Raises:
        BadValue: another letter than C, R, U and D.
    """
    unknown = sorted(set(letters) - set(_RIGHTS))
    if unknown:
        raise BadValue(f"role table: {letters!r} holds {', '.join(unknown)}")
    return frozenset(_RIGHTS[letter] for letter in letters)


def _cell(column: str, row: Row, confidence: Confidence, *, role: str | None = None) -> Grant:
    return Grant(
        role=role or column,
        record_type=row["code"],
        rights=rights_of(row[column]),
        confidence=confidence,
        source=_SOURCE,
    )


def _not_above_medium(confidence: Confidence) -> Confidence:
    """Suppliers are our reading of the heading: to be confirmed, however certain the row."""
    return Confidence.LOW if confidence is Confidence.LOW else Confidence.MEDIUM


ROWS = read_rows()
RECORD_TYPES = tuple(record_type(row) for row in ROWS)
GRANTS = tuple(cell for row in ROWS for cell in cells_of(row))
POLICY = Policy(
    rules=(
        PolicyRule(
            code="fg_changes_nothing",
            effect=Effect.DENY,
            actions=frozenset({Right.CREATE.value, Right.UPDATE.value, Right.DELETE.value}),
            resource_types=frozenset(kind.code for kind in RECORD_TYPES),
            roles=frozenset({FG}),
            because=Text(
                "De functionaris gegevensbescherming leest alles en wijzigt niets.",
                "The data protection officer reads everything and changes nothing.",
            ),
            source="B18; art. 38(6) AVG",
        ),
    )
)
"""A correction of the table is made in a hurry sometimes; this one could make the FG judge his own work."""
