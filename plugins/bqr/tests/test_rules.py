"""BQR-Zorg's rules by number, as far as its plugin carries them."""

from datetime import UTC, date, datetime

import pytest

from waarborg_plugin_bqr import Plugin
from waarborg_shared.clocks import Term, Unit, due, due_on
from waarborg_shared.hooks import PluginError
from waarborg_shared.hooks.values import (
    AnswerPart,
    Content,
    DeliveryState,
    Duty,
    LegalBasis,
    Message,
    PurposeKind,
    RecipientKind,
    RequestClass,
    RequestKind,
    Right,
    Scope,
    Sensitivity,
    SpecialGround,
    Subject,
)
from waarborg_shared.testing.plugin_subject import find_subject

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def rules():
    """BQR's rules with its example settings."""
    return find_subject("bqr").rules()


def _message(channel, content):
    return Message(
        id="m-1",
        organisation="bqr",
        channel=channel,
        template="answer",
        content=content,
        case_ref="case-1",
        recipient_ref="person-1",
        at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    )


def test_B1_who_may_represent_is_an_order(rules):
    assert [kind.code for kind in rules.representative_kinds] == [
        *("parent_with_authority", "minors_guardian"),
        *("guardian", "mentor", "authorised", "spouse", "registered_partner", "companion"),
        *("parent", "child", "brother", "sister", "administrator"),
    ]
    assert rules.representative_kinds[-1].scopes == {Scope.MONEY}


def test_B1_the_roles_are_seven_and_those_that_the_table_leaves_out(rules):
    assert list(rules.roles) == [
        *("referrer", "board", "coordinator", "hbo5", "carer", "client", "insurer"),
        *("representative", "supplier", "fg", "quality", "complaints_officer"),
    ]


def test_B19_complaints_go_to_an_independent_officer_who_answers_them_and_no_request(rules):
    assert rules.complaint_route.independent
    assert "Stichting Klachtenregeling" in rules.complaint_route.handler.nl
    duties = {code: role.duties for code, role in rules.roles.items() if Duty.COMPLAINTS_ANSWER in role.duties}
    assert set(duties) == {"complaints_officer"}
    assert not duties["complaints_officer"] & {Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER}


def test_B2_every_purpose_names_the_data_that_it_takes(rules):
    assert all(purpose.categories and purpose.source for purpose in rules.purposes.values())


def test_B3_whoever_holds_or_processes_data_has_an_agreement_and_stays_in_the_eea(rules):
    for recipient in rules.recipients:
        assert recipient.inside_eea
        assert recipient.kind is RecipientKind.RECIPIENT or recipient.agreement
    processors = {found.code for found in rules.recipients if found.kind is RecipientKind.PROCESSOR}
    assert processors == {"accountant", "software_suppliers", "platform_operator"}


def test_B4_the_purposes_of_the_statement_are_there(rules):
    assert {
        *("care_agreement", "care_plan", "insurance_agreement", "client_administration", "claims"),
        *("fraud_prevention", "statistics", "evaluation", "market_research"),
    } <= set(rules.purposes)


def test_B5_all_six_bases_are_used_and_every_purpose_has_one(rules):
    assert {basis for purpose in rules.purposes.values() for basis in purpose.bases} == set(LegalBasis)


def test_B6_there_are_ten_kinds_of_data(rules):
    assert list(rules.categories) == [
        *("name", "birth_date", "bsn", "email", "telephone", "address"),
        *("health_insurance", "general_practitioner", "health", "financial"),
    ]


def test_B8_marketing_takes_ordinary_data_on_consent(rules):
    marketing = [purpose for purpose in rules.purposes.values() if purpose.kind is PurposeKind.MARKETING]
    assert {purpose.code for purpose in marketing} == {"marketing", "insurer_offers"}
    for purpose in marketing:
        assert purpose.rests_on_consent
        assert {rules.categories[code].sensitivity for code in purpose.categories} == {Sensitivity.ORDINARY}


def test_B9_service_messages_rest_on_the_agreement(rules):
    purpose = rules.purposes["service_messages"]
    assert (purpose.kind, purpose.bases) == (PurposeKind.SERVICE_MESSAGE, (LegalBasis.CONTRACT,))


@pytest.mark.parametrize("code", ["research", "statistics"])
def test_B10_research_takes_no_name_and_stops_at_an_objection(code, rules):
    purpose = rules.purposes[code]
    assert purpose.kind is PurposeKind.RESEARCH
    assert not {"name", "email", "telephone", "address", "bsn"} & set(purpose.categories)
    assert purpose.objectable


