"""Deputies: appointed for a time by the responsible person alone, listed, ended early; and those of the order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from waarborg_breach.app import SERVICE
from waarborg_breach.models import BreachCase, BreachDeputy
from waarborg_breach.registering import destroy_reasons
from waarborg_shared.client import Answer, ServiceAway
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World, build_world
from waarborg_tests.breach_decisions import UNANSWERED

PAGE = "/breach/deputies"
BOTH = {"notify_authority": "yes", "inform_persons": "yes", **UNANSWERED}
WEEK = {"who": "account-quality", "until_at": "2026-03-09T09:00", "reason": "Het bestuur is op reis."}


@dataclass
class FakeColleagues:
    """Identity, as far as it says who decides on breaches."""

    listed: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"account_ref": "account-board", "name": "Bea Bestuur"},
            {"account_ref": "account-quality", "name": "Kees Kwaliteit"},
        ]
    )
    away: bool = False

    def ask(self, service: str, method: str, path: str, **_: Any) -> Answer:
        """Answer the one question that breach asks."""
        assert (service, method, path) == ("identity", "GET", "/identity/api/v1/colleagues?duty=breach.decide")
        if self.away:
            raise ServiceAway(service, "not there")
        return Answer(200, {"colleagues": self.listed})


@pytest.fixture
def colleagues() -> FakeColleagues:
    """Who works here."""
    return FakeColleagues()


@pytest.fixture
def world(
    colleagues: FakeColleagues, sqlite_database: Any, make_settings: Callable[..., Any]
) -> Iterator[World[Visitor]]:
    """The service with an identity that knows two colleagues."""
    client: Any = colleagues
    yield from build_world(SERVICE, sqlite_database(SERVICE), make_settings, client=client)


@pytest.fixture
def board(world: World) -> Visitor:
    """The responsible person at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def case(world: World, board: Visitor) -> str:
    """A breach of today."""
    assert board.send("/breach/report", summary="Weg.", discovered_at="2026-03-02T07:00").status_code == 303
    (row,) = world.rows(BreachCase)
    return str(row.id)


def decide(who: Visitor, case: str) -> int:
    path = f"/breach/cases/{case}"
    return who.send(f"{path}/decide", page=path, **BOTH).status_code


def test_B24_10_3_a_deputy_decides_for_the_time_of_the_appointment_and_no_longer(
    world: World, board: Visitor, case: str
) -> None:
    quality = world.staff("bqr", "quality")
    assert decide(quality, case) == 422
    later = {**WEEK, "from_at": "2026-03-02T12:00"}
    assert board.send(PAGE, **later).status_code == 303
    assert "not yet a deputy" in board.get(PAGE).text and decide(quality, case) == 422
    world.clock.forward(5 * 3600)
    assert decide(quality, case) == 303
    (row,) = world.rows(BreachCase)
    assert row.decided_by == "account-quality"
    page = quality.get(f"/breach/cases/{case}").text
    assert "Appointed deputy" in page
    world.clock.forward(8 * 24 * 3600)
    board.send("/breach/report", summary="Nog een.", discovered_at="2026-03-10T09:00")
    newest = max(world.rows(BreachCase), key=lambda each: each.number)
    assert decide(quality, newest.id) == 422


def test_an_appointment_is_listed_with_its_reason_and_ended_early(world: World, board: Visitor, case: str) -> None:
    assert board.send(PAGE, **WEEK).status_code == 303
    page = board.get(PAGE).text
    assert "Kees Kwaliteit" in page and "Het bestuur is op reis." in page and "decides and notifies" in page
    (row,) = world.rows(BreachDeputy)
    assert b"reis" not in row.reason_sealed and "Kees" not in row.who
    quality = world.staff("bqr", "quality")
    refused = quality.send(f"{PAGE}/ended", page="/breach/report", deputy=row.id)
    assert refused.status_code == 422 and "Only the responsible person" in refused.text
    assert world.rows(BreachDeputy)[0].ended_at is None
    assert board.send(f"{PAGE}/ended", page=PAGE, deputy=row.id).status_code == 303
    assert decide(quality, case) == 422 and "no deputy any more" in board.get(PAGE).text
    assert board.send(f"{PAGE}/ended", page=PAGE, deputy=row.id).status_code == 422
    assert board.send(f"{PAGE}/ended", page=PAGE, deputy="0190-nobody").status_code == 422
    assert world.verbs(row.id) == ["appointed-deputy", "ended-deputy"]


@pytest.mark.parametrize("role", ["quality", "fg"])
def test_only_the_responsible_person_appoints_and_no_deputy_in_his_place(
    world: World, board: Visitor, role: str
) -> None:
    assert board.send(PAGE, **WEEK).status_code == 303
    other = world.staff("bqr", role)
    assert "Only the person responsible appoints a deputy" in other.get(PAGE).text
    refused = other.send(PAGE, page="/breach/report", **{**WEEK, "who": "account-board"})
    assert refused.status_code == 422 and len(world.rows(BreachDeputy)) == 1
    assert world.staff("bqr", "carer").get(PAGE).status_code == 403
    assert world.visitor().get(PAGE).status_code in (303, 401)


