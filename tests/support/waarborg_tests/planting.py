"""One case of every kind at an organisation, made as users make them, with strings that nobody else may ever see."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from waarborg_identity.actions import (
    NewPartner,
    find_person,
    person_file,
    register_client,
    register_partner,
    send_test,
    set_endpoint,
)
from waarborg_identity.actions.applications import list_applications
from waarborg_identity.actions.claim_mappings import NewMapping, add_mapping
from waarborg_identity.actions.factor_resets import ask_factor_reset
from waarborg_identity.actions.registering import make_registration_token, register_with_token
from waarborg_identity.actions.staff_absences import NewAbsence, record_absence
from waarborg_identity.actions.staff_details import NewStaff, make_first_code, take_on
from waarborg_identity.actions.staff_rows import grants_where
from waarborg_identity.domain import Agreement, AuthMethod, ClientKind, IdentifierKind, NewClient
from waarborg_identity.domain.registering import NewRegistrationToken
from waarborg_identity.models import RoleGrant
from waarborg_requests.actions import (
    Identified,
    NewRequest,
    deliveries_of_many,
    identify,
    notices,
    receive_request,
    send_word,
)
from waarborg_requests.actions.collecting.asking import open_tasks_of
from waarborg_requests.actions.drafts import draft_of, save_draft
from waarborg_requests.collecting import collector_of
from waarborg_requests.domain import Answer, Identification, Outcome, Reach
from waarborg_requests.domain.notices import Notice
from waarborg_requests.models import Item, Request
from waarborg_shared.auth import Actor
from waarborg_shared.db import new_id
from waarborg_shared.hooks.values import RequestKind, RoleKind
from waarborg_tests.cast import Cast
from waarborg_tests.deciding import give, open_cell, text_of, withdrawable
from waarborg_tests.planting_advisory import advisory_about
from waarborg_tests.planting_consent import (
    consent_of,
    declaration_of,
    disclosure_of,
    emergency_for,
    import_of,
    link_to,
    look_at,
    mark_of,
    service_kind,
    spoken_for,
)
from waarborg_tests.planting_reports import complaint_of, file_of
from waarborg_tests.planting_telling import telling_of


@dataclass(frozen=True)
class Planted:
    """What was made: values for places in paths and bodies, and what may not show elsewhere."""

    cast: Cast
    places: Mapping[str, str]
    secrets: tuple[str, ...]


def plant(cast: Cast) -> Planted:
    """Make a person, a consent, a request, a breach and a report with a message at one organisation."""
    partner, mark = cast.partner(), f"zegel-{cast.organisation}"
    person = cast.another_person(f"{mark}-1", "999990044", f"Zusje {mark}")
    purpose = withdrawable(cast)
    give(partner, person.ref, purpose)
    look_at(cast, person.ref, mark)
    asked = {"name": f"Aanvrager {mark}", "reach": "email", "reach_at": f"{mark}@voorbeeld.example"}
    request = partner.tell("/requests/api/v1/requests/", kind="access", asked=f"Alles over {mark}", **asked)
    leak = {"discovered_at": "2026-03-02T09:00", "aware_at": "2026-03-02T09:30", "summary": f"Kwijt: {mark}"}
    sent = cast.staff().send("/breach/report", **leak)
    breach = partner.ask(f"/breach/api/v1/breaches/{urlsplit(sent.location).path.rpartition('/')[2]}")
    found = {
        "what": f"Open: {mark}",
        "where": f"https://{mark}.example/",
        "reporter": "named",
        "name": f"Melder {mark}",
    }
    evidence = [{"name": f"{mark}.txt", "content": b64encode(mark.encode()).decode()}]
    report = partner.tell("/disclosure/api/v1/reports/", **found, contact=f"melder@{mark}.example", files=evidence)
    written = cast.visitor().send(
        "/disclosure/mailbox/messages",
        page="/disclosure/mailbox",
        receipt=report["receipt"] or "0000000000000000",
        text=f"Bericht {mark}",
    )
    assert written.status_code in {200, 201, 303, 404, 422}, written.text
    system, message = _partner_system(cast, f"partner-{mark}", f"Dossier {mark}")
    rules = cast.product.runtimes["consent"].rules(cast.organisation)
    role, record_type, _ = open_cell(rules)
    staff = _planted_staff(cast, mark)
    speaks = spoken_for(cast, person.ref, double_of(cast))
    places = {
        **staff,
        **speaks,
        "subject_ref": person.ref,
        "person_ref": person.ref,
        "one_ref": person.ref,
        "other_ref": (other := double_of(cast)),
        "merged_ref": other,
        "number_id": _number_of(cast, person.ref),
        "sort": "client-number",
        "consent_id": consent_of(cast, person.ref),
        "form": "fhir",
        "request_id": request["id"],
        "delivery_id": letter_about(cast, request["id"]),
        "task_id": (task := task_about(cast)),
        "task_ref": task,
        "item_id": item_about(cast)[1],
        "look": "finish",
        "page": "1",
        "handle": "f-1",
        "notice_id": notice_about(cast, request["id"]),
        "mark_id": mark_of(cast, person.ref),
        "token": link_to(cast, person.ref),
        "message_kind": service_kind(cast),
        "breach_id": breach["id"],
        "report_id": report["id"],
        "emergency_id": emergency_for(cast, person.ref),
        "client_id": system,
        "application_id": application_of(cast, f"rooster-{mark}", f"Rooster {mark}"),
        "message_id": message,
        "token_id": _registration_token(cast, f"Voor {mark}"),
        "step": "decide",
        "own_step": "retract",
        "dossier_part": "before",
        "package_step": "end",
        "step_id": "01890000-0000-7000-8000-000000000000",
        "import_id": import_of(cast),
        "kind": "csv",
        "factor_id": "01890000-0000-7000-8000-000000000000",
        "session_id": "01890000-0000-7000-8000-000000000000",
        "filename": "none.css",
        "purpose": purpose,
        "digest": text_of(partner, person.ref, purpose),
        "consent_event": "01890000-0000-7000-8000-000000000000",
        "statement_version": rules.organisation.statement_version,
        "version": rules.organisation.statement_version,
        "recipient": rules.recipients[0].code,
        "disclosure_id": disclosure_of(cast, person.ref, f"Derde {mark}"),
        **declaration_of(cast, f"Verklaring {mark}"),
        "role": role,
        "record_type": record_type,
        "day": "2026-03-30",
        "sheet": "csv",
        **telling_of(cast, breach["id"], reference=f"Z-{mark}"),
        "telling_step": "settle",
        "report_step": "assess",
        "advisory_number": advisory_about(cast, report["id"]),
        "file_id": file_of(cast, report["id"]),
        "complaint_id": complaint_of(cast, report["id"]),
        "mailbox_step": "messages",
        "person_step": "care",
        "part": "1",
    }
    numbers = (request["number"], request["code"], breach["number"], report["number"])
    return Planted(cast, places, (mark, mark.replace("-", " "), person.ref, request["id"], *numbers))


def double_of(cast: Cast) -> str:
    """Return the reference of somebody who may be registered twice, registering him the first time."""
    number = f"dubbel-{cast.organisation}"
    with cast.product.work("identity", cast.organisation) as work:
        known = find_person(work, IdentifierKind.CLIENT_NUMBER, number)
    return known or cast.another_person(number, name=f"Dubbele {cast.organisation}").ref


def _number_of(cast: Cast, person_ref: str) -> str:
    """The id of one of a person's numbers."""
    with cast.product.work("identity", cast.organisation) as work:
        return person_file(work, person_ref).numbers[0].id


