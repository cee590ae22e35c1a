"""Looking an answer through: every collected item, one by one, and what becomes of it."""

from collections.abc import Mapping, Sequence
from secrets import token_bytes
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions
from waarborg_requests.actions.collecting.asking import tasks_of
from waarborg_requests.actions.collecting.items import count_items, items_of, read_item, read_items
from waarborg_requests.actions.review import looks, marks
from waarborg_requests.actions.review.secrecy import secrecy_for
from waarborg_requests.actions.stale import Stale
from waarborg_requests.domain import RequestError
from waarborg_requests.domain.own_words import about_named, category_name, holder_named
from waarborg_requests.domain.review.marking import Mark, Verdict, WithholdGround
from waarborg_requests.models import Item, ItemMark, Request
from waarborg_requests.pages.case_groups import DATA
from waarborg_requests.pages.cutting import cuts_from, drawing, holds_address, pictures, shown_content
from waarborg_requests.pages.sections import Section
from waarborg_requests.pages.staff import staff
from waarborg_requests.redacting import BadPages
from waarborg_requests.schemas.review import GiveRestForm, InviteForm, LookForm, MarkForm, ReviewQuery
from waarborg_requests.texts.review import NOT_MARKED, VERDICTS, WAYS, WITHHOLD_GROUNDS
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work, Written
from waarborg_shared.web import Form, current, not_replayed, read_form
from waarborg_shared.web.i18n import in_language as said

PAGE = 50
_CODE_BYTES = 32


