"""A withdrawal that a person asks for in a request ends the consent, and the request is answered by that fact."""

import re
from typing import Any

from waarborg_shared.events.consent import ConsentWithdrawn, WithdrawalFoundNothing
from waarborg_shared.events.requests import RequestAnswered, WithdrawalRequested
from waarborg_tests.cast import Cast
from waarborg_tests.deciding import decision, give, withdrawable
from waarborg_tests.people import Partner
from waarborg_tests.product import Product
from waarborg_tests.waiting import until


def asked(partner: Partner, subject_ref: str, purpose: str | None) -> dict[str, Any]:
    """File a request to withdraw for somebody who is known."""
    filed: dict[str, Any] = partner.tell(
        "/requests/api/v1/requests/",
        kind="withdrawal",
        name="Zwaantje Zegelring",
        reach="post",
        reach_at="Verzonnenlaan 1, 9999 ZZ Nergenshuizen",
        purpose=purpose,
        subject_ref=subject_ref,
    )
    return filed


def answered(partner: Partner, request_id: str) -> dict[str, Any]:
    """The request, once it was answered."""

    def look() -> dict[str, Any] | None:
        shown: dict[str, Any] = partner.ask(f"/requests/api/v1/requests/{request_id}")
        return shown if shown["answered_at"] else None

    return until(look, what="the answer")


def test_the_consent_ends_the_request_is_answered_and_the_decision_is_no(cast: Cast, product: Product):
    partner, person = cast.partner(), cast.another_person("Z-2001", "999990032")
    purpose = withdrawable(cast)
    give(partner, person.ref, purpose)
    assert decision(cast, partner, person.ref, purpose).permitted
    filed = asked(partner, person.ref, purpose)
    shown = answered(partner, filed["id"])
    assert (shown["state"], shown["outcome"], shown["ground"]) == ("answered", "granted", None)
    assert all(clock["stopped_at"] for clock in shown["clocks"])
    refused = decision(cast, partner, person.ref, purpose)
    assert (refused.permitted, refused.reason) == (False, "consent-withdrawn")
    told = [e.event for e in product.events("consent", cast.organisation, ConsentWithdrawn)]
    assert [(e.purpose, e.request_ref) for e in told if e.subject_ref == person.ref] == [(purpose, filed["id"])]


def test_with_nothing_standing_the_request_is_answered_too(cast: Cast, product: Product):
    partner, person = cast.partner(), cast.another_person("Z-2002")
    filed = asked(partner, person.ref, withdrawable(cast))
    shown = answered(partner, filed["id"])
    assert (shown["outcome"], shown["ground"]) == ("granted", "nothing_stood")
    told = [e.event for e in product.events("consent", cast.organisation, WithdrawalFoundNothing)]
    assert [e.request_ref for e in told if e.subject_ref == person.ref] == [filed["id"]]


def test_a_withdrawal_of_everything_ends_every_consent(cast: Cast, product: Product):
    partner, person = cast.partner(), cast.another_person("Z-2003")
    stands = partner.ask("/consent/api/v1/consents/", subject_ref=person.ref)
    for item in stands["items"]:
        give(partner, person.ref, item["purpose"])
    answered(partner, asked(partner, person.ref, None)["id"])
    after = partner.ask("/consent/api/v1/consents/", subject_ref=person.ref)
    assert {item["state"] for item in after["items"]} == {"withdrawn"}


def test_a_person_who_signed_in_asks_on_the_page(cast: Cast, product: Product):
    person, partner = cast.person, cast.partner()
    purpose = withdrawable(cast)
    give(partner, person.ref, purpose)
    page = cast.visitor().sign_in_by_letter(person.letter, person.code)
    shown = page.send(
        "/requests/new",
        kind="withdrawal",
        name=person.name,
        reach="post",
        reach_at="Verzonnenlaan 1, 9999 ZZ Nergenshuizen",
        purpose=purpose,
    )
    assert shown.status_code == 201, shown.text
    until(lambda: not decision(cast, partner, person.ref, purpose).permitted, what="the no")


def test_a_stranger_of_whom_nothing_is_known_withdraws_nothing_until_staff_know_who_it_is(cast: Cast, product: Product):
    partner, person = cast.partner(), cast.another_person("Z-2005")
    purpose = withdrawable(cast)
    give(partner, person.ref, purpose)
    typed = {"name": person.name, "reach": "post", "reach_at": "Verzonnenlaan 1, 9999 ZZ Nergenshuizen"}
    page = cast.visitor().send("/requests/new", kind="withdrawal", purpose=purpose, **typed)
    assert page.status_code == 201
    product.settle()
    assert decision(cast, partner, person.ref, purpose).permitted
    items = partner.ask("/requests/api/v1/requests/")["items"]
    (waiting,) = [each for each in items if each["kind"] == "withdrawal" and each["came_by"] == "page"]
    case = f"/requests/cases/{waiting['id']}"
    found = cast.staff().send(f"{case}/identify", page=case, how="known_phone", client_number="Z-2005")
    assert found.status_code == 303, found.text
    answered(partner, waiting["id"])
    assert not decision(cast, partner, person.ref, purpose).permitted