def test_B11_the_bsn_serves_legal_duties_only(rules):
    users = [purpose for purpose in rules.purposes.values() if "bsn" in purpose.categories]
    assert users and all(LegalBasis.LEGAL_DUTY in purpose.bases for purpose in users)


def test_B12_fifteen_years_are_promised_and_the_medical_file_stays_twenty(rules):
    kept = rules.retention(TODAY)["medical_file"]
    assert (kept.promised, kept.keep) == (Term(180, Unit.MONTHS), Term(240, Unit.MONTHS))
    assert rules.retention(TODAY)["as_long_as_needed"].keep == Term(180, Unit.MONTHS)
    assert kept.counted_from.nl == "na de laatste wijziging"
    rules.check()
    assert [(clamp.what, clamp.source) for clamp in rules.clamps] == [("retention.medical_file", "art. 7:454(3) BW")]


@pytest.mark.parametrize(
    ("day", "keep", "promised"),
    [
        (date(2019, 12, 31), Term(180, Unit.MONTHS), None),
        (date(2020, 1, 1), Term(240, Unit.MONTHS), Term(180, Unit.MONTHS)),
    ],
)
def test_B12_fifteen_years_were_the_laws_own_until_2020(day, keep, promised, rules):
    kept = rules.retention(day)["medical_file"]
    assert (kept.keep, kept.promised) == (keep, promised)


def test_B12_an_address_is_kept_secret_the_moment_it_is_asked(rules):
    policy = rules.request_policy(RequestKind.ADDRESS_SECRECY, TODAY)
    assert not policy.identification
    assert "the moment you ask" in policy.explanation.en


def test_B13_each_ground_for_special_data_is_enough_by_itself(rules):
    grounds = {ground for purpose in rules.purposes.values() for ground in purpose.special_grounds}
    assert {
        SpecialGround.CARE,
        SpecialGround.INSTITUTION,
        SpecialGround.INSURANCE,
        SpecialGround.ARCHIVE_RESEARCH_STATISTICS,
    } <= grounds
    assert not any(purpose.every_ground_needed for purpose in rules.purposes.values())


def test_B14_the_access_log_and_additions_can_be_asked_for(rules):
    others = (RequestKind.ACCESS_LOG, RequestKind.REFERRAL_INDEX, RequestKind.ADDITION)
    for kind in (*others, RequestKind.RESTRICTION, RequestKind.OBJECTION):
        assert rules.request_policy(kind, TODAY).promise.term == Term(4, Unit.WEEKS)


def test_B15_who_gets_data_is_identified_first_and_the_first_copy_is_free(rules):
    for kind in (RequestKind.ACCESS, RequestKind.COPY, RequestKind.ACCESS_LOG, RequestKind.PORTABILITY):
        assert rules.request_policy(kind, TODAY).identification
        assert rules.request_policy(kind, TODAY).first_copy_free


@pytest.mark.parametrize(
    ("channel", "content", "state"),
    [
        ("email", Content.NOTICE, DeliveryState.TASK),
        ("email", Content.FINANCIAL, DeliveryState.FAILED),
        ("email", Content.HEALTH, DeliveryState.FAILED),
        ("letter", Content.FINANCIAL, DeliveryState.TO_PRINT),
        ("secure_page", Content.FINANCIAL, DeliveryState.SENT),
        ("desk", Content.HEALTH, DeliveryState.TASK),
    ],
)
def test_B15_no_invoice_goes_by_plain_email(channel, content, state, rules):
    assert rules.deliver(_message(channel, content)).state is state


def test_B16_calls_and_the_insurers_offers_need_consent_and_surveys_stop_at_an_objection(rules):
    assert rules.purposes["calling"].rests_on_consent
    assert rules.purposes["insurer_offers"].rests_on_consent
    assert rules.purposes["satisfaction_survey"].objectable


@pytest.mark.parametrize("kind", sorted(set(RequestKind) - {RequestKind.COMPLAINT}))
def test_B17_word_comes_in_four_weeks_extended_by_two_months_told_within_one(kind, rules):
    policy = rules.request_policy(kind, TODAY)
    assert policy.request_class is RequestClass.REQUEST
    assert (policy.promise.term, policy.extension) == (Term(4, Unit.WEEKS), Term(2, Unit.MONTHS))
    assert policy.notice.term == Term(1, Unit.MONTHS)
    assert policy.answer_channel == "letter"


