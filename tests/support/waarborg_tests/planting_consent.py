"""What consent knows of the invented people: who speaks for whom, an emergency, an import,
what goes to others, what he set against it, and a link in a message to him."""

from sqlalchemy import select

from waarborg_consent.actions import emergencies_of, take_emergency
from waarborg_consent.actions.disclosures import NewDisclosure, decide_disclosure
from waarborg_consent.actions.imports import imports_of, receive_file
from waarborg_consent.actions.purposes import NewDeclaration, declare_compatible, standing_declarations
from waarborg_consent.domain.disclosures import OTHER, DisclosureGround
from waarborg_consent.domain.purposes import Point
from waarborg_consent.imports import importer_of
from waarborg_consent.models import KnownPerson
from waarborg_shared.auth import Actor, ActorKind
from waarborg_tests.cast import Cast
from waarborg_tests.deciding import CONSENTS, give, withdrawable
from waarborg_tests.waiting import until

MARKS = "/consent/api/v1/marks/"


def emergency_for(cast: Cast, person_ref: str) -> str:
    """Use the emergency button for a person, unless somebody did; return which use it was."""
    rules = cast.product.runtimes["consent"].rules(cast.organisation)
    with cast.product.work("consent", cast.organisation) as work:
        for taken in emergencies_of(work, person_ref):
            return taken.id
        return take_emergency(work, person_ref, "Zij ligt op de vloer.", rules=rules).id


def spoken_for(cast: Cast, subject_ref: str, representative_ref: str) -> dict[str, str]:
    """Who speaks for a client, and what the client cannot decide, as a partner records it the first time."""
    partner, at = cast.partner(), "/consent/api/v1/"
    known = partner.ask(f"{at}representations/?subject_ref={subject_ref}")["items"]
    who = {"subject_ref": subject_ref, "begins_on": "2026-03-01"}
    seen = {"evidence": "statement", "evidence_seen_on": "2026-03-01", "note": "Gezien."}
    about = {"representative_ref": representative_ref, "kind": "child", "scopes": ["care", "data"]}
    first = known[0]["id"] if known else partner.tell(f"{at}representations/", **who, **seen, **about)["id"]
    judged = {"topic": "money", "decided_by": "physician", "ends_on": "2098-12-31", "note": "Beoordeeld."}
    fact = partner.tell(f"{at}incapacities/", **who, **judged)["id"]
    fixed = {"representative_ref": representative_ref, "turn": "end", "matter": "incapacity", "clock": "turns-12"}
    return {"representation_id": first, "fact_id": fact, **fixed}


def consent_of(cast: Cast, person_ref: str) -> str:
    """Return the reference of a consent of a person, giving one where none stands."""
    partner, purpose = cast.partner(), withdrawable(cast)

    def standing() -> str | None:
        stands = {each["purpose"]: each for each in partner.ask(CONSENTS, subject_ref=person_ref)["items"]}
        return stands[purpose]["event_id"] if stands[purpose]["stands"] else None

    if standing() is None:
        give(partner, person_ref, purpose)
    found = standing()
    assert found is not None
    return found


def import_of(cast: Cast) -> str:
    """Return the reference of an import that was looked at and has something wrong in it, handed in the first time."""
    runtime = cast.product.runtimes["consent"]
    actor = Actor(ActorKind.STAFF, "account-import", cast.organisation)
    raw = b"client_number;purpose;answer;given_on;how\nNobody-1;spying;yes;31-2-2024;paper\n"
    with runtime.uow.begin(cast.organisation, actor=actor, now=runtime.now()) as work:
        for handed_in in imports_of(work):
            return str(handed_in.id)
        made = str(receive_file(work, raw, name="Lijst.csv").id)
    importer_of(runtime).work_off(cast.organisation)
    return made


def declaration_of(cast: Cast, words: str) -> dict[str, str]:
    """Declare two purposes compatible; return the declaration's id, and two others for which nobody did."""
    rules = cast.product.runtimes["consent"].rules(cast.organisation)
    own = [code for code, purpose in rules.purposes.items() if not purpose.rests_on_consent]
    answers = dict.fromkeys(Point, words)
    with cast.product.work("consent", cast.organisation) as work:
        command = NewDeclaration(from_purpose=own[0], to_purpose=own[1], answers=answers)
        declaration_id = declare_compatible(work, command, rules=rules)
    return {"declaration_id": declaration_id, "from_purpose": own[1], "to_purpose": own[0]}


def declared_once(cast: Cast) -> str:
    """Return a declaration about two purposes, made the first time."""
    with cast.product.work("consent", cast.organisation) as work:
        for known in standing_declarations(work):
            return known.id
    return declaration_of(cast, "Dit past bij elkaar.")["declaration_id"]


def disclosure_of(cast: Cast, person_ref: str, name: str) -> str:
    """Authorise a disclosure of a person's data to somebody who is on no list; return its id."""
    rules = cast.product.runtimes["consent"].rules(cast.organisation)
    command = NewDisclosure(
        subject_ref=person_ref,
        ground=DisclosureGround.LAW,
        ground_source="art. 1 Voorbeeldwet",
        categories=("name",),
        recipient=OTHER,
        recipient_name=name,
    )
    with cast.product.work("consent", cast.organisation) as work:
        return decide_disclosure(work, command, rules=rules).id


def mark_of(cast: Cast, person_ref: str) -> str:
    """Return the id of a mark of a person, asking that the address is kept secret unless that stands."""
    partner = cast.partner()
    for mark in partner.ask(MARKS, subject_ref=person_ref)["items"]:
        return str(mark["id"])
    return str(partner.tell(MARKS, subject_ref=person_ref, kind="address_secrecy")["id"])


def service_kind(cast: Cast) -> str:
    """A kind of message that goes to everybody by letter."""
    kinds = cast.product.runtimes["consent"].rules(cast.organisation).message_kinds.values()
    return next(kind.code for kind in kinds if kind.service and "letter" in kind.channels)


def link_to(cast: Cast, person_ref: str) -> str:
    """Return the token in the link of a message to a person."""
    asked = {"kind": service_kind(cast), "channel": "letter", "persons": [person_ref]}
    (answer,) = cast.partner().tell("/consent/api/v1/message-checks/", expect=200, **asked)["items"]
    return str(answer["opt_out"]).rpartition("/")[2]


def look_at(cast: Cast, person_ref: str, mark: str) -> None:
    """Let the partner tell that somebody looked, as soon as consent heard of the person."""
    until(lambda: _heard_of(cast, person_ref), what="word of the person")
    who = {"who_ref": f"wie-{mark}", "role": "x", "system": f"Dossier {mark}"}
    what = {"action": "R", "outcome": "success", "record_type": "Patient"}
    at = cast.product.clock.now().isoformat()
    looked = {"event_id": f"gezien-{mark}", "subject_ref": person_ref, "at": at, **what, **who}
    cast.partner("consent:log").tell("/consent/api/v1/log/looks/", **looked)


def _heard_of(cast: Cast, person_ref: str) -> bool:
    with cast.product.work("consent", cast.organisation) as work:
        query = select(KnownPerson.ref).where(
            KnownPerson.organisation == work.organisation, KnownPerson.ref == person_ref
        )
        return work.session.scalars(query).first() is not None
