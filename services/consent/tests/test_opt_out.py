"""The link in a message: a machine or a person opts out by it at once, without signing in, and can undo it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import CliRunner

from waarborg_consent.actions.link_keys import end_link_keys, renew_when_old
from waarborg_consent.actions.links import tokens_for
from waarborg_consent.app import SERVICE
from waarborg_consent.commands.links import links
from waarborg_consent.models import LinkKey, MarkRow, MessageLink
from waarborg_shared.cli.context import Hand
from waarborg_shared.testing.world import World

PERSON, OTHER = "0190-person-of-bqr-01", "0190-person-of-bqr-02"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
YEAR = 365 * 24 * 3600


def link(world: World, about: str | None = "survey_invitation", organisation: str = "bqr", ref: str = PERSON) -> str:
    with world.work(organisation) as work:
        return "/consent/opt-out/" + tokens_for(work, [ref], about=about)[ref]


def post(world: World, path: str, organisation: str = "bqr", **typed: str) -> Any:
    """Send as a mail program does: no cookie, no form, no header of a browser."""
    return world.app.test_client(use_cookies=False).post(
        path, data=typed, base_url=f"http://{organisation}.localhost:8000"
    )


def standing(world: World, organisation: str = "bqr") -> list[tuple[str, str | None, str]]:
    rows = world.rows(MarkRow, organisation)
    return [(row.subject_ref, row.about, row.how) for row in rows if row.ended_at is None]


def test_J6_a_mail_program_opts_out_by_one_post_and_gets_no_cookie_and_no_redirect(either_world: World) -> None:
    answer = post(either_world, link(either_world), **ONE_CLICK)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers and "Location" not in answer.headers
    assert standing(either_world) == [(PERSON, "survey_invitation", "link")]
    (row,) = either_world.rows(MarkRow)
    assert row.set_by_kind == "link"
    checks = either_world.partner("bqr", "consent:decide")
    asked = {"kind": "survey_invitation", "channel": "letter", "persons": [PERSON]}
    assert checks.post("/consent/api/v1/message-checks/", asked).json["items"][0]["reason"] == "objection"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "same-origin", None])
def test_J6_a_one_click_post_counts_from_wherever_it_comes_for_the_link_is_the_proof(
    world: World, site: str | None
) -> None:
    headers = {"Origin": "https://mail.example"} | ({"Sec-Fetch-Site": site} if site else {})
    answer = world.app.test_client().post(
        link(world), data=ONE_CLICK, base_url="http://bqr.localhost:8000", headers=headers
    )
    assert answer.status_code == 200 and len(standing(world)) == 1


def test_J6_as_multipart_it_counts_too(world: World) -> None:
    answer = world.app.test_client().post(
        link(world), data=ONE_CLICK, base_url="http://bqr.localhost:8000", content_type="multipart/form-data"
    )
    assert answer.status_code == 200 and len(standing(world)) == 1


def test_J6_opening_the_link_changes_nothing_and_shows_one_button(world: World) -> None:
    path = link(world)
    for method in ("get", "head"):
        answer = getattr(world.app.test_client(), method)(path, base_url="http://bqr.localhost:8000")
        assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    page = world.visitor(lang="nl").get(path).text
    assert page.count('type="submit"') == 1
    assert "Deze berichten stoppen" in page and "De vraag of u tevreden bent" in page
    assert standing(world) == [] and world.events() == []


def test_J6_a_person_chooses_this_subject_or_every_message_and_undoes_it_on_the_page(world: World) -> None:
    path = link(world)
    done = post(world, path, **ONE_CLICK, about="this")
    assert "Done: these messages have stopped" in world.visitor().get(path).text
    assert standing(world) == [(PERSON, "survey_invitation", "link")] and done.status_code == 200
    post(world, path, **ONE_CLICK, about="everything")
    assert [about for _, about, _ in standing(world)] == ["survey_invitation", "messages"]
    assert post(world, path, undo="yes").status_code == 200
    assert standing(world) == []
    assert "Stop these messages" in world.visitor().get(path).text


def test_J6_twice_is_as_once(world: World) -> None:
    path = link(world)
    for _ in range(2):
        assert post(world, path, **ONE_CLICK).status_code == 200
    assert len(world.rows(MarkRow)) == 1


def test_after_an_hour_it_takes_the_person_himself_to_undo(world: World) -> None:
    path = link(world)
    post(world, path, **ONE_CLICK)
    world.clock.forward(3_601)
    assert "sign in and choose it there" in world.visitor().get(path).text
    post(world, path, undo="yes")
    assert len(standing(world)) == 1


def test_a_link_undoes_nothing_that_was_set_another_way(world: World) -> None:
    body = {"subject_ref": PERSON, "kind": "objection", "about": "messages"}
    assert world.partner("bqr", "consent:record").post("/consent/api/v1/marks/", body).status_code == 201
    post(world, link(world), undo="yes")
    assert len(standing(world)) == 1


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_J6_the_link_in_a_service_message_stops_the_rest_and_says_what_still_comes(
    world: World, organisation: str
) -> None:
    path = link(world, None, organisation)
    page = world.visitor(organisation).get(path).text
    service = next(each for each in world.runtime.rules(organisation).message_kinds.values() if each.service)
    assert "What still comes" in page and service.name.en in page
    assert post(world, path, organisation, **ONE_CLICK).status_code == 200
    assert standing(world, organisation) == [(PERSON, "messages", "link")]


def test_J12_the_page_leads_to_seeing_and_correcting_what_is_known(world: World) -> None:
    page = world.visitor("jtb-care", lang="nl").get(link(world, None, "jtb-care")).text
    assert "Zien en verbeteren wat wij van u weten" in page
    assert 'href="/requests/new?kind=correction"' in page
    assert PERSON not in page


def test_whoever_is_signed_in_it_is_the_person_of_the_link_who_opts_out(world: World) -> None:
    browser = world.person(OTHER).client
    answer = browser.post(link(world), data=ONE_CLICK, base_url="http://bqr.localhost:8000")
    assert answer.status_code == 200
    assert standing(world) == [(PERSON, "survey_invitation", "link")]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"List-Unsubscribe": "one-click"},
        {"List-Unsubscribe": "<script>"},
        {"about": "everything"},
        {**ONE_CLICK, "about": "others"},
        {**ONE_CLICK, "undo": "yes"},
        {"undo": "<b>"},
    ],
)
def test_what_no_button_sends_changes_nothing_and_shows_the_button(world: World, typed: dict[str, str]) -> None:
    answer = post(world, link(world), **typed)
    assert answer.status_code == 422
    assert "Er is niets veranderd" in answer.text and "<script>" not in answer.text
    assert 'value="One-Click"' in answer.text
    assert world.rows(MarkRow) == []


def bad_links(world: World) -> dict[str, str]:
    good = link(world)
    body, _, signature = good.rpartition(".")
    other = link(world, "activity_talk", "jtb-care")
    return {
        "tampered": f"{body[:-1]}{'0' if body[-1] != '0' else '1'}.{signature}",
        "another signature": f"{body}.{signature[:-2]}AA",
        "without signature": body,
        "of another organisation": other,
        "html": "/consent/opt-out/<script>alert(1)</script>",
        "long": "/consent/opt-out/" + "a" * 3_000,
        "not ascii": "/consent/opt-out/%C3%A9%C3%A9.sig",
    }


@pytest.mark.parametrize(
    "sort",
    ["tampered", "another signature", "without signature", "of another organisation", "html", "long", "not ascii"],
)
def test_a_link_that_is_not_ours_is_refused_kindly_and_does_not_say_why(world: World, sort: str) -> None:
    path = bad_links(world)[sort]
    for answer in (world.visitor().get(path), post(world, path, **ONE_CLICK)):
        assert answer.status_code == 404
    page = world.visitor().get(path).text
    if "<script>" not in path:
        assert "This link does not work" in page and "Sign in and choose which messages you get" in page
    assert world.rows(MarkRow) == [] and world.rows(MarkRow, "jtb-care") == []


def test_a_link_works_for_years_and_with_older_keys_and_one_day_no_more(either_world: World) -> None:
    path = link(either_world)
    for _ in range(3):
        either_world.clock.forward(YEAR)
        with either_world.work() as work:
            assert renew_when_old(work) is not None
        assert either_world.visitor().get(path).status_code == 200
    newer = link(either_world, "research_invitation")
    either_world.clock.forward(YEAR + 1)
    assert either_world.visitor().get(path).status_code == 404
    assert post(either_world, path, **ONE_CLICK).status_code == 404
    assert either_world.visitor().get(newer).status_code == 200


def test_a_key_is_renewed_when_half_of_its_time_is_over_and_the_first_is_made_when_needed(world: World) -> None:
    with world.work() as work:
        assert renew_when_old(work) is None
    link(world)
    with world.work() as work:
        assert renew_when_old(work) is None
    world.clock.forward(YEAR // 2 + 1)
    with world.work() as work:
        assert renew_when_old(work) is not None
    assert sorted(row.number for row in world.rows(LinkKey)) == [1, 2]
    assert all(b"link" not in row.secret_sealed for row in world.rows(LinkKey))


def test_when_a_key_leaked_every_link_of_before_ends_at_once(world: World) -> None:
    path = link(world)
    result = CliRunner().invoke(links, ["end-keys", "bqr"], obj=HandOf(SERVICE, world), catch_exceptions=False)
    assert result.exit_code == 0 and "key 2 signs" in result.output
    assert world.visitor().get(path).status_code == 404
    assert world.visitor().get(link(world)).status_code == 200
    unknown = CliRunner().invoke(links, ["end-keys", "nowhere"], obj=HandOf(SERVICE, world))
    assert unknown.exit_code == 1 and "no organisation 'nowhere'" in unknown.output


@dataclass(frozen=True)
class HandOf(Hand):
    """A command's hand on a test's world."""

    world: World

    @contextmanager
    def runtime(self) -> Iterator[Any]:
        """The runtime of the world, which its fixture closes."""
        yield self.world.runtime


def test_a_revoked_link_ends_and_the_next_message_has_a_new_one(either_world: World) -> None:
    path, of_other = link(either_world), link(either_world, ref=OTHER)
    partner = either_world.partner("bqr", "consent:record")
    ended = partner.post("/consent/api/v1/message-links/end", {"subject_ref": PERSON})
    assert (ended.status_code, ended.json["ended"]) == (200, 1)
    assert either_world.visitor().get(path).status_code == 404
    assert either_world.visitor().get(of_other).status_code == 200
    assert link(either_world) != path
    assert len(either_world.rows(MessageLink)) == 3
    with either_world.work() as work:
        end_link_keys(work)


def test_a_kind_that_is_no_more_stops_every_message(world: World) -> None:
    path = link(world, "gone_kind")
    assert "Stop these messages" in world.visitor().get(path).text
    post(world, path, **ONE_CLICK)
    assert [about for _, about, _ in standing(world)] == ["messages"]
