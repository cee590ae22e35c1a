"""The month of terms as a calendar, the figures of what was answered, and both as files."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from waarborg_requests.actions.desk.figures import figures
from waarborg_requests.domain.desk.figures import Figures, months_back, share
from waarborg_requests.domain.desk.months import by_day, month_after, no_work, weeks_of
from waarborg_requests.models import Request
from waarborg_requests.pages.desk.drawing import HEIGHT, draw_days, draw_in_time
from waarborg_shared.hooks.values import Duty
from waarborg_shared.sheets.formulas import defused
from waarborg_shared.sheets.writing import csv_of, xlsx_of

MONTHS = months_back(datetime(2026, 5, 20, 9, tzinfo=UTC))


def filed(world, access, organisation="bqr", **changes):
    assert world.visitor(organisation).send("/requests/new", **{**access, **changes}).status_code == 201
    return world.requests(organisation)[-1]


def reader(world, lang="en"):
    """The privacy officer, who reads everything and decides nothing."""
    return world.signed_in("bqr", Duty.REQUESTS_READ, ref="account-fg001", lang=lang)


def answered(world, row, *, at):
    """Answer a request as staff do, at a moment."""
    world.clock.moment = at
    staff = world.coordinator()
    page = staff.get(f"/requests/cases/{row.id}").text
    token = re.search(r'name="_form" value="([^"]+)"', page)[1]
    typed = {"outcome": "refused", "ground": "excessive", "text": "Dit is te veel."}
    done = staff.send(f"/requests/cases/{row.id}/answer", token=token, revision="1", **typed)
    assert done.status_code == 303


def test_a_month_begins_on_monday_and_fills_its_weeks():
    weeks = weeks_of(date(2026, 2, 1))
    assert weeks[0] == [date(2026, 1, 26) + timedelta(days=day) for day in range(7)]
    assert weeks[-1][-1] == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("month", "step", "then"),
    [
        (date(2026, 1, 1), 1, date(2026, 2, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 3, 1), -15, date(2024, 12, 1)),
    ],
)
def test_months_follow_each_other_over_the_year(month, step, then):
    assert month_after(month, step) == then


def test_a_holiday_is_a_weekday_without_work():
    week = [date(2026, 4, 27) + timedelta(days=day) for day in range(7)]
    assert no_work(week, week[1:5]) == {date(2026, 4, 27)}
    assert by_day([], most=3) == {}


def test_the_calendar_has_what_was_promised_and_what_the_law_says(either_world, access):
    world = either_world
    row = filed(world, access)
    page = reader(world).get("/requests/calendar?month=2026-03")
    assert page.status_code == 200
    assert page.text.count(f">{row.number}</a>") == 2 and "(promised)" in page.text and "(by law)" in page.text
    assert "1 term of an open request ends in this month" in page.text
    april = reader(world).get("/requests/calendar?month=2026-04").text
    assert "1 term of an open request ends in this month" in april
    assert "No work" in april
    assert "Willemijn" not in page.text


def test_a_day_with_much_shows_the_first_and_how_much_more(either_world, access):
    world = either_world
    rows = [filed(world, access) for _ in range(7)]
    page = reader(world).get("/requests/calendar?month=2026-03").text
    shown = [row.number for row in rows if f">{row.number}</a>" in page]
    assert len(shown) == 4 and "3 more" in page
    day = re.search(r'href="(/requests/calendar/2026-03-\d\d)[^"]*" aria-label="3 more', page)[1]
    every = reader(world).get(day).text
    assert all(row.number in every for row in rows)


def test_what_was_answered_is_due_no_more(world, access):
    row = filed(world, access)
    answered(world, row, at=world.clock.now() + timedelta(days=2))
    for month in ("2026-03", "2026-04"):
        assert row.number not in reader(world).get(f"/requests/calendar?month={month}").text


@pytest.mark.parametrize(
    "path",
    ["calendar?month=2026-13", "calendar?month=x", "calendar?month=1999-12", "calendar/2026-02-30", "calendar/20260301",
     "calendar?month=9999-01", "calendar/x", "figures?kind=witchcraft", "export/list.exe", "export/figures.pdf"],
)  # fmt: skip
def test_what_is_no_month_day_kind_or_file_is_not_there(world, path):
    assert reader(world).get(f"/requests/{path}").status_code == 404


def test_the_first_and_the_last_month_have_no_other_side(world):
    assert 'rel="prev"' not in reader(world).get("/requests/calendar?month=2000-01").text
    assert 'rel="next"' not in reader(world).get("/requests/calendar?month=2199-12").text


@pytest.mark.parametrize(
    "path", ["calendar", "calendar/2026-03-02", "figures", "export/list.csv", "export/figures.csv"]
)
def test_who_may_not_read_requests_sees_none_of_it(world, path):
    assert world.visitor().get(f"/requests/{path}").status_code == 401
    assert world.signed_in("bqr", Duty.BREACH_READ).get(f"/requests/{path}").status_code == 403


def test_figures_count_what_was_in_time_and_how_long_it_took(either_world, access):
    world = either_world
    start = world.clock.now()
    took = (1, 2, 3, 10, 40)
    for days in took:
        world.clock.moment = start
        answered(world, filed(world, access), at=start + timedelta(days=days))
    world.clock.moment = start
    answered(world, filed(world, access, kind="complaint"), at=start + timedelta(days=5))
    with world.work(now=start + timedelta(days=60)) as work:
        months = months_back(work.now)
        every = figures(work, months)
        access_only = figures(work, months, by_kind=True, by_month=False)
    assert sum(each.count for each in every) == 6
    (complaint,) = [each for each in access_only if each.kind == "complaint"]
    (of_access,) = [each for each in access_only if each.kind == "access"]
    assert (complaint.count, complaint.kept_promise, complaint.kept_law) == (1, 1, 1)
    assert (of_access.count, of_access.kept_promise, of_access.kept_law) == (5, 4, 4)
    assert of_access.median_days == pytest.approx(3, abs=0.01)
    assert of_access.ninth_days == pytest.approx(40, abs=0.01)


def test_the_figures_of_one_organisation_have_nothing_of_another(either_world, access):
    world = either_world
    filed(world, access, "jtb-care")
    with world.work("jtb-care") as work:
        mine = update(Request).where(Request.organisation == "jtb-care")
        work.session.execute(mine.values(state="answered", outcome="granted", answered_at=work.now))
    with world.work() as work:
        assert figures(work, months_back(work.now)) == ()


def test_a_month_is_that_of_amsterdam(either_world, access):
    world = either_world
    row = filed(world, access)
    answered(world, row, at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    with world.work() as work:
        (only,) = figures(work, months_back(work.now))
    assert only.month == date(2026, 4, 1)


def test_few_answers_are_counted_and_get_no_percentage(world, access):
    start = world.clock.now()
    for days in (1, 2):
        world.clock.moment = start
        answered(world, filed(world, access), at=start + timedelta(days=days))
    page = reader(world).get("/requests/figures").text
    assert "%)" not in re.sub(r"%\)s", "", page)
    assert ">2/2<" in page and "<svg" in page and "<title" in page
    assert "Willemijn" not in page and "BQR-2026" not in page
    assert reader(world).get("/requests/figures?kind=access").status_code == 200
    assert "Nothing was answered" in reader(world).get("/requests/figures?kind=erasure").text


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 9, 0), (9, 9, 100), (999, 1000, 99), (1, 1000, 1), (1, 2, 50), (2, 3, 67)]
)
def test_only_all_is_a_hundred_percent_and_only_nothing_is_none(part, whole, percent):
    assert share(part, whole) == percent


def test_every_bar_stands_within_its_picture():
    many = [Figures(None, month, 40 * n, 30 * n, 35 * n, 3.0 * n, 20.0 * n) for n, month in enumerate(MONTHS)]
    for draw in (draw_in_time, draw_days):
        drawing = draw([month.isoformat() for month in MONTHS], many)
        for bar in drawing.bars:
            for block in bar.blocks:
                assert 0 <= block.y <= HEIGHT and block.y + block.height <= drawing.foot + 0.2
    nothing = draw_in_time(["x"], [Figures(None, MONTHS[0], 0, 0, 0, 0.0, 0.0)])
    assert nothing.bars[0].above == "–"


def read_csv(answer):
    assert answer.status_code == 200, answer.text
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_list_goes_out_as_csv_and_xlsx_with_its_filters_and_without_a_word_that_was_written(world, access):
    world.register.works_here("account-anouk", "Anouk Verzonnen")
    filed(world, access)
    wanted = filed(world, access, kind="complaint")
    with world.work() as work:
        work.session.execute(update(Request).where(Request.organisation == "bqr").values(taken_up_by="account-anouk"))
    answer = reader(world).get("/requests/export/list.csv?kind=complaint&assigned=account-anouk")
    head, only = read_csv(answer)
    assert head[0] == "Number" and only[0] == wanted.number and "account-anouk" in only
    assert 'filename="requests.csv"' in answer.headers["Content-Disposition"]
    for secret in ("Willemijn", "C-1044", "dossier", "Anouk"):
        assert secret not in answer.text
    book = load_workbook(io.BytesIO(reader(world, "nl").get("/requests/export/list.xlsx?kind=complaint").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][0] == "Nummer" and rows[1][0] == wanted.number and rows[1][1] == "Klacht"


def test_a_long_list_goes_out_whole(world, access, monkeypatch):
    monkeypatch.setattr("waarborg_requests.pages.desk.exports._AT_ONCE", 2)
    rows = [filed(world, access) for _ in range(5)]
    out = read_csv(reader(world).get("/requests/export/list.csv"))
    assert {line[0] for line in out[1:]} == {row.number for row in rows}
    monkeypatch.setattr("waarborg_requests.pages.desk.exports.MOST_ROWS", 4)
    assert "Narrow the list by its filters" in read_csv(reader(world).get("/requests/export/list.csv"))[-1][0]


def test_a_file_of_what_cannot_be_found_is_not_there(world):
    assert reader(world).get("/requests/export/list.csv?number=Willemijn").status_code == 404
    assert reader(world).get("/requests/export/list.csv?kind=x").status_code == 422


def test_the_figures_go_out_as_a_file(world, access):
    answered(world, filed(world, access), at=world.clock.now() + timedelta(days=3))
    out = read_csv(reader(world).get("/requests/export/figures.csv"))
    assert len(out) == 13
    assert ["Access", "2026-03", "1", "1", "1", "3.0", "3.0"] in out
    book = load_workbook(io.BytesIO(reader(world).get("/requests/export/figures.xlsx").data))
    assert ("Access", "2026-03", 1, 1, 1, 3, 3) in list(book.active.iter_rows(values_only=True))


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@x", "\tx", "＝A1"])
def test_nothing_in_a_file_runs(text):
    assert defused(text) == "'" + text
    assert b"'" in b"".join(csv_of([[text]]))
    with xlsx_of([[text]], title="x") as file:
        (cell,) = next(load_workbook(file).active.iter_rows())
    assert cell.data_type == "s"
