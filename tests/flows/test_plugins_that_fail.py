"""A plugin that raises at run time stops its own organisation's question, and no other organisation notices."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from waarborg_shared.bus.states import InboxState
from waarborg_shared.events.breach import BreachReported
from waarborg_shared.events.disclosure import PersonalDataExposed
from waarborg_shared.hooks import hookimpl, registry
from waarborg_shared.worker import desk_of
from waarborg_tests.cast import Cast, invite
from waarborg_tests.listening import listening
from waarborg_tests.people import Browser
from waarborg_tests.product import Product, embedded
from waarborg_tests.waiting import until

UNRULY = """
[organisations.unruly]
hosts = ["unruly.localhost"]
plugins = ["unruly"]
"""
FOUND = {
    "what": "Een lijst staat open.",
    "where": "https://www.voorbeeld.example/",
    "reporter": "pseudonym",
    "name": "nachtuil",
    "exposes_personal_data": True,
}


class Unruly:
    """Answers nothing by itself; hooks in ``broken`` raise, in ``leaving`` end the process, in ``nonsense`` say 7."""

    broken: ClassVar[set[str]] = set()
    leaving: ClassVar[set[str]] = set()
    nonsense: ClassVar[set[str]] = set()

    def __init__(self, settings: Any) -> None:
        self.settings = settings

    def _answer(self, hook: str) -> Any:
        if hook in self.broken:
            raise RuntimeError("the moon is full")
        if hook in self.leaving:
            raise SystemExit(0)
        return 7 if hook in self.nonsense else None

    @hookimpl
    def organisation(self) -> Any:
        return self._answer("organisation")

    @hookimpl
    def breach_protocol(self) -> Any:
        return self._answer("breach_protocol")

    @hookimpl
    def disclosure_policy(self) -> Any:
        return self._answer("disclosure_policy")

    @hookimpl
    def request_policy(self, kind: Any) -> Any:
        return self._answer("request_policy")

    @hookimpl
    def purposes(self) -> Any:
        return self._answer("purposes")


@pytest.fixture
def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Product]:
    """The product with a third organisation, whose plugin obeys the tests; nobody's rules were asked for yet."""
    installed = registry.installed_plugins()
    monkeypatch.setattr(registry, "installed_plugins", lambda: {**installed, "unruly": Unruly})
    Unruly.broken.clear()
    Unruly.leaving.clear()
    Unruly.nonsense.clear()
    (tmp_path / "organisations.toml").write_text(UNRULY, encoding="utf-8")
    made = embedded(tmp_path, also=tmp_path / "organisations.toml")
    yield made.start()
    made.stop()


@pytest.fixture
def people(product: Product) -> dict[str, Cast]:
    return invite(product)


@pytest.mark.parametrize("how", ["broken", "leaving", "nonsense"])
@pytest.mark.parametrize(
    ("hook", "path"),
    [("request_policy", "/requests/new"), ("disclosure_policy", "/disclosure/"), ("purposes", "/consent/statement")],
)
def test_its_organisation_is_told_to_wait_and_the_others_are_served(product: Product, how: str, hook: str, path: str):
    getattr(Unruly, how).add(hook)
    with listening("INFO") as heard:
        page = Browser(product, "unruly").get(path)
    assert (page.status_code, page.mimetype) == (503, "text/html")
    assert "moon" not in page.text and "Traceback" not in page.text and "unruly'" not in page.text
    assert "plugin_failed" in heard.log.getvalue() and hook in heard.log.getvalue(), (
        "the operator reads which one it was"
    )
    for other in ("bqr", "jtb-care"):
        assert Browser(product, other).get(path).status_code == 200
    getattr(Unruly, how).clear()
    assert Browser(product, "unruly").get(path).status_code == 200, "an answer is asked for again"


def test_the_api_answers_with_a_problem_and_stores_nothing(product: Product, people: dict[str, Cast]):
    Unruly.broken.add("request_policy")
    filed = {"kind": "access", "name": "Ans Antwoord", "reach": "post", "reach_at": "Verzonnenlaan 2, Nergenshuizen"}
    refused = people["unruly"].partner().tell("/requests/api/v1/requests/", key="een-sleutel", expect=503, **filed)
    assert refused["code"] == "plugin-error"
    assert "moon" not in str(refused)
    people["bqr"].partner().tell("/requests/api/v1/requests/", key="een-sleutel", **filed)
    Unruly.broken.clear()
    partner = people["unruly"].partner()
    assert partner.ask("/requests/api/v1/requests/")["items"] == []
    partner.tell("/requests/api/v1/requests/", key="een-sleutel", **filed)


def test_where_even_the_name_fails_there_is_a_bare_page(product: Product):
    Unruly.broken.add("organisation")
    page = Browser(product, "unruly").get("/disclosure/report")
    assert page.status_code == 503
    assert "moon" not in page.text
    assert Browser(product, "bqr").get("/").status_code == 200


def test_the_list_of_organisations_names_it_by_its_id_and_the_others_as_ever(product: Product):
    Unruly.broken.add("organisation")
    visitor = Browser(product, "unruly")
    visitor.origin = visitor.origin.replace("unruly.localhost", "localhost")
    page = visitor.get("/")
    assert page.status_code == 200
    assert [name for name in ("BQR-Zorg", "JTB-Care", "unruly") if name not in page.text] == []


@pytest.mark.parametrize("how", ["broken", "leaving"])
def test_an_event_that_it_breaks_waits_and_others_go_on(product: Product, people: dict[str, Cast], how: str):
    breach = product.runtimes["breach"]
    getattr(Unruly, how).add("breach_protocol")
    stuck = people["unruly"].partner().tell("/disclosure/api/v1/reports/", **FOUND)
    (waiting,) = until(lambda: desk_of(breach).stuck(states={InboxState.FAILED}), what="the failed event")
    assert (waiting.organisation, waiting.type) == ("unruly", PersonalDataExposed.type)
    assert waiting.error is not None and waiting.error.endswith("PluginError")
    for other in ("bqr", "jtb-care"):
        people[other].partner().tell("/disclosure/api/v1/reports/", **FOUND)
        until(lambda other=other: product.events("breach", other, BreachReported), what=f"the breach of {other}")
    assert product.events("breach", "unruly", BreachReported) == []
    getattr(Unruly, how).clear()
    product.clock.forward(3600)
    (opened,) = until(lambda: product.events("breach", "unruly", BreachReported), what="the one that waited")
    assert opened.event.origin_ref == stuck["id"]
    product.settle()
    assert product.broken_timelines() == []
