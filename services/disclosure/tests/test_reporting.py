"""Reporting: sealed boxes, hashed receipts, limits with and without a proof, PGP, and what staff enter."""

import hashlib
import logging
import re
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pysequoia
import pytest
from sqlalchemy import select

from waarborg_disclosure import actions, answer_keys, boxes, domain
from waarborg_disclosure.actions import open_report
from waarborg_disclosure.actions.sealing import seal_in, unseal_in
from waarborg_disclosure.models import ReportMessage
from waarborg_disclosure.pages import REPORTS, proof
from waarborg_disclosure.pages.limits import PROVED, UNPROVED, ReportsBySender
from waarborg_disclosure.receipts import Receipts, TooBusy
from waarborg_shared.events.disclosure import ExposureTimesCorrected, PersonalDataExposed
from waarborg_shared.keystore import CannotUnseal
from waarborg_shared.uow import ERASED

ANSWERED = {"verdict": "not_reproducible", "assessment": "Wij kunnen het niet nadoen."}


def a_key(**more):
    return pysequoia.Tsk.generate(user_id="Verzonnen Melder <melder@voorbeeld.example>", **more)


def public(key):
    return str(key.extract_certificate())


@pytest.fixture(scope="module")
def key():
    return a_key()


def test_a_box_opens_with_its_own_key_in_its_own_place_only():
    private, other = bytes(range(32)), bytes(range(1, 33))
    box = boxes.put_in(boxes.public_of(private), b"gevonden", "bqr", "report", "what", "1")
    assert b"gevonden" not in box
    assert boxes.take_out(private, box, "bqr", "report", "what", "1") == b"gevonden"
    for wrong in ((other, box, "bqr", "1"), (private, box, "bqr", "2"), (private, box, "jtb", "1")):
        with pytest.raises(boxes.WrongBox):
            boxes.take_out(wrong[0], wrong[1], wrong[2], "report", "what", wrong[3])
    for damaged in (b"", box[:-1], box[:-1] + bytes([box[-1] ^ 1])):
        with pytest.raises(boxes.WrongBox):
            boxes.take_out(private, damaged, "bqr", "report", "what", "1")


def test_each_report_has_a_key_pair_and_its_words_do_not_open_elsewhere(world):
    world.visitor().report()
    world.visitor().report()
    first, second = world.reports()
    assert first.box_key != second.box_key and len(first.box_key) == boxes.KEY_BYTES
    with world.work() as work:
        sealed = seal_in(work, first, "x", table="any", column="text", row="1")
        assert unseal_in(work, first, sealed, table="any", column="text", row="1") == "x"
        for report, row in ((second, "1"), (first, "2")):
            with pytest.raises(CannotUnseal):
                unseal_in(work, report, sealed, table="any", column="text", row=row)
        forged = boxes.put_in(first.box_key, b"vals", "bqr", "any", "text", "1")
        with pytest.raises(CannotUnseal):
            unseal_in(work, first, forged, table="any", column="text", row="1")
    world.runtime.vault.rotate_organisation("bqr")
    (again, _) = world.reports()
    with world.work() as work:
        assert open_report(work, again).name == "nachtuil"
    world.erase(first.id)
    with world.work() as work:
        assert unseal_in(work, first, sealed, table="any", column="text", row="1") is ERASED


def test_a_report_of_before_there_were_boxes_opens_still(world):
    world.visitor().report()
    (before,) = world.reports()
    with world.work() as work:
        row = work.case(type(before), before.id)
        row.box_key = None
        for column, text in (("what", "Oud."), ("where", "Hier."), ("contact", "melder@example.nl")):
            sealed = seal_in(work, row, text, table="report", column=column, row=row.id)
            setattr(row, f"{column}_sealed", sealed)
        row.name_sealed = None
    (before,) = world.reports()
    with world.work() as work:
        opened = open_report(work, before)
    assert (opened.what, opened.where, opened.how, opened.contact) == ("Oud.", "Hier.", None, "melder@example.nl")
    assert opened.answer_key is None


def keyed(organisation, kind, value):
    return hashlib.sha256(f"{organisation}|{kind}|{value}".encode()).digest()


