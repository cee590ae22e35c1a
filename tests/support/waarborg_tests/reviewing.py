"""A request for which something was collected, and the hands that look it through, for tests of what is given."""

import json
import re

from sqlalchemy import select

from waarborg_requests import actions
from waarborg_requests.actions import stored
from waarborg_requests.actions.collecting.items import NewItem, add_items, items_of
from waarborg_requests.actions.review import looks, marks
from waarborg_requests.domain import Identification, Reach
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.models import HolderTask, Request, ReviewLook
from waarborg_shared.hooks.values import Duty, RequestKind

PERSON = "11111111-1111-4111-8111-111111111111"
TEXT = "Willemijn Proefpersoon belde met Bram Nietbestaand."
RECORD = {"huisarts": "Ans Verzonnen", "telefoon": "06-12345678"}
DUTIES = (Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER)


def collected(world, organisation="bqr", *, files=(), kind=RequestKind.ACCESS):
    """A request of somebody known, for which a text, a JSON value and files were brought; its id."""
    command = actions.NewRequest(
        kind=kind, name="Willemijn Proefpersoon", reach=Reach.EMAIL, reach_at="willemijn@example.nl", asked="alles"
    )
    rules = world.runtime.rules(organisation)
    with world.work(organisation) as work:
        row = actions.receive_request(work, command, rules=rules, entropy=b"e" * 32).request
        work.session.flush()
        found = actions.Identified(how=Identification.AT_THE_DESK, subject_ref=PERSON)
        actions.identify(work, row.id, found, revision=row.revision, rules=rules)
        nothing_elsewhere(work, row)
        brought(work, row, files)
        return row.id


def nothing_elsewhere(work, row):
    """Have every holder that was asked say that it found nothing."""
    asked = HolderTask.organisation == work.organisation, HolderTask.request_id == row.id
    for task in work.session.scalars(select(HolderTask).where(*asked)):
        task.state, task.answered_at, task.next_at = "nothing_found", work.now, None


def brought(work, row, files):
    """Put items with a request, as a holder's system does."""
    task = HolderTask(
        request_id=row.id,
        subject_ref=row.subject_ref,
        holder="a_test",
        holder_kind="service",
        state="contributed",
        asked_at=work.now,
        answered_at=work.now,
        due_at=work.now,
    )
    work.add(task)
    work.session.flush()
    new = [
        NewItem(category="health", title="Notitie", form=ItemForm.TEXT, content=TEXT),
        NewItem(category="names", title="Kaart", form=ItemForm.JSON, content=json.dumps(RECORD)),
    ]
    for name, media_type, content in files:
        file = stored.keep(work, [content], holder=task.key, name=name, media_type=media_type)
        new.append(NewItem(category="health", title=name, form=ItemForm.FILE, file=file))
    add_items(work, row, task, new)


def name_of(work, file):
    """What a stored file is called, or that it was erased."""
    sealed = {"holder": file.holder, "table": "stored_file", "column": "name", "row": file.id}
    return work.unseal_to_show(file.name_sealed, **sealed, retention=file.retention)


def outstanding(work, row):
    """Whether a holder that was asked has not answered yet."""
    query = select(HolderTask).where(
        HolderTask.organisation == work.organisation,
        HolderTask.request_id == row.id,
        HolderTask.void_at.is_(None),
        HolderTask.state.in_(("asked", "reminded")),
    )
    return work.session.scalars(query).first() is not None


def looked_through(work, row, rules):
    """Give everything that was brought, and have two people look at it."""
    marks.give_the_rest(work, row.id)
    work.session.flush()
    digest = looks.review_digest(work, row)
    for turn, who in (("first", "account-1"), ("second", "account-2")):
        look = {"turn": turn, "digest": digest, "looked_by": who, "looked_at": work.now, "way": None}
        work.session.add(ReviewLook(organisation=work.organisation, request_id=row.id, **look))
    work.session.flush()


def items(world, request_id, organisation="bqr"):
    """The ids of what was brought, in order."""
    with world.work(organisation) as work:
        return [item.id for item in items_of(work, work.case(Request, request_id, lock=False))]


def colleague(world, organisation="bqr"):
    """Another member of staff who answers requests."""
    return world.signed_in(organisation, *DUTIES, ref="account-colleague")


def mark(visitor, request_id, item_id, **typed):
    """Fill in what becomes of an item, on its page."""
    path = f"/requests/cases/{request_id}/items/{item_id}"
    page = visitor.get(path).text
    revision = typed.pop("revision", None) or re.search(r'name="revision" value="(\d+)"', page)[1]
    token = re.search(r'name="_form" value="([^"]+)"', page)[1]
    return visitor.send(path, token=token, revision=revision, **typed)


def give_all(visitor, request_id):
    """Give everything that was not judged."""
    return visitor.send(f"/requests/cases/{request_id}/review/rest", page=f"/requests/cases/{request_id}/review")


def press(visitor, request_id, look, **typed):
    """Press one of the buttons for looks."""
    review = f"/requests/cases/{request_id}/review"
    return visitor.send(f"{review}/{look}", page=f"/requests/cases/{request_id}", **typed)


def answer(visitor, request_id, outcome="granted", **typed):
    """Give an answer on the case page."""
    page = visitor.get(f"/requests/cases/{request_id}").text
    revision = re.search(r'/answer".*?name="revision" value="(\d+)"', page, re.DOTALL)[1]
    typed = {"outcome": outcome, "text": "Hierbij.", "revision": revision, **typed}
    return visitor.send(f"/requests/cases/{request_id}/answer", page=f"/requests/cases/{request_id}", **typed)