def _planted_staff(cast: Cast, mark: str) -> dict[str, str]:
    """A member of staff with a role, a leave and a lost second factor that waits for a second person."""
    rules = cast.product.runtimes["identity"].rules(cast.organisation)
    role = next(role.code for role in rules.roles.values() if role.kind is RoleKind.STAFF)
    new = NewStaff(username=f"staf-{mark}", name=f"Staf {mark}", contact=f"Straat {mark}", roles=(role,), reason=mark)
    with cast.product.work("identity", cast.organisation) as work:
        account = take_on(work, new, rules=rules)
        make_first_code(work, account.id)
        until_on = (work.now + timedelta(weeks=4)).date()
        leave = NewAbsence(until_on=until_on, reason=mark)
        absence = record_absence(work, account.id, leave, revision=None, rules=rules)
        reset = ask_factor_reset(work, account.id, mark, revision=None)
        (grant,) = grants_where(work, RoleGrant.account_id == account.id)
        found = {"account_id": account.id, "grant_id": grant.id, "absence_id": absence.id, "reset_id": reset.id}
    found["until_on"] = until_on.isoformat()
    return {**found, "deed": "disable", "issuer_id": "werk", "mapping_id": _mapping(cast, mark, role)}


def _mapping(cast: Cast, mark: str, role: str) -> str:
    """A row of the table of roles by claims, as it stays when an issuer is no longer there."""
    row = NewMapping(issuer="werk", claim="roles", value=mark, role=role)
    rules = cast.product.runtimes["identity"].rules(cast.organisation)
    with cast.product.work("identity", cast.organisation) as work:
        return str(add_mapping(work, row, rules=rules, known=("werk",)).id)


def _partner_system(cast: Cast, client_id: str, name: str) -> tuple[str, str]:
    """Register another partner system than the one that the tests use, with an event that waits for it."""
    with cast.product.work("identity", cast.organisation) as work:
        command = NewPartner(
            client_id=client_id,
            name=name,
            auth_method=AuthMethod.CLIENT_SECRET_BASIC,
            scopes=frozenset({"consent:decide"}),
            agreement=Agreement(purpose=f"Voor {name}", contact=name, secret_reason="Kan niet anders."),
        )
        register_partner(work, command)
        set_endpoint(work, client_id, "https://partner.example/hook")
        return client_id, send_test(work, client_id)


