"""Reads a compiled statement and says which tables it reaches and what holds each to one organisation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import eq
from typing import Any

from sqlalchemy import BindParameter, Delete, Insert, Select, Table, Update
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.sql.annotation import annotated_classes
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BooleanClauseList,
    ClauseElement,
    ColumnElement,
    Grouping,
    ReleaseSavepointClause,
    RollbackToSavepointClause,
    SavepointClause,
)
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import and_
from sqlalchemy.sql.selectable import (
    Alias,
    CompoundSelect,
    FromClause,
    Join,
    SelectBase,
    Values,
)
from sqlalchemy.sql.selectable import AliasedReturnsRows as _Aliased

from waarborg_shared.db.rows import Organised
from waarborg_shared.db.texts import text_in

COLUMN = "organisation"
_HARMLESS = (SavepointClause, RollbackToSavepointClause, ReleaseSavepointClause)
_SEEN_BY_CRITERIA = "\0 by the session's criteria"


def _is_its_copy(parameter: object, other: object) -> bool:
    """Whether two are one parameter, of which SQLAlchemy made copies to write notes on.

    It looks the criteria's parameter up among its copies each time a query is sent, and would make an SQL expression
    for each comparison, to be asked for a yes or no: a fifth of what sending a query took. The answer is this one.
    """
    return hash(parameter) == hash(other)


_annotated_parameter: Any = annotated_classes[BindParameter]
_annotated_parameter.__eq__ = _is_its_copy


@dataclass
class Examination:
    """What a statement does: the walled tables it reaches, and what must be true of its parameters.

    Of each set in `organisation_parameters` at least one must be the organisation, or rows of another are reached.
    """

    tables: set[str] = field(default_factory=set)
    organisation_parameters: list[frozenset[str]] = field(default_factory=list)
    refusal: str | None = None
    opaque: str | None = None
    relies_on_criteria: bool = False


def examine(compiled: SQLCompiler) -> Examination:
    """Examine one compiled statement, once; never raises for what it finds."""
    return _Examiner(compiled).run()


def is_walled(table: Table) -> bool:
    """Whether a table is behind the wall: it has an organisation, or it is the system's own."""
    return COLUMN in table.c or table.name == "poison"


def organisation_criteria(organisation: str) -> Any:
    """The ORM option that holds every organised entity of a statement, aliased or nested, to one organisation."""
    return with_loader_criteria(Organised, lambda cls: cls.organisation == organisation, include_aliases=True)


@dataclass(frozen=True)
class _Around:
    """What encloses a query: the FROMs of every query around it, those of the nearest, and which of them are held."""

    every: frozenset[FromClause] = frozenset()
    nearest: frozenset[FromClause] = frozenset()
    held: frozenset[int] = frozenset()

    def with_froms(self, froms: Iterable[FromClause], held: frozenset[int]) -> "_Around":
        """The same for what is in a query that displays these FROMs."""
        shown: frozenset[FromClause] = frozenset(part for each in froms for part in each._from_objects)
        return _Around(self.every | shown, shown, held)


_NOTHING = _Around()


