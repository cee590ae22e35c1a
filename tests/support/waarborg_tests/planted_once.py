"""The product with its people and one case of every kind, made once in a run of the tests and copied for who needs it.

It takes seconds of a processor, and what stands in its folder is all that there is of it: what a test does in its copy
stays there.
"""

import fcntl
import os
import pickle
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from waarborg_tests.cast import Cast, Person, invite
from waarborg_tests.planting import Planted, plant
from waarborg_tests.product import Product, embedded

_TOLD = "told"


@dataclass(frozen=True)
class Remembered:
    """What is known of one organisation besides what stands in the product: who is there, and what was planted."""

    person: Person
    scopes: tuple[str, ...]
    colleague: str
    places: Mapping[str, str]
    secrets: tuple[str, ...]

    @classmethod
    def of(cls, planted: Planted) -> "Remembered":
        """What to remember of an organisation in which was planted."""
        cast = planted.cast
        return cls(cast.person, cast.scopes, cast.colleague, dict(planted.places), planted.secrets)

    def planted(self, product: Product, organisation: str) -> Planted:
        """The same in another product that has the same contents."""
        cast = Cast(product, organisation, self.person, self.scopes, self.colleague)
        return Planted(cast, dict(self.places), self.secrets)


def planted_product(original: Path, folder: Path) -> tuple[Product, dict[str, Planted]]:
    """Return a product of its own in an empty folder, not started yet, and what was planted at each organisation.

    The first that asks for it plants the ``original``; another process of the same tests waits until that stands.
    """
    _make_unless_there(original)
    shutil.copytree(original, folder, dirs_exist_ok=True)
    told: dict[str, Remembered] = pickle.loads((folder / _TOLD).read_bytes())
    (folder / _TOLD).unlink()
    product = embedded(folder)
    return product, {name: each.planted(product, name) for name, each in told.items()}


def _make_unless_there(original: Path) -> None:
    with original.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if original.exists():
            return
        making = original.with_suffix(f".{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)  # of a try that failed half-way
        told = {name: Remembered.of(each) for name, each in _plant_in(making).items()}
        (making / _TOLD).write_bytes(pickle.dumps(told))
        making.rename(original)


def _plant_in(folder: Path) -> dict[str, Planted]:
    product = embedded(folder).start()
    try:
        planted = {name: plant(cast) for name, cast in invite(product).items()}
        product.settle()
    finally:
        product.stop()
    return planted
