"""Acting for a client: on whose authority, shown with every act; the named refusals; and a child that is alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from waarborg_consent.actions.acting import record_consent_for
from waarborg_consent.actions.consents import NewConsent
from waarborg_consent.actions.representing import authority_of
from waarborg_consent.domain import Authority, How, MayNotAct
from waarborg_consent.domain.acting import (
    AdministratorNotForCare,
    ChildNotAlone,
    ClientDecides,
    HigherRankActs,
    NotARepresentative,
    NotForHimself,
    NotOfThatAge,
    OutOfScope,
    RepresentativeUnable,
    TermOver,
    Unwilling,
    WishSetAside,
)
from waarborg_consent.models import Consent, LookRow, RepresentationActRow
from waarborg_consent.references import join_references
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty, Scope
from waarborg_shared.testing.world import Partner, World

CLIENT, SPOUSE, DAUGHTER = "0190-client-of-bqr-01", "0190-spouse-of-bqr-01", "0190-daughter-bqr-01"
MOTHER = "0190-mother-of-bqr-01"
API = "/consent/api/v1"
FOR = f"/consent/for/{CLIENT}"
CONSENTS = f"{API}/consents/"


@pytest.fixture
def today(world: World) -> date:
    """The day in Amsterdam on which the test happens."""
    return due_on(world.clock.now())


def speaks(partner: Partner, today: date, ref: str = SPOUSE, kind: str = "spouse", **other: Any) -> str:
    evidence = {
        "authorised": "signed_authorisation",
        "spouse": "statement",
        "child": "statement",
        "parent": "statement",
    }.get(kind, "register_extract")
    body = {
        "subject_ref": CLIENT,
        "representative_ref": ref,
        "kind": kind,
        "scopes": ["care", "data"],
        "begins_on": str(today - timedelta(days=30)),
        "evidence": evidence,
        "evidence_seen_on": str(today),
        **other,
    }
    answer = partner.post(f"{API}/representations/", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def unable(partner: Partner, today: date, topic: str = "data", ref: str = CLIENT) -> None:
    body = {
        "subject_ref": ref,
        "topic": topic,
        "decided_by": "physician",
        "begins_on": str(today),
        "ends_on": str(today + timedelta(days=90)),
        "note": "Beoordeeld.",
    }
    assert partner.post(f"{API}/incapacities/", body).status_code == 201


def born(partner: Partner, today: date, years: int, ref: str = CLIENT) -> None:
    body = {"subject_ref": ref, "born_on": str(date(today.year - years, 1, 1))}
    assert partner.post(f"{API}/births/", body).status_code == 204


def authority(world: World, ref: str, scope: Scope = Scope.DATA, organisation: str = "bqr") -> Authority | None:
    with world.work(organisation) as work:
        rules = world.runtime.rules(organisation)
        return authority_of(work, representative_ref=ref, subject_ref=CLIENT, scope=scope, rules=rules)


@pytest.fixture
def partner(world: World) -> Partner:
    """A partner system that may record."""
    return world.partner("bqr", "consent:record", "consent:decide")


def test_B1_who_decides_for_himself_acts_on_nobodys_authority(world: World) -> None:
    assert authority(world, CLIENT) is None


def test_B1_an_authority_says_who_as_what_on_which_article(world: World, partner: Partner, today: date) -> None:
    unable(partner, today)
    spouse = speaks(partner, today)
    assert authority(world, SPOUSE) == Authority(
        representation_id=spouse,
        representative_ref=SPOUSE,
        kind="spouse",
        scope=Scope.DATA,
        source="art. 7:465(3) BW",
    )


def test_B1_a_parent_of_a_child_of_13_is_told_whose_yes_is_needed_besides(
    world: World, partner: Partner, today: date
) -> None:
    born(partner, today, 13)
    speaks(partner, today, MOTHER, "parent_with_authority")
    found = authority(world, MOTHER, Scope.CARE)
    assert found is not None and found.with_refs == (CLIENT,)
    on_data = authority(world, MOTHER, Scope.DATA)
    assert on_data is not None and on_data.with_refs == ()


def refusal(world: World, ref: str, scope: Scope = Scope.DATA) -> type[MayNotAct]:
    with pytest.raises(MayNotAct) as found:
        authority(world, ref, scope)
    return found.type


def test_B1_the_refusals_have_names(world: World, partner: Partner, today: date) -> None:
    assert refusal(world, SPOUSE) is NotARepresentative
    spouse = speaks(partner, today, scopes=["care", "data"])
    assert refusal(world, SPOUSE) is ClientDecides
    assert refusal(world, SPOUSE, Scope.MONEY) is OutOfScope
    unable(partner, today)
    assert refusal(world, CLIENT) is NotForHimself
    speaks(partner, today, DAUGHTER, "child")
    assert refusal(world, DAUGHTER) is HigherRankActs
    said = f"{API}/representations/{spouse}/"
    aside = {"topic": "data", "begins_on": str(today), "ends_on": str(today), "note": "Goede zorg."}
    partner.post(said + "set-aside", aside)
    assert refusal(world, SPOUSE) is WishSetAside
    partner.post(said + "willingness", {"willing": False})
    assert refusal(world, SPOUSE) is Unwilling
    assert authority(world, DAUGHTER) is not None
    unable(partner, today, ref=DAUGHTER)
    assert refusal(world, DAUGHTER) is RepresentativeUnable
    partner.post(said + "end", {"from_on": str(today)})
    assert refusal(world, SPOUSE) is TermOver


def test_B1_a_bewindvoerder_is_refused_for_care_by_name(world: World, partner: Partner, today: date) -> None:
    speaks(partner, today, kind="administrator", scopes=["money"])
    unable(partner, today, "care")
    assert refusal(world, SPOUSE, Scope.CARE) is AdministratorNotForCare
    assert authority(world, SPOUSE, Scope.MONEY) is not None


@pytest.mark.parametrize(
    ("years", "scope", "refused"),
    [
        (11, Scope.CARE, ChildNotAlone),
        (15, Scope.CARE, ChildNotAlone),
        (15, Scope.DATA, ChildNotAlone),
        (16, Scope.CARE, None),
        (16, Scope.DATA, None),
        (17, Scope.MONEY, ChildNotAlone),
    ],
)
def test_B1_art_7_450_2_and_5_UAVG_a_child_is_not_alone_without_a_recorded_exception(
    world: World, partner: Partner, today: date, years: int, scope: Scope, refused: type[MayNotAct] | None
) -> None:
    born(partner, today, years)
    speaks(partner, today, MOTHER, "parent_with_authority")
    if refused is None:
        assert authority(world, CLIENT, scope) is None
    else:
        assert refusal(world, CLIENT, scope) is refused


def test_B1_art_7_450_2_with_a_recorded_exception_a_child_of_15_is(world: World, partner: Partner, today: date) -> None:
    born(partner, today, 15)
    speaks(partner, today, MOTHER, "parent_with_authority")
    word = {"subject_ref": CLIENT, "ground": "serious_harm", "begins_on": str(today), "ends_on": str(today)}
    assert partner.post(f"{API}/own-words/", {**word, "note": "Acuut."}).status_code == 201
    assert authority(world, CLIENT, Scope.CARE) is None
    assert refusal(world, MOTHER, Scope.CARE) is ClientDecides


def test_B1_a_parent_without_authority_is_refused(world: World, partner: Partner, today: date) -> None:
    born(partner, today, 10)
    speaks(partner, today, MOTHER, "parent")
    assert refusal(world, MOTHER) is NotOfThatAge


def test_B1_a_representative_of_another_organisation_has_no_authority_here(
    world: World, partner: Partner, today: date
) -> None:
    unable(partner, today)
    speaks(partner, today)
    with pytest.raises(NotARepresentative):
        authority(world, SPOUSE, organisation="jtb-care")


def test_B1_who_goes_by_two_references_acts_under_either(world: World, partner: Partner, today: date) -> None:
    unable(partner, today)
    speaks(partner, today)
    with world.work() as work:
        join_references(work, SPOUSE, "0190-spouse-merged-1", since=work.now)
    found = authority(world, "0190-spouse-merged-1")
    assert found is not None and found.representative_ref == "0190-spouse-merged-1"


def test_B1_a_representative_says_yes_and_withdraws_on_the_page_and_each_act_shows_on_whose_authority(
    either_world: World,
) -> None:
    partner = either_world.partner("bqr", "consent:record", "consent:decide")
    today = due_on(either_world.clock.now())
    unable(partner, today)
    spouse = speaks(partner, today)
    page = either_world.person(SPOUSE)
    assert f'href="{FOR}"' in page.get("/consent/representatives").text
    shown = page.get(FOR).text
    assert "You act as spouse" in shown and "art. 7:465(3) BW" in shown
    version = either_world.runtime.rules("bqr").organisation.statement_version
    said = page.send(FOR, says="yes", purpose="marketing", statement_version=version)
    assert (said.status_code, said.location) == (303, FOR)
    assert page.send(FOR, says="no", purpose="marketing").status_code == 303
    given, withdrawn = either_world.rows(RepresentationActRow)
    assert (given.what, given.about, given.representation_id, given.kind) == (
        "gave-consent",
        "marketing",
        spouse,
        "spouse",
    )
    assert withdrawn.what == "withdrew-consent"
    assert [row.actor_ref for row in either_world.rows(Consent)] == [SPOUSE, SPOUSE]
    events = sorted(either_world.rows(Consent), key=lambda row: row.sequence)
    assert [(row.kind, row.said_by, row.representation_id, row.authority_kind) for row in events] == [
        ("given", "representative", spouse, "spouse"),
        ("revoked", "representative", spouse, "spouse"),
    ]
    assert either_world.verbs(CLIENT)[-4:] == ["gave-consent", "acted-for", "revoked-consent", "acted-for"]
    own = either_world.person(CLIENT).get("/consent/representatives").text
    assert "What was done in my name" in own and "Said yes" in own and "art. 7:465(3) BW" in own
    acts = partner.get(f"{API}/representations/?subject_ref={CLIENT}").json["acts"]
    assert [(act["what"], act["source"]) for act in acts] == [
        ("withdrew-consent", "art. 7:465(3) BW"),
        ("gave-consent", "art. 7:465(3) BW"),
    ]


def test_B1_on_the_page_who_may_not_act_reads_why_and_nothing_is_stored(
    world: World, partner: Partner, today: date
) -> None:
    speaks(partner, today)
    page = world.person(SPOUSE, lang="nl")
    answer = page.get(FOR)
    assert answer.status_code == 403
    assert "De cliënt beslist hier zelf over." in answer.text
    token = page.token("/consent/")
    version = world.runtime.rules("bqr").organisation.statement_version
    sent = page.send(FOR, token=token, says="yes", purpose="marketing", statement_version=version)
    assert sent.status_code == 403
    assert (world.rows(Consent), world.rows(RepresentationActRow)) == ([], [])


def test_B1_who_represents_nobody_learns_not_even_that_there_is_such_a_client(world: World) -> None:
    assert world.person(DAUGHTER).get(FOR).status_code == 404


def test_B1_a_representative_who_is_asked_says_later_and_then_no_as_the_client_can(either_world: World) -> None:
    partner = either_world.partner("bqr", "consent:record")
    today = due_on(either_world.clock.now())
    unable(partner, today)
    spouse = speaks(partner, today)
    asked = {"subject_ref": CLIENT, "purpose": "marketing"}
    assert partner.post(f"{API}/questions/", asked).status_code == 201
    page = either_world.person(SPOUSE)
    shown = page.get(FOR).text
    assert "Say no: News of our care" in shown and "Say it later: News of our care" in shown
    for says in ("later", "no"):
        assert page.send(FOR, says=says, purpose="marketing").status_code == 303
    assert page.send(FOR, says="no", purpose="marketing").status_code == 422, "a no stands already"
    assert "Say no: News of our care" not in page.get(FOR).text
    events = sorted(either_world.rows(Consent), key=lambda row: row.sequence)[1:]
    assert [(row.kind, row.said_by, row.representation_id, row.language) for row in events] == [
        ("deferred", "representative", spouse, "en"),
        ("refused", "representative", spouse, "en"),
    ]
    assert [row.what for row in either_world.rows(RepresentationActRow)] == ["deferred-consent", "refused-consent"]
    own = either_world.person(CLIENT).get("/consent/representatives").text
    assert "Said no" in own and "Will say later" in own


def test_B1_a_partner_and_the_desk_record_a_representatives_no_and_later(
    world: World, partner: Partner, today: date
) -> None:
    unable(partner, today)
    spouse = speaks(partner, today)
    about = f"{API}/representations/{spouse}"
    later = partner.post(f"{about}/deferrals/", {"purpose": "marketing"})
    assert (later.status_code, later.json["code"]) == (409, "not-now"), "nobody asked"
    assert partner.post(f"{about}/refusals/", {"purpose": "spying"}).status_code == 422
    assert partner.post(f"{about}/refusals/", {"purpose": "marketing", "by": "court"}).status_code == 422
    assert partner.post(f"{API}/representations/0190-no-such-one/refusals/", {"purpose": "calling"}).status_code == 404
    other = world.partner("bqr", "consent:decide")
    assert other.post(f"{about}/refusals/", {"purpose": "marketing"}).status_code == 403
    assert partner.post(f"{about}/refusals/", {"purpose": "marketing"}).json["kind"] == "refused"
    partner.post(f"{API}/questions/", {"subject_ref": CLIENT, "purpose": "calling"})
    desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    says = f"/consent/people/{CLIENT}/representatives/{spouse}/says"
    assert desk.send(says, says="later", purpose="calling", how="paper").status_code == 303
    assert [row.what for row in world.rows(RepresentationActRow)] == ["refused-consent", "deferred-consent"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"says": "yes", "purpose": "spying"}, "not on the list"),
        ({"says": "yes", "purpose": "care_agreement"}, "needs no consent"),
        ({"says": "yes", "purpose": "marketing", "statement_version": "0"}, "has changed"),
        ({"says": "later", "purpose": "marketing"}, "does not go with what stands"),
        ({"says": "later", "purpose": ""}, "not on the list"),
        ({"says": "no", "purpose": ""}, "no consent to withdraw"),
        ({"says": "perhaps", "purpose": "marketing"}, "not right"),
    ],
)
def test_what_a_representative_sends_wrongly_is_told_and_nothing_is_stored(
    world: World, partner: Partner, today: date, typed: dict[str, str], words: str
) -> None:
    unable(partner, today)
    speaks(partner, today)
    version = world.runtime.rules("bqr").organisation.statement_version
    answer = world.person(SPOUSE).send(FOR, **{"statement_version": version, **typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert world.rows(Consent) == []


def test_B1_art_5_UAVG_a_child_of_15_gives_no_consent_on_the_page_and_may_withdraw_one(
    world: World, partner: Partner, today: date
) -> None:
    rules = world.runtime.rules("bqr")
    version = rules.organisation.statement_version
    born(partner, today, 15)
    speaks(partner, today, MOTHER, "parent_with_authority")
    child = world.person(CLIENT)
    refused = child.send("/consent/give", page="/consent/", purpose="marketing", statement_version=version)
    assert refused.status_code == 422
    paper = {"subject_ref": CLIENT, "purpose": "marketing", "statement_version": version, "how": "paper"}
    told = partner.post(CONSENTS, paper)
    assert (told.status_code, told.json["code"], list(told.json["errors"])) == (422, "child-not-alone", ["subject_ref"])
    assert world.rows(Consent) == []
    command = NewConsent(subject_ref=CLIENT, purpose="marketing", statement_version=version, how=How.PAPER)
    with world.work() as work:
        record_consent_for(work, command, representative_ref=MOTHER, rules=rules)
    assert child.send("/consent/withdraw", page="/consent/", purpose="marketing").status_code == 303


def test_B1_a_partner_and_staff_record_what_a_representative_said(world: World, partner: Partner, today: date) -> None:
    born(partner, today, 9)
    mother = speaks(partner, today, MOTHER, "parent_with_authority")
    version = world.runtime.rules("bqr").organisation.statement_version
    said = f"{API}/representations/{mother}/"
    told = partner.post(
        said + "consents/", {"purpose": "marketing", "statement_version": version, "note": "Zij belde."}
    )
    assert (told.status_code, told.json["subject_ref"]) == (201, CLIENT)
    assert partner.post(said + "withdrawals/", {"purpose": None}).status_code == 201
    assert partner.post(said + "withdrawals/", {"purpose": None}).json["code"] == "already-withdrawn"
    assert partner.post(f"{API}/representations/0190-no-such-one/withdrawals/", {"purpose": None}).status_code == 404
    desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    form = f"/consent/people/{CLIENT}/representatives/{mother}/says"
    typed = {"purpose": "marketing", "says": "yes", "how": "kitchen_table"}
    assert desk.send(form, **typed).status_code == 303
    assert desk.send(form, **{**typed, "purpose": "spying"}).status_code == 422
    assert [row.what for row in world.rows(RepresentationActRow)] == [
        "gave-consent",
        "withdrew-consent",
        "gave-consent",
    ]
    partner.post(said + "end", {"from_on": str(today)})
    refused = desk.send(form, **typed)
    assert refused.status_code == 422 and "The term of this representative does not run now" in refused.text


def test_B1_an_adult_who_cannot_decide_on_data_gives_no_consent_himself(
    world: World, partner: Partner, today: date
) -> None:
    unable(partner, today)
    version = world.runtime.rules("bqr").organisation.statement_version
    paper = {"subject_ref": CLIENT, "purpose": "marketing", "statement_version": version, "how": "paper"}
    assert partner.post(CONSENTS, paper).json["code"] == "not-for-himself"


@pytest.mark.parametrize("path", ["/consent/representatives", FOR])
def test_who_is_not_signed_in_is_told_how_to_get_there(world: World, path: str) -> None:
    answer = world.visitor(lang="nl").get(path)
    assert answer.status_code == 200
    assert "Mijn vertegenwoordigers" in answer.text and "Set-Cookie" not in answer.headers


LOG_FOR = f"{FOR}/who-looked"


def test_J9_who_decides_on_care_sees_who_looked_and_his_look_is_among_them(either_world: World) -> None:
    partner = either_world.partner("bqr", "consent:record", "consent:decide")
    today = due_on(either_world.clock.now())
    unable(partner, today, "care")
    speaks(partner, today)
    either_world.signed_in("bqr", Duty.CONSENT_READ, ref="account-ada").get(f"/consent/people/{CLIENT}")
    page = either_world.person(SPOUSE)
    assert f'href="{LOG_FOR}"' in page.get("/consent/representatives").text
    shown = page.get(LOG_FOR)
    assert shown.status_code == 200 and "You look as spouse" in shown.text
    assert "account-ada" in shown.text and SPOUSE in shown.text
    own = either_world.person(CLIENT).get("/consent/who-looked").text
    assert SPOUSE in own and "account-ada" in own
    assert page.get(f"{LOG_FOR}?since=2026-03-02&until=2026-03-01").status_code == 422


@pytest.mark.parametrize(
    ("kind", "able", "status", "words"),
    [
        ("spouse", True, 403, "decides"),
        ("administrator", False, 403, "money"),
        (None, False, 404, ""),
    ],
)
def test_J9_B1_who_does_not_decide_on_care_sees_no_log_and_leaves_no_look(
    world: World, partner: Partner, today: date, kind: str | None, able: bool, status: int, words: str
) -> None:
    if not able:
        unable(partner, today, "care")
    if kind == "administrator":
        speaks(partner, today, kind=kind, scopes=["money"], evidence="court_decision")
    elif kind is not None:
        speaks(partner, today, kind=kind)
    answer = world.person(SPOUSE).get(LOG_FOR)
    assert answer.status_code == status and words in answer.text
    assert world.rows(LookRow) == []
    assert (world.visitor().get(LOG_FOR).status_code, world.staff("bqr", "carer").get(LOG_FOR).status_code) == (
        401,
        404,
    )
