"""A walk of schemathesis over a service with somebody's proof of who he is, through doors that are really there."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine import from_schema
from schemathesis.generation.modes import GenerationMode

from waarborg_shared.web.idempotency import HEADER
from waarborg_tests.right_bodies import right_bodies
from waarborg_tests.schemathesis_runs import BOUNDED, CHECKS, Answer, answers, judged, some_of_each_kind

# Where a session is put on every request, none can be made that lacks it; the walks with a token make those.
SESSION_IS_GIVEN = {**CHECKS, "ignored_auth": {"enabled": False}}
A_KEY = re.compile("[!-~]{8,200}")
# What this does to a request leaves nothing of it for the others to do.
OF_ITS_OWN = {("DELETE /requests/api/v1/data-rights-requests/{request_id}", "request_id"): "taken_back_id"}
PARTS = {ParameterLocation.PATH: "path_parameters", ParameterLocation.QUERY: "query", ParameterLocation.BODY: "body"}
# A body that is not as the document says is refused at the door too.
AT_THE_DOOR = {400, 401, 403, 404, 405, 406, 415}, "not-valid"


@dataclass(frozen=True)
class Walk:
    """What came of a walk: how many requests were made, what was wrong, and which operations were entered."""

    cases: int
    wrong: list[str]
    tried: set[str]
    entered: set[str]


def walk(
    document: Mapping[str, Any],
    address: str,
    proof: Mapping[str, str],
    *,
    places: Mapping[str, str],
    only: Collection[str],
    kinds: Counter[str],
    linked: bool,
) -> Walk:
    """Make the requests that some operations of a document give rise to, with this proof, and where they are ``linked``
    those in which one operation is asked about what another made; ``kinds`` are those of the walks before."""
    if not only:
        return Walk(0, [], set(), set())
    checks = SESSION_IS_GIVEN if "Cookie" in proof else CHECKS
    settings = {**BOUNDED, "base-url": address, "headers": dict(proof), "checks": checks}
    settings["phases"] = {"stateful": {"enabled": linked}}
    schema = schemathesis.openapi.from_dict(dict(document), config=SchemathesisConfig.from_dict(settings))
    chosen = schema.include(name=sorted(only))
    chosen.hook(some_of_each_kind(kinds))
    chosen.hook(among(places))
    told = list(from_schema(chosen).execute())
    cases, wrong = judged(told)
    came = list(answers(told))
    return Walk(cases, wrong, {each.operation for each in came}, {each.operation for each in came if is_inside(each)})


def is_inside(answer: Answer) -> bool:
    """Whether an answer came from behind the door: something was done, or refused for what it says or how things
    stand."""
    statuses, code = AT_THE_DOOR
    return answer.status not in statuses and answer.code != code


def among(places: Mapping[str, str]) -> Callable[[Any, Any], Any]:
    """Return a hook by which a request asks about what is there: where a part of it is right, each value in it that
    has the name of something that was made becomes that, and its If-Match names whatever version there is.

    Values at random reach no further than the first look for what they name. The first right request of an operation
    says what somebody would say who knows the case, and begins at the beginning of a list. No two requests have one
    key: the answer to the first would come back to the other, whatever is wrong with that.
    """
    bodies, numbers = right_bodies(places), count(1)

    def place_of(case: Any, key: str, value: Any) -> Any:
        return places.get(OF_ITS_OWN.get((case.operation.label, key), key), value)

    def map_case(context: Any, case: Any) -> Any:
        parts = case.meta.components if case.meta else {}
        for where, name in PARTS.items():
            part = getattr(case, name)
            if where in parts and parts[where].mode is GenerationMode.POSITIVE and isinstance(part, Mapping):
                kept = {key: value for key, value in part.items() if key != "cursor"}
                setattr(case, name, {key: place_of(case, key, value) for key, value in kept.items()})
        if A_KEY.fullmatch(str(case.headers.get(HEADER, ""))):
            case.headers[HEADER] = f"a-key-of-its-own-{next(numbers)}"
        if parts and case.meta.generation.mode is GenerationMode.POSITIVE:
            if "If-Match" in case.headers:
                case.headers["If-Match"] = "*"
            if (body := bodies.pop(case.operation.label, None)) is not None:
                case.body = body
        return case

    return map_case
