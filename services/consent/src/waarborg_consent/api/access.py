"""The decision for programs, as the OpenID AuthZEN Authorization API 1.0 has it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response

from waarborg_consent import actions
from waarborg_consent.api.answers import answer_of, denied, failed, given, permitted
from waarborg_consent.api.asking import in_own_name
from waarborg_consent.api.rights import DECIDE, require_right
from waarborg_consent.domain import Asked, Decision
from waarborg_consent.schemas.access import ANSWER, ANSWERS, MOST_EVALUATIONS, QUESTION, QUESTIONS, SEMANTICS
from waarborg_consent.schemas.asking import asked_of, body_of, with_defaults
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.context import request_itself
from waarborg_shared.web.problems import Malformed

access = ApiBlueprint("access", __name__, url_prefix="/consent/access/v1", description="The decision (AuthZEN 1.0)")
REQUEST_ID = "X-Request-ID"
_ENDS: Mapping[str, Callable[[Decision], bool]] = {
    "execute_all": lambda _: False,
    "deny_on_first_deny": denied,
    "permit_on_first_permit": permitted,
}


@access.after_request
def echo(response: Response) -> Response:
    """Give the request's own identification back, whatever the answer."""
    sent = request_itself().headers.get(REQUEST_ID)
    if sent is not None:
        response.headers[REQUEST_ID] = sent
    return response


def takes(body: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a body that is read by hand."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": body}}}}


def sent() -> Mapping[str, Any]:
    """Return the body of this request. Raises NotJson, BrokenJson, Malformed (400)."""
    asked = request_itself()
    return body_of(asked.content_type or "", asked.get_data())


@access.route("/evaluation", methods=["POST"])
@access.doc(**takes(QUESTION))
@access.response(200, ANSWER)
@access.secured(DECIDE)
def evaluate() -> Response:
    """Decide whether something may be done, and say why."""
    require_right(current.actor, scope=DECIDE, duty=Duty.CONSENT_DECIDE)
    return given(_one(sent()))


@access.route("/evaluations", methods=["POST"])
@access.doc(**takes(QUESTIONS))
@access.response(200, ANSWERS)
@access.secured(DECIDE)
def evaluate_several() -> Response:
    """Decide on several questions, all of them or until the first denial or permission; without any, on one."""
    require_right(current.actor, scope=DECIDE, duty=Duty.CONSENT_DECIDE)
    body = sent()
    several, semantic = _several(body)
    if not several:
        return given(_one(body))
    asked, wrong = _readable(body, several)
    end = _ENDS[semantic]
    readable = _until_unreadable(asked, wrong, semantic)
    with current.begin() as work:
        answered = actions.answer_questions(work, readable, rules=current.rules, last=end)
    answers: list[dict[str, Any]] = []
    waiting = iter(answered)
    for number in range(len(several)):
        if number in wrong:
            answers.append(failed(wrong[number]))
            if semantic == "deny_on_first_deny":
                break
            continue
        found = next(waiting, None)
        if found is None:
            break
        answers.append(answer_of(found))
        if end(found.decision):
            break
    return given({"evaluations": answers})


def _one(body: Mapping[str, Any]) -> dict[str, Any]:
    rules = current.rules
    asked = in_own_name(current.actor, asked_of(body, record_types=rules.record_types), rules)
    with current.begin() as work:
        return answer_of(actions.answer_question(work, asked, rules=rules))


def _several(body: Mapping[str, Any]) -> tuple[list[Any], str]:
    """Return the evaluations of a body, and when to end. Raises Malformed for what is wrong with the whole of it."""
    several, options = body.get("evaluations", []), body.get("options", {})
    if not isinstance(several, list):
        raise Malformed({"evaluations": "Not a valid list."})
    if len(several) > MOST_EVALUATIONS:
        raise Malformed({"evaluations": f"At most {MOST_EVALUATIONS} of these."})
    wrong = [name for name in ("subject", "action", "resource", "context") if not isinstance(body.get(name, {}), dict)]
    if wrong or not isinstance(options, dict):
        raise Malformed(dict.fromkeys(wrong or ["options"], "Not a valid mapping type."))
    semantic = options.get("evaluations_semantic", SEMANTICS[0])
    if not isinstance(semantic, str) or semantic not in _ENDS:
        raise Malformed({"options.evaluations_semantic": f"Must be one of: {', '.join(SEMANTICS)}."})
    return several, semantic


def _readable(body: Mapping[str, Any], several: list[Any]) -> tuple[dict[int, Asked], dict[int, dict[str, str]]]:
    """Return by number the evaluations that can be read, and what is wrong with the others.

    Raises:
        Missing: one of them is in somebody else's name.
    """
    actor, rules = current.actor, current.rules
    record_types = rules.record_types
    asked: dict[int, Asked] = {}
    wrong: dict[int, dict[str, str]] = {}
    for number, one in enumerate(several):
        if not isinstance(one, dict):
            wrong[number] = {"evaluations": "Not a valid mapping type."}
            continue
        try:
            found = asked_of(with_defaults(body, one), record_types=record_types)
        except Malformed as error:
            wrong[number] = error.errors
            continue
        asked[number] = in_own_name(actor, found, rules)
    return asked, wrong


def _until_unreadable(asked: Mapping[int, Asked], wrong: Mapping[int, object], semantic: str) -> list[Asked]:
    """Return the questions to be asked: what cannot be read is a denial, behind which nothing is asked then."""
    first = min(wrong, default=None)
    if semantic != "deny_on_first_deny" or first is None:
        return list(asked.values())
    return [found for number, found in asked.items() if number < first]