def test_an_appointment_gives_nothing_to_who_reads_everything_and_changes_nothing(
    world: World, board: Visitor, case: str, colleagues: FakeColleagues
) -> None:
    colleagues.listed.append({"account_ref": "account-fg", "name": "Fenna"})
    assert board.send(PAGE, **{**WEEK, "who": "account-fg"}).status_code == 303
    assert decide(world.staff("bqr", "fg"), case) == 422


@pytest.mark.parametrize(
    ("typed", "fieldname"),
    [
        ({"who": "account-stranger"}, "who"),
        ({"who": "account-board"}, "who"),
        ({"who": ""}, "who"),
        ({"until_at": "2026-03-01T09:00"}, "until_at"),
        ({"until_at": "2028-03-01T09:00"}, "until_at"),
        ({"until_at": ""}, "until_at"),
        ({"from_at": "2026-03-20T09:00"}, "until_at"),
        ({"reason": " "}, "reason"),
        ({"until_at": "2026-03-29T02:30"}, "until_at"),
    ],
)
def test_what_is_wrong_with_an_appointment_is_named_and_kept_as_typed(
    world: World, board: Visitor, typed: dict[str, str], fieldname: str
) -> None:
    refused = board.send(PAGE, **{**WEEK, **typed})
    assert refused.status_code == 422 and f'href="#field-{fieldname}"' in refused.text
    assert world.rows(BreachDeputy) == []
    if "reason" not in typed:
        assert "Het bestuur is op reis." in refused.text


def test_only_the_responsible_person_and_the_fg_read_why_and_it_is_destroyed_after_the_term(
    world: World, board: Visitor
) -> None:
    assert board.send(PAGE, **{**WEEK, "reason": "Bea is ziek."}).status_code == 303
    quality, fg = world.staff("bqr", "quality"), world.staff("bqr", "fg")
    assert "Bea is ziek." in board.get(PAGE).text and "Bea is ziek." in fg.get(PAGE).text
    assert "Bea is ziek." not in quality.get(PAGE).text and "Kees Kwaliteit" in quality.get(PAGE).text
    kept = "2027-03-09T10:00"
    world.clock.moment = datetime.fromisoformat(kept).replace(tzinfo=UTC)
    assert destroy_reasons(world.runtime, "bqr") == 0 and "Bea is ziek." in board.get(PAGE).text
    world.clock.forward(24 * 3600)
    assert destroy_reasons(world.runtime, "bqr") == 1 and destroy_reasons(world.runtime, "bqr") == 0
    (row,) = world.rows(BreachDeputy)
    assert row.reason_sealed == b"" and row.reason_destroyed_at == world.clock.moment
    assert world.verbs(row.id) == ["appointed-deputy", "destroyed-reason"]
    page = board.get(PAGE).text
    assert "Why is kept no longer" in page and "Kees Kwaliteit" in page and "ziek" not in page


def test_the_term_counts_from_when_an_appointment_was_ended_early(world: World, board: Visitor) -> None:
    assert board.send(PAGE, **{**WEEK, "until_at": "2027-02-01T09:00"}).status_code == 303
    (row,) = world.rows(BreachDeputy)
    assert board.send(f"{PAGE}/ended", page=PAGE, deputy=row.id).status_code == 303
    world.clock.moment = START + timedelta(days=367)
    assert destroy_reasons(world.runtime, "bqr") == 1


def test_without_identity_nobody_is_appointed_and_the_page_says_why(
    world: World, board: Visitor, colleagues: FakeColleagues
) -> None:
    colleagues.away = True
    refused = board.send(PAGE, **WEEK)
    assert refused.status_code == 422 and "Who works here cannot be asked at the moment" in refused.text
    assert world.rows(BreachDeputy) == []


def test_another_organisations_appointment_is_unknown_here(world: World, board: Visitor) -> None:
    assert board.send(PAGE, **WEEK).status_code == 303
    (row,) = world.rows(BreachDeputy)
    lead = world.staff("jtb-care", world.runtime.rules("jtb-care").breach_protocol.responsible_role)
    assert lead.send(f"{PAGE}/ended", page=PAGE, deputy=row.id).status_code == 422
    assert world.rows(BreachDeputy)[0].ended_at is None and "Kees" not in lead.get(PAGE).text.partition("<form")[0]


def test_the_page_says_from_when_the_deputies_of_the_order_may_act(world: World, board: Visitor, case: str) -> None:
    quality, path = world.staff("bqr", "quality"), f"/breach/cases/{case}"
    assert "From Wednesday 4 March 2026, 16:36 these deputies may decide" in quality.get(path).text
    world.clock.forward(60 * 3600)
    assert "Because time presses, these deputies may decide and notify too" in quality.get(path).text
    assert decide(quality, case) == 303


def test_an_erased_appointment_says_so(world: World, board: Visitor) -> None:
    assert board.send(PAGE, **WEEK).status_code == 303
    world.erase(world.rows(BreachDeputy)[0].id)
    page = board.get(PAGE)
    assert page.status_code == 200 and "Het bestuur is op reis." not in page.text and "Erased" in page.text
