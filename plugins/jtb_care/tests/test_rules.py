"""JTB-Care's rules by number, as far as its plugin carries them."""

from datetime import UTC, date, datetime

import pytest

from waarborg_plugin_jtb_care import Plugin
from waarborg_shared.clocks import Term, Unit, due, due_on
from waarborg_shared.hooks import PluginError
from waarborg_shared.hooks.values import (
    Address,
    AnswerPart,
    Content,
    DeliveryState,
    Duty,
    Effect,
    LegalBasis,
    Message,
    PurposeKind,
    RecipientKind,
    RequestClass,
    RequestKind,
    Right,
    Sensitivity,
    SpecialGround,
    Subject,
)
from waarborg_shared.testing.plugin_subject import find_subject

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def rules():
    """JTB-Care's rules with its example settings."""
    return find_subject("jtb_care").rules()


def _message(channel, content):
    return Message(
        id="m-1",
        organisation="jtb-care",
        channel=channel,
        template="answer",
        content=content,
        case_ref="case-1",
        recipient_ref="person-1",
        at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    )


def test_J1_the_statement_has_a_version_and_a_date(rules):
    assert (rules.organisation.statement_version, rules.organisation.statement_dated) == ("0.1", date(2018, 5, 24))


def test_J2_purposes_are_a_closed_list_and_each_names_its_own_data(rules):
    assert set(rules.purposes) == {
        "care",
        "payment",
        "service_call",
        "service_message",
        "delivery",
        "legal_duty",
        "contact",
        "improvement",
        "promotion",
        "newsletter",
    }
    assert all(purpose.categories and purpose.bases and purpose.source for purpose in rules.purposes.values())


FOURTEEN = {
    "name": ("Voorletters en achternaam", Sensitivity.ORDINARY),
    "sex": ("Geslacht", Sensitivity.ORDINARY),
    "birth_date": ("Geboortedatum", Sensitivity.ORDINARY),
    "company": ("Bedrijfsnaam", Sensitivity.ORDINARY),
    "occupation": ("Sector en beroep", Sensitivity.ORDINARY),
    "address": ("Straat, huisnummer en postcode", Sensitivity.ORDINARY),
    "telephone": ("Telefoonnummer", Sensitivity.ORDINARY),
    "email": ("E-mailadres", Sensitivity.ORDINARY),
    "bank": ("Bankgegevens", Sensitivity.FINANCIAL),
    "bsn": ("Burgerservicenummer", Sensitivity.BSN),
    "insurance_number": ("Zorgverzekeringsnummer", Sensitivity.ORDINARY),
    "insurer": ("Zorgverzekeraar", Sensitivity.ORDINARY),
    "kvk": ("KvK-nummer", Sensitivity.ORDINARY),
    "vat": ("Btw-nummer", Sensitivity.ORDINARY),
}


def test_J3_there_are_fourteen_kinds_of_data_and_three_special_ones_beside_the_bsn(rules):
    found = {code: (kind.name.nl, kind.sensitivity) for code, kind in rules.categories.items()}
    special = {"health": Sensitivity.HEALTH, "criminal": Sensitivity.CRIMINAL, "ethnicity": Sensitivity.ETHNIC}
    assert {code: value for code, value in found.items() if code not in special} == FOURTEEN
    assert {code: found[code][1] for code in special} == special


def test_J4_special_data_need_legal_duty_consent_and_need_all_three(rules):
    care = rules.purposes["care"]
    assert care.every_ground_needed
    assert set(care.special_grounds) == {
        SpecialGround.LEGAL_DUTY,
        SpecialGround.EXPLICIT_CONSENT,
        SpecialGround.CARE,
    }
    assert LegalBasis.LEGAL_DUTY in care.bases


def test_J4_special_data_serve_care_and_the_law_and_nothing_else(rules):
    special = {code for code, kind in rules.categories.items() if kind.sensitivity.special}
    users = {code for code, purpose in rules.purposes.items() if special & set(purpose.categories)}
    assert users == {"care", "legal_duty"}