def application_of(cast: Cast, client_id: str, name: str) -> str:
    """Register an application in which staff work, unless it is there; return its client id."""
    with cast.product.work("identity", cast.organisation) as work:
        if client_id not in [each.client.id for each in list_applications(work)]:
            command = NewClient(
                client_id=client_id,
                name=name,
                kind=ClientKind.APPLICATION,
                auth_method=AuthMethod.NONE,
                scopes=frozenset({"openid"}),
                redirect_uris=(f"https://{client_id}.example/terug",),
                post_logout_redirect_uris=(f"https://{client_id}.example/uit",),
            )
            register_client(work, command)
    return client_id


def _registration_token(cast: Cast, purpose: str) -> str:
    """Make a token with which partners may register themselves."""
    bounds = NewRegistrationToken(purpose=purpose, scopes=frozenset({"consent:decide"}), uses=1, life=timedelta(days=1))
    with cast.product.work("identity", cast.organisation) as work:
        return str(make_registration_token(work, bounds).row.id)


def newcomer_at(cast: Cast, name: str) -> str:
    """Let a partner register itself, as it does with a token that it was handed; return its client id."""
    scopes = frozenset({"consent:decide"})
    bounds = NewRegistrationToken(purpose="Roosters maken.", scopes=scopes, uses=1, life=timedelta(days=1))
    command = NewPartner(
        name=name,
        auth_method=AuthMethod.PRIVATE_KEY_JWT,
        scopes=scopes,
        agreement=Agreement(purpose=bounds.purpose),
        jwks_uri="https://partner.example/jwks.json",
    )
    with cast.product.work("identity", cast.organisation) as work:
        token = make_registration_token(work, bounds).row
        return str(register_with_token(work, token, command).client.id)


def letter_about(cast: Cast, request_id: str) -> str:
    """Make a letter ready about a request, as the requests' worker does, unless one lies there; return its id."""
    runtime, message_id = cast.product.runtimes["requests"], new_id()
    actor = Actor.system("requests", cast.organisation)
    with runtime.uow.begin(cast.organisation, actor=actor, now=runtime.now()) as work:
        for lying in deliveries_of_many(work, (request_id,)).get(request_id, ()):
            return lying.id
        rules = runtime.rules(cast.organisation)
        send_word(work, request_id, message_id=message_id, template="request-extended", rules=rules)
    return message_id


def task_about(cast: Cast) -> str:
    """File a request of which it is known who asks, and return what a person is asked to look up for it."""
    runtime, organisation = cast.product.runtimes["requests"], cast.organisation
    rules, actor = runtime.rules(organisation), Actor.system("requests", organisation)
    with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
        for holder in rules.holders.values():
            for _, task in open_tasks_of(work, holder.code) if holder.role else ():
                return task.id
        command = NewRequest(kind=RequestKind.ACCESS, name="Aanvrager", reach=Reach.POST, reach_at="Dorpsstraat 1")
        row = receive_request(work, command, rules=rules, entropy=bytes(32)).request
        found = Identified(how=Identification.AT_THE_DESK, subject_ref=cast.person.ref)
        identify(work, row.id, found, revision=row.revision, rules=rules)
    collector_of(runtime).step(organisation)  # what our own services have is there before anything is counted
    return task_about(cast)


def item_about(cast: Cast) -> tuple[str, str]:
    """Return a request for which our own services brought what they have, and the first of what they brought."""
    task_about(cast)
    runtime, actor = cast.product.runtimes["requests"], Actor.system("requests", cast.organisation)
    with runtime.uow.begin(cast.organisation, actor=actor, now=runtime.now()) as work:
        brought = select(Item).where(Item.organisation == cast.organisation, Item.subject_ref == cast.person.ref)
        item = work.session.scalars(brought.order_by(Item.request_id, Item.number)).first()
        assert item is not None, "our own services brought nothing"
        return item.request_id, item.id


def draft_about(cast: Cast, request_id: str) -> None:
    """Save an answer that is not given yet, unless there is one, so that its letter can be looked over."""
    runtime, actor = cast.product.runtimes["requests"], Actor.system("requests", cast.organisation)
    given = Answer(outcome=Outcome.GRANTED, text="Hierbij een overzicht van uw gegevens.")
    with runtime.uow.begin(cast.organisation, actor=actor, now=runtime.now()) as work:
        row = work.case(Request, request_id)
        if draft_of(work, row) is None:
            rules = runtime.rules(cast.organisation)
            save_draft(work, request_id, given, revision=row.revision, draft=0, rules=rules)


def notice_about(cast: Cast, request_id: str) -> str:
    """Lay a notice about a request on the desk of who handles it, as the requests' worker does; return its id."""
    runtime, actor = cast.product.runtimes["requests"], Actor.system("requests", cast.organisation)
    with runtime.uow.begin(cast.organisation, actor=actor, now=runtime.now()) as work:
        row = work.case(Request, request_id)
        notices.tell(work, row, Notice.STILL_WAITING)
        return notices.of_request(work, row)[0].id