def test_a_receipt_is_found_by_its_hash_and_by_that_of_an_earlier_cost():
    old, new = Receipts(keyed, [(8, 1)]), Receipts(keyed, [(16, 1), (8, 1)])
    made = old.make("bqr")
    assert made.digits not in repr(made) and made.digits.encode() not in made.hashed and len(made.hashed) == 32
    presented = new.read("bqr", f" {made.digits[:4]} {made.digits[4:]}")
    assert presented.readable and made.hashed in presented.before and made.hashed != presented.hashed
    assert old.read("jtb-care", made.digits).hashed != made.hashed
    assert not new.read("bqr", "geen ontvangstbewijs").readable
    assert new.make("bqr").digits != new.make("bqr").digits


def test_guesses_of_receipts_cost_the_same_and_wait_for_a_turn(monkeypatch):
    receipts, hashed = Receipts(keyed, [(8, 1)], patience=0.0), []
    monkeypatch.setattr("waarborg_disclosure.receipts.hash_secret_raw", lambda *a, **how: hashed.append(how) or b"")
    for typed in ("0000 0000 0000 0000", "x", "", "9" * 40):
        receipts.read("bqr", typed)
    assert len(hashed) == 4 and all(how == hashed[0] for how in hashed)
    for _ in range(2):
        receipts._turns.acquire()
    with pytest.raises(TooBusy):
        receipts.read("bqr", "x")


def test_a_mailbox_of_before_is_found_once_more_and_kept_by_the_new_hash(world):
    receipt = world.visitor().reported()
    digits, (row,) = receipt.replace(" ", ""), world.reports()
    before = world.runtime.vault.search_hash("bqr", "receipt", digits)
    with world.work() as work:
        work.case(type(row), row.id).receipt_hash = before
    assert world.visitor().open(receipt).status_code == 200
    assert world.reports()[0].receipt_hash == row.receipt_hash != before


def solve(token, bits):
    seed, found = proof.seed_of(token), []
    for sum_ in range(proof.SUMS):
        found.append(next(n for n in count() if proof._begins_with_zeros(f"{seed}:{sum_}:{n}", bits)))
    return ".".join(map(str, found))


def test_a_proof_holds_for_its_own_form_only():
    made = solve("een-formulier", 6)
    assert proof.holds("een-formulier", made, bits=6)
    assert not proof.holds("een-ander-formulier", made, bits=6)
    for wrong in ("", "x", ".".join("0" * 16), made + ".1", made.rpartition(".")[0], "٣" + made[1:], "9" * 10_000):
        assert not proof.holds("een-formulier", wrong, bits=6)


def test_ten_thousand_reports_of_one_sender_are_counted_without_keeping_an_address():
    now = [0.0]
    limits = ReportsBySender(lambda: now[0])
    taken = [limits.take("192.0.2.7", "bqr", size=0, proved=False) for _ in range(10_000)]
    assert taken.count(0) == UNPROVED.of_one and taken[-1] == 3600
    assert "192.0.2.7" not in repr(vars(limits)) and b"192.0.2.7" not in repr(limits._hour).encode()
    assert limits.take("192.0.2.8", "bqr", size=0, proved=False) == 0
    assert limits.take("192.0.2.7", "jtb-care", size=0, proved=False) == 0
    proved = [limits.take("192.0.2.7", "bqr", size=0, proved=True) for _ in range(100)]
    assert proved.count(0) == PROVED.of_one - UNPROVED.of_one
    many = [limits.take(f"198.51.{n // 250}.{n % 250}", "bqr", size=0, proved=False) for n in range(500)]
    assert many.count(0) == UNPROVED.of_all - UNPROVED.of_one - 1
    assert limits.take("203.0.113.1", "bqr", size=0, proved=True) == 0
    assert limits.take("203.0.113.1", "bqr", size=PROVED.bytes_of_one + 1, proved=True) > 0
    now[0] += 3601
    assert limits.take("192.0.2.7", "bqr", size=0, proved=False) == 0


def test_too_many_reports_are_told_with_when_to_come_back_and_what_was_typed(world):
    visitor = world.visitor()
    for _ in range(UNPROVED.of_one):
        visitor.reported()
    page = visitor.report(what="De zevende.")
    assert (page.status_code, page.headers["Retry-After"]) == (429, "3600")
    assert "De zevende." in page.text and "Wait 60 minutes" in page.text
    assert len(world.reports()) == UNPROVED.of_one
    world.clock.forward(3601)
    assert visitor.report(what="De zevende.").status_code == 201


