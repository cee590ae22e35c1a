"""What a service makes of identity's answers about void tokens: nonsense is no answer, and no answer is a no."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from waarborg_shared.auth import AskIdentity, IdentityAway, ServiceKeys, ServiceProofs
from waarborg_shared.client import Answer, ServiceAway
from waarborg_shared.testing.auth import SERVICE_KEYS, START


def origin_of(organisation):
    return f"https://{organisation}.example"


PROOFS = ServiceProofs("consent", SERVICE_KEYS.private("consent"), origin=origin_of, now=lambda: START)


@dataclass
class Client:
    """Carries questions to an identity that says what it is told to."""

    answer: Any
    asked: list[Any] = field(default_factory=list)

    def ask(self, service, method, path, **more):
        self.asked.append((service, method, path, more))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def void(answer):
    return AskIdentity(Client(answer), PROOFS).revocations("bqr")


def test_the_list_is_read_as_it_was_told():
    tokens = void(Answer(200, {"until": {"grant-1": 5}, "all_until": 3, "later_addition": 1}))
    assert [tokens.void([name], at) for name, at in (("grant-1", 5), ("grant-1", 6), ("x", 3), ("x", 4))] == [
        True,
        False,
        True,
        False,
    ]


def test_the_question_is_asked_with_the_proof_of_which_service_asks():
    client = Client(Answer(200, {"until": {}, "all_until": 0}))
    AskIdentity(client, PROOFS).revocations("bqr")
    ((service, method, path, more),) = client.asked
    assert (service, method, path) == ("identity", "GET", "/identity/api/v1/revocations")
    assert more["organisation"] == "bqr"
    shown, keys = more["headers"]["Authorization"], ServiceKeys(SERVICE_KEYS.public("consent"))
    assert keys.asker(shown, origin=origin_of("bqr"), path=path, now=START) == "consent"


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"until": {}},
        {"all_until": 0},
        {"until": [], "all_until": 0},
        {"until": None, "all_until": 0},
        {"until": {"grant-1": "5"}, "all_until": 0},
        {"until": {"grant-1": None}, "all_until": 0},
        {"until": {"grant-1": 5.5}, "all_until": 0},
        {"until": {"grant-1": True}, "all_until": 0},
        {"until": {}, "all_until": "0"},
        {"until": {}, "all_until": None},
        [],
        None,
    ],
)
def test_nonsense_is_no_list(told):
    with pytest.raises(IdentityAway):
        void(Answer(200, told))


@pytest.mark.parametrize("answer", [Answer(401, {}), Answer(500), Answer(302, {"until": {}, "all_until": 0})])
def test_a_refusal_is_no_list(answer):
    with pytest.raises(IdentityAway, match=f"identity_answered_{answer.status}"):
        void(answer)


def test_an_identity_that_cannot_be_reached_gives_no_list():
    with pytest.raises(IdentityAway):
        void(ServiceAway("identity", "ConnectTimeout"))
