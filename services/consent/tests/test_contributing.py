"""What consent has about a person goes to the requests service alone, page by page, and is in the access log."""

from typing import Any

import pytest

from waarborg_consent.actions.looks import take_own_look
from waarborg_consent.models import LookRow
from waarborg_consent.references import join_references
from waarborg_shared.auth import ServiceKeys, ServiceProofs
from waarborg_shared.testing.auth import SERVICE_KEYS
from waarborg_shared.testing.world import PORT, host_of

PERSON = "00000000-0000-4000-8000-00000000000a"
OTHER = "00000000-0000-4000-8000-00000000000b"
PATH = "/consent/api/v1/contributions/"
RECORD = "consent:record"


def asked(
    world: Any,
    person: str = PERSON,
    *,
    service: str = "requests",
    organisation: str = "bqr",
    path: str = "",
    **query: str,
) -> Any:
    """Ask as a service of ours."""
    world.app.extensions["waarborg"]["service_keys"] = ServiceKeys(SERVICE_KEYS.public("requests", "breach"))
    origin, key = world.runtime.settings.origin_of, SERVICE_KEYS.private(service)
    headers = ServiceProofs(service, key, origin=origin, now=world.clock.now).headers("bqr", path or PATH + person)
    base = f"http://{host_of(organisation)}:{PORT}"
    return world.app.test_client().get(PATH + person, base_url=base, headers=headers, query_string=query)


def give(world: Any, person: str, purpose: str = "marketing") -> None:
    version = world.runtime.rules("bqr").organisation.statement_version
    body = {"subject_ref": person, "purpose": purpose, "how": "paper", "statement_version": version}
    answer = world.partner("bqr", RECORD).post("/consent/api/v1/consents/", body)
    assert answer.status_code == 201, answer.text


def test_B14_what_was_said_and_who_looked_come_with_the_look_itself(either_world: Any) -> None:
    world = either_world
    give(world, PERSON)
    give(world, OTHER, "calling")
    first = asked(world)
    assert first.status_code == 200, first.text
    assert first.json["next"] is None
    (said,) = [each for each in first.json["items"] if each["category"] == "consents"]
    assert (said["content"]["purpose"], said["content"]["how"]) == ("marketing", "paper")
    assert said["content"]["purpose_name"]["nl"]
    assert said["content"]["statement_version"]
    assert "calling" not in first.text
    (log,) = [each for each in asked(world).json["items"] if each["category"] == "access_log"]
    assert [line["role"] for line in log["content"]["lines"]] == ["system"]
    assert log["content"]["lines"][0]["who_ref"] == "system:requests"


def test_it_is_said_by_which_references_the_person_was_looked_up(world: Any) -> None:
    give(world, OTHER, "calling")
    assert asked(world).json["references"] == [PERSON]
    with world.work() as work:
        join_references(work, PERSON, OTHER, since=work.now)
    told = asked(world).json
    assert told["references"] == [PERSON, OTHER] and "calling" in str(told["items"])


def test_a_long_log_comes_in_parts_without_a_line_twice_or_lost(world: Any) -> None:
    with world.work() as work:
        for _ in range(250):
            take_own_look(work, PERSON, record_type="own.consents")
    lines: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = asked(world, **cursor).json
        lines += [line for item in page["items"] for line in item["content"]["lines"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(lines) == 250


@pytest.mark.parametrize(
    ("kind", "categories"),
    [
        ("access_log", {"access_log"}),
        ("referral_index", {"disclosures"}),
        ("access", {"consents", "disclosures", "access_log"}),
        ("portability", {"consents", "disclosures", "access_log"}),
    ],
)
def test_B14_who_asks_for_one_kind_of_data_gets_that_and_nothing_else(
    world: Any, kind: str, categories: set[str]
) -> None:
    give(world, PERSON)
    disclosed = {"subject_ref": PERSON, "ground": "agreement", "categories": ["name"], "recipient": "insurers"}
    assert world.partner("bqr", "consent:disclose").post("/consent/api/v1/disclosures/", disclosed).status_code == 201
    assert asked(world, kind="access").status_code == 200  # which is a look itself
    answer = asked(world, kind=kind)
    assert answer.status_code == 200, answer.text
    assert {each["category"] for each in answer.json["items"]} == categories


@pytest.mark.parametrize("kind", ["erasure", "complaint", "x", ""])
def test_a_kind_that_is_not_answered_with_data_is_told_nothing(world: Any, kind: str) -> None:
    give(world, PERSON)
    assert asked(world, kind=kind).status_code == 422
    assert asked(world, kind="access_log", cursor="consents~").status_code == 422, "no way round by the cursor"
    assert world.rows(LookRow) == []


def test_who_has_nothing_here_gets_an_empty_page(world: Any) -> None:
    assert asked(world).json == {"items": [], "next": None, "references": [PERSON]}


def test_nobody_but_the_requests_service_is_told(world: Any) -> None:
    give(world, PERSON)
    for answer in (
        asked(world, service="breach"),
        asked(world, path=PATH + OTHER),
        asked(world, organisation="jtb-care"),
        world.visitor().get(PATH + PERSON),
        world.partner("bqr", RECORD, "consent:log").get(PATH + PERSON),
        world.staff("bqr", "board").get(PATH + PERSON),
        world.person(PERSON).get(PATH + PERSON),
    ):
        assert answer.status_code == 401, answer.text
        assert "marketing" not in answer.text
    assert world.rows(LookRow) == []


@pytest.mark.parametrize("cursor", ["x", "consents", "nowhere~1", "access_log~gisteren|x", "access_log~"])
def test_a_place_that_is_none_is_refused_or_is_the_beginning(world: Any, cursor: str) -> None:
    assert asked(world, cursor=cursor).status_code in {200, 422}
