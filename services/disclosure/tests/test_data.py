"""What must be true of disclosure as a service: its tables, its migrations, its words, its receipts."""

import pytest

from waarborg_disclosure import domain, texts
from waarborg_disclosure.app import SERVICE
from waarborg_disclosure.domain import (
    AnonymousWithTrace,
    AnswerIncomplete,
    CreditNotOffered,
    DisclosureError,
    Introduction,
    NameNeeded,
    Reporter,
    ReportState,
    Verdict,
)
from waarborg_disclosure.models import Base
from waarborg_shared.hooks.values import AnswerPart
from waarborg_shared.testing.data_contract import wrong_with_classes, wrong_with_migrations, wrong_with_tables
from waarborg_shared.web.i18n import missing_translations


def test_every_table_is_held_to_its_organisation():
    assert wrong_with_tables(Base.metadata) == []
    assert wrong_with_classes(Base.registry) == []


def test_the_migrations_make_what_the_models_say(service_database):
    assert wrong_with_migrations(SERVICE, service_database(SERVICE)) == []


def test_everything_that_people_read_is_said_in_dutch():
    assert missing_translations("waarborg_disclosure") == []


def test_every_code_has_its_words():
    assert set(texts.STATES) == set(ReportState)
    assert set(texts.VERDICTS) == set(Verdict)
    assert set(texts.REPORTERS) == set(texts.REPORTED_BY) == set(Reporter)
    for error in DisclosureError.__subclasses__():
        assert error.text != DisclosureError.text or error is AnswerIncomplete
    for part in AnswerPart:
        assert AnswerIncomplete(part).text == AnswerIncomplete.texts[part]


def test_a_receipt_is_read_as_people_copy_it():
    receipt = domain.spell_receipt(bytes(range(32)))
    assert len(receipt) == domain.RECEIPT_DIGITS and receipt.isdigit()
    for typed in (receipt, f" {receipt[:4]} {receipt[4:8]}-{receipt[8:12]}–{receipt[12:]}"):
        assert domain.read_receipt(typed) == receipt
    for typed in (receipt[:-1], receipt + "0", "٠" * 16, "x" * 16, ""):
        assert domain.read_receipt(typed) is None
    assert domain.spell_receipt(bytes(16)) == "0" * 16
    with pytest.raises(ValueError, match="16 random bytes"):
        domain.spell_receipt(bytes(15))


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_J14_B22_who_reports_says_as_much_as_they_like(world, organisation):
    policy = world.runtime.rules(organisation).disclosure_policy
    for given in (
        Introduction(reporter=Reporter.ANONYMOUS),
        Introduction(reporter=Reporter.PSEUDONYM, name="nachtuil"),
        Introduction(reporter=Reporter.NAMED, name="Iris Verzonnen", contact="iris@example.nl"),
    ):
        domain.check_introduction(policy, given)
        assert domain.has_mailbox(policy, given.reporter)
    with pytest.raises(NameNeeded):
        domain.check_introduction(policy, Introduction(reporter=Reporter.NAMED, name=" "))
    with pytest.raises(AnonymousWithTrace):
        domain.check_introduction(policy, Introduction(reporter=Reporter.ANONYMOUS, may_credit=True))


def test_J14_credit_is_offered_and_B22_is_not(world):
    named = Introduction(reporter=Reporter.NAMED, name="Iris Verzonnen", may_credit=True)
    domain.check_introduction(world.runtime.rules("jtb-care").disclosure_policy, named)
    with pytest.raises(CreditNotOffered):
        domain.check_introduction(world.runtime.rules("bqr").disclosure_policy, named)
