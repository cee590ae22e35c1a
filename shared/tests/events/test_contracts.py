"""Contracts hold references and codes only, say what every field means, and change by addition only."""

import importlib
import json
import pkgutil
import sys
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest

import waarborg_shared.events
from waarborg_shared.events import CATALOGUE, Event, catalogue_of, service_of
from waarborg_shared.events.asyncapi import Face, asyncapi, publisher_faults
from waarborg_shared.events.consent import ConsentGiven, ConsentWithdrawn
from waarborg_shared.events.contract import plan
from waarborg_shared.events.requests import RequestReceived, WithdrawalRequested
from waarborg_shared.events.schema import (
    SNAPSHOTS,
    NotAdditive,
    breaking_changes,
    schema_of,
    snapshot_path,
    snapshot_text,
    write_snapshots,
)

CONTRACTS = sorted(CATALOGUE.values(), key=lambda contract: contract.type)
SMELLS = frozenset(
    {
        *("name", "address", "street", "city", "postcode", "zip", "mail", "email", "phone", "mobile", "tel", "bsn"),
        *("ssn", "birth", "born", "age", "gender", "sex", "iban", "text", "note", "notes", "remark", "comment"),
        *("description", "body", "message", "subject", "title", "label", "explanation", "why", "reason", "answer"),
        *("client", "diagnosis", "health", "medical", "ip", "agent", "password", "secret", "token"),
    }
)
ALLOWED_WORDS = {"subject_ref"}  # a person's random reference
ALLOWED_ENDS = (
    "_ref",
    "_refs",
    "_at",
    "_on",
    "_hash",
    "_version",
    "purpose",
    "kind",
    "channel",
    "outcome",
    "clock",
    "number",
    "origin",
    "verdict",
    "categories",
    "recipients",
    "ground",
    "recipient",
    "outside_eea",
    "notify_authority",
    "inform_persons",
    *("role", "record_type", "rights"),  # codes of the role table
    *("holder", "again"),  # the code of a holder of data, and whether it is asked once more
    *("about", "stays", "kept", "kept_by", "kept_until"),  # codes of kinds of data, and of rules
)


def smells(contract: type[Event]) -> list[str]:
    """Fields whose name hints at a person, or is not one of the shapes that references and codes have."""
    found = []
    for field in plan(contract):
        words = set(field.name.split("_"))
        hints_at_a_person = field.name not in ALLOWED_WORDS and words & SMELLS
        if hints_at_a_person or not field.name.endswith(ALLOWED_ENDS):
            found.append(field.name)
    return found


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.__name__)
def test_no_event_smells_of_personal_data(contract: type[Event]) -> None:
    assert smells(contract) == []


def test_the_nose_works() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Smelly(Event):
        """An event that should not be."""

        type: ClassVar[str] = "nl.waarborg.example.smelly.v1"
        client_name: Annotated[str, "no"]
        email: Annotated[str, "no"]
        bsn: Annotated[str, "no"]
        why: Annotated[str, "no"]
        whatever: Annotated[str, "no"]
        case_ref: Annotated[str, "yes"]

    assert smells(Smelly) == ["client_name", "email", "bsn", "why", "whatever"]


@pytest.mark.parametrize("hint", [dict[str, str], list[str], float, bytes, object, str | int, tuple[int, ...]])
def test_a_field_of_any_other_type_is_refused(hint: Any) -> None:
    class Wrong(Event):
        type: ClassVar[str] = "nl.waarborg.example.wrong.v1"
        __annotations__ = {"type": ClassVar[str], "field_ref": Annotated[hint, "no"]}

    with pytest.raises(TypeError):
        plan(dataclass(frozen=True, kw_only=True)(Wrong))


def test_a_field_without_meaning_is_refused() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Silent(Event):
        type: ClassVar[str] = "nl.waarborg.example.silent.v1"
        case_ref: str

    with pytest.raises(TypeError, match="case_ref"):
        plan(Silent)


def test_a_type_that_is_not_shaped_as_ours_or_is_there_twice_is_refused() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Odd(Event):
        type: ClassVar[str] = "waarborg.Odd"

    @dataclass(frozen=True, kw_only=True)
    class Again(Event):
        type: ClassVar[str] = ConsentGiven.type

    with pytest.raises(TypeError):
        catalogue_of((Odd,))
    with pytest.raises(TypeError):
        catalogue_of((ConsentGiven, Again))


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.__name__)
def test_a_contract_lives_with_its_publisher_and_says_what_it_means(contract: type[Event]) -> None:
    assert contract.__module__ == f"waarborg_shared.events.{service_of(contract.type)}"
    assert contract.__doc__
    assert contract.__doc__.rstrip().endswith(".")
    assert all(field.meaning for field in plan(contract))
    assert type(contract.__dataclass_params__.frozen) is bool  # type: ignore[attr-defined]
    assert contract.__dataclass_params__.frozen  # type: ignore[attr-defined]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.__name__)
