"""Recipients with their agreements: what was signed, until when, with its history, and what protects data abroad."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from waarborg_consent.actions import recipients as deeds
from waarborg_consent.actions.books import book_ref
from waarborg_consent.domain.recipients import (
    EEA,
    Agreement,
    AgreementKind,
    EndsBeforeItBegins,
    NoSafeguardNeeded,
    ProcessorAgreementNeeded,
    Safeguard,
    SignedInFuture,
    Term,
    UnknownRecipient,
    check_agreement,
    safeguard_on,
    term_of,
)
from waarborg_consent.models import RecipientAgreement
from waarborg_shared.hooks.values import Duty, Recipient, RecipientKind, Text
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World

PAGE, ONE = "/consent/recipients", "/consent/recipients/nedap_ons"
TODAY = START.date()
SIGNED = {"kind": "processor", "signed_on": "2024-05-01"}
HELD = Agreement(recipient="cloud", kind=AgreementKind.PROCESSOR, signed_on=date(2024, 5, 1))
CLOUD = Recipient(
    code="cloud",
    name=Text("Wolk", "Cloud"),
    kind=RecipientKind.PROCESSOR,
    what_for=Text("Opslag", "Storage"),
    country="US",
    agreement=Text("Verwerkersovereenkomst", "Processor agreement"),
    inside_eea=False,
)


def plain(page: str) -> str:
    """A page as somebody reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def keeper(world: World) -> Visitor:
    """Somebody who keeps the agreements."""
    return world.signed_in("bqr", Duty.CONSENT_READ, Duty.STATEMENT_KEEP, ref="account-ada")


@pytest.mark.parametrize(
    ("until", "ended", "term"),
    [
        (None, False, Term.RUNS),
        (None, True, Term.NONE),
        (TODAY, False, Term.ENDS_SOON),
        (TODAY - timedelta(days=1), False, Term.OVER),
        (TODAY + timedelta(days=60), False, Term.ENDS_SOON),
        (TODAY + timedelta(days=61), False, Term.RUNS),
    ],
)
def test_J8_how_an_agreement_stands_on_a_day(until: date | None, ended: bool, term: Term) -> None:
    assert term_of(replace(HELD, until_on=until, ended=ended), on=TODAY) is term
    assert term_of(None, on=TODAY) is Term.NONE


