"""A reporter who left an address hears that something is in the mailbox, without content: by a channel or somebody."""

from typing import Any

import pysequoia
import pytest

from waarborg_disclosure.noticing import send_notices
from waarborg_shared.hooks.values import Content, Delivery, DeliveryState, Message

NOBODY = {"reporter": "anonymous", "name": "", "contact": ""}
RIGHT = {"verdict": "not_reproducible", "assessment": "Wij kunnen het niet nadoen."}


@pytest.fixture
def sent(world: Any, monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """What the organisation's channels were handed, each of which sends by itself."""
    handed: list[Message] = []

    def deliver(message: Message) -> Delivery:
        handed.append(message)
        return Delivery(state=DeliveryState.SENT)

    monkeypatch.setattr(type(world.runtime.rules("bqr")), "deliver", lambda _self, message: deliver(message))
    return handed


def test_J14_who_left_an_address_is_told_without_a_word_of_what_it_is_about(world: Any, sent: list[Message]) -> None:
    receipt = world.visitor().reported()
    row, staff = world.reports()[0], world.assessor()
    assert send_notices(world.runtime, "bqr") == 0
    staff.act(row, "assess", **RIGHT)
    staff.act(row, "reply", text="Nog een vraag.")
    assert (send_notices(world.runtime, "bqr"), send_notices(world.runtime, "bqr")) == (1, 0)
    (message,) = sent
    assert (message.channel, message.content, message.recipient_ref) == ("email", Content.NOTICE, None)
    assert "nachtuil" not in repr(message) and row.number not in repr(message)
    assert "told-reporter" in world.verbs(row.id) and world.reports()[0].notice_state is None
    staff.act(row, "reply", text="Nog een.")
    world.visitor().open(receipt)
    assert send_notices(world.runtime, "bqr") == 0, "he was there himself meanwhile"


@pytest.mark.parametrize(
    "typed",
    [NOBODY, {"contact": ""}, {**NOBODY, "answer_key": "made"}],
    ids=["anonymous", "no address", "a PGP key alone"],
)
def test_who_left_no_address_is_not_told_nor_handed_over(world: Any, typed: dict[str, str]) -> None:
    if "answer_key" in typed:
        typed = {**typed, "answer_key": str(pysequoia.Tsk.generate(user_id="Nachtuil").extract_certificate())}
    world.visitor().reported(**typed)
    (row,) = world.reports()
    world.assessor().act(row, "assess", **RIGHT)
    law = {"ground": "law", "handed_to": "De rechtbank", "handed_why": "Bevel.", "handed_on": "2026-03-02"}
    handed = world.assessor().act(row, "hand-over", **law).status_code
    assert handed == (422 if typed["contact"] == typed.get("name") else 303)
    assert send_notices(world.runtime, "bqr") == 0 and world.reports()[0].notice_state is None
    assert world.assessor().act(row, "told").status_code == 422


def test_what_no_channel_takes_stands_on_the_desk_until_somebody_did_it_also_after_closing(world: Any) -> None:
    world.visitor().reported(contact="06 12345678")
    row, staff = world.reports()[0], world.assessor()
    staff.act(row, "assess", **RIGHT)
    staff.act(row, "close")
    assert row.number not in repr(staff.get("/disclosure/api/v1/desk").json)
    send_notices(world.runtime, "bqr")
    assert row.number in repr(staff.get("/disclosure/api/v1/desk").json)
    page = staff.get(f"/disclosure/reports/{row.id}").text
    assert "Let the reporter know" in page and "06 12345678" in page and "/disclosure/mailbox" in page
    assert staff.act(row, "told").status_code == 303
    again = staff.act(row, "told")
    assert again.status_code == 422 and "The reporter knows already." in again.text
    assert row.number not in repr(staff.get("/disclosure/api/v1/desk").json)
    assert world.verbs(row.id).count("told-reporter") == 1
