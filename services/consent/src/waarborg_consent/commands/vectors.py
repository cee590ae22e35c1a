"""Test vectors for a policy, as the AuthZEN working group exchanges them: questions, and the answers to expect."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from waarborg_consent import actions
from waarborg_consent.domain.registering import NoCode, Registered, Relation
from waarborg_consent.schemas.asking import asked_of, with_defaults
from waarborg_consent.schemas.registering import EntitySchema, RelationSchema
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web.problems import Malformed

WHOLE = 1_000_000
_SEARCHES = {
    "subject": actions.search_subjects,
    "resource": actions.search_resources,
    "action": actions.search_actions,
}


class BadVectors(Exception):
    """A file that holds no vectors, or some that cannot be read; says where."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One vector: what was asked, what was to come of it and what came."""

    where: str
    request: Any
    expected: Any
    given: Any

    @property
    def right(self) -> bool:
        """Whether it came out as expected."""
        return bool(self.expected == self.given)

    def __str__(self) -> str:
        """What is wrong, on one line."""
        request = json.dumps(self.request, ensure_ascii=False)
        return f"{self.where}: expected {self.expected}, got {self.given}: {request}"


def check_vectors(work: Work, document: Any, *, rules: Rules) -> Iterator[Outcome]:
    """Register what a document's questions are about, ask them, and yield what came of each.

    Raises:
        BadVectors: it is no such document.
    """
    if isinstance(document, list):
        document = {"evaluation": document}
    if not isinstance(document, dict):
        raise BadVectors("neither a list of vectors nor an object that holds such lists")
    _register(work, document)
    found = False
    for name in ("evaluation", "evaluations", "search"):
        for number, vector in enumerate(_list(document, name)):
            found = True
            where = f"{name}[{number}]"
            if not isinstance(vector, dict) or not isinstance(vector.get("request"), dict) or "expected" not in vector:
                raise BadVectors(f"{where}: a vector has a request and what is expected")
            yield _outcome(work, where, vector, rules=rules)
    if not found:
        raise BadVectors("there is no evaluation, no evaluations and no search in it")


def _register(work: Work, document: Mapping[str, Any]) -> None:
    try:
        entities: list[Registered] = [EntitySchema().load(each) for each in _list(document, "entities")]
        relations = [_relation(RelationSchema().load(each)) for each in _list(document, "relations")]
        actions.register_entities(work, entities)
        actions.register_relations(work, relations)
    except (ValidationError, NoCode) as wrong:
        raise BadVectors(f"entities or relations: {wrong}") from None


def _relation(sent: Any) -> Relation:
    return Relation(
        subject_type=sent["subject"]["type"],
        subject_id=sent["subject"]["id"],
        relation=sent["relation"],
        object_type=sent["object"]["type"],
        object_id=sent["object"]["id"],
        from_at=sent["since"],
        until_at=sent["until"],
    )


def _list(document: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = document.get(name, [])
    if not isinstance(found, list):
        raise BadVectors(f"{name}: this must be a list")
    return found


def _outcome(work: Work, where: str, vector: Mapping[str, Any], *, rules: Rules) -> Outcome:
    request, expected = vector["request"], vector["expected"]
    try:
        if isinstance(expected, Mapping) and "results" in expected:
            return _searched(work, where, request, expected["results"], rules=rules)
        several = request.get("evaluations")
        if several:
            answers = [_decided(work, with_defaults(request, one), rules=rules) for one in several]
            return Outcome(where, request, [_wanted(each) for each in expected], answers)
        return Outcome(where, request, _wanted(expected), _decided(work, request, rules=rules))
    except Malformed as wrong:
        raise BadVectors(f"{where}: {wrong.errors}") from None


def _wanted(expected: Any) -> Any:
    return expected.get("decision") if isinstance(expected, Mapping) else expected


def _decided(work: Work, request: Mapping[str, Any], *, rules: Rules) -> bool:
    asked = asked_of(request, record_types=rules.record_types)
    return actions.answer_question(work, asked, rules=rules).decision.permitted


def _searched(work: Work, where: str, request: Mapping[str, Any], expected: Any, *, rules: Rules) -> Outcome:
    """A search names what is looked for by leaving out its id, or the action as a whole."""
    parts = ("subject", "resource")
    what = next((part for part in parts if "id" not in request.get(part, {})), "action")
    asked = asked_of(request, record_types=rules.record_types, searched=what)
    names, after = list[str](), ""
    while True:
        found = _SEARCHES[what](work, asked, rules=rules, after=after, limit=WHOLE)
        names += found.results
        if found.after is None:
            break
        after = found.after
    key = "name" if what == "action" else "id"
    return Outcome(where, request, sorted(str(each[key]) for each in expected), sorted(names))
