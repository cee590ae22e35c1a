"""Whatever is wrong with what was sent, it is told in the language asked for: Dutch first, English when asked."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.test import Client, TestResponse

from waarborg_shared.hooks.values import Text
from waarborg_shared.testing.depth import DEEP, by_depth, dealt
from waarborg_shared.web.i18n import SHARED, merged
from waarborg_shared.web.problems import flat_errors
from waarborg_tests.atlas import endpoints
from waarborg_tests.cast import Cast
from waarborg_tests.people import token_of
from waarborg_tests.planting import Planted
from waarborg_tests.product import Product
from waarborg_tests.refusing import CONTROLS, LONG, MARKUP, NO_DATES

AT = "bqr"
FOR_SERVICES = (
    "/identity/api/v1/session-questions",
    "/identity/api/v1/revocations",
    "/identity/api/v1/person-questions",
    "/identity/api/v1/holder-questions",
)
BAD: tuple[Any, ...] = (
    None,
    True,
    "",
    " ",
    "x",
    "9" * 20,
    "true",
    "1.5",
    -1,
    0,
    1,
    1.5,
    10**30,
    float("nan"),
    [],
    {},
    [[]],
    {"a": ["b"]},
    "2026-01-01",
    "2026-01-01T10:00:00",
    "a@b",
    "WwAi",
    "999990018",
    MARKUP,
    LONG,
    *CONTROLS,
    *NO_DATES,
)
ALONE = "2026-01-01T10:00:00"
QUERIES = ("limit=0", "limit=101000", "limit=x", "cursor=%3F", "state=never", "subject_ref=!", "surprise=1", "")
# The codes of what the edge itself refuses; what a service's rules refuse has its own words, in both languages.
OURS = {"not-valid", "broken-json", "unsupported-media-type", "unauthenticated", "not-found", "unknown-case"}


@pytest.fixture(scope="module")
def product(embedded_product: Product) -> Product:
    """The product in one process."""
    return embedded_product


class Spoken:
    """What the product can say in a language: every sentence of its catalogues, with anything where a value goes in."""

    def __init__(self, sentences: Iterable[str]) -> None:
        said = [each for each in sentences if each]
        self.fixed = {each for each in said if "%(" not in each}
        self.shapes = [re.compile(self._shape(each)) for each in said if "%(" in each]
        self._asked: dict[str, bool] = {}

    @staticmethod
    def _shape(said: str) -> str:
        return r"\S+".join(re.escape(part).replace("%%", "%") for part in re.split(r"%\([a-z_]+\)[sd]", said))

    def has(self, words: str) -> bool:
        """Whether these words are ours, in this language."""
        if words not in self._asked:
            self._asked[words] = words in self.fixed or any(shape.fullmatch(words) for shape in self.shapes)
        return self._asked[words]


@pytest.fixture(scope="module")
def spoken(product: Product) -> dict[str, Spoken]:
    """What the product can say in each language; English stands in the code, and is the key of the Dutch.

    The rules' own sentences stand in both languages where they are.
    """
    catalogue = merged((SHARED, *(service.package for service in product.services.values())))._catalog
    pairs = {key if isinstance(key, str) else key[0]: dutch for key, dutch in catalogue.items()}
    own = [each for service in product.services.values() for each in sentences_of(service.package)]
    return {
        "nl": Spoken((*pairs.values(), *(each.nl for each in own))),
        "en": Spoken((*pairs, *(each.en for each in own))),
    }


def modules_of(package: str) -> Iterator[str]:
    """Every module of a package, imported."""
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        if "migrations" not in found.name:
            importlib.import_module(found.name)
            yield found.name


def sentences_of(package: str) -> Iterator[Text]:
    """The sentences that stand by themselves in a service's rules."""
    for module in modules_of(package):
        if module.startswith(f"{package}.domain"):
            yield from (each for each in vars(sys.modules[module]).values() if isinstance(each, Text))


def schemas_of(package: str) -> list[type[Schema]]:
    """Every schema of a service, and those of the shared shell, that takes something in."""
    modules = {*modules_of(package), *modules_of(SHARED)}
    found, waiting = set(), [Schema]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__ in modules:
                found.add(each)
    return sorted(found, key=lambda each: (each.__module__, each.__name__))


def bad_values(field: fields.Field[Any]) -> Iterator[Any]:
    """Values that a field may refuse: of any kind, too short, too long, too low, too high, and the same inside it."""
    yield from BAD
    for check in field.validators:
        for bound in (getattr(check, "min", None), getattr(check, "max", None)):
            if isinstance(bound, int):
                yield from (bound - 1, bound + 1)
                if isinstance(check, validate.Length):
                    yield from ("x" * (bound - 1), "x" * (bound + 1))
                    most = min(bound, 100)
                    yield from ([["x"]] * (most + 1), ["x"] * (most + 1))
    if isinstance(field, fields.List):
        yield from ([each] for each in bad_values(field.inner))
    if isinstance(field, fields.Dict):
        yield from ({"a": each} for each in BAD)
        yield {f"a{number}": "x" for number in range(60)}


def bodies_for(schema: Schema) -> Iterator[Any]:
    """What can be wrong with what a schema takes in. Each field is told by itself what is wrong with it, so that what
    is wrong with one is sent along with what is wrong with the others.

    Where a field is needed, a rule about several of them is not come to without it; where none is, and in depth, each
    is alone too.
    """
    yield from ({}, [], "text", None, {"surprise": 1}, dict.fromkeys(schema.fields))
    bad = {name: list(bad_values(field)) for name, field in schema.fields.items()}
    for turn in range(max(map(len, bad.values()), default=0)):
        yield {name: values[turn] for name, values in bad.items() if turn < len(values)}
    needed = not DEEP and any(field.required for field in schema.fields.values())
    for name, values in bad.items():
        yield from ({name: value} for value in ((ALONE,) if needed else values))