class _Examiner:
    def __init__(self, compiled: SQLCompiler) -> None:
        self._compiled = compiled
        self._found = Examination()
        self._names = {id(bind): name for bind, name in compiled.bind_names.items()}
        self._by_key = {bind.key: name for bind, name in compiled.bind_names.items()}
        top: Any = compiled.statement
        self._orm = top._propagate_attrs.get("compile_state_plugin") == "orm"

    def run(self) -> Examination:
        statement: Any = self._compiled.statement
        final = getattr(self._compiled.compile_state, "statement", statement)
        if isinstance(final, Insert):
            self._insert(final)
        elif isinstance(final, (Update, Delete)):
            self._change(final)
        elif isinstance(final, Select) and isinstance(statement, Select):
            self._select(final, final is not statement or not self._orm, _NOTHING)
        elif isinstance(final, SelectBase):
            self._query(final, _NOTHING)
        elif not isinstance(final, _HARMLESS):
            self._opaque(type(final).__name__)
        self._found.organisation_parameters = list(dict.fromkeys(self._found.organisation_parameters))
        return self._found

    def _opaque(self, what: str) -> None:
        self._found.opaque = f"{what} in a statement"
        self._found.tables.add("a table unknown")

    def _read_text(self, element: Any) -> None:
        what = text_in(element)
        if what is not None:
            self._opaque(what)

    def _refuse(self, why: str) -> None:
        self._found.refusal = self._found.refusal or why

    def _insert(self, statement: Insert) -> None:
        table = statement.table
        if isinstance(table, Table) and is_walled(table):
            self._found.tables.add(table.name)
            if COLUMN not in table.c:
                self._refuse(f"{table.name} is the system's")
            elif isinstance(statement.select, Select) and (name := self._given_to_all(statement)):
                self._found.organisation_parameters.append(frozenset({name}))
            elif statement.select is not None or statement._multi_values or COLUMN not in self._by_key.values():
                self._refuse(f"insert into {table.name}: give the organisation as a parameter of each row")
            else:
                self._found.organisation_parameters.append(frozenset({COLUMN}))
        upsert = getattr(statement, "_post_values_clause", None)
        if COLUMN in {_key(each) for each in getattr(upsert, "update_values_to_set", ())}:
            self._refuse("an organisation never changes")
        self._nested(statement, _NOTHING)

    def _given_to_all(self, statement: Insert) -> str | None:
        """The parameter that every row of an INSERT from a query has as its organisation, if there is one."""
        names = [_key(each) for each in statement._select_names or ()]
        columns: list[Any] = list(statement.select.selected_columns) if statement.select is not None else []
        if COLUMN not in names or len(names) != len(columns):
            return None
        return self._names.get(id(columns[names.index(COLUMN)]))

    def _change(self, statement: Update | Delete) -> None:
        targets: list[FromClause] = [statement.table, *getattr(self._compiled.compile_state, "_extra_froms", ())]
        if isinstance(statement, Update) and COLUMN in self._by_key.values():
            self._refuse("an organisation never changes")
        held = self._hold(targets, list(_conjuncts(statement.whereclause)), frozenset())
        self._nested(statement, _NOTHING.with_froms(targets, held))

    def _query(self, statement: SelectBase, around: _Around) -> None:
        """A query inside another, or a compound of several."""
        if isinstance(statement, CompoundSelect):
            for part in statement.selects:
                self._query(_ungrouped(part), around)
            self._ctes(statement)
            self._expressions(statement.get_children(omit_attrs=("selects",)), _NOTHING)
        elif isinstance(statement, Select):
            self._select(statement, False, around)
        else:
            self._opaque(type(statement).__name__)

    def _ctes(self, statement: Any) -> None:
        for cte in getattr(statement, "_independent_ctes", ()):
            self._read_text(cte)
            self._query(cte.element, _NOTHING)

    def _select(self, statement: Select[Any], final: bool, around: _Around) -> None:
        state = self._state(statement, final, around)
        plan = state.statement
        froms = state._get_display_froms(around.every, around.nearest)
        held = self._hold(froms, list(_conjuncts(plan.whereclause)), around.held)
        self._ctes(statement)
        self._nested(plan, around.with_froms(froms, held))

    def _state(self, statement: Select[Any], final: bool, around: _Around) -> Any:
        """What SQLAlchemy makes of a query where it stands: it leaves out FROMs that enclosing queries display."""
        dialect: Any = self._compiled.dialect
        compiler = dialect.statement_compiler(dialect, None)
        planned: Any = statement
        if not final and self._orm and statement._propagate_attrs.get("compile_state_plugin") == "orm":
            self._found.relies_on_criteria = True
            planned = statement.options(organisation_criteria(_SEEN_BY_CRITERIA))
            outer = {"correlate_froms": around.every, "asfrom_froms": around.nearest, "selectable": planned}
            compiler.stack = [outer]
        return planned._compile_state_factory(planned, compiler)

    def _nested(self, statement: ClauseElement, around: _Around) -> None:
        self._read_text(statement)
        self._expressions(statement.get_children(), around)

    def _expressions(self, parts: Iterable[Any], around: _Around) -> None:
        """Every query that is part of an expression of a statement, and what is text."""
        waiting = list(parts)
        while waiting:
            element = waiting.pop()
            if isinstance(element, SelectBase):
                self._query(element, around)
            elif not isinstance(element, _Aliased):  # such a one is in a FROM, and is looked at there
                self._read_text(element)
                waiting.extend(element.get_children())

    def _hold(
        self, froms: Iterable[FromClause], conjuncts: list[ColumnElement[Any]], inherited: frozenset[int]
    ) -> frozenset[int]:
        """Check that each walled table among the FROMs is held; gives which are, by hash (annotation keeps it).

        A table that is displayed here hides the one of the same name around it: what holds that does not hold this.
        """
        leaves: dict[int, Table] = {}
        scoped: dict[int, list[ColumnElement[Any]]] = {}
        for each in froms:
            self._leaf(each, leaves, scoped, conjuncts)
        held = set(inherited) - leaves.keys()
        changed = True
        while changed:
            changed = False
            for leaf in leaves:
                if leaf not in held and self._holds(leaf, held, scoped[leaf]):
                    held.add(leaf)
                    changed = True
        for leaf, table in leaves.items():
            self._found.tables.add(table.name)
            if COLUMN not in table.c:
                self._refuse(f"{table.name} is the system's")
            elif leaf not in held:
                self._refuse(f"{table.name}: no `{table.name}.organisation == …` holds it to the organisation")
        return frozenset(held)

    def _leaf(
        self,
        element: Any,
        leaves: dict[int, Table],
        scoped: dict[int, list[ColumnElement[Any]]],
        conjuncts: list[ColumnElement[Any]],
    ) -> None:
        """The tables under a FROM, each with the conditions that filter *it* (an outer join's ON filters one side)."""
        self._read_text(element)
        if isinstance(element, Grouping) or type(element).__name__ == "FromGrouping":
            self._leaf(element.element, leaves, scoped, conjuncts)
        elif isinstance(element, Join):
            on = [] if element.full else list(_conjuncts(element.onclause))
            self._leaf(element.left, leaves, scoped, conjuncts if element.isouter else conjuncts + on)
            self._leaf(element.right, leaves, scoped, conjuncts + on)
        elif isinstance(element, _Aliased) and isinstance(element.element, SelectBase):
            self._query(element.element, _NOTHING)
        elif isinstance(element, _Aliased) and not isinstance(element.element, Table):
            self._leaf(element.element, leaves, scoped, conjuncts)
        elif isinstance(element, (Table, Alias, _Aliased)):
            table: Any = element.element if isinstance(element, _Aliased) else element
            if is_walled(table):
                leaves[hash(element)] = table
                scoped[hash(element)] = conjuncts
        elif isinstance(element, (FunctionElement, Values)):
            self._nested(element, _NOTHING)
        else:
            self._opaque(type(element).__name__)

    def _holds(self, leaf: int, held: set[int], conditions: Iterable[ColumnElement[Any]]) -> bool:
        """Whether conditions hold a table to the organisation: by a held table's column, or by a parameter."""
        values = [other for condition in conditions for other in _equal_to_organisation(condition, leaf)]
        if any(self._is_held(value, held) for value in values):
            return True
        names = frozenset(filter(None, map(self._parameter, values)))
        if names:
            self._found.organisation_parameters.append(names)
        return bool(names)

    def _parameter(self, value: Any) -> str | None:
        return self._names.get(id(value)) or self._by_key.get(value.key) if isinstance(value, BindParameter) else None

    def _is_held(self, value: Any, held: set[int]) -> bool:
        if isinstance(value, BindParameter):
            return bool(value.value == _SEEN_BY_CRITERIA)
        table = getattr(value, "table", None)
        if getattr(value, "key", None) != COLUMN or table is None:
            return False
        if hash(table) in held:
            return True
        return not isinstance(table, (Table, Alias)) and any(
            base.key == COLUMN and isinstance(base.table, Table) for base in value.base_columns
        )


def _equal_to_organisation(condition: ColumnElement[Any], leaf: int) -> Iterator[Any]:
    """The other side of `organisation == …` of that table."""
    if isinstance(condition, BinaryExpression) and condition.operator is eq:
        sides = (condition.left, condition.right)
        yield from (other for mine, other in (sides, sides[::-1]) if _is_organisation_of(mine, leaf))


def _is_organisation_of(side: Any, leaf: int) -> bool:
    return getattr(side, "key", None) == COLUMN and hash(getattr(side, "table", None)) == leaf


def _conjuncts(condition: Any) -> Iterator[ColumnElement[Any]]:
    """The conditions that must all hold; what is under an OR or a NOT is none of them."""
    if condition is None:
        return
    if isinstance(condition, Grouping):
        yield from _conjuncts(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is and_:
        for clause in condition.clauses:
            yield from _conjuncts(clause)
    else:
        yield condition


def _ungrouped(element: Any) -> Any:
    return element.element if type(element).__name__ == "SelectStatementGrouping" else element


def _key(column: Any) -> str:
    return column if isinstance(column, str) else str(getattr(column, "key", ""))
