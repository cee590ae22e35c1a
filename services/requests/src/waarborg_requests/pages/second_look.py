"""The second look of somebody from outside, who was asked once and types a code: what would be given, and his word."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from waarborg_requests.actions.review import looks, marks
from waarborg_requests.actions.review.giving import Given, every_given, given_text, given_value
from waarborg_requests.domain.collecting import ItemForm
from waarborg_requests.domain.own_words import category_name
from waarborg_requests.domain.review.marking import Withheld
from waarborg_requests.domain.review.told import how_much
from waarborg_requests.packing.reading import Reader
from waarborg_requests.pages.cutting import rows_of
from waarborg_requests.pages.guessing import guesses, wait_page
from waarborg_requests.pages.public import public
from waarborg_requests.schemas.review import OutsideLookForm, OutsideWordForm
from waarborg_requests.texts.review import WITHHOLD_GROUNDS
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, not_replayed, read_form
from waarborg_shared.web.i18n import in_language as said

_NUMBER = "second-look"


@public.route("/second-look", methods=["GET", "POST"])
@not_replayed
def second_look() -> ResponseReturnValue:
    """Ask for the code, and show what would be given. The code is never part of an address."""
    form = read_form(OutsideLookForm)
    if not form.ok:
        return _page(form, items=None)
    return _guarded(form, lambda work: _shown(work, form.command["code"]))


@public.route("/second-look/word", methods=["POST"])
@not_replayed
def second_look_word() -> ResponseReturnValue:
    """Take the word of who was invited, once."""
    form = read_form(OutsideWordForm)
    code = form.values.get("code", "")
    if not form.ok:
        return _guarded(form, lambda work: _shown(work, code))

    def act(work: Work) -> dict[str, Any]:
        typed = form.command
        approves = typed["verdict"] == "approve"
        looks.approve_as_invited(work, code, approves=approves, words=typed["words"], rules=current.rules)
        return {"done": True}

    return _guarded(form, act)


def _guarded(form: Form, act: Any) -> ResponseReturnValue:
    """Do something for who has the code; guesses are slowed down by sender."""
    tries = guesses(_NUMBER)
    wait = tries.wait()
    if wait > 0:
        return wait_page(form, wait, lambda asked: _page(asked, items=None))
    try:
        with current.begin() as work:
            shown = act(work)
    except looks.NoInvitation as refused:
        tries.failed()
        asked = Form(OutsideLookForm(), {"code": form.values.get("code", "")})
        asked.refuse_by(refused)
        return _page(asked, items=None)
    tries.succeeded()
    return _page(form, **shown)


def _shown(work: Work, code: str) -> dict[str, Any]:
    row, _ = looks.invited(work, code, rules=current.rules)
    return {
        "items": [_item(given) for given in every_given(work, row)],
        "withheld": [_withheld(each) for each in marks.withheld(work, row)],
    }


def _item(given: Given) -> dict[str, Any]:
    item = given.read.item
    text: str = ""
    rows: list[tuple[str, str]] = []
    if given.read.form is ItemForm.TEXT:
        text = given_text(given)
    elif given.read.form is ItemForm.JSON:
        rows = rows_of(Reader(current.lang, current.rules, given.read.holder), given_value(given))
    return {
        "number": item.number,
        "title": given.read.called(current.lang),
        "category": _category(item.category),
        "text": text,
        "rows": rows,
    }


def _withheld(each: Withheld) -> list[str]:
    return [_category(each.category), said(how_much(each.verdict, each.count)), said(WITHHOLD_GROUNDS[each.ground])]


def _category(code: str) -> str:
    return said(category_name(code, current.rules))


def _page(form: Form, **shown: Any) -> tuple[str, int]:
    values = {"items": None, "withheld": [], "done": False, **shown}
    return render_template("requests/review/second_look.html", form=form, **values), 422 if form.errors else 200