def test_all_of_it_is_one_to_one_and_every_timeline_holds(cast: Cast, product: Product):
    product.settle()
    wanted = {e.event.request_ref for e in product.events("requests", cast.organisation, WithdrawalRequested)}
    ended = [
        e.event.request_ref
        for kind in (ConsentWithdrawn, WithdrawalFoundNothing)
        for e in product.events("consent", cast.organisation, kind)
        if e.event.request_ref
    ]
    closed = [e.event.request_ref for e in product.events("requests", cast.organisation, RequestAnswered)]
    assert sorted(ended) == sorted(wanted)
    assert sorted(closed) == sorted(wanted)
    assert product.broken_timelines() == []


class Carried:
    """A request of somebody known that staff carry out on its page; who holds data outside says that it was done."""

    def __init__(self, cast: Cast, product: Product, kind: str, client_number: str) -> None:
        self.cast, self.product, self.staff = cast, product, cast.staff()
        self.person = cast.another_person(client_number, name="Willemijn Proefpersoon")
        asks = {"name": "Willemijn Proefpersoon", "reach": "post", "reach_at": "Verzonnenlaan 1"}
        self.id = cast.partner().tell("/requests/api/v1/requests/", kind=kind, asked="Graag.", **asks)["id"]
        self.page = f"/requests/cases/{self.id}"
        self.do("identify", how="known_phone", client_number=client_number)

    def shown(self) -> str:
        return str(self.staff.get(f"{self.page}?lang=en").text)

    def do(self, name: str, **typed: str) -> None:
        found = re.search(r'name="revision" value="(\d+)"', self.shown())
        assert found is not None
        answer = self.staff.send(f"{self.page}/{name}", page=self.page, revision=found[1], **typed)
        assert answer.status_code == 303, answer.text

    def by_hand(self) -> None:
        """Say of everybody who has no system that answers that it was done."""
        self.product.settle()
        while (found := re.search(r'<select[^>]*name="step".*?</select>', self.shown(), re.DOTALL)) is not None:
            step = re.findall(r'value="([0-9a-f-]{36})"', found[0])
            if not step:
                return
            self.do("carry-step", step=step[0], step_outcome="done")
            self.product.settle()

    def over(self) -> str:
        return until(lambda: self.shown() if "Carried out</" in self.shown() else None, what="the end")


def test_B14_an_erasure_goes_round_every_holder_and_what_stays_makes_the_answer_one_in_part(
    cast: Cast, product: Product
):
    case = Carried(cast, product, "erasure", "Z-2101")
    give(cast.partner(), case.person.ref, withdrawable(cast))
    case.do("carry", words="Alles wissen.")
    case.do("carry-begin")
    case.by_hand()
    shown = case.over()
    assert "Proof of what you said about consent" in shown and "Register of persons" in shown
    names = case.staff.get(f"/identity/persons/{case.person.ref}?lang=en").text
    assert "whose name was erased" in names and "Willemijn" not in names, names
    graves = product.runtimes["identity"].vault.keystore.export_tombstones(cast.organisation)
    assert "contact" in [each.retention for each in graves if each.holder == case.person.ref]
    refused = case.staff.send(
        f"{case.page}/answer",
        page=case.page,
        revision=re.findall(r'name="revision" value="(\d+)"', shown)[0],
        outcome="granted",
        text="Alles is gewist.",
    )
    assert refused.status_code in {409, 422} and "Not everything could be carried out" in refused.text
    case.do("answer", outcome="partly", ground="law_keeps", text="Zie wat blijft.")
    assert product.broken_timelines() == []


def test_B2_a_corrected_name_is_changed_in_the_register_and_the_step_ends_by_that(cast: Cast, product: Product):
    case = Carried(cast, product, "correction", "Z-2102")
    case.do("carry", words="De naam is Willemien.")
    case.do("carry-begin")
    product.settle()
    found = until(lambda: re.search(r'name="name_step" value="([^"]+)"', case.shown()), what="the form for the name")
    case.do("carry-name", name_step=found[1], new_name="Willemien Proefpersoon")
    case.by_hand()
    case.over()
    assert "Willemien Proefpersoon" in case.staff.get(f"/identity/persons/{case.person.ref}").text
    case.do("answer", outcome="granted", text="De naam is veranderd.")
    assert product.broken_timelines() == []