def test_a_proof_makes_room_for_more_reports(world, monkeypatch):
    monkeypatch.setattr(proof, "BITS", 5)
    visitor = world.visitor()
    for _ in range(UNPROVED.of_one + 2):
        token = visitor.token("/disclosure/report")
        assert visitor.report(token=token, _proof=solve(token, 5)).status_code == 201
    assert world.app.extensions[REPORTS].take("192.0.2.1", "bqr", size=0, proved=False) == 0


def test_answers_stand_in_the_mailbox_encrypted_to_the_reporters_own_key(world, key, monkeypatch):
    visitor, staff = world.visitor(), world.assessor()
    receipt = visitor.reported(answer_key=public(key))
    row = world.reports()[0]
    staff.act(row, "reply", text="Dank voor uw scherpe blik.")
    page = visitor.open(receipt).text
    assert "scherpe blik" not in page
    armoured = re.search(r"-----BEGIN PGP MESSAGE-----.*?-----END PGP MESSAGE-----", page, re.DOTALL)[0]
    read = pysequoia.decrypt(armoured.encode(), decryptor=key.decryptor())
    assert bytes(read.bytes).decode() == "Dank voor uw scherpe blik."
    assert "scherpe blik" in staff.get(f"/disclosure/reports/{row.id}").text
    with monkeypatch.context() as away:
        away.setattr(answer_keys, "encrypted", lambda *_: None)
        staff.act(row, "reply", text="Uw sleutel is verlopen.")
    assert "your PGP key can no longer be used" not in page
    assert "your PGP key can no longer be used" in visitor.open(receipt).text
    visitor.write(receipt, "Graag gedaan.")
    assert "Graag gedaan." in visitor.open(receipt).text
    stored = repr([vars(each) for each in world.rows(ReportMessage)])
    assert "BEGIN PGP" not in stored and "Verzonnen Melder" not in repr(vars(world.reports()[0]))


def bad_keys(key):
    cert = key.extract_certificate()
    short = a_key(validity_seconds=1)
    yield "geen sleutel", answer_keys.WrongAnswerKey
    yield str(short.extract_certificate()), answer_keys.AnswerKeyExpired
    revoked = cert.merge(pysequoia.Cert.from_bytes(bytes(cert) + bytes(cert.revoke(key.certifier()))))
    yield str(revoked), answer_keys.AnswerKeyRevoked
    yield str(key), answer_keys.AnswerKeySecret
    yield "x" * (answer_keys.LARGEST + 1), answer_keys.AnswerKeyTooLarge
    yield public(key) + "\n" + public(a_key()), answer_keys.WrongAnswerKey


def test_a_key_that_answers_cannot_be_encrypted_to_is_refused_with_the_reason(key):
    later = datetime.now(UTC) + timedelta(days=1)
    for armoured, kind in bad_keys(key):
        with pytest.raises(answer_keys.WrongAnswerKey) as refused:
            answer_keys.check(armoured, now=later)
        assert (type(refused.value), refused.value.field) == (kind, "answer_key"), armoured[:40]
    answer_keys.check(public(key), now=later)
    assert answer_keys.encrypted("x", "geen sleutel") is None


def test_a_wrong_key_is_told_at_its_field_and_nothing_is_stored(world, key):
    page = world.visitor().report(answer_key=str(key))
    assert page.status_code == 422 and "This is your secret key" in page.text
    assert 'id="error-answer_key"' in page.text
    assert world.visitor().report(answer_key="x" * 70_000).status_code == 422
    assert world.reports() == []


ENTERED = {"came_by": "email", "received_at": "2026-02-27T16:30", "reporter": "named", "name": "Iris Verzonnen"}


def enter(world, staff, **changes):
    found = {"what": "Open map.", "where": "https://www.voorbeeld.example/map"}
    return staff.send("/disclosure/reports/new", **{**found, **ENTERED, **changes})