def test_J5_newsletter_and_promotion_rest_on_consent(rules):
    for code in ("newsletter", "promotion"):
        assert rules.purposes[code].rests_on_consent
        assert rules.purposes[code].kind is PurposeKind.MARKETING
    assert not any(clamp.what.startswith("purpose.") for clamp in rules.clamps)


def test_J6_service_messages_need_no_consent_and_cannot_be_objected_to(rules):
    for code in ("service_message", "service_call"):
        assert rules.purposes[code].kind is PurposeKind.SERVICE_MESSAGE
        assert not rules.purposes[code].objectable


def test_J7_people_are_reached_in_person_and_by_letter_and_never_by_a_mailing(rules):
    assert set(rules.channels) == {"contact", "letter", "email"}
    assert not any(channel.mailing for channel in rules.channels.values())
    assert rules.channels["email"].carries == {Content.NOTICE}


def test_J6_confirmations_are_service_messages_and_go_by_e_mail_too(rules):
    for code in ("enrolment_confirmed", "payment_confirmed", "service_change"):
        kind = rules.message_kinds[code]
        assert kind.service and "email" in kind.channels and kind.categories == ()


def test_J7_everything_else_is_said_in_person_and_a_newsletter_is_never_sent(rules):
    others = {code: kind for code, kind in rules.message_kinds.items() if not kind.service}
    assert others["newsletter_issue"].channels == ()
    assert all(kind.personal for code, kind in others.items() if code != "newsletter_issue")
    assert not any("email" in kind.channels for kind in others.values())


@pytest.mark.parametrize(
    ("channel", "content", "state"),
    [
        ("contact", Content.HEALTH, DeliveryState.TASK),
        ("letter", Content.HEALTH, DeliveryState.TO_PRINT),
        ("email", Content.NOTICE, DeliveryState.TASK),
        ("email", Content.PERSONAL, DeliveryState.FAILED),
        ("pigeon", Content.NOTICE, DeliveryState.FAILED),
    ],
)
def test_J7_a_message_becomes_a_talk_or_a_letter(channel, content, state, rules):
    assert rules.deliver(_message(channel, content)).state is state


def test_J8_nobody_gets_data_but_the_platforms_operator_who_is_a_processor(rules):
    (operator,) = rules.recipients
    assert (operator.code, operator.kind, operator.inside_eea) == ("platform_operator", RecipientKind.PROCESSOR, True)


def test_J8_one_person_does_it_all_and_has_every_duty(rules):
    assert rules.organisation.one_person
    assert rules.roles["care_lead"].duties == set(Duty)


def test_J9_a_member_of_staff_sees_what_the_function_needs(rules):
    seen = {record_type for (role, record_type) in rules.grants if role == "staff"}
    assert seen == {"file", "contact_details", "statement"}
    assert Duty.REQUESTS_READ not in rules.roles["staff"].duties


def test_J10_data_go_when_no_longer_needed_or_when_no_agreement_came_about(rules):
    at_once = Term(0, Unit.DAYS)
    assert (rules.retention(TODAY)["as_long_as_needed"].keep, rules.retention(TODAY)["never_concluded"].keep) == (
        at_once,
        at_once,
    )
    assert rules.retention(TODAY)["never_concluded"].start_event == "agreement-fell-through"


@pytest.mark.parametrize(("code", "years"), [("medical_file", 20), ("financial", 7), ("access_log", 5)])
def test_J10_the_laws_own_terms_hold_for_money_and_health(code, years, rules):
    assert rules.retention(TODAY)[code].keep == Term(years * 12, Unit.MONTHS)


AS_COMPLAINT = [
    *("access", "copy", "access_log", "referral_index"),
    *("correction", "addition", "objection", "erasure", "complaint"),
]


@pytest.mark.parametrize("kind", AS_COMPLAINT)
def test_J11_it_counts_as_a_complaint_and_is_answered_by_letter_in_fourteen_days(kind, rules):
    policy = rules.request_policy(RequestKind(kind), TODAY)
    assert policy.request_class is RequestClass.COMPLAINT
    assert (policy.promise.term, policy.extension, policy.answer_channel) == (Term(14, Unit.DAYS), None, "letter")
    received = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert due_on(due(policy.promise, received, rules.calendar)) == date(2026, 3, 17)


