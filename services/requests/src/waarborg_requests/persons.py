"""Asks identity whose client number it is, and whom a reference is of: what it tells is shown and kept nowhere here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from waarborg_shared.client import ServiceAway, ServiceClient
from waarborg_shared.hooks.values import Text

SEARCH_PATH = "/identity/api/v1/person-searches/"
PERSON_PATH = "/identity/api/v1/persons/"


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register of persons calls somebody; empty where it knows no name, or that was erased."""

    name: str = field(repr=False)
    client_number: str = field(repr=False)

    def is_called(self, name: str) -> bool:
        """Whether somebody gave the name that the register has, capitals and spaces aside; where it has none, yes."""
        return not self.name or _plain(self.name) == _plain(name)


class PersonNotFound(Exception):
    """No reference came of a search; ``field`` is where the number was typed."""

    field = "client_number"
    text = Text(
        "Het personenregister antwoordt nu niet. Probeer het straks nog eens.",
        "The register of persons does not answer now. Try again in a moment.",
    )


class NoSuchPerson(PersonNotFound):
    """Identity knows nobody by this client number."""

    text = Text("Er is niemand met dit cliëntnummer.", "There is nobody with this client number.")


class MayNotSearch(PersonNotFound):
    """Identity does not let this member of staff search."""

    text = Text(
        "U mag niet in het personenregister zoeken. Vraag een collega die dat wel mag.",
        "You may not search the register of persons. Ask a colleague who may.",
    )


class PersonsAway(PersonNotFound):
    """Identity could not be asked."""


def find_person(client: ServiceClient, organisation: str, number: str, *, headers: Mapping[str, str]) -> str:
    """Return the reference of the person with a client number; raises PersonNotFound, by its kind.

    ``headers`` carry who asks: identity judges the right by itself.
    """
    # Our own page's form was checked before this: the question is not another site's.
    sent = {"Sec-Fetch-Site": "same-origin", **headers}
    question = {"client_number": number}
    try:
        answer = client.ask("identity", "POST", SEARCH_PATH, organisation=organisation, json=question, headers=sent)
    except ServiceAway as away:
        raise PersonsAway from away
    if answer.status in (401, 403):
        raise MayNotSearch
    if answer.status == 422:
        raise NoSuchPerson
    persons = answer.json.get("persons") if answer.status == 200 and isinstance(answer.json, dict) else None
    if not isinstance(persons, list):
        raise PersonsAway
    if not persons:
        raise NoSuchPerson
    return str(persons[0])


def registered(
    client: ServiceClient, organisation: str, person_ref: str, *, headers: Mapping[str, str]
) -> Registered | None:
    """Return what the register calls a person; None where it does not answer, or not this member of staff.

    That he looked is in the person's own log. ``headers`` carry who asks.
    """
    try:
        answer = client.ask("identity", "GET", PERSON_PATH + person_ref, organisation=organisation, headers=headers)
    except ServiceAway:
        return None
    known = answer.json if answer.status == 200 and isinstance(answer.json, dict) else None
    if known is None:
        return None
    return Registered(str(known.get("name") or ""), str(known.get("client_number") or ""))


class NameNotChanged(PersonNotFound):
    """Identity did not change a name."""

    field = "new_name"
    text = Text(
        "Het personenregister heeft de naam niet veranderd. Kijk of de stap nog open staat, en probeer het nog eens.",
        "The register of persons did not change the name. Look whether the step is still open, and try once more.",
    )


def correct_name(
    client: ServiceClient,
    organisation: str,
    person_ref: str,
    *,
    step_ref: str,
    name: str,
    headers: Mapping[str, str],
) -> None:
    """Have the register give a person another name, as a step asks; raises NameNotChanged, MayNotSearch, PersonsAway.

    ``headers`` carry who asks: identity judges the right by itself. The same again changes nothing there.
    """
    sent = {"Sec-Fetch-Site": "same-origin", **headers}
    told, path = {"step_ref": step_ref, "name": name}, f"{PERSON_PATH}{person_ref}/name"
    try:
        answer = client.ask("identity", "PUT", path, organisation=organisation, json=told, headers=sent)
    except ServiceAway as away:
        raise PersonsAway from away
    if answer.status in (401, 403):
        raise MayNotSearch
    if answer.status != 204:
        raise NameNotChanged


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