def test_B22_what_came_by_mail_is_entered_and_promised_from_the_moment_that_it_came(world):
    staff = world.assessor()
    page = enter(world, staff)
    assert page.status_code == 201, page.text
    assert re.search(r"\d{4} \d{4} \d{4} \d{4}", page.text) and "This page is for the reporter" in page.text
    (row,) = world.reports()
    assert row.received_at == datetime(2026, 2, 27, 15, 30, tzinfo=UTC)
    assert world.clocks(row)["first_answer"].due_on.isoformat() == "2026-03-03"
    assert world.verbs(row.id)[0] == "entered-report"
    case = staff.get(f"/disclosure/reports/{row.id}").text
    assert "By e-mail" in case and "correct-received" in case


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"received_at": "2027-01-01T09:00"}, "received_at"),
        ({"received_at": ""}, "received_at"),
        ({"received_at": "gisteren"}, "received_at"),
        ({"came_by": "duif"}, "came_by"),
        ({"what": ""}, "what"),
        ({"reporter": "anonymous"}, "name"),
    ],
)
def test_what_is_not_right_in_an_entered_report_is_told_at_its_field(world, wrong, field):
    page = enter(world, world.assessor(), **wrong)
    assert page.status_code == 422 and f'id="error-{field}"' in page.text
    assert world.reports() == []


def test_the_moment_of_receipt_is_corrected_with_a_reason_and_the_clocks_follow(world):
    staff = world.assessor()
    enter(world, staff)
    (row,) = world.reports()
    staff.act(row, "expose")
    typed = {"received_at": "2026-02-26T09:00", "why": "De e-mail lag in de ongewenste post."}
    for wrong in ({"why": ""}, {"received_at": "2027-01-01T09:00"}, {"received_at": ENTERED["received_at"]}):
        assert staff.act(row, "correct-received", **{**typed, **wrong}).status_code == 422
    assert staff.act(row, "correct-received", **typed).status_code == 303
    (row,) = world.reports()
    assert row.received_at == datetime(2026, 2, 26, 8, 0, tzinfo=UTC)
    assert world.clocks(row)["first_answer"].due_on.isoformat() == "2026-03-02"
    assert row.due_at == world.clocks(row)["first_answer"].due_at
    (told,) = world.told(ExposureTimesCorrected)
    (first,) = world.told(PersonalDataExposed)
    assert (told.was_at, told.aware_at, told.discovered_at) == (first.aware_at, row.received_at, row.received_at)
    assert "ongewenste post" in staff.get(f"/disclosure/reports/{row.id}").text
    world.visitor().report()
    by_form = world.reports()[1]
    assert "correct-received" not in staff.get(f"/disclosure/reports/{by_form.id}").text
    assert staff.act(by_form, "correct-received", **typed).status_code == 422


def test_who_may_only_read_enters_nothing(world):
    reader = world.signed_in("bqr", "disclosure.read")
    assert reader.get("/disclosure/reports/new").status_code == 403
    assert "/disclosure/reports/new" not in reader.get("/disclosure/reports").text


def test_an_answer_to_a_closed_report_becomes_a_new_one_that_follows_it(world):
    visitor, staff = world.visitor(), world.assessor()
    receipt = visitor.reported()
    follow = {"page": "/disclosure/mailbox", "receipt": receipt, "text": "Het werkt weer."}
    assert visitor.send("/disclosure/mailbox/follow-up", **follow).status_code == 422
    staff.act(world.reports()[0], "assess", **ANSWERED)
    staff.act(world.reports()[0], "close")
    assert "/mailbox/follow-up" in visitor.open(receipt).text
    assert visitor.send("/disclosure/mailbox/follow-up", **{**follow, "text": ""}).status_code == 422
    wrong = visitor.send("/disclosure/mailbox/follow-up", **{**follow, "receipt": "0" * 16})
    assert wrong.status_code == 422 and len(world.reports()) == 1
    page = visitor.send("/disclosure/mailbox/follow-up", **follow)
    assert page.status_code == 201 and "BQR-K-2026-0001" in page.text
    first, second = world.reports()
    assert (second.follows_id, second.state, first.state) == (first.id, "received", "closed")
    own = re.search(r"\d{4} \d{4} \d{4} \d{4}", page.text)[0]
    assert own != receipt and "Het werkt weer." not in visitor.open(receipt).text
    assert visitor.open(own).status_code == 200
    case = staff.get(f"/disclosure/reports/{second.id}").text
    assert "Het werkt weer." in case and "nachtuil" in case and "BQR-K-2026-0001" in case
    assert world.verbs(first.id)[-1] == "followed-up" or "followed-up" in world.verbs(first.id)


