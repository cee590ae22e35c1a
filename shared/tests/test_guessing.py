"""A guesser waits longer each time, and what is remembered of it stays small."""

from waarborg_shared.guessing import MOST_KEPT, Guesses


def test_the_wait_doubles_up_to_a_minute() -> None:
    now = [0.0]
    guesses = Guesses(lambda: now[0])
    waits = []
    for _ in range(14):
        guesses.failed("bqr", "BQR-2026-000999")
        waits.append(guesses.wait_for("bqr", "BQR-2026-000999"))
        now[0] += waits[-1]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert guesses.wait_for("jtb-care", "BQR-2026-000999") == 0
    now[0] += 901
    assert guesses.wait_for("bqr", "BQR-2026-000999") == 0


def test_the_memory_of_failed_tries_stays_small() -> None:
    guesses = Guesses(lambda: 0.0)
    for number in range(MOST_KEPT + 50):
        guesses.failed("bqr", str(number))
    assert len(guesses) == MOST_KEPT
