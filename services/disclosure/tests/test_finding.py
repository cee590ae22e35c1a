"""How researchers find the organisation: security.txt, its signature and key, and what the board sees of the policy."""

import subprocess
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from pysequoia import Cert, encrypt
from sectxt import Parser
from sqlalchemy import select

from waarborg_disclosure.actions import openpgp_keys
from waarborg_disclosure.chores import renew_openpgp_key
from waarborg_disclosure.domain.maturity import Criterion, judge, level_of
from waarborg_disclosure.models import OpenPgpKey
from waarborg_disclosure.opening import LONGEST, CannotOpen, open_message
from waarborg_disclosure.openpgp import BadOpenPgpKey, make_key, read_key
from waarborg_shared.config import Settings

WELL_KNOWN = "/.well-known/security.txt"


def fields(text):
    """The fields of a security.txt by name, each with its values, as they stand."""
    found = {}
    for line in text.splitlines():
        if line == "-----BEGIN PGP SIGNATURE-----":
            break
        name, colon, value = line.partition(": ")
        if colon and name != "Hash":
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize(("organisation", "thanked"), [("bqr", False), ("jtb-care", True)])
def test_J14_B22_security_txt_holds_what_rfc_9116_asks(world, monkeypatch, organisation, thanked):
    monkeypatch.setattr(Settings, "origin_of", lambda _settings, organisation: f"https://{organisation}.example")
    told = world.visitor(organisation).get(WELL_KNOWN)
    assert told.status_code == 200
    assert told.content_type == "text/plain; charset=utf-8"
    assert "Set-Cookie" not in told.headers
    with time_machine.travel(world.clock.now(), tick=False):
        parsed = Parser(told.data, is_local=True)
    assert [each["code"] for each in parsed._errors] == []
    given = fields(told.text)
    origin = given["Canonical"][0].removesuffix(WELL_KNOWN)
    assert given["Contact"][0] == f"{origin}/disclosure/report"
    assert given["Policy"] == [f"{origin}/disclosure/"]
    assert given["Encryption"] == [f"{origin}/disclosure/openpgp-key.asc"]
    assert given.get("Acknowledgments") == ([f"{origin}/disclosure/thanks"] if thanked else None)
    assert given["Preferred-Languages"] == ["nl, en"]
    for contact in given["Contact"]:
        assert contact.split(":")[0] in {"https", "mailto", "tel"}


def test_security_txt_has_one_expires_under_a_year_that_renews_itself(world):
    visitor = world.visitor()
    first = visitor.get(WELL_KNOWN).text
    assert visitor.get(WELL_KNOWN).text == first
    (until,) = fields(first)["Expires"]
    ahead = datetime.fromisoformat(until) - world.clock.now()
    assert timedelta(days=179) < ahead < timedelta(days=181)
    world.clock.forward(24 * 3600)
    (later,) = fields(visitor.get(WELL_KNOWN).text)["Expires"]
    assert datetime.fromisoformat(later) - datetime.fromisoformat(until) == timedelta(days=1)


def test_where_security_txt_stood_before_leads_on(world):
    moved = world.visitor().get("/security.txt")
    assert (moved.status_code, moved.headers["Location"]) == (308, WELL_KNOWN)


@pytest.mark.slow
def test_gpg_finds_the_signature_good_and_a_changed_file_bad(world, tmp_path):
    visitor = world.visitor()
    armoured, ring, signed = tmp_path / "key.asc", tmp_path / "key.gpg", tmp_path / "security.txt"
    armoured.write_bytes(visitor.get("/disclosure/openpgp-key.asc").data)
    text = visitor.get(WELL_KNOWN).data

    def run(*words):
        return subprocess.run([*words], env={"GNUPGHOME": tmp_path}, capture_output=True, check=False).returncode

    assert run("/usr/bin/gpg", "--batch", "--output", ring, "--dearmor", armoured) == 0
    signed.write_bytes(text)
    assert run("/usr/bin/gpgv", "--keyring", ring, signed) == 0
    signed.write_bytes(text.replace(b"/disclosure/report", b"/disclosure/liar"))
    assert run("/usr/bin/gpgv", "--keyring", ring, signed) == 1


def test_each_organisation_signs_with_a_key_of_its_own_that_is_sealed(world):
    world.visitor("bqr").get(WELL_KNOWN)
    world.visitor("jtb-care").get(WELL_KNOWN)
    kept = {}
    for organisation in ("bqr", "jtb-care"):
        with world.work(organisation) as work:
            (row,) = work.session.scalars(select(OpenPgpKey).where(OpenPgpKey.organisation == organisation))
            kept[organisation] = row.fingerprint
            assert b"PRIVATE KEY" not in row.secret_sealed and "PRIVATE KEY" not in row.certificate
    assert kept["bqr"] != kept["jtb-care"]
    page = world.visitor("bqr").get("/disclosure/").text
    assert kept["bqr"][:4].upper() in page and kept["jtb-care"].upper() not in page.replace(" ", "")


def test_a_key_that_signed_for_a_year_is_followed_by_the_next_and_stays_published(world):
    visitor = world.visitor()
    visitor.get(WELL_KNOWN)

    def renewed():
        with world.work("bqr") as work:
            renew_openpgp_key(work, settings=world.runtime.settings)
            return [mark for mark, _ in openpgp_keys.certificates(work)]

    (first,) = renewed()
    world.clock.forward(365 * 24 * 3600)
    marks = renewed()
    assert len(marks) == 2 and marks[1] == first
    assert renewed() == marks
    published = visitor.get("/disclosure/openpgp-key.asc").text
    assert published.count("BEGIN PGP PUBLIC KEY BLOCK") == 2


