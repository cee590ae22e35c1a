"""The installed services' asynchronous faces fit together, and are described by the committed AsyncAPI document."""

from pathlib import Path

import pytest

from waarborg_shared.events.asyncapi import Face, asyncapi, document_text, faces_of_installed, publisher_faults

COMMITTED = Path(__file__).parents[2] / "docs" / "asyncapi.json"


@pytest.fixture(scope="module")
def faces() -> dict[str, Face]:
    return faces_of_installed()


def test_every_event_that_is_heard_is_told_by_exactly_one_service(faces: dict[str, Face]) -> None:
    assert publisher_faults(faces) == []


def test_the_committed_asyncapi_document_is_that_of_the_code(faces: dict[str, Face]) -> None:
    assert COMMITTED.read_text(encoding="utf-8") == document_text(asyncapi(faces)), (
        "run python -m waarborg_shared.events.asyncapi docs/asyncapi.json"
    )