def test_B17_four_weeks_and_a_month_end_on_their_own_days_in_amsterdam(rules):
    policy = rules.request_policy(RequestKind.ACCESS, TODAY)
    received = datetime(2026, 1, 30, 23, 30, tzinfo=UTC)
    assert [due_on(due(clock, received, rules.calendar)) for clock in (policy.promise, policy.law, policy.notice)] == [
        date(2026, 2, 28),
        date(2026, 2, 28),
        date(2026, 2, 28),
    ]
    received = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert [due_on(due(clock, received, rules.calendar)) for clock in (policy.promise, policy.law, policy.notice)] == [
        date(2026, 3, 30),
        date(2026, 4, 2),
        date(2026, 4, 2),
    ]


def test_B18_the_fg_reads_everything_and_decides_nothing(rules):
    duties = rules.roles["fg"].duties
    assert {Duty.CONSENT_READ, Duty.REQUESTS_READ, Duty.BREACH_READ, Duty.DISCLOSURE_READ, Duty.DESK} <= duties
    deciding = {
        *(Duty.CONSENT_RECORD, Duty.CONSENT_DECIDE, Duty.TABLE_CONFIRM, Duty.REQUESTS_ANSWER, Duty.BREACH_DECIDE),
        *(Duty.DISCLOSURE_ASSESS, Duty.STAFF_GRANT, Duty.PERSONS_REGISTER, Duty.OBJECTIONS_ANSWER),
    }
    assert not duties & deciding
    for record_type in rules.record_types:
        assert rules.grants["fg", record_type].rights == {Right.READ}


CONTACTS = {
    Subject.GENERAL: ("06-10004594", "info@bqr.example"),
    Subject.PRIVACY: ("06-10004594", "fg@bqr.example"),
    Subject.BREACH: ("06-10004594", "fg@bqr.example"),
    Subject.DISCLOSURE: ("06-10004594", "info@bqr.example"),
    Subject.COMPLAINT: ("085-4858560", "klachten@klachtenregeling.example"),
}


@pytest.mark.parametrize("subject", Subject)
def test_B19_every_subject_has_its_own_contact(subject, rules):
    contact = rules.organisation.contact(subject)
    assert (contact.phone, contact.email) == CONTACTS[subject]


def test_B19_a_complaint_has_the_terms_of_the_wkkgz_and_every_other_way_stays_open(rules):
    policy = rules.request_policy(RequestKind.COMPLAINT, TODAY)
    assert policy.request_class is RequestClass.COMPLAINT
    assert (policy.promise.term, policy.extension) == (Term(6, Unit.WEEKS), Term(4, Unit.WEEKS))
    assert [remedy.code for remedy in rules.organisation.remedies] == ["complaint", "disputes", "authority", "court"]
    assert "085-4858560" in rules.organisation.remedies[0].how.nl


@pytest.mark.parametrize("name", Plugin.example_settings)
def test_B19_what_the_published_text_blacks_out_is_a_required_setting(name):
    left = {key: value for key, value in Plugin.example_settings.items() if key != name}
    with pytest.raises(PluginError, match=f"setting '{name}' is missing"):
        find_subject("bqr", left).rules()


def test_B20_the_statement_dates_from_april_2021_and_is_reviewed_every_year(rules):
    assert rules.organisation.statement_dated == date(2021, 4, 15)
    assert rules.organisation.review_after == Term(12, Unit.MONTHS)


def test_B21_four_systems_hold_the_data(rules):
    holders = {found.name.en for found in rules.recipients if found.kind is RecipientKind.HOLDER}
    assert holders == {"Office 365", "Nedap ONS", "Caren Zorgt", "Siilo"}


def test_B22_a_receipt_at_once_and_word_in_two_working_days(rules):
    policy = rules.disclosure_policy
    (promise,) = policy.promises
    assert (promise.name, promise.term) == ("first_answer", Term(2, Unit.WORKING_DAYS))
    assert policy.receipt_at_once
    assert policy.answer_needs == (AnswerPart.NEXT_STEP,)
    before_easter = datetime(2026, 4, 2, 10, tzinfo=UTC)
    assert due_on(due(promise, before_easter, rules.calendar)) == date(2026, 4, 8)


def test_B22_an_anonymous_reporter_gets_a_mailbox_and_no_reward(rules):
    policy = rules.disclosure_policy
    assert policy.anonymous_mailbox
    assert policy.reward is not None
    assert not policy.reward_for_anonymous


def test_B22_what_is_not_for_this_route_gets_the_right_way_to_go(rules):
    phones = {redirect.code: redirect.phone for redirect in rules.disclosure_policy.redirects}
    assert phones == {
        "complaint": "085-4858560",
        "data_leak": "06-10004594",
        "site_down": "06-10004594",
        "fraud": "06-10004594",
        "phishing": "06-10004594",
        "virus": "06-10004594",
    }


