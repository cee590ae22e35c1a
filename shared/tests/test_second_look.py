"""Four eyes: a colleague, or where one person does it all the same one after a night, or somebody from outside."""

from datetime import UTC, datetime, timedelta

import pytest

from waarborg_shared.second_look import FirstLook, Looked, second_look

EVENING = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # half an hour before midnight in Amsterdam


class Own(Exception):
    """There are others."""


class TooSoon(Exception):
    """No night lies between."""


@pytest.mark.parametrize(
    ("by", "minutes", "one_person", "outsider", "comes_to"),
    [
        ("b", 0, False, False, Looked.COLLEAGUE),
        ("b", 2, True, True, Looked.COLLEAGUE),
        ("a", 5000, False, True, Own),
        ("a", 29, True, False, TooSoon),
        ("a", -1440, True, False, TooSoon),
        ("a", 31, True, False, Looked.AFTER_A_NIGHT),
        ("a", 2, True, True, Looked.OUTSIDER),
    ],
)
def test_J8_who_has_the_second_look(by: str, minutes: int, one_person: bool, outsider: bool, comes_to: object) -> None:
    def look() -> Looked:
        at = EVENING + timedelta(minutes=minutes)
        first = FirstLook(by="a", at=EVENING)
        return second_look(first, by=by, at=at, one_person=one_person, own=Own, too_soon=TooSoon, outsider=outsider)

    if isinstance(comes_to, type) and issubclass(comes_to, Exception):
        with pytest.raises(comes_to):
            look()
    else:
        assert look() is comes_to
