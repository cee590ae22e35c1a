"""The rules of packages as tables: when one may be fetched, what stands in it, what a copy costs; and the archive."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from waarborg_requests.domain.package.fees import (
    FeeReason,
    FirstIsFree,
    NoCopyToMake,
    TooDear,
    TooLateToAsk,
    WhyExcessive,
    check_fee,
    further,
)
from waarborg_requests.domain.package.fetching import (
    Fetchable,
    FetchClosed,
    NoPackage,
    NotReady,
    PackageState,
    after_wrong_code,
    again_until,
    is_over,
    may_fetch,
)
from waarborg_requests.domain.package.plan import ALWAYS, EXTENSIONS, Packed, PartKind, extension_of, plan
from waarborg_requests.packing.archive import append, finish
from waarborg_requests.packing.tables import csv_lines, leaves
from waarborg_requests.scanning import archives, looking, scan
from waarborg_shared.hooks.values import GIVES_DATA, RequestKind
from waarborg_tests.papers import pdf

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def package(state=PackageState.READY, *, left=3, days=30, wrong=0, ago=None, whole=False, tries=1):
    """A package as the rules see it; ``ago``: minutes since a time was counted."""
    counted = None if ago is None else NOW - timedelta(minutes=ago)
    till = NOW + timedelta(days=days)
    begun = {"counted_at": counted, "whole": whole, "tries": tries}
    return Fetchable(state=state, fetches_left=left, until_at=till, wrong_codes=wrong, **begun)


@pytest.mark.parametrize(
    ("found", "refused"),
    [
        (package(), None),
        (package(left=1), None),
        (package(PackageState.MAKING), NotReady),
        (package(PackageState.FAILED), NoPackage),
        (package(PackageState.DESTROYED), NoPackage),
        (package(PackageState.CLOSED), FetchClosed),
        (package(left=0), NoPackage),
        (package(left=0, ago=29), None),
        (package(left=0, ago=30), NoPackage),
        (package(left=0, ago=1, whole=True), NoPackage),
        (package(left=0, ago=1, tries=3), NoPackage),
        (package(PackageState.CLOSED, left=0, ago=1), FetchClosed),
        (package(days=0, ago=1), NoPackage),
        (package(days=0), NoPackage),
    ],
)
def test_a_package_is_fetched_a_few_times_and_days_only(found, refused):
    if refused is None:
        may_fetch(found, NOW)
        assert not is_over(found, NOW)
    else:
        with pytest.raises(refused):
            may_fetch(found, NOW)


def test_nobody_is_told_that_he_can_begin_anew_when_the_days_are_over_before():
    assert again_until(package(ago=1), NOW) == NOW + timedelta(minutes=29)
    assert again_until(package(ago=1, days=5 / 1440), NOW) == NOW + timedelta(minutes=5)


def test_five_wrong_codes_close_it():
    assert after_wrong_code(package(wrong=3)) is PackageState.READY
    assert after_wrong_code(package(wrong=4)) is PackageState.CLOSED


A, C, OTHER = RequestKind.ACCESS, RequestKind.COPY, RequestKind.OBJECTION


@pytest.mark.parametrize(
    ("kind", "earlier", "is_further"),
    [
        (C, [], False),
        (C, [(C, "granted", NOW - timedelta(days=364))], True),
        (C, [(A, "partly", NOW - timedelta(days=1))], True),
        (C, [(C, "granted", NOW - timedelta(days=366))], False),
        (C, [(C, "refused", NOW - timedelta(days=1))], False),
        (C, [(OTHER, "granted", NOW - timedelta(days=1))], False),
        (OTHER, [(C, "granted", NOW - timedelta(days=1))], False),
    ],
)
def test_B15_a_copy_is_a_further_one_after_one_that_was_given_within_a_year(kind, earlier, is_further):
    assert further(kind, NOW, earlier) is is_further


FURTHER, EXCESSIVE = FeeReason.FURTHER_COPY, FeeReason.EXCESSIVE


@pytest.mark.parametrize(
    ("cents", "changes", "refused", "field"),
    [
        (0, {}, None, ""),
        (0, {"kind": OTHER}, None, ""),
        (500, {"is_further": True}, None, ""),
        (500, {"reason": EXCESSIVE, "why": "Elke week hetzelfde."}, None, ""),
        (501, {"is_further": True}, TooDear, "cents"),
        (501, {"reason": EXCESSIVE, "why": "Elke week hetzelfde."}, TooDear, "cents"),
        (1, {}, FirstIsFree, "cents"),
        (1, {"reason": EXCESSIVE, "why": "  "}, WhyExcessive, "fee_why"),
        (1, {"reason": EXCESSIVE, "why": "Zomaar.", "kind": OTHER}, NoCopyToMake, "cents"),
        (500, {"is_further": True, "answered": True}, TooLateToAsk, "cents"),
        (0, {"answered": True}, TooLateToAsk, "cents"),
    ],
)
def test_B15_the_first_copy_is_free_and_another_costs_no_more_than_was_said(cents, changes, refused, field):
    asked = {"kind": C, "reason": FURTHER, "why": "", "is_further": False, "answered": False, **changes}
    if refused is None:
        check_fee(cents, most_cents=500, **asked)
    else:
        with pytest.raises(refused) as told:
            check_fee(cents, most_cents=500, **asked)
        assert told.value.field == field


def item(number, category="health", holder="own", extension=None):
    """An item as the plan sees it."""
    return Packed(number=number, category=category, holder=holder, extension=extension)


def test_the_plan_begins_with_a_page_to_read_and_ends_with_the_list_of_everything():
    parts = plan([item(1), item(2, "names", "ons"), item(3, extension="pdf")], portable=True, explained=True)
    assert [part.name for part in parts] == [
        "index.html",
        "lezen/health-001.html",
        "lezen/names-001.html",
        "bestanden/00003.pdf",
        "gegevens/ons.json",
        "gegevens/own.json",
        "gegevens/schema.json",
        "meenemen/gegevens.json",
        "meenemen/gegevens.csv",
        "uitleg.html",
        "manifest.json",
    ]


def test_B14_who_looked_and_what_went_to_others_have_a_page_also_where_there_is_nothing():
    parts = plan([item(1)], portable=False, always=ALWAYS[RequestKind.ACCESS])
    assert [(part.name, part.numbers) for part in parts if part.kind is PartKind.PAGE] == [
        ("lezen/access_log-001.html", ()),
        ("lezen/disclosures-001.html", ()),
        ("lezen/health-001.html", (1,)),
    ]
    once = plan([item(1, "access_log")], portable=False, always=("access_log",))
    assert [part.numbers for part in once if part.kind is PartKind.PAGE] == [(1,)]
    assert ALWAYS.keys() == GIVES_DATA - {RequestKind.PORTABILITY}


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"


def document(**entries):
    """A document that is an archive inside."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "called", "extension"),
    [
        (pdf("Een brief"), "brief.exe", "pdf"),
        (b"Gezien en akkoord.\r\n", "notitie.bat", "txt"),
        (b"dag;wat\n1;2\n", "dagen.csv", "csv"),
        (b'{"dag": 1}', "dag.json", "json"),
        (b"From: a@example.nl\nSubject: Hallo\n\nTekst", "bericht.eml", "eml"),
        (document(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>"}), "a.odt", "docx"),
        (document(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<d/>"}), "a", "xlsx"),
        (document(**{"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<d/>"}), "a.pdf", "pptx"),
        (document(mimetype=f"{OPEN}.text", **{"content.xml": "x"}), "a.odt", "odt"),
        (document(mimetype=f"{OPEN}.spreadsheet", **{"content.xml": "x"}), "a.ods", "ods"),
        (document(mimetype=f"{OPEN}.presentation", **{"content.xml": "x"}), "dia's.odp", "odp"),
    ],
)
def test_a_file_is_named_by_what_it_is_and_not_by_what_it_was_called(content, called, extension):
    assert extension_of(scan(io.BytesIO(content), called, len(content)).media_type) == extension


def test_every_type_that_is_let_in_has_an_ending_that_nothing_runs():
    types = {"application/pdf", "image/png", "image/jpeg", "text/plain", *looking._TEXTS.values()}
    types |= {*archives._BY_FOLDER.values(), *archives._OPEN}
    assert types == EXTENSIONS.keys()
    assert not {*EXTENSIONS.values()} & {"exe", "bat", "cmd", "com", "js", "html", "svg", "lnk", "docm", "xlsm", "pptm"}
    assert {extension_of(each) for each in ("text/html", "", "application/x-msdownload")} == {"bin"}


@given(
    some.lists(
        some.tuples(some.text(max_size=8), some.text(max_size=8), some.none() | some.text(max_size=8)), max_size=30
    )
)
def test_no_name_in_a_package_climbs_or_comes_twice(items):
    packed = [item(number, *each) for number, each in enumerate(items, start=1)]
    parts = plan(packed, portable=True)
    paged = {number for part in parts if part.kind is PartKind.PAGE for number in part.numbers}
    assert paged == {each.number for each in packed}
    for part in parts:
        assert ".." not in part.name
        assert not part.name.startswith("/")
        assert "\\" not in part.name


@given(
    some.lists(
        some.tuples(some.sampled_from(["a.html", "b.pdf", "c.json"]), some.lists(some.binary(max_size=40))), max_size=8
    )
)
def test_an_archive_made_in_pieces_by_several_hands_is_one_that_everybody_can_open(contents):
    written, entries = bytearray(), []
    for number, (name, pieces) in enumerate(contents):
        entries.append(append(f"{number}-{name}", pieces, at=len(written), write=written.extend, made_at=NOW))
    finish(entries, at=len(written), write=written.extend, made_at=NOW)
    with zipfile.ZipFile(io.BytesIO(bytes(written))) as archive:
        assert archive.testzip() is None
        assert [archive.read(name) for name in archive.namelist()] == [b"".join(pieces) for _, pieces in contents]


def test_formulas_are_made_harmless_and_every_value_has_its_pointer():
    value = {"a": {"b/c": [1, "=SUM(A1)"]}, "d~e": None}
    rows = [("1", "names", "own", "t", "", pointer, each) for pointer, each in leaves(value)]
    text = b"".join(csv_lines(rows)).decode("utf-8-sig")
    assert text.splitlines() == [
        "number,category,holder,title,date,pointer,value",
        "1,names,own,t,,/a/b~1c/0,1",
        "1,names,own,t,,/a/b~1c/1,'=SUM(A1)",
        "1,names,own,t,,/d~0e,null",
    ]
