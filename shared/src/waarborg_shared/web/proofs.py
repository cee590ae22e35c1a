"""How surely somebody is known who reads what is kept about people: two proofs, save where one does (record 0064)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from waarborg_shared.auth import Actor, ActorKind, require_second_factor
from waarborg_shared.web.context import Current

_ONE_PROOF_DOES = "waarborg_one_proof_does"
_View = TypeVar("_View", bound=Callable[..., object])


def one_proof_does(view: _View) -> _View:
    """Mark a view that shows nothing of what is kept about the person who signed in."""
    setattr(view, _ONE_PROOF_DOES, True)
    return view


def does_with_one_proof(view: object) -> bool:
    """Whether `one_proof_does` marked this view."""
    return getattr(view, _ONE_PROOF_DOES, False)


def guard_proof(here: Current, *, view: object) -> None:
    """Refuse a person who proved in one way alone who he is, unless this view needs no more (SecondFactorNeeded).

    Whoever is nobody here, or shows a token that does not hold, is left to the view, which says so.
    """
    if not does_with_one_proof(view) and here.visitor is not None:
        require_two_proofs(here, here.visitor)


def require_two_proofs(here: Current, actor: Actor) -> None:
    """Pass for a person who proved in two ways who he is; where persons have no accounts, number and code do.

    Raises:
        SecondFactorNeeded: he proved it in one way alone, and can set up another here.
    """
    if actor.kind is ActorKind.PERSON and here.rules.organisation.person_accounts:
        require_second_factor(actor)