@staff.route("/cases/<request_id>/review")
def review(request_id: str) -> str:
    """Show what was collected, and what becomes of each item."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    return _list_page(request_id)


@staff.route("/cases/<request_id>/review/rest", methods=["POST"])
def give_the_rest(request_id: str) -> ResponseReturnValue:
    """Give everything that has no mark yet, of one kind of data or of all."""
    require_duty(current.actor, Duty.REQUESTS_ANSWER)
    form = read_form(GiveRestForm)
    if form.ok:
        try:
            with current.begin() as work:
                marks.give_the_rest(work, request_id, category=form.command["category"])
            return redirect(url_for("staff.review", request_id=request_id), 303)
        except RequestError as refused:
            form.refuse_by(refused)
    return _list_page(request_id, {"rest": form}), 422


@staff.route("/cases/<request_id>/review/<look>", methods=["POST"])
@not_replayed
def look(request_id: str, look: str) -> ResponseReturnValue:
    """Say that everything was looked through, approve it as the second, or ask somebody from outside to."""
    require_duty(current.actor, Duty.REQUESTS_ANSWER)
    form = read_form(InviteForm if look == "invite" else LookForm)
    code = ""
    if form.ok:
        try:
            with current.begin() as work:
                code = _look(work, request_id, look, form)
            if not code:
                return redirect(url_for("staff.review", request_id=request_id), 303)
        except RequestError as refused:
            form.refuse_by(refused)
    if code:
        return render_template("requests/review/invited.html", code=code, request_id=request_id), 201
    return _list_page(request_id, {look: form}), 422


def _look(work: Work, request_id: str, look: str, form: Form) -> str:
    if look == "finish":
        looks.finish_first_look(work, request_id, rules=current.rules)
    elif look == "approve":
        looks.approve(work, request_id, rules=current.rules)
    else:
        name = form.command["invited"]
        return looks.invite(work, request_id, name=name, entropy=token_bytes(_CODE_BYTES), rules=current.rules)
    return ""


@staff.route("/cases/<request_id>/items/<item_id>", methods=["GET", "POST"])
def item(request_id: str, item_id: str) -> ResponseReturnValue:
    """Show one item, or record what becomes of it and go on to the next that has no mark."""
    require_duty(current.actor, Duty.REQUESTS_READ if request.method == "GET" else Duty.REQUESTS_ANSWER)
    form, status = read_form(MarkForm), 200
    if request.method == "POST":
        drawn = drawing(form, request_id, item_id)
        status = 422
        if drawn is None and form.ok:
            try:
                return redirect(_marked(request_id, item_id, form), 303)
            except RequestError as refused:
                form.refuse_by(refused)
            except Stale as refused:
                form.refuse_by(refused)
                status = 412
        elif drawn is not None:
            form, status = drawn, 422 if drawn.errors else 200
    return _item_page(request_id, item_id, form), status


@staff.route("/cases/<request_id>/items/<item_id>/pages/<int:page>")
def item_page(request_id: str, item_id: str, page: int) -> Response:
    """Give the picture of a page, with the rectangles that the address names, in fractions of the page."""
    from waarborg_requests.redacting.pages import page_picture  # noqa: PLC0415 - what draws pages takes memory

    require_duty(current.actor, Duty.REQUESTS_READ)
    with current.read() as work:
        row = work.case(Request, request_id, lock=False)
        read = read_item(work, row, item_id)
        content = marks.whole_file(work, read)
    try:
        picture = page_picture(content, read.item.media_type, page, pictures(request.args.getlist("r"), page))
    except BadPages as bad:
        raise marks.CutsDoNotFit(str(bad)) from bad
    return Response(picture, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


def _marked(request_id: str, item_id: str, form: Form) -> str:
    """Record the mark; returns where to go on."""
    typed = form.command
    with current.begin() as work:
        row = work.case(Request, request_id)
        read = read_item(work, row, item_id)
        cuts = cuts_from(typed, read) if typed["verdict"] is Verdict.REDACT else ()
        mark = Mark(verdict=typed["verdict"], ground=typed["ground"], cuts=cuts)
        marks.mark_item(work, request_id, item_id, mark, revision=typed["revision"])
        work.session.flush()
        following = _next_without_mark(work, row, read.item.number)
    if following is not None:
        return url_for("staff.item", request_id=request_id, item_id=following)
    return url_for("staff.review", request_id=request_id)


def _next_without_mark(work: Work, row: Request, number: int) -> str | None:
    items = items_of(work, row, after=number, limit=PAGE)
    known = marks.marks_of(work, items)
    return next((each.id for each in items if each.id not in known), None)


def _item_page(request_id: str, item_id: str, form: Form) -> str:
    with current.begin() as work:
        row = work.case(Request, request_id)
        read = read_item(work, row, item_id)
        known = marks.marks_of(work, [read.item]).get(item_id)
        mark = marks.opened_mark(work, known, read.item) if known else None
        opened = actions.open_request(work, row)
        work.record(row, verb="looked-at-item", facts={"item": read.item.number})
        content = shown_content(work, read, mark, form, own=_own(row, opened))
        following = _next_without_mark(work, row, read.item.number)
        whose = secrecy_for(work, row)
    if not form.values:
        form.values = {"verdict": known.verdict, "ground": known.ground or ""} if known else {}
    return render_template(
        "requests/review/item.html",
        row=row,
        title=read.called(current.lang),
        item=read.item,
        category=_category(read.item.category),
        holder=said(holder_named(current.rules, read.holder)),
        about=said(about_named(read.item.about)) if read.item.about else "",
        form=form,
        revision=known.revision if known else 0,
        content=content,
        secrecy=whose,
        has_address=whose.any and holds_address(read, current.rules.categories.get(read.item.category)),
        may_mark=Duty.REQUESTS_ANSWER in current.actor.duties and row.answered_at is None,
        next_item=following,
        verdicts=[
            (each.value, said(VERDICTS[each])) for each in Verdict if each is not Verdict.REDACT or content["cuttable"]
        ],
        grounds=[(each.value, said(WITHHOLD_GROUNDS[each])) for each in WithholdGround],
    )


def _own(row: Request, opened: actions.Opened) -> list[Written | None]:
    """What is the person's own, and no hint of somebody else; of who asks for another the address is another's."""
    where = opened.reach_at if row.representative is None else None
    return [opened.name, opened.client_number, opened.on_behalf_of, where]


def _possible(cuttable: bool) -> list[Verdict]:
    return [each for each in Verdict if cuttable or each is not Verdict.REDACT]


def _list_page(request_id: str, forms: Mapping[str, Form] | None = None) -> str:
    names = {name: request.args[name] for name in request.args if name != "lang"}
    query = ReviewQuery().load(names) if request.method == "GET" else {"verdict": None, "category": None, "after": None}
    with current.begin() as work:
        row = work.case(Request, request_id)
        found = items_of(work, row, after=query["after"], limit=PAGE + 1)
        items = found[:PAGE]
        known = marks.marks_of(work, items)
        rows = [_row(request_id, each, known.get(each.item.id)) for each in read_items(work, items)]
        shown = _standing(work, row, current.rules)
        whose = secrecy_for(work, row)
        addresses = _with_address(work, items) if whose.any else frozenset()
        categories = {each.category for each in items}
        over = any(task.over_at is not None for task in tasks_of(work, row))
        work.record(row, verb="looked")
    return render_template(
        "requests/review/list.html",
        row=row,
        rows=rows,
        over=over,
        section=shown,
        secrecy=whose,
        addresses=addresses,
        forms={**{"rest": Form(GiveRestForm()), "invite": Form(InviteForm())}, **(forms or {})},
        refused=(forms or {}),
        next=url_for("staff.review", request_id=request_id, after=items[-1].number) if len(found) > PAGE else "",
        categories=[(code, _category(code)) for code in sorted(categories)],
        may_mark=Duty.REQUESTS_ANSWER in current.actor.duties and row.answered_at is None,
        one_person=current.rules.organisation.one_person,
    )


def _with_address(work: Work, items: Sequence[Item]) -> frozenset[str]:
    """Return the ids of the items in which an address seems to stand."""
    rules = current.rules
    opened = read_items(work, items)
    return frozenset(each.item.id for each in opened if holds_address(each, rules.categories.get(each.item.category)))


def _row(request_id: str, read: Any, mark: ItemMark | None) -> dict[str, Any]:
    item: Item = read.item
    return {
        "id": item.id,
        "number": item.number,
        "link": url_for("staff.item", request_id=request_id, item_id=item.id),
        "title": read.called(current.lang),
        "category": _category(item.category),
        "holder": said(holder_named(current.rules, read.holder)),
        "on": item.occurred_on,
        "mark": said(VERDICTS[Verdict(mark.verdict)] if mark else NOT_MARKED),
        "ground": said(WITHHOLD_GROUNDS[WithholdGround(mark.ground)]) if mark and mark.ground else "",
        "tone": "plain" if mark is None else "ok" if mark.verdict == Verdict.GIVE else "warning",
    }


def _category(code: str) -> str:
    return said(category_name(code, current.rules))


def _standing(work: Work, row: Request, rules: Rules) -> dict[str, Any]:
    counted, now = marks.counted(work, row), looks.standing(work, row, rules)
    second = now.second
    invitation = looks.open_invitation(work, row)
    return {
        "count": counted.items,
        "marked": counted.marked,
        "done": counted.done,
        "others": counted.about_others,
        "rest": counted.items - counted.marked - counted.about_others,
        "percent": 100 * counted.marked // counted.items if counted.items else 100,
        "given": counted.by_verdict.get(Verdict.GIVE.value, 0),
        "redacted": counted.by_verdict.get(Verdict.REDACT.value, 0),
        "withheld": counted.by_verdict.get(Verdict.WITHHOLD.value, 0),
        "four_eyes": now.four_eyes,
        "first_at": now.first.at if now.first else None,
        "first_is_yours": now.first is not None and now.first.by == current.actor.ref,
        "approved": now.approved,
        "second_at": second.at if second else None,
        "invited_until": invitation.until_at if invitation else None,
        "invited": looks.name_of_invited(work, invitation) if invitation else "",
        "way": said(WAYS[now.way]) if now.way else "",
        "open": row.answered_at is None,
    }


def show(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """Return how the review stands, for the case page; None where nothing was collected."""
    return _standing(work, row, rules) if count_items(work, row) else None


SECTION = Section("review", "requests/review/section.html", show, group=DATA)
