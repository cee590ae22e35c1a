"""A guesser waits longer each time, and what is remembered of it stays small."""

from waarborg_shared.guessing import FREE_TRIES, MOST_KEPT, Guesses, GuessesBySender


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


def test_each_sender_waits_for_himself_and_his_address_is_forgotten_within_the_hour() -> None:
    now, keys = [0.0], iter([bytes(32), bytes([1]) * 32])
    guesses = GuessesBySender(lambda: now[0], lambda: next(keys))
    for _ in range(FREE_TRIES + 1):
        guesses.failed("192.0.2.1", "bqr", "BQR-2026-000999")
    assert guesses.wait_for("192.0.2.1", "bqr", "BQR-2026-000999") == 2
    assert guesses.wait_for("192.0.2.2", "bqr", "BQR-2026-000999") == 0
    assert guesses.wait_for("192.0.2.1", "jtb-care", "BQR-2026-000999") == 0
    assert guesses.wait_for("192.0.2.1", "bqr", "BQR-2026-000998") == 0
    assert "192.0.2.1" not in repr(vars(guesses)) + repr(vars(guesses._guesses))
    now[0] += 3601
    assert guesses.wait_for("192.0.2.1", "bqr", "BQR-2026-000999") == 0
    assert len(guesses) == 0


def test_who_was_right_does_not_wait() -> None:
    guesses = GuessesBySender(lambda: 0.0)
    for _ in range(FREE_TRIES):
        guesses.failed("192.0.2.1", "bqr")
    guesses.succeeded("192.0.2.1", "bqr")
    assert guesses.wait_for("192.0.2.1", "bqr") == 0


def test_an_ipv6_sender_is_known_by_its_network() -> None:
    guesses = GuessesBySender(lambda: 0.0)
    for number in range(FREE_TRIES):
        guesses.failed(f"2001:db8:1:1::{number}", "bqr")
    assert guesses.wait_for("2001:db8:1:1::ffff", "bqr") > 0
    assert guesses.wait_for("2001:db8:1:2::1", "bqr") == 0