def refusals(schema: Schema) -> Iterator[Mapping[str, list[str]]]:
    """What a schema says of everything that can be wrong with what it takes in."""
    for body in bodies_for(schema):
        try:
            schema.load(body)
        except ValidationError as error:
            yield flat_errors(error.normalized_messages())


SERVICES = ("breach", "consent", "disclosure", "identity", "portal", "requests")
# What a service would say in a library's English is no Dutch either: one service shows that English is asked for.
TOLD_IN = [*((each, "nl") for each in SERVICES), *((each, "en") for each in by_depth(SERVICES[:1], SERVICES))]


@pytest.mark.parametrize(("service", "lang"), TOLD_IN)
def test_every_schema_refuses_in_the_language_asked_for(
    product: Product, spoken: dict[str, Spoken], service: str, lang: str
) -> None:
    app, wrong, tried = product.apps[service], set(), 0
    with app.test_request_context(base_url=product.origin(AT), headers={"Accept-Language": lang}):
        app.preprocess_request()
        for schema in schemas_of(product.services[service].package):
            for errors in refusals(schema()):
                tried += 1
                said = {words for each in errors.values() for words in each}
                wrong |= {(schema.__name__, words) for words in said if not spoken[lang].has(words)}
    assert wrong == set()
    assert tried > 100


def test_no_language_has_the_words_of_the_other_or_of_a_library(spoken: dict[str, Spoken]) -> None:
    sentences = [each for each in spoken["en"].fixed if len(each.split()) > 3]
    assert len(sentences) > 300
    assert [each for each in sentences if spoken["nl"].has(each)] == []
    for words in ("Missing data for required field.", "Must be greater than or equal to 1 and less than 5."):
        assert not spoken["nl"].has(words) and not spoken["en"].has(words)


def said_by(answer: TestResponse) -> Iterator[str]:
    """The words of a problem."""
    told = answer.json or {}
    yield told["title"]
    yield told.get("detail") or "gedaan"
    for words in told.get("errors", {}).values():
        yield from words


WRONG = (None, 12, LONG, MARKUP, CONTROLS[0], [], {"a": ["b"]}, -1, "")


def sent_wrong(good: Mapping[str, Any]) -> Iterator[Any]:
    """Bodies with the same thing wrong with all that is in them, and bodies with one thing wrong in each."""
    yield from (b"{", b"[]", b"")
    yield from (dict.fromkeys(good, each) for each in WRONG if good)
    for turn, (name, value) in enumerate(good.items()):
        yield from ({**good, name: each} for each in dealt(WRONG, turn))
        if isinstance(value, dict):
            yield from ({**good, name: {**value, inner: 12}} for inner in value)
    yield {**good, "surprise": 1}


def test_every_refusal_over_the_api_is_in_dutch(
    product: Product, spoken: dict[str, Spoken], people: dict[str, Cast], planted: dict[str, Planted]
) -> None:
    cast, places, wrong, tried = people[AT], planted[AT].places, set(), 0
    headers = {"Authorization": f"Bearer {token_of(product, AT, *cast.scopes)}", "Content-Type": "application/json"}
    headers |= {"If-Match": "*", "Accept-Language": "nl, en;q=0.5"}
    client, at = Client(product.app), {"base_url": product.origin(AT), "headers": headers}
    for endpoint in endpoints(product):
        if not endpoint.for_programs or endpoint.service == "portal" or endpoint.rule in FOR_SERVICES:
            continue
        path = endpoint.path(**places)
        if endpoint.method == "GET":
            answers = [client.get(f"{path}?{query}", **at) for query in QUERIES]
        else:
            bodies = sent_wrong(endpoint.body(places)) if endpoint.method != "DELETE" else ()
            how = {"method": endpoint.method, **at}
            answers = [client.open(path, **how, **_as_body(body)) for body in bodies]
            answers.append(
                client.open(path, data=b"a=1", **{**how, "headers": {**headers, "Content-Type": "text/plain"}})
            )
            answers.append(client.open(path, data=b"{}", **{**how, "headers": {"Content-Type": "application/json"}}))
        for answer in answers:
            if answer.status_code >= 400 and (answer.json or {})["code"] in OURS:
                tried += 1
                wrong |= {(str(endpoint), words) for words in said_by(answer) if not spoken["nl"].has(words)}
    assert wrong == set()
    assert tried > 150


def _as_body(body: Any) -> dict[str, Any]:
    return {"data": body} if isinstance(body, bytes) else {"json": body}


@pytest.mark.parametrize("status", sorted({*default_exceptions, 418, 451, 507}))
def test_every_status_has_a_title_in_dutch(product: Product, spoken: dict[str, Spoken], status: int) -> None:
    app: Flask = product.apps["requests"]
    error = default_exceptions.get(status, type("Odd", (HTTPException,), {"code": status}))()
    with app.test_request_context("/requests/api/v1/x", base_url=product.origin(AT), headers={"Accept-Language": "nl"}):
        app.preprocess_request()
        answer = app.handle_user_exception(error)
    told = app.make_response(answer)
    assert told.status_code == status
    assert spoken["nl"].has(told.json["title"]), told.json
