"""A partner system over HTTP: a token for its credentials, a yes, a withdrawal, and a no with its reason at once."""

import pytest
import requests

from waarborg_identity.demo import PARTNER_ID, PARTNER_SECRET
from waarborg_tests.cast import Cast
from waarborg_tests.deciding import decision, give, question, withdrawable
from waarborg_tests.people import ANSWER_WITHIN
from waarborg_tests.product import LOOPBACK, Product


def test_the_very_next_call_after_a_withdrawal_says_no_and_why(cast: Cast):
    partner, person = cast.partner("consent:decide", "consent:record"), cast.another_person("Z-3001")
    purpose = withdrawable(cast)
    assert decision(cast, partner, person.ref, purpose).reason == "consent-missing"
    give(partner, person.ref, purpose)
    assert decision(cast, partner, person.ref, purpose).reason == "allowed-by-consent"
    for _ in range(5):
        partner.tell("/consent/api/v1/withdrawals/", subject_ref=person.ref, purpose=purpose)
        refused = decision(cast, partner, person.ref, purpose)
        assert (refused.permitted, refused.reason) == (False, "consent-withdrawn")
        give(partner, person.ref, purpose)
        assert decision(cast, partner, person.ref, purpose).permitted


def test_the_answer_says_why_in_both_languages(cast: Cast):
    partner, person = cast.partner("consent:decide", "consent:record"), cast.another_person("Z-3002")
    purpose = withdrawable(cast)
    told = partner.tell("/consent/access/v1/evaluation", expect=200, **question(cast, person.ref, purpose))
    assert told["decision"] is False
    assert told["context"]["reason"]["nl"] and told["context"]["reason"]["en"]


def test_a_withdrawal_on_the_persons_page_counts_for_the_partners_next_call(cast: Cast):
    partner, person = cast.partner("consent:decide", "consent:record"), cast.another_person("Z-3003")
    purpose = withdrawable(cast)
    give(partner, person.ref, purpose)
    page = cast.visitor().sign_in_by_letter(person.letter, person.code)
    assert page.send("/consent/withdraw", page="/consent/", purpose=purpose).status_code == 303
    assert decision(cast, partner, person.ref, purpose).reason == "consent-withdrawn"


@pytest.mark.parametrize(
    ("client", "secret"), [(PARTNER_ID, "a-wrong-secret"), ("nobody", PARTNER_SECRET), (PARTNER_ID, "")]
)
def test_wrong_credentials_give_no_token(cast: Cast, product: Product, client: str, secret: str):
    answer = requests.post(
        f"http://{LOOPBACK}:{product.port}/identity/token",
        data={"grant_type": "client_credentials", "scope": "consent:decide"},
        auth=(client, secret),
        headers={"Host": f"{product.hosts[cast.organisation]}:{product.port}"},
        timeout=ANSWER_WITHIN,
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert "access_token" not in answer.text


def test_a_token_of_one_organisation_is_nothing_at_the_other(people: dict[str, Cast]):
    for own, other in (("bqr", "jtb-care"), ("jtb-care", "bqr")):
        partner = people[own].partner("consent:decide")
        partner.at(other)
        told = partner.tell(
            "/consent/access/v1/evaluation", expect=401, **question(people[other], people[other].person.ref, "x")
        )
        assert told["code"] == "unauthenticated"
