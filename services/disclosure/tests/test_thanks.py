"""Thanks: the reward by its table and its second look, and the discoverer's name on his own word (J14, B22, J8)."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_disclosure.actions.number_shapes import holds_a_number
from waarborg_disclosure.domain import Reporter, Verdict
from waarborg_disclosure.domain.crediting import NotALink, NotAName, check_link, check_name
from waarborg_disclosure.domain.thanking import Mark, RewardNotPossible, SeverityNeeded, prize_for, reward
from waarborg_disclosure.models import Credit, Report, Reward
from waarborg_shared.events.disclosure import RewardApproved, RewardWithdrawn
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import STANDARD_REWARDS, Duty, Prize, RewardRow, SeverityBand, Text
from waarborg_shared.hooks.values.rewards import check_rewards
from waarborg_shared.hooks.values.text import BadValue
from waarborg_shared.keystore import KeyDestroyed

THANKS = "/disclosure/thanks"
ANSWER = {"verdict": "in_scope", "assessment": "Het klopt.", "next_step": "Dit.", "fix_date": "2026-06-01"}
WORD = Text("Een beloning", "A reward")
MARK_SETS = st.sets(st.sampled_from(Mark))
BANDS = list(SeverityBand)


def reported(world: Any, organisation: str, **typed: Any) -> tuple[Report, str]:
    """A report that was answered as right and is of some severity; its row and its receipt."""
    receipt = world.visitor(organisation).reported(**typed)
    row = world.reports(organisation)[-1]
    world.assessor(organisation).act(row, "assess", **ANSWER)
    found(world, row, organisation, severity="high")
    return row, receipt


def found(world: Any, row: Report, organisation: str, **facts: Any) -> None:
    """Note what triage and fixing say of a report."""
    with world.work(organisation) as work:
        mine = work.case(Report, row.id)
        for name, value in facts.items():
            setattr(mine, name, value)


def colleague(world: Any, organisation: str = "bqr") -> Any:
    return world.signed_in(organisation, Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS, ref="account-colleague")


def in_mailbox(visitor: Any, receipt: str, step: str, **typed: Any) -> Any:
    return visitor.send(f"/disclosure/mailbox/{step}", page="/disclosure/mailbox", receipt=receipt, **typed)


def rewards(world: Any, organisation: str = "bqr") -> list[Reward]:
    return world.rows(Reward, organisation)


@given(
    marks=MARK_SETS,
    more=MARK_SETS,
    severity=st.sampled_from(BANDS),
    graver=st.sampled_from(BANDS),
    reporter=st.sampled_from(Reporter),
    verdict=st.sampled_from(Verdict),
    known=st.sampled_from([None, True, False]),
    anonymous=st.booleans(),
)
def test_J14_B22_the_reward_table(
    marks: set[Mark],
    more: set[Mark],
    severity: SeverityBand,
    graver: SeverityBand,
    reporter: Reporter,
    verdict: Verdict,
    known: bool | None,
    anonymous: bool,
) -> None:
    policy = replace(LawDefaults("house").disclosure_policy(), reward=WORD, reward_for_anonymous=anonymous)
    facts = {"known": known, "severity": severity, "marks": marks}
    ruled_out = reporter is Reporter.ANONYMOUS and not anonymous
    unknown = (verdict is Verdict.IN_SCOPE and known is not True) or (verdict is Verdict.DUPLICATE and known is False)
    if ruled_out or not unknown:
        with pytest.raises(RewardNotPossible):
            reward(policy, reporter, verdict, **facts)
        return
    given_now = reward(policy, reporter, verdict, **facts)
    assert given_now == prize_for(policy, severity, marks) and given_now.cents > 0
    assert prize_for(policy, severity, marks | more).cents >= given_now.cents
    if BANDS.index(graver) >= BANDS.index(severity):
        assert prize_for(policy, graver, marks).cents >= given_now.cents
    with pytest.raises(SeverityNeeded):
        reward(policy, reporter, verdict, **{**facts, "severity": None})
    with pytest.raises(RewardNotPossible):
        reward(replace(policy, reward=None), reporter, verdict, **facts)


@pytest.mark.parametrize("wrong", ["falling with quality", "falling with severity", "a band missing", "too short"])
def test_a_table_that_is_not_monotone_is_refused(wrong: str) -> None:
    first, *rest = STANDARD_REWARDS
    prizes = first.by_quality
    with pytest.raises(BadValue):
        if wrong == "falling with quality":
            check_rewards((replace(first, by_quality=(*prizes[:4], Prize(cents=0))), *rest))
        elif wrong == "falling with severity":
            top = replace(rest[-1], by_quality=(Prize(cents=1),) * 5)
            check_rewards((first, *rest[:-1], top))
        elif wrong == "a band missing":
            check_rewards(STANDARD_REWARDS[1:])
        else:
            RewardRow(severity=SeverityBand.LOW, by_quality=prizes[:4])


def test_B22_a_reward_is_proposed_by_one_and_approved_by_another_paid_outside_and_told(world: Any) -> None:
    row, receipt = reported(world, "bqr")
    first, second = world.assessor(), colleague(world)
    page = first.get(f"/disclosure/reports/{row.id}").text
    assert "What the table gives at this severity: High" in page and "€ 250" in page.replace("€\u00a0", "€ ")
    assert first.act(row, "reward-propose", marks=["clear", "impact", "careful"]).status_code == 303
    refused = first.act(row, "reward-approve", reward_outsider="Een vriend.")
    assert refused.status_code == 422 and "A colleague has to look at it" in refused.text
    assert "Your reward" not in world.visitor().open(receipt).text
    assert second.act(row, "reward-approve").status_code == 303
    (reward_row,) = rewards(world)
    assert (reward_row.cents, reward_row.marks) == (25_000, ["clear", "impact", "careful"])
    assert (reward_row.proposed_by, reward_row.looked_by) == ("account-assessor", "account-colleague")
    (told,) = world.told(RewardApproved)
    assert (told.report_ref, told.severity_kind, told.quality_number, told.look_kind) == (
        row.id,
        "high",
        3,
        "colleague",
    )
    again = second.act(row, "reward-approve")
    assert again.status_code == 422 and len(world.told(RewardApproved)) == 1
    assert first.act(row, "fixed", fixed_how="Hersteld.").status_code == 303
    assert first.act(row, "close").status_code == 303
    visitor = world.visitor()
    assert "About your reward you can go on writing" in visitor.open(receipt).text
    assert visitor.write(receipt, "Een bon, graag.").status_code == 201
    assert "Een bon, graag." in first.get(f"/disclosure/reports/{row.id}").text
    assert first.act(row, "reply", text="Die komt.").status_code == 303, "also when it is closed, until it is paid"
    assert first.act(row, "reward-propose", marks=["clear"]).status_code == 422
    for note, day in (("NL91 ABNA 0417 1643 00", "2026-03-02"), ("Per post.", "2027-01-01")):
        assert first.act(row, "reward-paid", paid_on=day, paid_note=note).status_code == 422
    assert first.act(row, "reward-paid", paid_on="2026-03-02", paid_note="Per post.").status_code == 303
    assert first.act(row, "reward-paid", paid_on="2026-03-02").status_code == 422
    mailbox = world.visitor().open(receipt).text
    assert "Your reward" in mailbox and "Paid or given on" in mailbox and "yours has 3" in mailbox
    assert visitor.write(receipt, "Nog iets.").status_code == 422, "all has been said"
    assert [verb for verb in world.verbs(row.id) if "reward" in verb] == [
        *("proposed-reward", "approved-reward", "paid-reward")
    ]


def test_J8_where_one_person_works_the_second_look_is_after_a_night_and_the_record_says_so(world: Any) -> None:
    row, _ = reported(world, "jtb-care")
    alone = world.assessor("jtb-care")
    alone.act(row, "reward-propose", marks=["clear"])
    assert "Look at it again tomorrow" in alone.act(row, "reward-approve").text
    world.clock.forward(12 * 3600)
    alone = world.assessor("jtb-care")
    alone.act(row, "reward-propose", marks=["clear"])  # the same again does not begin the night anew
    assert "bank account" in alone.act(row, "reward-approve", reward_outsider="NL91ABNA0417164300").text
    world.clock.forward(12 * 3600)
    assert world.assessor("jtb-care").act(row, "reward-approve").status_code == 303
    assert rewards(world, "jtb-care")[0].looked_how == "after_a_night"
    assert "one works here" in world.assessor("jtb-care").get(f"/disclosure/reports/{row.id}").text


def test_a_proposal_whose_severity_was_changed_is_not_approved(world: Any) -> None:
    row, _ = reported(world, "bqr")
    world.assessor().act(row, "reward-propose", marks=["clear"])
    found(world, row, "bqr", severity="low")
    refused = colleague(world).act(row, "reward-approve")
    assert refused.status_code == 422 and "Propose the reward again" in refused.text
    found(world, row, "bqr", severity="high", known=True)
    assert colleague(world).act(row, "reward-approve").status_code == 422
    assert colleague(world).act(row, "reward-refuse", reward_why="Bekend.").status_code == 303
    assert rewards(world)[0].state == "refused" and world.told(RewardApproved) == []


def test_who_judged_a_report_does_not_approve_its_reward_either(world: Any) -> None:
    row, _ = reported(world, "bqr")
    judge, other = world.assessor(), colleague(world)
    third = world.signed_in("bqr", Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS, ref="account-third")
    rated = {"vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}
    assert third.act(row, "vector", **rated).status_code == 303
    other.act(row, "reward-propose", marks="clear")
    page = judge.get(f"/disclosure/reports/{row.id}").text
    assert "A colleague who did not judge it approves the reward" in page and "Approve this reward" not in page
    for one in (judge, third):
        refused = one.act(row, "reward-approve", reward_outsider="Een vriend.")
        assert refused.status_code == 422 and "Send the proposal back" in refused.text
    assert judge.act(row, "reward-refuse", reward_why="Ik stel haar zelf voor.").status_code == 303
    assert judge.act(row, "reward-propose", marks="clear").status_code == 303
    assert other.act(row, "reward-approve").status_code == 303
    assert rewards(world)[0].looked_by == "account-colleague"


def test_an_approved_reward_is_withdrawn_with_a_reason_that_the_reporter_reads(world: Any) -> None:
    row, receipt = reported(world, "bqr")
    staff, other = world.assessor(), colleague(world)
    reason = {"reward_withdrawn_why": "Wij kenden dit al."}
    assert staff.act(row, "reward-withdraw", **reason).status_code == 422
    staff.act(row, "reward-propose", marks="clear")
    assert staff.act(row, "reward-withdraw", **reason).status_code == 422
    other.act(row, "reward-approve")
    for why in ("", "NL91 ABNA 0417 1643 00"):
        assert staff.act(row, "reward-withdraw", reward_withdrawn_why=why).status_code == 422
    assert staff.act(row, "reward-withdraw", **reason).status_code == 303
    assert staff.act(row, "reward-withdraw", **reason).status_code == 422
    assert staff.act(row, "reward-paid", paid_on="2026-03-02").status_code == 422
    mailbox = world.visitor().open(receipt).text
    assert (
        "Your reward was withdrawn" in mailbox
        and "Wij kenden dit al." in mailbox
        and "Thank you. You get" not in mailbox
    )
    assert [each.report_ref for each in world.told(RewardWithdrawn)] == [row.id]
    assert rewards(world)[0].state == "withdrawn" and world.verbs(row.id).count("withdrew-reward") == 1
    assert staff.act(row, "reward-propose", marks="clear").status_code == 303
    assert other.act(row, "reward-approve").status_code == 303
    assert staff.act(row, "reward-paid", paid_on="2026-03-02").status_code == 303
    assert staff.act(row, "reward-withdraw", **reason).status_code == 422


@pytest.mark.parametrize(
    "since",
    [{"severity": "low"}, {"known": True}, {"verdict": "not_reproducible"}],
    ids=["severity", "known", "verdict"],
)
def test_what_is_not_earned_any_more_is_not_paid(world: Any, since: dict[str, Any]) -> None:
    row, _ = reported(world, "bqr")
    world.assessor().act(row, "reward-propose", marks="clear")
    colleague(world).act(row, "reward-approve")
    found(world, row, "bqr", **since)
    refused = world.assessor().act(row, "reward-paid", paid_on="2026-03-02")
    assert refused.status_code == 422 and "Withdraw it, with the reason" in refused.text
    assert rewards(world)[0].state == "approved"


@pytest.mark.parametrize(
    "typed",
    [{"marks": "lovely"}, {"marks": "clear", "amount": "100000"}, {"marks": "clear", "cents": "100000"}],
    ids=["a mark that is none", "an amount", "cents"],
)
def test_no_amount_is_typed_and_no_mark_made_up(world: Any, typed: dict[str, str]) -> None:
    row, _ = reported(world, "bqr")
    assert world.assessor().act(row, "reward-propose", **typed).status_code == 422
    assert rewards(world) == []


def test_B22_for_an_anonymous_report_no_reward_is_proposed_at_bqr(world: Any) -> None:
    row, _ = reported(world, "bqr", reporter="anonymous", name="", contact="")
    staff = world.assessor()
    assert 'id="reward"' not in staff.get(f"/disclosure/reports/{row.id}").text
    assert staff.act(row, "reward-propose", marks="clear").status_code == 422
    assert rewards(world) == []


def test_two_who_approve_at_once_approve_once(world: Any) -> None:
    row, _ = reported(world, "bqr")
    world.assessor().act(row, "reward-propose", marks="clear")
    seen = next(each.revision for each in world.reports() if each.id == row.id)
    assert colleague(world).act(row, "reward-approve", seen=seen).status_code == 303
    late = world.signed_in("bqr", Duty.DISCLOSURE_READ, Duty.DISCLOSURE_ASSESS, ref="account-third")
    assert late.act(row, "reward-approve", seen=seen).status_code == 412
    assert rewards(world)[0].looked_by == "account-colleague" and len(world.told(RewardApproved)) == 1


def test_J14_a_name_stands_on_the_page_on_his_word_after_the_fix_and_goes_at_once(world: Any) -> None:
    row, receipt = reported(world, "jtb-care", may_credit="true")
    staff, anybody = world.assessor("jtb-care"), world.visitor("jtb-care")
    (credit,) = world.rows(Credit, "jtb-care")
    assert b"nachtuil" not in credit.name_sealed
    assert staff.act(row, "credit-accept").status_code == 303
    assert "nachtuil" not in anybody.get(THANKS).text
    found(world, row, "jtb-care", fixed_at=world.clock.now())
    page = anybody.get(THANKS)
    assert "nachtuil" in page.text and 'name="robots" content="index"' in page.text
    assert page.headers.getlist("Set-Cookie") == [] and page.headers["Cache-Control"] == "public, no-cache"
    same = anybody.client.get(
        THANKS,
        base_url="http://jtb-care.localhost:8000",
        headers={"If-None-Match": page.headers["ETag"], "Accept-Language": "en"},
    )
    assert same.status_code == 304
    typed = {"credit_name": "Uil van de Nacht", "credit_link": "https://uil.example/over"}
    assert (
        anybody.send("/disclosure/mailbox/credit", page="/disclosure/mailbox", receipt=receipt, **typed).status_code
        == 201
    )
    assert "Uil van de Nacht" not in anybody.get(THANKS).text and "nachtuil" not in anybody.get(THANKS).text
    staff.act(row, "credit-accept")
    page = anybody.get(THANKS).text
    assert 'href="https://uil.example/over" rel="nofollow noopener noreferrer ugc"' in page
    gone = world.rows(Credit, "jtb-care")[0]
    taken = in_mailbox(anybody, receipt, "credit-withdraw")
    assert taken.status_code == 201 and "Your name is gone" in taken.text
    assert "Uil van de Nacht" not in anybody.get(THANKS).text and world.rows(Credit, "jtb-care") == []
    with world.work("jtb-care") as work, pytest.raises(KeyDestroyed):
        work.unseal(gone.name_sealed, holder=gone.id, table="report_credit", column="name", row=gone.id)
    again = in_mailbox(anybody, receipt, "credit-withdraw")
    assert again.status_code == 422
    assert (
        anybody.send("/disclosure/mailbox/credit", page="/disclosure/mailbox", receipt=receipt, **typed).status_code
        == 201
    )


BAD_NAMES = [
    "<script>alert(1)</script>",
    "Jan {{7*7}}",
    "&lt;b&gt;",
    "www.koop.example",
    "javascript:x",
    "123456782",
    "NL91ABNA0417164300",
]
BAD_LINKS = [
    *("javascript:alert(1)", "http://a.example", "https://a@b.example", "https://localhost", "https://a.example:8443/"),
    *("https://127.0.0.1/", "data:text/html,x", 'https://a.example/"onclick', "//a.example", "https://a.example/ b"),
]


def test_what_is_no_name_and_no_link_is_refused_at_its_field(world: Any) -> None:
    _, receipt = reported(world, "jtb-care", may_credit="true", name="123456782")
    visitor = world.visitor("jtb-care")
    assert world.rows(Credit, "jtb-care") == [] and not world.reports("jtb-care")[0].may_credit
    for name in BAD_NAMES[:1] + BAD_NAMES[5:]:
        page = in_mailbox(visitor, receipt, "credit", credit_name=name)
        assert page.status_code == 422 and 'href="#field-credit_name"' in page.text and "<script>alert" not in page.text
    page = in_mailbox(visitor, receipt, "credit", credit_name="Uil", credit_link="javascript:alert(1)")
    assert page.status_code == 422 and 'href="#field-credit_link"' in page.text
    assert world.rows(Credit, "jtb-care") == []
    for name in BAD_NAMES[:5]:
        with pytest.raises(NotAName):
            check_name(name)
    assert all(holds_a_number(name) for name in BAD_NAMES[5:]) and not holds_a_number("Uil 1984, de derde")
    for link in BAD_LINKS:
        with pytest.raises(NotALink):
            check_link(link)
    assert check_link(" https://uil.example/~ik?x=1 ") == "https://uil.example/~ik?x=1"


def test_a_name_that_does_not_fit_is_left_off_with_the_reason(world: Any) -> None:
    row, receipt = reported(world, "jtb-care", may_credit="true", name="Koop bij Kees")
    assert world.assessor("jtb-care").act(row, "credit-refuse", credit_why="Dit is reclame.").status_code == 303
    page = world.visitor("jtb-care").open(receipt).text
    assert "Dit is reclame." in page and world.rows(Credit, "jtb-care") == []


def test_B22_where_no_discoverer_is_named_nobody_gives_a_name(world: Any) -> None:
    _, receipt = reported(world, "bqr")
    visitor = world.visitor()
    assert "Your name as the discoverer" not in visitor.open(receipt).text
    refused = in_mailbox(visitor, receipt, "credit", credit_name="nachtuil")
    assert refused.status_code == 422 and "names no discoverers" in refused.text
    assert "We name nobody" in visitor.get(THANKS).text


def test_numbers_are_found_wherever_they_stand() -> None:
    for text in ("Naar NL91 ABNA 0417 1643 00 van Jan", "be68539007547034", "nr 123.456.782.", "NL00BANK0123456789"):
        assert holds_a_number(text), text
    for text in (
        "Per post op 2 maart",
        "ref AB12 en verder niets bijzonders hier te lezen",
        "1234567890",
        "111111111111",
    ):
        assert not holds_a_number(text), text


def test_the_answer_to_the_mailbox_holds_no_receipt_in_an_address(world: Any) -> None:
    _, receipt = reported(world, "jtb-care")
    page = world.visitor("jtb-care").open(receipt).text
    assert not re.search(rf'(href|action)="[^"]*{receipt.replace(" ", "")}', page)
