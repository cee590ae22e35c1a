"""The OpenAPI document of the protocol's endpoints says what the code does, and is there for anybody."""

from waarborg_identity.oauth.described import PATH
from waarborg_identity.oauth.pushing import KEPT

FORM = "application/x-www-form-urlencoded"
PROOF = {"client_id", "client_assertion_type", "client_assertion"}


def described(world, address):
    document = world.browser().get(PATH).json
    return document["paths"][address]["post"]["requestBody"]["content"][FORM]["schema"]["properties"]


def test_anybody_may_read_it_and_it_is_the_same_at_each_organisation(world):
    answers = [world.browser(organisation).get(PATH) for organisation in ("bqr", "jtb")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    assert answers[0].json["openapi"].startswith("3.1.")
    assert "Set-Cookie" not in answers[0].headers


def test_it_names_the_grants_that_there_are(world):
    metadata = world.browser().get("/identity/.well-known/openid-configuration").json
    assert described(world, "/identity/token")["grant_type"]["enum"] == metadata["grant_types_supported"]


def test_it_names_what_is_kept_of_a_request_that_is_sent_ahead(world):
    assert described(world, "/identity/par").keys() - PROOF == KEPT - PROOF


def test_the_metadata_hold_what_it_says(world):
    document = world.browser().get(PATH).json
    metadata = world.browser().get("/identity/.well-known/oauth-authorization-server").json
    schema = document["components"]["schemas"]["Metadata"]
    assert set(schema["required"]) == metadata.keys() == schema["properties"].keys() - {"registration_endpoint"}
