"""An event goes out as a CloudEvent and comes back the same; whatever else comes in is named and refused."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Annotated, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_shared.events import (
    CATALOGUE,
    Envelope,
    Event,
    EventError,
    FutureVersion,
    NotACode,
    Undecodable,
    UnknownType,
    binding_key,
    catalogue_of,
    decode,
    encode,
    routing_key,
)
from waarborg_shared.events.requests import RequestReceived, WithdrawalRequested

TIME = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Colour(StrEnum):
    """An invented code list."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Everything(Event):
    """An event with a field of every kind that is allowed."""

    type: ClassVar[str] = "nl.waarborg.example.everything-happened.v2"

    ref: Annotated[str, "a reference"]
    count: Annotated[int, "a number"]
    sure: Annotated[bool, "yes or no"]
    at: Annotated[datetime, "a moment"]
    on: Annotated[date, "a date"]
    codes: Annotated[tuple[str, ...], "codes"]
    colour: Annotated[Colour, "a code from a list"]
    perhaps: Annotated[str | None, "a reference or nothing"] = None
    shade: Annotated[Colour | None, "a code or nothing"] = None


KNOWN = catalogue_of((Everything,))


def everything(**changes: object) -> Everything:
    values: dict[str, object] = {
        "ref": "ref-1",
        "count": -3,
        "sure": True,
        "at": TIME,
        "on": date(2026, 3, 29),
        "codes": ("a", "b"),
        "colour": Colour.RED,
    }
    return Everything(**{**values, **changes})  # type: ignore[arg-type]


def envelope(event: Event | None = None, **changes: object) -> Envelope:
    event = event or everything()
    values: dict[str, object] = {
        "id": "01933f5e-7b2a-7c11-8d6e-0a1b2c3d4e5f",
        "type": event.type,
        "source": "example",
        "organisation": "bqr",
        "subject": "case-1",
        "sequence": 7,
        "time": TIME,
        "traceparent": TRACE,
        "event": event,
    }
    return Envelope(**{**values, **changes})  # type: ignore[arg-type]


def changed(**attributes: object) -> bytes:
    document = {**json.loads(encode(envelope())), **attributes}
    return json.dumps({name: value for name, value in document.items() if value is not ...}).encode()


def test_what_goes_out_is_a_cloudevent() -> None:
    document = json.loads(encode(envelope()))
    data = document.pop("data")
    assert document == {
        "specversion": "1.0",
        "id": "01933f5e-7b2a-7c11-8d6e-0a1b2c3d4e5f",
        "source": "example",
        "type": "nl.waarborg.example.everything-happened.v2",
        "subject": "case-1",
        "time": "2026-03-29T01:30:00Z",
        "datacontenttype": "application/json",
        "organisation": "bqr",
        "sequence": "0000000007",
        "traceparent": TRACE,
    }
    assert data == {
        "ref": "ref-1",
        "count": -3,
        "sure": True,
        "at": "2026-03-29T01:30:00Z",
        "on": "2026-03-29",
        "codes": ["a", "b"],
        "colour": "red",
        "perhaps": None,
        "shade": None,
    }


def test_it_comes_back_the_same() -> None:
    for sent in (envelope(), envelope(everything(perhaps="x", shade=Colour.BLUE), traceparent=None)):
        assert decode(encode(sent), KNOWN) == sent


def test_moments_travel_in_utc() -> None:
    amsterdam = timezone(timedelta(hours=2))
    sent = everything(at=datetime(2026, 7, 1, 12, 0, 0, 5, tzinfo=amsterdam))
    assert json.loads(encode(envelope(sent)))["data"]["at"] == "2026-07-01T10:00:00.000005Z"
    assert decode(encode(envelope(sent)), KNOWN).event == sent


def test_the_sequence_sorts_as_text_as_cloudevents_asks() -> None:
    written = [json.loads(encode(envelope(sequence=number)))["sequence"] for number in (2, 10, 999, 10**9)]
    assert written == sorted(written)


def test_unknown_attributes_and_fields_are_ignored() -> None:
    document = json.loads(encode(envelope()))
    document["later"] = {"something": "new"}
    document["data"]["later"] = [1, 2, 3]
    assert decode(json.dumps(document).encode(), KNOWN) == envelope()


def test_an_optional_field_that_an_older_publisher_leaves_out_is_empty() -> None:
    document = json.loads(encode(envelope()))
    del document["data"]["perhaps"]
    assert decode(json.dumps(document).encode(), KNOWN) == envelope()


def test_a_trace_that_cannot_be_read_is_left_out() -> None:
    assert decode(changed(traceparent="nonsense"), KNOWN).traceparent is None
    assert decode(changed(traceparent=...), KNOWN).traceparent is None


