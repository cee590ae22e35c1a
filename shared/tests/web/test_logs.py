"""Logs keep their lines and lose what could be a person's."""

import io
import json
import logging

import pytest
import structlog

from waarborg_shared.web.logs import BLOT, blot, configure_logging


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("client 123456782 asked", "123456782"),
        ("bsn=12345678.", "12345678"),
        ("1234.56.782", "1234.56.782"),
        ("123 456 782", "123 456 782"),
        ("mail to anna.jansen@voorbeeld.example today", "anna.jansen"),
    ],
)
def test_what_looks_like_a_person_is_blotted_out(text: str, gone: str) -> None:
    assert gone not in blot(text) and BLOT in blot(text)


@pytest.mark.parametrize(
    "text", ["2026-01-05", "order 1234567", "0190a1b2-c3d4-7e5f-8a9b-123456789012", "case a12345678f", "1234567890"]
)
def test_what_does_not_stays(text: str) -> None:
    assert blot(text) == text


def test_every_line_is_json_ours_and_a_librarys() -> None:
    stream, handlers, level = io.StringIO(), logging.getLogger().handlers[:], logging.getLogger().level
    try:
        configure_logging("INFO", stream)
        structlog.get_logger().info("looked", subject="123456782", at={"mail": "a@b.example"}, bsn=123456782)
        logging.getLogger("library").warning("could not deliver to %s", "a@b.example")
        try:
            raise ValueError("no such person 123456782")
        except ValueError:
            structlog.get_logger().exception("failed")
    finally:
        logging.getLogger().handlers[:] = handlers
        logging.getLogger().setLevel(level)
        structlog.reset_defaults()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"].split(" ")[0] for line in lines] == ["looked", "could", "failed"]
    assert "123456782" not in stream.getvalue() and "a@b" not in stream.getvalue()
    (broken,) = lines[2]["exception"]
    assert broken["class"] == "builtins.ValueError"
    assert broken["at"][-1].startswith("test_logs.py:")
    assert "no such person" not in stream.getvalue()