@pytest.mark.parametrize(
    ("change", "held"),
    [
        ({}, Safeguard.CLAUSES),
        ({"until_on": TODAY}, Safeguard.CLAUSES),
        ({"until_on": TODAY - timedelta(days=1)}, None),
        ({"ended": True}, None),
        ({"signed_on": TODAY + timedelta(days=1)}, None),
        ({"safeguard": None}, None),
    ],
)
def test_B3_a_safeguard_counts_as_long_as_the_agreement_does(change: dict[str, Any], held: Safeguard | None) -> None:
    agreement = replace(replace(HELD, safeguard=Safeguard.CLAUSES), **change)
    assert safeguard_on(agreement, on=TODAY) is held


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"recipient": "nobody"}, UnknownRecipient),
        ({"kind": AgreementKind.INDEPENDENT}, ProcessorAgreementNeeded),
        ({"signed_on": TODAY + timedelta(days=1)}, SignedInFuture),
        ({"until_on": date(2024, 4, 30)}, EndsBeforeItBegins),
    ],
)
def test_what_is_wrong_with_an_agreement(change: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        check_agreement(replace(HELD, **change), [CLOUD], today=TODAY)


def test_a_safeguard_is_for_outside_the_eea() -> None:
    held = replace(HELD, safeguard=Safeguard.ADEQUACY)
    assert check_agreement(held, [CLOUD], today=TODAY) == CLOUD
    with pytest.raises(NoSafeguardNeeded):
        check_agreement(held, [replace(CLOUD, country="NL", inside_eea=True)], today=TODAY)


def test_the_eea_is_the_union_and_three_more() -> None:
    assert len(EEA) == 30
    assert {"NL", "IS", "LI", "NO"} <= EEA
    assert not {"GB", "CH", "US"} & EEA


def test_B3_what_was_signed_is_recorded_with_its_history(either_world: World) -> None:
    world = either_world
    desk = keeper(world)
    first = {**SIGNED, "until_on": "2026-01-31", "sub_processors": "Wolk BV, IE\n\nReserve, DE", "kept_at": "Kluis"}
    assert desk.send(ONE, **first).status_code == 303
    page = plain(desk.get(ONE).text)
    assert "The term of the agreement is over" in page and "Wolk BV, IE; Reserve, DE" in page and "Kluis" in page
    assert desk.send(ONE, **{**SIGNED, "signed_on": "2026-02-15"}).status_code == 303
    later = plain(desk.get(ONE).text)
    assert "The term of the agreement is over" not in later and "Wolk BV, IE; Reserve, DE" in later
    assert sorted(row.sequence for row in world.rows(RecipientAgreement)) == [1, 2]
    assert world.verbs(book_ref("bqr")) == ["recorded-agreement", "recorded-agreement"]
    assert desk.send(f"{ONE}/end", page=ONE).status_code == 303
    assert "no agreement recorded" in plain(desk.get(PAGE).text)
    twice = desk.send(f"{ONE}/end", page=ONE)
    assert twice.status_code == 422 and "No agreement runs" in plain(twice.text)


def test_J8_an_agreement_whose_term_is_over_or_nearly_so_shows_on_the_desk(world: World) -> None:
    keeper(world).send(ONE, **SIGNED, until_on="2026-02-28")
    keeper(world).send("/consent/recipients/siilo", **SIGNED, until_on="2026-04-30")
    keeper(world).send("/consent/recipients/accountant", **SIGNED, until_on="2027-04-30")
    items = world.staff("bqr", "board").get("/consent/api/v1/desk").json["items"]
    shown = {each["ref"]: (each["state"]["code"], each["title"]["en"]) for each in items if each["ref"] != "review"}
    assert shown == {
        "nedap_ons": ("over", "Agreement with Nedap ONS"),
        "siilo": ("ends_soon", "Agreement with Siilo"),
    }
    (over,) = [each for each in items if each["ref"] == "nedap_ons"]
    assert over["clocks"][0]["due_at"].startswith("2026-02-28") and over["url"] == ONE


BAD: list[tuple[dict[str, str], str]] = [
    ({"kind": ""}, "kind"),
    ({"kind": "handshake"}, "kind"),
    ({"signed_on": ""}, "signed_on"),
    ({"signed_on": "2026-03-03"}, "signed_on"),
    ({"signed_on": "1-5-2024"}, "signed_on"),
    ({"until_on": "2024-04-30"}, "until_on"),
    ({"kind": "independent"}, "kind"),
    ({"safeguard": "clauses"}, "safeguard"),
    ({"safeguard": "trust"}, "safeguard"),
    ({"kept_at": "x" * 201}, "kept_at"),
    ({"sub_processors": "\n".join("abcdefghij" * 2 for _ in range(51))}, "sub_processors"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_what_is_filled_in_wrongly_is_said_at_its_field_and_nothing_is_stored(
    world: World, wrong: dict[str, str], field: str
) -> None:
    answer = keeper(world).send(ONE, **{**SIGNED, **wrong})
    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text
    assert world.rows(RecipientAgreement) == []


def test_who_is_not_on_the_list_is_not_found(world: World) -> None:
    assert keeper(world).get(f"{PAGE}/nobody").status_code == 404
    assert keeper(world).send(f"{PAGE}/nobody", page=ONE, **SIGNED).status_code == 404


def test_who_only_reads_records_nothing(world: World) -> None:
    reader = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    assert "Record an agreement" not in reader.get(ONE).text
    token = reader.token("/consent/people/0190-person-of-bqr-01")
    assert reader.send(ONE, token=token, **SIGNED).status_code == 403
    assert world.visitor().get(PAGE).status_code == 401


def test_B3_a_safeguard_that_is_registered_is_in_the_statement_and_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = world.runtime.rules("bqr")
    monkeypatch.setitem(vars(rules), "recipients", (CLOUD,))
    assert "No safeguard is registered" in plain(keeper(world).get(f"{PAGE}/cloud").text)
    assert "no safeguard is registered, and so nothing goes there" in world.visitor().get("/consent/statement").text
    keeper(world).send(f"{PAGE}/cloud", **SIGNED, safeguard="clauses")
    assert "standard clauses" in world.visitor().get("/consent/statement").text
    with world.work() as work:
        assert deeds.safeguard_of(work, "cloud") is Safeguard.CLAUSES
        assert deeds.safeguard_of(work, "nedap_ons") is None


def test_J8_jtb_cares_only_processor_is_the_platforms_operator(world: World) -> None:
    page = plain(world.staff("jtb-care", "care_lead").get(PAGE).text)
    assert "The operator of this platform" in page and "works for us" in page
