"""What comes over a real broker and is no event is kept, shown by the command and replayable; the consumer goes on."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from kombu import Connection

from waarborg_shared.cli.command import command
from waarborg_shared.cli.context import Hand
from waarborg_shared.db import new_id
from waarborg_shared.events import Envelope, encode, routing_key
from waarborg_shared.events.breach import BreachReported
from waarborg_shared.events.disclosure import PersonalDataExposed
from waarborg_shared.worker import desk_of
from waarborg_tests.cast import invite
from waarborg_tests.product import Full, Product
from waarborg_tests.waiting import until

pytestmark = pytest.mark.servers
AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
KEY = routing_key(PersonalDataExposed.type, "bqr")
SEVENTEEN_MEGABYTES = 17 * 1024 * 1024
FOUND = {
    "what": "Een lijst staat open.",
    "where": "https://www.voorbeeld.example/",
    "reporter": "anonymous",
    "exposes_personal_data": True,
}


def exposed(organisation: str) -> bytes:
    """A good event of an organisation."""
    event = PersonalDataExposed(report_ref=new_id(), discovered_at=AT, aware_at=AT)
    envelope = Envelope(
        id=new_id(),
        type=event.type,
        source="disclosure",
        organisation=organisation,
        subject=event.report_ref,
        sequence=1,
        time=AT,
        event=event,
    )
    return encode(envelope)


def changed(**attributes: object) -> bytes:
    """A good event with something else in it."""
    return json.dumps({**json.loads(exposed("bqr")), **attributes}).encode()


POISON = {
    "undecodable": b"\xff\xfe no json",
    "unknown-type": changed(type="nl.waarborg.disclosure.never-heard-of.v1"),
    "future-version": changed(type="nl.waarborg.disclosure.personal-data-exposed.v9"),
    "unknown-organisation": exposed("third"),
    "too-large": b" " * SEVENTEEN_MEGABYTES,
}


def run(product: Product, folder: Path, *words: str, organisations: str = "") -> Result:
    """Run the command of the breach service with its own settings, as an operator does."""
    settings = product.runtimes["breach"].settings
    file = folder / "organisations.toml"
    known = "".join(f'[organisations.{name}]\nhosts = ["{name}.localhost"]\n' for name in ("bqr", "jtb-care"))
    file.write_text(known + organisations, encoding="utf-8")
    environ = {
        "WAARBORG_DATABASE_URL": settings.database_url,
        "WAARBORG_WORKER_DATABASE_URL": settings.worker_database_url,
        "WAARBORG_KEYSTORE_URL": settings.keystore_url,
        "WAARBORG_MASTER_KEY": base64.b64encode(settings.master_key).decode(),
        "WAARBORG_BROKER_URL": settings.broker_url,
        "WAARBORG_ORGANISATIONS": str(file),
        "WAARBORG_PUBLIC_ORIGIN": settings.public_origin,
        "WAARBORG_SERVICE_KEY": settings.service_key,
    }
    service = product.runtimes["breach"].service
    return CliRunner().invoke(command(service), list(words), obj=Hand(service), env=environ)


def put(product: Product, broker: str, body: bytes, key: str) -> None:
    """Put bytes on the exchange of the product, as a stranger would."""
    composed: Any = product.composed
    assert isinstance(composed, Full)
    with Connection(broker, transport_options={"confirm_publish": True}) as connection:
        channel = connection.channel()
        channel.basic_publish_confirm(channel.prepare_message(body), composed.names.events, key)


def test_poison_is_kept_shown_and_replayable_and_the_consumer_goes_on(
    full_product: Product, broker_url: str, tmp_path: Path
):
    product, breach = full_product, full_product.runtimes["breach"]
    partner = invite(product)["bqr"].partner()
    for reason, body in POISON.items():
        key = routing_key(PersonalDataExposed.type, "third") if reason == "unknown-organisation" else KEY
        put(product, broker_url, body, key)
    put(product, broker_url, exposed("jtb-care"), KEY)
    partner.tell("/disclosure/api/v1/reports/", **FOUND)
    until(lambda: product.events("breach", "bqr", BreachReported), what="the good event behind them")
    held = {str(row["reason"]): str(row["id"]) for row in desk_of(breach).poison()}
    assert set(held) == {*POISON, "routing-key-differs"}
    listed = run(product, tmp_path, "poison", "list")
    assert listed.exit_code == 0, listed.output
    for reason, poison_id in held.items():
        assert f"{poison_id} " in listed.stdout and reason in listed.stdout
    assert run(product, tmp_path, "poison", "replay", held["undecodable"]).stdout.endswith(": poison\n")
    third = '[organisations.third]\nhosts = ["third.localhost"]\n'
    replayed = run(product, tmp_path, "poison", "replay", held["unknown-organisation"], organisations=third)
    assert replayed.stdout.endswith(": done\n"), replayed.output
    assert len(product.events("breach", "third", BreachReported)) == 1
    for reason in held.keys() - {"unknown-organisation"}:
        ended = run(product, tmp_path, "poison", "discard", held[reason], "--reason", "een proef")
        assert ended.exit_code == 0, ended.output
    left = run(product, tmp_path, "poison", "list").stdout
    assert [poison_id for poison_id in held.values() if poison_id in left] == []
    assert run(product, tmp_path, "poison", "replay", held["too-large"]).exit_code == 1
    assert [len(product.events("breach", name, BreachReported)) for name in ("bqr", "jtb-care")] == [1, 0]