def test_nothing_that_is_stored_or_logged_tells_of_an_anonymous_reporter(world, tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    address, said = "203.0.113.77", "wachtwoordenlijst"
    visitor = world.visitor(address=address)
    visitor.client.environ_base["HTTP_USER_AGENT"] = "ZeldzameBrowser/1.0"
    anonymous = {"reporter": "anonymous", "name": "", "contact": ""}
    sent = visitor.report(what=f"Een {said} ligt open.", where="https://binnen.voorbeeld.example/", **anonymous)
    assert sent.status_code == 201 and "Set-Cookie" not in sent.headers
    receipt = re.search(r"\d{4} \d{4} \d{4} \d{4}", sent.text)[0]
    visitor.write(receipt, f"Nog een {said}.")
    visitor.open("1234 5678 1234 5678")
    visitor.report(what=said, reporter="ghost")
    output = "".join(capfd.readouterr()) + caplog.text
    raw = b"".join(path.read_bytes() for path in Path(tmp_path).rglob("*") if path.is_file())
    for engine in (world.runtime.engine,):
        raw += Path(engine.url.database).read_bytes()
        raw += b"".join(path.read_bytes() for path in Path(engine.url.database).parent.glob("*-wal"))
    assert b"BQR-K-2026-0001" in raw
    for secret in (address, said, "binnen.voorbeeld", "ZeldzameBrowser", receipt, receipt.replace(" ", "")):
        assert secret.encode() not in raw and secret not in output
        assert secret.encode().hex() not in output
    assert said not in repr(world.events())


def test_the_receipt_costs_of_the_settings_are_checked(environment):
    from waarborg_shared.config import SettingError, read_settings  # noqa: PLC0415 - of this test alone

    assert read_settings("disclosure", environment).receipt_costs == ((65536, 3),)
    told = read_settings("disclosure", {**environment, "WAARBORG_RECEIPT_COSTS": "131072:3, 65536:3"})
    assert told.receipt_costs == ((131072, 3), (65536, 3))
    for wrong in ("x", "65536", "7:1", "65536:0", "99999999:3", "8:1,8:1,8:1,8:1", "٨:1"):
        with pytest.raises(SettingError, match="WAARBORG_RECEIPT_COSTS"):
            read_settings("disclosure", {**environment, "WAARBORG_RECEIPT_COSTS": wrong})


def test_a_report_that_is_open_is_followed_by_none():
    with pytest.raises(domain.NotClosed):
        domain.check_closed(domain.ReportState.RECEIVED)


def test_a_form_that_is_sent_twice_makes_one_report_and_its_receipt_is_kept_nowhere(world, monkeypatch):
    visitor, staff = world.visitor(), world.assessor()
    token = staff.token("/disclosure/reports/new")
    first, again = enter(world, staff, token=token), enter(world, staff, token=token)
    assert (first.status_code, again.text) == (201, first.text) and len(world.reports()) == 1
    assert enter(world, staff, token=token, what="Iets anders.").status_code == 201 and len(world.reports()) == 2
    receipt = re.search(r"\d{4} \d{4} \d{4} \d{4}", first.text)[0]
    row = world.reports()[0]
    staff.act(row, "assess", **ANSWERED)
    staff.act(row, "close")
    token = re.findall(r'name="_form" value="([^"]+)"', visitor.open(receipt).text)[0]
    follow = {"page": "/disclosure/mailbox", "receipt": receipt, "text": "Het werkt weer.", "token": token}
    pages = [visitor.send("/disclosure/mailbox/follow-up", **follow) for _ in range(2)]
    assert [page.status_code for page in pages] == [201, 201] and pages[0].text == pages[1].text
    assert len(world.reports()) == 3
    token, before = visitor.token("/disclosure/report"), kept_answers(world)
    digits = visitor.reported(token=token)
    found, tries = actions.received_before, [None]  # its twin has not finished when it looks
    monkeypatch.setattr(actions, "received_before", lambda *given: tries.pop() if tries else found(*given))
    assert visitor.reported(token=token) == digits and len(world.reports()) == 4 and not tries
    assert kept_answers(world) == before


def kept_answers(world):
    with world.work() as work:
        table = work.plumbing.idempotency
        return work.session.execute(select(table.c.key_hash).where(table.c.organisation == "bqr")).scalars().all()