@pytest.mark.parametrize("kind", sorted(set(RequestKind) - set(AS_COMPLAINT)))
def test_J11_what_the_statement_leaves_out_has_the_terms_of_the_law(kind, rules):
    policy = rules.request_policy(kind, TODAY)
    assert (policy.request_class, policy.promise.term) == (RequestClass.REQUEST, Term(1, Unit.MONTHS))
    assert policy.answer_channel == "letter"


def test_J12_there_is_no_portal_for_clients_and_a_client_sees_what_is_known(rules):
    assert not rules.organisation.person_accounts
    for record_type in rules.record_types:
        assert rules.grants["client", record_type].rights == {Right.READ}


@pytest.mark.parametrize("subject", [Subject.BREACH, Subject.DISCLOSURE])
def test_J13_who_suspects_misuse_can_reach_us(subject, rules):
    assert rules.organisation.contact(subject).email == "privacy@jtb-care.example"


def test_J14_a_first_answer_comes_in_five_days_with_assessment_and_date(rules):
    policy = rules.disclosure_policy
    (promise,) = policy.promises
    assert (promise.name, promise.start_event, promise.term) == ("first_answer", "received", Term(5, Unit.DAYS))
    assert set(policy.answer_needs) == {AnswerPart.ASSESSMENT, AnswerPart.FIX_DATE}
    friday = datetime(2026, 4, 3, 10, tzinfo=UTC)
    assert due_on(due(promise, friday, rules.calendar)) == date(2026, 4, 8)


def test_J14_a_pseudonym_a_reward_for_every_unknown_problem_and_credit(rules):
    policy = rules.disclosure_policy
    assert policy.pseudonym_allowed and policy.credit and policy.reward_for_anonymous
    assert "severity" in policy.reward.en and "quality" in policy.reward.en
    assert (len(policy.we_ask), len(policy.please_avoid), len(policy.we_promise)) == (4, 7, 3)
    assert policy.good_faith is not None


def test_J15_it_stands_in_the_dorpshuisstraat_in_norg(rules):
    norg = Address(street="Dorpshuisstraat 15", postcode="9331 AX", town="Norg")
    assert rules.organisation.address == norg
    assert {contact.address for contact in rules.organisation.contacts} == {norg}


def test_B24_the_laws_72_hours_run_from_becoming_aware(rules):
    (clock,) = rules.breach_protocol.clocks
    assert (clock.name, clock.start_event, clock.term) == ("authority", "aware", Term(72, Unit.HOURS))
    assert rules.breach_protocol.responsible_role == "care_lead"


def test_B19_no_remedy_is_a_condition_for_another(rules):
    assert [remedy.code for remedy in rules.organisation.remedies] == ["complaint", "disputes", "authority", "court"]


def test_nothing_that_was_promised_is_clamped(rules):
    rules.check()
    assert rules.clamps == ()


@pytest.mark.parametrize(
    ("settings", "named"),
    [({}, "'email'"), ({"email": "no address"}, "'email'"), ({**Plugin.example_settings, "fax": "1"}, "'fax'")],
    ids=str,
)
def test_a_bad_setting_stops_the_start_by_name(settings, named):
    with pytest.raises(PluginError, match=named):
        find_subject("jtb_care", settings).rules()


def test_telephone_and_operator_may_be_set():
    settings = {**Plugin.example_settings, "phone": "0000-000000", "operator": "Een Beheerder"}
    rules = find_subject("jtb_care", settings).rules()
    assert rules.organisation.contact(Subject.GENERAL).phone == "0000-000000"
    assert rules.recipients[0].name.nl == "Een Beheerder"


def test_J9_who_helps_destroys_nothing(rules):
    (rule,) = rules.policy.rules
    assert (rule.effect, rule.roles, rule.actions) == (Effect.DENY, {"staff"}, {"delete"})
    assert rule.resource_types == set(rules.record_types)


def test_J11_complaints_are_handled_inside_by_the_one_person_who_looks_twice(rules):
    assert not rules.complaint_route.independent
    assert "na een nacht" in rules.complaint_route.explanation.nl