def test_the_committed_schema_is_that_of_the_code(contract: type[Event]) -> None:
    committed = snapshot_path(contract).read_text(encoding="utf-8")
    assert committed == snapshot_text(schema_of(contract)), "run python -m waarborg_shared.events.schema"


def test_no_schema_is_left_of_a_contract_that_is_gone() -> None:
    assert {path.stem for path in SNAPSHOTS.glob("*.json")} == set(CATALOGUE), "a contract is never removed"


BEFORE = schema_of(ConsentWithdrawn)


def after(change: str, **values: Any) -> dict[str, Any]:
    schema = deepcopy(BEFORE)
    if change == "remove":
        del schema["properties"][values["name"]]
    elif change == "add":
        schema["properties"][values["name"]] = {"type": ["string", "null"]}
        schema["required"] += [values["name"]] if values.get("required") else []
    elif change == "shape":
        schema["properties"][values["name"]].update(values["to"])
    elif change == "loosen":
        schema["required"].remove(values["name"])
    return schema


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        (after("none"), []),
        (after("add", name="added_ref"), []),
        (after("shape", name="purpose", to={"description": "in better words"}), []),
        (after("remove", name="purpose"), ["purpose is gone"]),
        (after("add", name="added_ref", required=True), ["added_ref became required"]),
        (after("shape", name="purpose", to={"type": "integer"}), ["purpose is of another shape"]),
        (after("loosen", name="subject_ref"), ["subject_ref may be missing now"]),
    ],
    ids=["same", "added", "better-words", "removed", "new-required", "other-shape", "no-longer-required"],
)
def test_a_contract_changes_by_addition_only(changed: dict[str, Any], wrong: list[str]) -> None:
    assert breaking_changes(BEFORE, changed) == wrong


def test_the_snapshots_are_not_overwritten_by_another_contract_of_the_same_type(tmp_path: Path) -> None:
    write_snapshots([ConsentWithdrawn, ConsentGiven], tmp_path)

    @dataclass(frozen=True, kw_only=True)
    class Other(Event):
        """A changed ConsentWithdrawn."""

        type: ClassVar[str] = ConsentWithdrawn.type
        person_ref: Annotated[str, "renamed"]

    with pytest.raises(NotAdditive, match="subject_ref is gone"):
        write_snapshots([Other], tmp_path)
    assert write_snapshots([ConsentWithdrawn], tmp_path) == []
    assert json.loads(snapshot_path(ConsentWithdrawn, tmp_path).read_text()) == BEFORE


def test_the_contracts_need_the_standard_library_only() -> None:
    for module in pkgutil.iter_modules(waarborg_shared.events.__path__):
        source = Path(importlib.import_module(f"waarborg_shared.events.{module.name}").__file__ or "").read_text()
        for line in source.splitlines():
            if line.startswith(("import ", "from ")):
                root = line.split()[1].split(".")[0]
                own = line.split()[1].startswith("waarborg_shared.events")
                assert own or root in sys.stdlib_module_names, f"{module.name}: {line}"


FACES = {
    "consent": Face(publishes=(ConsentGiven, ConsentWithdrawn), handles=(WithdrawalRequested,)),
    "requests": Face(publishes=(WithdrawalRequested, RequestReceived), handles=(ConsentWithdrawn,)),
}


def test_asyncapi_names_who_tells_and_who_hears() -> None:
    document = asyncapi(FACES)
    assert document["asyncapi"] == "3.0.0"
    operation = document["operations"]["consent.receive.WithdrawalRequested"]
    assert operation["action"] == "receive"
    channel = document["channels"][WithdrawalRequested.type]
    assert channel["address"] == "nl.waarborg.requests.withdrawal-requested.v1.{organisation}"
    assert operation["messages"] == [{"$ref": f"#/channels/{WithdrawalRequested.type}/messages/WithdrawalRequested"}]
    payload = document["components"]["messages"]["WithdrawalRequested"]["payload"]
    assert payload["allOf"][1]["properties"]["data"] == schema_of(WithdrawalRequested)


def test_every_reference_in_asyncapi_leads_somewhere() -> None:
    document = asyncapi(FACES)

    def follow(pointer: str) -> object:
        found: Any = document
        for step in pointer.removeprefix("#/").split("/"):
            found = found[step]
        return found

    references = [line.split('"')[3] for line in json.dumps(document, indent=1).splitlines() if '"$ref"' in line]
    assert references
    assert all(follow(pointer) for pointer in references)


def test_what_is_heard_has_exactly_one_teller_who_tells_its_own_facts() -> None:
    assert publisher_faults(FACES) == []
    alone = {"consent": Face(publishes=(RequestReceived,), handles=(WithdrawalRequested,))}
    assert publisher_faults(alone) == [
        "consent hears nl.waarborg.requests.withdrawal-requested.v1, which 0 services tell",
        "consent tells nl.waarborg.requests.request-received.v1",
    ]
