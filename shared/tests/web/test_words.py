"""Moments and the time left in words, over clock changes and midnight, in both languages."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from waarborg_shared.hooks.values import Text as HookText
from waarborg_shared.web import current
from waarborg_shared.web.words import (
    LabelledClock,
    day_in_words,
    moment_in_words,
    most_urgent_first,
    source_in_words,
    time_left,
)


@dataclass
class AClock:
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    paused_at: datetime | None = None
    period: bool = False


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_moments_and_days_are_written_out() -> None:
    assert moment_in_words(at("2027-01-05T13:30"), "nl") == "dinsdag 5 januari 2027, 14:30"
    assert moment_in_words(at("2026-07-01T22:30"), "en") == "Thursday 2 July 2026, 00:30"
    assert day_in_words(date(2027, 1, 5), "nl") == "dinsdag 5 januari 2027"


@pytest.mark.parametrize(
    ("started", "due", "now", "dutch", "english", "tone"),
    [
        ("2027-01-01T10:00", "2027-01-04T10:00", "2027-01-01T11:30", "nog 70 uur", "70 hours left", "calm"),
        ("2027-01-01T10:00", "2027-01-04T10:00", "2027-01-04T09:15", "nog 45 minuten", "45 minutes left", "soon"),
        ("2027-01-01T10:00", "2027-01-04T10:00", "2027-01-04T12:30", "2 uur te laat", "2 hours too late", "late"),
        ("2025-01-01T10:00", "2025-01-04T10:00", "2026-11-23T12:00", "688 dagen te laat", "688 days too late", "late"),
        ("2027-01-01T10:00", "2027-01-04T10:00", "2027-01-07T09:00", "71 uur te laat", "71 hours too late", "late"),
        ("2027-01-01T10:00", "2027-01-15T22:59:59", "2027-01-05T10:00", "nog 10 dagen", "10 days left", "calm"),
        ("2027-01-01T10:00", "2027-01-15T22:59:59", "2027-01-14T10:00", "nog 1 dag", "1 day left", "soon"),
        ("2027-01-01T10:00", "2027-01-15T22:59:59", "2027-01-15T10:00", "vandaag", "today", "soon"),
        ("2027-01-01T10:00", "2027-01-15T22:59:59", "2027-01-15T23:30", "1 dag te laat", "1 day too late", "late"),
        ("2026-10-20T10:00", "2026-11-03T22:59:59", "2026-10-24T23:30", "nog 9 dagen", "9 days left", "calm"),
    ],
)
def test_the_time_left(app: Flask, started: str, due: str, now: str, dutch: str, english: str, tone: str) -> None:
    clock = AClock(at(started), at(due))
    for language, words in (("nl", dutch), ("en", english)):
        with app.test_request_context(f"/garden/?lang={language}", headers={"Host": "bqr.localhost"}):
            app.preprocess_request()
            left = time_left(clock, at(now))
            assert (left.words, left.tone) == (words, tone)
            assert 0 <= left.used <= 1


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("art. 33(1) AVG", "art. 33(1) GDPR"),
        ("art. 35 UAVG; art. 17 Wkkgz", "art. 35 UAVG; art. 17 Wkkgz"),
        ("privacyverklaring, hoofdstuk 13; art. 12(3) AVG", "privacy statement, chapter 13; art. 12(3) GDPR"),
        ("nergens", "nergens"),
        ("", ""),
    ],
)
def test_a_source_is_said_in_the_language_of_the_page(app: Flask, source: str, english: str) -> None:
    for language, words in (("nl", source), ("en", english)):
        with app.test_request_context(f"/garden/?lang={language}", headers={"Host": "bqr.localhost"}):
            app.preprocess_request()
            known = current.rules.organisation
            words_of_house = (HookText("privacyverklaring", "privacy statement"),)
            vars(current.rules)["organisation"] = replace(known, source_words=words_of_house)
            try:
                assert source_in_words(source) == words
            finally:
                vars(current.rules)["organisation"] = known


def test_a_source_that_a_template_holds_itself_is_not_in_the_language_of_whoever_came_first(app: Flask) -> None:
    page = app.jinja_env.from_string('{{ "art. 33(1) AVG" | source }}')
    for language, words in (("nl", "art. 33(1) AVG"), ("en", "art. 33(1) GDPR"), ("nl", "art. 33(1) AVG")):
        with app.test_request_context(f"/garden/?lang={language}", headers={"Host": "bqr.localhost"}):
            app.preprocess_request()
            assert page.render() == words


@pytest.mark.parametrize(
    ("now", "stopped", "dutch", "english", "tone"),
    [
        ("2027-01-01T20:00", None, "nog 14 uur", "14 hours left", "calm"),
        ("2027-01-02T09:30", None, "nog 30 minuten", "30 minutes left", "calm"),
        ("2027-01-02T16:00", None, "voorbij", "over", "met"),
        ("2027-01-02T16:00", "2027-01-02T10:00", "voorbij", "over", "met"),
    ],
)
def test_a_period_is_never_late(app: Flask, now: str, stopped: str | None, dutch: str, english: str, tone: str) -> None:
    stay = AClock(at("2027-01-01T10:00"), at("2027-01-02T10:00"), at(stopped) if stopped else None, period=True)
    for language, words in (("nl", dutch), ("en", english)):
        with app.test_request_context(f"/garden/?lang={language}", headers={"Host": "bqr.localhost"}):
            app.preprocess_request()
            left = time_left(stay, at(now))
            assert (left.words, left.tone) == (words, tone)


def test_what_runs_out_first_comes_first_and_what_rests_last() -> None:
    start = at("2027-01-01T10:00")
    late, soon = AClock(start, at("2027-01-02T10:00")), AClock(start, at("2027-01-03T10:00"))
    rests = AClock(start, at("2027-01-01T12:00"), paused_at=start)
    met = AClock(start, at("2027-01-01T11:00"), stopped_at=start)
    clocks = [
        LabelledClock(name, clock) for name, clock in {"met": met, "rests": rests, "soon": soon, "late": late}.items()
    ]
    assert [each.label for each in most_urgent_first(clocks)] == ["late", "soon", "rests", "met"]