def test_an_organisation_brings_its_own_key_and_can_come_back_to_it(world):
    own = make_key("Verzonnen Zorg <melden@verzonnen.example>")
    with world.work("bqr") as work:
        assert openpgp_keys.take_key(work, read_key(own.secret)) == own.fingerprint
        openpgp_keys.rotate_key(work, rules=world.runtime.rules("bqr"))
        assert openpgp_keys.take_key(work, read_key(own.secret)) == own.fingerprint
        assert openpgp_keys.signing_key(work, rules=world.runtime.rules("bqr")).fingerprint == own.fingerprint
        assert len(openpgp_keys.certificates(work)) == 2


@pytest.mark.parametrize("given", ["", "geen sleutel", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nAAAA\n"])
def test_what_is_no_secret_key_is_refused(given):
    with pytest.raises(BadOpenPgpKey):
        read_key(given)


def test_a_public_key_alone_signs_nothing_and_is_refused():
    with pytest.raises(BadOpenPgpKey):
        read_key(make_key("Verzonnen Zorg").certificate)


@pytest.mark.parametrize(
    ("no_legal_steps", "allowed", "published", "level"),
    [
        (False, False, False, 2),
        (False, True, True, 2),
        (True, False, False, 3),
        (True, True, False, 4),
        (True, True, True, 5),
        (True, False, True, 3),
    ],
)
def test_the_level_of_a_policy_is_the_highest_of_which_nothing_lacks(world, no_legal_steps, allowed, published, level):
    policy = world.runtime.rules("bqr").disclosure_policy
    faith, term = policy.good_faith if no_legal_steps else None, policy.promises[0].term if published else None
    policy = replace(policy, good_faith=faith, research_allowed=allowed, published_within=term)
    assert level_of(judge(policy)) == level
    assert level_of(judge(replace(policy, we_ask=()))) == 1


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_J14_B22_the_board_sees_that_reporting_is_safe_and_what_lacks(world, organisation):
    page = world.assessor(organisation).get("/disclosure/maturity")
    assert page.status_code == 200
    assert "Level 3 of 5" in page.text
    missing = [each.criterion for each in judge(world.runtime.rules(organisation).disclosure_policy) if not each.met]
    assert missing == [Criterion.ALLOWED, Criterion.TIMELINE]


def test_the_figures_count_reports_answers_and_promises_of_the_year(world):
    reporter, staff = world.visitor(), world.assessor()
    for _ in range(3):
        reporter.report()
    first, second, _ = world.reports()
    answer = {"assessment": "Het klopt.", "next_step": "Wij passen het aan."}
    staff.act(first, "assess", verdict="in_scope", **answer)
    world.clock.forward(10 * 24 * 3600)
    staff.act(second, "assess", verdict="spam", **answer)
    page = staff.get("/disclosure/figures")
    assert page.status_code == 200

    def cells(label):
        return [each.split("<")[0] for each in page.text.split(f'data-label="{label}">')[1:]]

    counted = dict(zip(cells("Promise"), zip(cells("Kept"), cells("Missed"), strict=True), strict=False))
    assert counted["First answer"] == ("1", "2")
    assert ("3", "0") in counted.values(), "each got a receipt at once"
    assert cells("Promises kept")[0] == "4/6"
    assert page.text.split('data-label="Days to the first answer">')[1].split("<")[0] == "5"


@pytest.mark.parametrize("year", ["1999", "x", "99999999999999999999"])
def test_figures_of_a_year_that_is_not_kept_are_not_found(world, year):
    assert world.assessor().get(f"/disclosure/figures?year={year}").status_code == 404


@pytest.mark.parametrize("path", ["figures", "maturity"])
def test_who_may_not_read_reports_sees_no_figures(world, path):
    assert world.visitor().get(f"/disclosure/{path}").status_code == 401
    assert world.signed_in("bqr").get(f"/disclosure/{path}").status_code == 403


def encrypted(text, certificate):
    """A text as somebody encrypts it to a key."""
    return encrypt(recipients=[Cert.from_bytes(certificate.encode())], bytes=text.encode()).decode()


def test_what_was_encrypted_to_our_key_is_opened_for_staff_and_kept_nowhere(world):
    reporter, staff = world.visitor(), world.assessor()
    ours = reporter.get("/disclosure/openpgp-key.asc").text
    another = make_key("Iemand Anders").certificate
    receipt = reporter.reported(what=encrypted("De zoekpagina lekt.", ours))
    reporter.write(receipt, f"Ook dit: {encrypted('Voor een ander.', another)}")
    (row,) = world.reports()
    with world.work("bqr") as work:
        openpgp_keys.rotate_key(work, rules=world.runtime.rules("bqr"))
    case = f"/disclosure/reports/{row.id}"
    assert "2 messages were encrypted" in staff.get(case).text
    page = staff.send(f"{case}/encrypted", page=case)
    assert page.status_code == 200
    assert "De zoekpagina lekt." in page.text and "Voor een ander." not in page.text
    assert "Not opened" in page.text
    assert "De zoekpagina lekt." not in staff.get(case).text


def test_what_unpacks_to_far_too_much_is_not_opened():
    key = make_key("Verzonnen Zorg")
    with pytest.raises(CannotOpen):
        open_message(encrypted("0" * (LONGEST + 1), key.certificate), secrets=[key.secret])
    assert open_message(encrypted("0" * 1000, key.certificate), secrets=[key.secret]) == "0" * 1000
