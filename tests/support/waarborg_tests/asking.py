"""What the tests of the decision share: a question that is well formed, and who asks it."""

from typing import Any

from waarborg_shared.testing.world import Partner

PERSON = "0190-person-of-bqr-01"
EVALUATION = "/consent/access/v1/evaluation"
EVALUATIONS = "/consent/access/v1/evaluations"
SCOPES = ("consent:record", "consent:decide", "consent:relate")


def question(**other: Any) -> dict[str, Any]:
    """A coordinator reads the overview of clients, to send news."""
    asked: dict[str, Any] = {
        "subject": {"type": "staff", "id": "staff-0001", "properties": {"role": "coordinator"}},
        "action": {"name": "read"},
        "resource": {"type": "privacy_regulations", "id": "r1", "properties": {"person": PERSON}},
        "context": {"purpose": "service_messages"},
    }
    return {**asked, **other}


def reason_of(answer: Any) -> str:
    """The code of why."""
    code: str = answer["context"]["reason"]["code"]
    return code


def decide(partner: Partner, **other: Any) -> tuple[bool, str]:
    """The answer to one question, and why."""
    answer = partner.post(EVALUATION, question(**other))
    assert answer.status_code == 200, answer.text
    return answer.json["decision"], reason_of(answer.json)