def data(**fields: object) -> dict[str, object]:
    document = {**json.loads(encode(envelope()))["data"], **fields}
    return {name: value for name, value in document.items() if value is not ...}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{",
        b'{"specversion":"1.0"}',
        b'{"specversion":NaN}',
        b"[" * 50_000,
        b'{"a":' * 50_000,
        b'{"specversion":"1.0","sequence":' + b"9" * 5000 + b"}",
        "\ufeff{}".encode("utf-16"),
        changed(id="not-a-uuid"),
        changed(id=7),
        changed(source=""),
        changed(source="consent"),
        changed(subject="Jan de Vries"),
        changed(organisation="BQR Zorg"),
        changed(organisation="a.b"),
        changed(organisation=None),
        changed(time="yesterday"),
        changed(time="2026-03-29T01:30:00"),
        changed(sequence="0"),
        changed(sequence=True),
        changed(sequence=1.5),
        changed(sequence="1" * 19),
        changed(sequence=...),
        changed(type=...),
        changed(type=["nl.waarborg.example.everything-happened.v2"]),
        changed(data=None),
        changed(data=[]),
        changed(data=data(ref=...)),
        changed(data=data(ref=None)),
        changed(data=data(ref="Jan de Vries")),
        changed(data=data(ref="jan@example.org")),
        changed(data=data(ref=5)),
        changed(data=data(count=True)),
        changed(data=data(count=1.0)),
        changed(data=data(count="1")),
        changed(data=data(sure=1)),
        changed(data=data(at="2026-03-29T01:30:00")),
        changed(data=data(on="29-3-2026")),
        changed(data=data(codes="a")),
        changed(data=data(codes=["a", None])),
        changed(data=data(colour="green")),
        changed(data=data(colour=None)),
    ],
    ids=lambda raw: repr(raw[:30]),
)
def test_what_is_no_event_of_ours_is_undecodable(raw: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(raw, KNOWN)


def test_only_the_service_in_a_types_name_is_its_source() -> None:
    assert decode(changed(source="example"), KNOWN).source == "example"
    with pytest.raises(Undecodable, match="source"):
        decode(changed(source="example2"), KNOWN)


def test_a_type_without_contract_is_unknown() -> None:
    for type_ in ("nl.waarborg.example.nothing-happened.v1", "com.example.order", "nl.waarborg.example.x.v0"):
        with pytest.raises(UnknownType):
            decode(changed(type=type_), KNOWN)


def test_a_later_version_is_told_from_an_unknown_type() -> None:
    with pytest.raises(FutureVersion):
        decode(changed(type="nl.waarborg.example.everything-happened.v3"), KNOWN)
    with pytest.raises(FutureVersion):
        decode(changed(specversion="2.0"), KNOWN)
    with pytest.raises(UnknownType):
        decode(changed(type="nl.waarborg.example.everything-happened.v1"), KNOWN)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_event_or_a_named_error(raw: bytes) -> None:
    try:
        decode(raw)
    except EventError as wrong:
        assert wrong.code in {"undecodable", "unknown-type", "future-version"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(json.loads(encode(envelope())))), json_values)
def test_any_attribute_may_be_anything(name: str, value: object) -> None:
    try:
        decode(changed(**{name: value}), KNOWN)
    except EventError as wrong:
        assert wrong.code in {"undecodable", "unknown-type", "future-version"}


codes = st.from_regex(r"[A-Za-z][A-Za-z0-9._:/+-]{0,99}", fullmatch=True)
moments = st.datetimes(timezones=st.just(UTC))


@given(codes, codes, codes, moments, st.integers(1, 10**10))
def test_every_request_comes_back_the_same(ref: str, kind: str, channel: str, due_at: datetime, sequence: int) -> None:
    event = RequestReceived(request_ref=ref, kind=kind, channel=channel, due_at=due_at)
    sent = envelope(event, source="requests", sequence=sequence)
    assert decode(encode(sent)) == sent


@pytest.mark.parametrize(
    "text",
    ["Jan de Vries", "jan@example.org", "111222333", "0612345678", "", " a", "a" * 101, "a\nb", "Café", "-a", "a,b"],
)
def test_free_text_addresses_and_long_numbers_do_not_leave(text: str) -> None:
    with pytest.raises(NotACode):
        encode(envelope(everything(ref=text)))
    with pytest.raises(NotACode):
        encode(envelope(everything(codes=("a", text))))


def test_a_missing_or_naive_value_does_not_leave() -> None:
    with pytest.raises(NotACode):
        encode(envelope(everything(ref=None)))
    with pytest.raises(ValueError, match="time zone"):
        encode(envelope(everything(at=datetime(2026, 3, 29))))  # noqa: DTZ001
    with pytest.raises(ValueError, match="date"):
        encode(envelope(everything(on=TIME)))


def test_the_routing_key_is_the_type_and_one_word_for_the_organisation() -> None:
    assert routing_key(WithdrawalRequested.type, "bqr") == "nl.waarborg.requests.withdrawal-requested.v1.bqr"
    assert binding_key(WithdrawalRequested.type) == "nl.waarborg.requests.withdrawal-requested.v1.*"


def test_every_contract_goes_out_and_comes_back() -> None:
    assert len(CATALOGUE) >= 21
    assert all(contract.type == type_ for type_, contract in CATALOGUE.items())
