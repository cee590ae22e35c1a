"""A withdrawal of consent that came as a request: when it can be carried out, and by which facts it is answered."""

from waarborg_requests.domain.answers import Outcome
from waarborg_requests.domain.states import Move, RequestError, RequestState, after
from waarborg_shared.hooks.values import RequestKind, Text


class NotAWithdrawal(RequestError):
    """Only a request to withdraw a consent is carried out by the consent service."""


class PersonNotKnown(RequestError):
    """Whose consent it is has to be known before it can be withdrawn."""

    field = "client_number"
    text = Text("Zoek eerst op om wie het gaat.", "Find out first whose consent it is.")


class AlreadyCarriedOut(RequestError):
    """The consent service has been asked already."""

    field = "client_number"
    text = Text("De intrekking is al doorgegeven.", "The withdrawal has been passed on already.")


def carry_out(kind: RequestKind, state: RequestState, *, subject_ref: str | None, asked_before: bool) -> RequestState:
    """Check that a withdrawal can be passed on now, and return the state that it leads to.

    Raises:
        NotAWithdrawal, PersonNotKnown, AlreadyCarriedOut, MoveRefused
    """
    leads_to = after(state, Move.CARRY_OUT)
    if kind is not RequestKind.WITHDRAWAL:
        raise NotAWithdrawal(kind)
    if subject_ref is None:
        raise PersonNotKnown(kind)
    if asked_before:
        raise AlreadyCarriedOut(kind)
    return leads_to


def answered_by_fact(kind: RequestKind, outcome: str | None) -> bool:
    """Whether the answer is that a consent ended or that none stood: staff can only refuse a withdrawal in words."""
    return kind is RequestKind.WITHDRAWAL and outcome == Outcome.GRANTED


def settle_person(before: str | None, found: str, *, passed_on: bool) -> str:
    """Return whom a request is about once somebody was identified as ``found``.

    Raises:
        AlreadyCarriedOut: another person's withdrawal has been passed on for this request; that is not undone here.
    """
    if passed_on and before != found:
        raise AlreadyCarriedOut(found)
    return found
