"""Which parts of a statement are text, which the database reads and the wall cannot."""

import re
from typing import Any

from sqlalchemy import ColumnClause, Extract, UnaryExpression
from sqlalchemy.sql.elements import AbstractTextClause, OperatorExpression
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.sql.selectable import TableSample

# The one text of our own that reads rows: SQLite's highest position, of all organisations together, as a number.
NEXT_POSITION = "(SELECT coalesce(max(position), 0) + 1 FROM outbox)"

_CONSTANT = re.compile(r"\*|-?\d+(\.\d+)?|'([^'\\]|'')*'|null|true|false|current_timestamp", re.IGNORECASE)
# An operator of signs, as PostgreSQL and SQLite have them (none can hold a query, nor begin a remark), or one of these.
_SIGNS = re.compile(r"(?!.*(--|/\*))[-+*/<>=~!@#%^&|?]{1,4}")
_WORDS = frozenset({"LIKE", "GLOB", "REGEXP", "MATCH", "SIMILAR TO", "AT TIME ZONE", "COLLATE"})
_ADDITIONS = {"_prefixes": "a prefix", "_suffixes": "a suffix", "_statement_hints": "a hint", "_hints": "a hint"}


def text_in(element: Any) -> str | None:
    """What about this one element (its children aside) is text that the wall cannot read; None when nothing is."""
    if isinstance(element, AbstractTextClause):
        return "text"
    if isinstance(element, ColumnClause):
        return "a literal column" if element.is_literal and not _is_known(element.name) else None
    if isinstance(element, Extract):
        return None if element.field.isidentifier() else "the field of an extract"
    if isinstance(element, (OperatorExpression, UnaryExpression)):
        operators = (element.operator, getattr(element, "modifier", None))
        return None if all(map(_is_plain, operators)) else "an operator in text"
    if isinstance(element, TableSample):
        return "a sample"
    return next((what for name, what in _ADDITIONS.items() if element.__dict__.get(name)), None)


def _is_known(text: str) -> bool:
    return text == NEXT_POSITION or _CONSTANT.fullmatch(text) is not None


def _is_plain(operator: Any) -> bool:
    if not isinstance(operator, custom_op):
        return True
    return operator.opstring.upper() in _WORDS or _SIGNS.fullmatch(operator.opstring) is not None
