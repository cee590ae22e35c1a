"""The household of `--full`: who dies is started again, after a while that grows; all end in their turn."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from waarborg_full.household import FIRST_WAIT, LONGEST_WAIT, SETTLED_AFTER, Household
from waarborg_shared.testing.servers import ServerError


@dataclass
class Hand:
    """A member that lives and dies as the test says."""

    name: str
    ends: int
    told: list[str] = field(default_factory=list)
    lives: bool = False
    starts_well: bool = True

    def alive(self) -> bool:
        return self.lives

    def start(self) -> None:
        self.told.append(f"start {self.name}")
        if not self.starts_well:
            raise ServerError("no room")
        self.lives = True

    def ask_to_end(self) -> None:
        self.told.append(f"ask {self.name}")

    def stop(self) -> None:
        self.told.append(f"stop {self.name}")
        self.lives = False


class House:
    """A household with a clock that stands still until it is moved."""

    def __init__(self, folder: Path) -> None:
        self.now = 1000.0
        self.said: list[str] = []
        self.household = Household(folder, tell=self.said.append, clock=lambda: self.now)

    def later(self, seconds: float) -> None:
        self.now += seconds
        self.household.look()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.household.stop()


def test_who_dies_is_started_again_after_a_moment_and_it_is_said(house: House) -> None:
    hand = Hand("web", 0)
    house.household.take_in(hand)
    hand.lives = False
    house.later(0)
    assert not hand.lives
    assert house.said == [f"web ended by itself and is started again in {FIRST_WAIT:g} s"]
    house.later(FIRST_WAIT)
    assert hand.lives


def test_who_goes_on_dying_waits_ever_longer_up_to_a_bound(house: House) -> None:
    hand = Hand("web", 0)
    house.household.take_in(hand)
    waits = []
    for _ in range(9):
        hand.lives = False
        house.later(0)
        wait = 0.0
        while not hand.lives:
            house.later(FIRST_WAIT)
            wait += FIRST_WAIT
        waits.append(wait)
    assert waits == [min(FIRST_WAIT * 2**death, LONGEST_WAIT) for death in range(9)]


def test_who_lived_long_enough_begins_anew(house: House) -> None:
    hand = Hand("web", 0)
    house.household.take_in(hand)
    for _ in range(4):
        hand.lives = False
        house.later(0)
        house.later(LONGEST_WAIT)
    house.later(SETTLED_AFTER)
    hand.lives = False
    house.later(0)
    assert house.said[-1].endswith(f"in {FIRST_WAIT:g} s")


def test_a_start_that_fails_is_tried_again(house: House) -> None:
    hand = Hand("rabbitmq", 0)
    house.household.take_in(hand)
    hand.lives, hand.starts_well = False, False
    house.later(0)
    house.later(FIRST_WAIT)
    assert "rabbitmq: no room" in house.said
    hand.starts_well = True
    house.later(LONGEST_WAIT)
    assert hand.lives


def test_who_cannot_start_waits_ever_longer_however_long_it_lived_before(house: House) -> None:
    hand = Hand("rabbitmq", 0)
    house.household.take_in(hand)
    house.later(SETTLED_AFTER)
    hand.lives, hand.starts_well = False, False
    house.later(0)
    for death in range(1, 9):
        house.later(min(FIRST_WAIT * 2 ** (death - 1), LONGEST_WAIT))
        assert house.said[-1].endswith(f"in {min(FIRST_WAIT * 2**death, LONGEST_WAIT):g} s")


def test_members_of_one_turn_are_asked_together_and_each_turn_waits_for_the_one_before(tmp_path: Path) -> None:
    house, told = House(tmp_path), []
    for name, ends in (("database", 2), ("web", 0), ("worker", 1), ("other web", 0)):
        house.household.take_in(Hand(name, ends, told))
    told.clear()
    house.household.stop()
    assert told == [
        *("ask web", "ask other web", "stop web", "stop other web"),
        *("ask worker", "stop worker"),
        *("ask database", "stop database"),
    ]