def test_B23_no_purpose_follows_visitors(rules):
    assert not any("cookie" in purpose.explanation.en.lower() for purpose in rules.purposes.values())


@pytest.mark.parametrize(
    ("setting", "responsible", "deputy"),
    [
        ({}, "board", "quality"),
        *(({"breach_responsible": a}, a, b) for a, b in (("board", "quality"), ("quality", "board"))),
    ],
)
def test_B24_2_the_organisation_sets_who_is_responsible_and_the_other_is_the_deputy(setting, responsible, deputy):
    rules = find_subject("bqr", {**Plugin.example_settings, **setting}).rules()
    protocol = rules.breach_protocol
    assert (protocol.responsible_role, protocol.deputies) == (responsible, (deputy,))
    assert protocol.responsible.en.startswith("The board" if responsible == "board" else "Quality management")


def test_B24_2_nobody_else_can_be_set_as_responsible():
    with pytest.raises(PluginError, match="setting 'breach_responsible' is 'fg'; it can be board or quality"):
        find_subject("bqr", {**Plugin.example_settings, "breach_responsible": "fg"}).rules()


def test_B24_12_the_board_and_quality_management_keep_the_register(rules):
    keepers = {code for code, role in rules.roles.items() if Duty.BREACH_DECIDE in role.duties}
    readers = {code for code, role in rules.roles.items() if Duty.BREACH_READ in role.duties}
    assert (keepers, readers) == ({"board", "quality"}, {"board", "quality", "fg"})


def test_B24_3_whoever_discovers_it_can_report_it(rules):
    staff = [role for role in rules.roles.values() if role.kind == "staff"]
    assert all(Duty.BREACH_REPORT in role.duties for role in staff)


def test_B24_7_the_discoverer_answers_twelve_questions(rules):
    assert [question.code for question in rules.breach_protocol.questions] == [
        *("what_happened", "accident_or_intent", "when_happened", "when_discovered", "which_data", "encrypted"),
        *("wiped_remotely", "consequences", "which_people", "how_many", "other_countries", "measures_taken"),
    ]


@pytest.mark.parametrize(
    ("name", "hours", "article"),
    [("availability", 24, "8"), ("decision", 60, "9"), ("authority", 72, "10"), ("persons", 72, "10")],
)
def test_B24_8_9_10_the_clocks_run_from_discovery(name, hours, article, rules):
    clock = {clock.name: clock for clock in rules.breach_protocol.clocks}[name]
    assert (clock.start_event, clock.term) == ("discovered", Term(hours, Unit.HOURS))
    assert clock.source.startswith(f"protocol datalekken, art. {article}")


def test_B24_10_a_grievance_goes_to_the_management(rules):
    assert "directie" in rules.breach_protocol.grievance.nl


def test_a_setting_that_is_unknown_or_no_address_stops_the_start():
    with pytest.raises(PluginError, match="setting 'privacy_mail' is unknown"):
        find_subject("bqr", {**Plugin.example_settings, "privacy_mail": "x"}).rules()
    with pytest.raises(PluginError, match="setting 'privacy_email' has not the form"):
        find_subject("bqr", {**Plugin.example_settings, "privacy_email": "nobody"}).rules()


def test_B8_news_takes_ordinary_data_of_the_agreement_and_a_yes(rules):
    news = rules.message_kinds["care_news"]
    assert news.from_agreement and not news.service
    assert rules.purposes[news.purpose].rests_on_consent
    used = {rules.categories[code].sensitivity for code in (*news.reach, *news.categories)}
    assert used == {Sensitivity.ORDINARY}


def test_B9_messages_about_the_agreement_stay_and_hold_no_more_than_their_purpose_needs(rules):
    assert {code for code, kind in rules.message_kinds.items() if kind.service} == {
        "agreement_message",
        "claim_message",
    }
    assert "email" not in rules.message_kinds["claim_message"].channels


@pytest.mark.parametrize(
    ("kind", "on_consent"),
    [
        ("insurer_offer", True),
        ("sales_call", True),
        ("survey_invitation", False),
        ("research_invitation", False),
    ],
)
def test_B10_B16_calls_and_offers_take_a_yes_and_invitations_stop_on_objection(rules, kind, on_consent):
    purpose = rules.purposes[rules.message_kinds[kind].purpose]
    assert purpose.rests_on_consent is on_consent
    assert purpose.objectable
    assert not rules.message_kinds[kind].service


def test_B16_the_insurer_is_told_no_address_but_by_its_own_offers(rules):
    assert [code for code, kind in rules.message_kinds.items() if kind.handed_to] == ["insurer_offer"]
