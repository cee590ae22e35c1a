"""The keys of receipts: they renew, old receipts stay checkable, and a stolen one is shut out."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from click.testing import CliRunner

from waarborg_consent import actions, receipts
from waarborg_consent.app import SERVICE
from waarborg_consent.chores import renew_receipt_key
from waarborg_consent.commands import receipt_keys
from waarborg_consent.models import ReceiptKey
from waarborg_consent.receipts import BadReceipt, Fault
from waarborg_shared.cli.context import Hand
from waarborg_shared.config import Settings
from waarborg_shared.service import Service
from waarborg_shared.testing.world import World
from waarborg_tests.receipt_asking import KEYS, NEWS, address, give, published


def test_an_old_receipt_is_checked_with_the_key_that_it_was_signed_with(either_world: World) -> None:
    partner, consent_id = either_world.partner("bqr", "consent:record"), give(either_world)
    old = partner.get(address(consent_id)).data
    either_world.clock.moment += timedelta(days=366)
    with either_world.work() as work:
        renew_receipt_key(work, settings=either_world.runtime.settings)
        renew_receipt_key(work, settings=either_world.runtime.settings)
    either_world.clock.moment += timedelta(days=1)
    new = either_world.partner("bqr", "consent:record").get(address(consent_id)).data
    keys = published(either_world)
    assert len(keys) == 2
    kids = [receipts.check(each, keys).kid for each in (old, new)]
    assert kids[0] != kids[1]
    assert keys[kids[0]].signs_until is not None
    assert keys[kids[1]].signs_until is None


def test_a_key_that_is_not_yet_a_year_old_stays(world: World) -> None:
    consent_id = give(world)
    world.partner("bqr", "consent:record").get(address(consent_id))
    world.clock.moment += timedelta(days=364)
    with world.work() as work:
        renew_receipt_key(work, settings=world.runtime.settings)
    assert len(world.rows(ReceiptKey)) == 1


def test_a_chore_makes_no_key_for_an_organisation_that_gave_no_receipt(world: World) -> None:
    with world.work() as work:
        renew_receipt_key(work, settings=world.runtime.settings)
    assert world.rows(ReceiptKey) == []
    assert world.visitor().get(KEYS).json == {"keys": []}


def test_after_a_theft_no_earlier_receipt_counts_and_a_new_one_can_be_had(either_world: World) -> None:
    partner, consent_id = either_world.partner("bqr", "consent:record"), give(either_world)
    stolen = partner.get(address(consent_id)).data
    with either_world.work() as work:
        actions.withdraw_receipt_keys(work, legal_name="BQR")
    with pytest.raises(BadReceipt) as refused:
        receipts.check(stolen, published(either_world))
    assert refused.value.fault is Fault.KEY_WITHDRAWN
    receipts.check(partner.get(address(consent_id)).data, published(either_world))


def test_each_organisation_has_keys_of_its_own(either_world: World) -> None:
    signed = {}
    for organisation in NEWS:
        consent_id = give(either_world, organisation=organisation)
        signed[organisation] = either_world.partner(organisation, "consent:record").get(address(consent_id)).data
    with pytest.raises(BadReceipt) as refused:
        receipts.check(signed["bqr"], published(either_world, "jtb-care"))
    assert refused.value.fault is Fault.UNKNOWN_KEY
    assert published(either_world).keys().isdisjoint(published(either_world, "jtb-care"))


def test_the_key_itself_is_stored_sealed_and_never_published(world: World) -> None:
    world.partner("bqr", "consent:record").get(address(give(world)))
    (row,) = world.rows(ReceiptKey)
    assert b"PRIVATE KEY" not in row.private_sealed
    (key,) = world.visitor().get(KEYS).json["keys"]
    assert not {"d", "private"} & set(key)
    assert key["use"] == "sig"


@dataclass(frozen=True)
class HandOf:
    """What a command has at hand, with a test's settings."""

    given: Settings
    service: Service = SERVICE

    def settings(self) -> Settings:
        return self.given

    runtime = Hand.runtime


def test_the_command_renews_the_key_and_with_stolen_lets_no_earlier_one_count(either_world: World) -> None:
    consent_id = give(either_world)
    first = either_world.partner("bqr", "consent:record").get(address(consent_id)).data
    hand = HandOf(either_world.runtime.settings)
    for stolen in ([], ["--stolen"]):
        done = CliRunner().invoke(receipt_keys, ["rotate", "bqr", *stolen], obj=hand)
        assert done.exit_code == 0, done.output
        assert re.fullmatch(r"[0-9a-f-]{36} signs from now on\n", done.stdout)
    keys = published(either_world)
    assert sorted(key.revoked_at is not None for key in keys.values()) == [False, True, True]
    with pytest.raises(BadReceipt):
        receipts.check(first, keys)


def test_the_command_refuses_an_organisation_that_is_not_there(world: World) -> None:
    done = CliRunner().invoke(receipt_keys, ["rotate", "nobody"], obj=HandOf(world.runtime.settings))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no organisation 'nobody' is configured" in done.stderr
    assert world.rows(ReceiptKey) == []
