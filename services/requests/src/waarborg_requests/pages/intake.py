"""The public form, one question a page: go on, go back, keep it for later, check it, and send it once."""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_bytes
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from waarborg_requests import actions, domain
from waarborg_requests.actions import intake_drafts
from waarborg_requests.domain import CameBy, Reach, RequestError
from waarborg_requests.domain.intake import SAYS_ABOUT, says_enough
from waarborg_requests.domain.intake_drafts import draft_number, read_draft_number
from waarborg_requests.pages import intake_steps
from waarborg_requests.pages.guessing import guesses, wait_page
from waarborg_requests.pages.intake_steps import BY_NAME, CHECK, FIELDS, FIRST, STEPS, Step
from waarborg_requests.pages.public import public
from waarborg_requests.persons import registered
from waarborg_requests.schemas import EVERY_CONSENT
from waarborg_requests.schemas.intake import DraftForm, DraftLookUp
from waarborg_requests.texts import CLASSES, MEANINGS, REACHES, costs, handled_as, usually_handled_as
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import ObjectionAbout, RequestKind, RequestPolicy, Text
from waarborg_shared.web import Form, current, not_replayed, read_form, show_form
from waarborg_shared.web.i18n import in_language as said

_CODE_BYTES = 32
SEND, SAVE = "send", "save"
# Buttons that look at nothing: one step back, and on with the step at which a form was kept.
MOVES = {"back": -1, "stay": 0}
_EXAMPLE = bytes(range(16))


@public.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Show the form step by step, keep it for later, or receive the request and show its receipt.

    A form that comes whole and names no step is sent.
    """
    if request.method == "GET":
        return _show(FIRST, Form(intake_steps.whole(), {"form": intake_steps.new_mark(), **_known_of_me()}))
    go, step = request.form.get("go", SEND), BY_NAME.get(request.form.get("_step", ""), FIRST)
    if go == SEND:
        return _send()
    typed = intake_steps.typed_so_far()
    if go == SAVE:
        return _save(step, typed)
    form = Form(intake_steps.whole(), typed)
    if go in BY_NAME:
        return _show(BY_NAME[go], form, checked=True)
    if go in MOVES:
        return _show(intake_steps.beside(step, MOVES[go]), form, checked=_checked())
    return _next(step, typed)


def _known_of_me() -> dict[str, str]:
    """Return what the register calls somebody who signed in, so that he need not type it; nothing where it is away."""
    actor = current.actor
    if actor.kind is not ActorKind.PERSON or actor.subject_ref is None:
        return {}
    headers = {"Cookie": request.headers.get("Cookie", "")}
    me = registered(current.runtime.client, current.organisation, actor.subject_ref, headers=headers)
    return {"name": me.name, "client_number": me.client_number} if me is not None else {}


def _next(step: Step, typed: dict[str, str]) -> ResponseReturnValue:
    """Check what this step asked and show the next one, or the same with what is wrong."""
    form = _answered(step, typed)
    if form.errors:
        return _show(step, form, checked=_checked())
    typed = intake_steps.fitting(typed) if step is FIRST else typed
    form = Form(intake_steps.whole(), typed)
    if not _checked():
        return _show(intake_steps.beside(step, 1), form)
    wrong = next((each for each in STEPS if each.schema is not None and _errors_of(each, typed)), CHECK)
    return _show(wrong, form, checked=True)


def _answered(step: Step, typed: dict[str, str]) -> Form:
    """Return the form with what is wrong with the answers to one step."""
    if step.schema is None:
        return Form(intake_steps.whole(), typed)
    form = read_form(step.schema)
    if form.ok:
        try:
            step.check(form.command, current.rules)
        except RequestError as refused:
            form.refuse_by(refused)
    return Form(intake_steps.whole(), typed, form.errors)


def _errors_of(step: Step, typed: Mapping[str, str]) -> bool:
    """Whether another step than the one that was just sent holds something wrong, as far as it was filled in."""
    assert step.schema is not None
    loaded_errors = step.schema().validate(typed)
    if loaded_errors:
        return True
    try:
        step.check(step.schema().load(typed), current.rules)
    except RequestError:
        return True
    return False


def _send() -> ResponseReturnValue:
    form = read_form(intake_steps.whole())
    if form.ok:
        try:
            return _receipt(form.command)
        except RequestError as refused:
            form.refuse_by(refused)
    step = intake_steps.step_of(form.errors)
    form.values.setdefault("form", intake_steps.new_mark())
    return _show(step, Form(form.schema, form.values, _errors_on(step, form)), checked=True)


def _errors_on(step: Step, form: Form) -> dict[str, list[str]]:
    """Return what is wrong on one step, and with the whole: what is wrong elsewhere is told there, in its turn."""
    return {name: wrong for name, wrong in form.errors.items() if step is CHECK or name in (*step.fields, "")}


def _receipt(command: actions.NewRequest) -> tuple[str, int]:
    if current.actor.kind is ActorKind.STAFF:
        command = replace(command, came_by=CameBy.STAFF)
    else:
        command = replace(command, language=current.lang)
    try:
        filed = _file(command)
    except IntegrityError:
        # The same form was sent twice at once and the other was first: it is there now, and its receipt is shown.
        filed = _file(command)
    return receipt_page("requests/receipt.html", filed)


def _file(command: actions.NewRequest) -> actions.Filed:
    with current.begin() as work:
        return actions.receive_request(work, command, rules=current.rules, entropy=token_bytes(_CODE_BYTES))


def receipt_page(template: str, filed: actions.Filed, **more: Any) -> tuple[str, int]:
    """Return the page with number, code and the days by which the answer is due: the promise beside the law."""
    row, rules = filed.request, current.rules
    policy = actions.policy_of(row, rules)
    clocks = {clock.name: clock for clock in domain.receive(policy, row.received_at, rules.calendar).clocks}
    page = render_template(
        template,
        row=row,
        number=row.number,
        code=filed.code,
        again=filed.again,
        due_at=row.due_at,
        received_on=due_on(row.received_at),
        legal_due=clocks["law"].due_at,
        legal_source=clocks["law"].source,
        policy=policy,
        named=said(CLASSES[policy.request_class]),
        costs=costs(policy),
        passed_on=row.passed_on_at is not None,
        withdrawal=row.kind == RequestKind.WITHDRAWAL,
        **more,
    )
    return page, 201


def _show(step: Step, form: Form, *, checked: bool = False) -> tuple[str, int]:
    """Show one step; what the others asked goes along unseen. After a look at the whole, *go on* leads back to it."""
    form.values = {name: value for name, value in form.values.items() if name in FIELDS and value}
    shown = intake_steps.asked_on(step, form.values, form.errors)
    return show_form(
        f"requests/intake/{step.name}.html",
        form,
        step=step,
        at=intake_steps.number_of(step),
        titles=[each.title for each in STEPS],
        asks=shown,
        carried=[(name, value) for name, value in form.values.items() if name not in shown],
        checked=checked,
        **_choices_of(step, form),
    )


def _checked() -> bool:
    return request.form.get("_checked") == "1"


def _choices_of(step: Step, form: Form) -> dict[str, Any]:
    """Return what can be chosen on a step, and on the last one what was."""
    rules = current.rules
    if step.name == "kind":
        policies = [rules.request_policy(kind, due_on(current.now())) for kind in RequestKind]
        usual = usually_handled_as(policies)
        kinds = [(policy.kind.value, said(policy.name), _in_short(policy, usual)) for policy in policies]
        return {"kinds": kinds, "usually": said(usual)}
    if step.name == "check":
        return {"answers": _answers(form)}
    return {
        "reaches": [(reach.value, said(text)) for reach, text in REACHES.items()],
        "purposes": purposes_offered(),
        "subjects": subjects_offered(),
        "capacities": capacities_offered(),
        "needs_words": _needs_words(form),
    }


def purposes_offered() -> list[tuple[str, str]]:
    """Return the consents that can be withdrawn, every one first."""
    purposes = domain.withdrawable(current.rules.purposes.values())
    return [
        (EVERY_CONSENT, gettext("Every consent that I gave")),
        *((each.code, said(each.name)) for each in purposes),
    ]


def subjects_offered() -> list[tuple[str, str]]:
    """Return what can be objected to."""
    return [(each.about.value, said(each.name)) for each in current.rules.objection_subjects.values()]


def capacities_offered() -> list[tuple[str, str]]:
    """Return as what somebody can ask for another."""
    return [(kind.code, said(kind.name)) for kind in current.rules.representative_kinds]


def _needs_words(form: Form) -> bool:
    kind, about = form.value("kind"), form.value("about")
    if kind not in set(RequestKind) or kind in SAYS_ABOUT:
        return False
    return not says_enough(RequestKind(kind), ObjectionAbout(about) if about in set(ObjectionAbout) else None)


def _in_short(policy: RequestPolicy, usual: Text) -> str:
    """Return what a kind means, how it is handled where that is not how most are, and what a copy costs."""
    own = handled_as(policy)
    parts = (MEANINGS[policy.kind], None if own == usual else own, costs(policy))
    return " ".join(said(part) for part in parts if part is not None)


def _answers(form: Form) -> list[tuple[Step, list[tuple[str, str]]]]:
    """Return what was answered, step by step and in words, to be looked over."""
    words = {
        "kind": [(kind.value, said(_policy_name(kind))) for kind in RequestKind],
        "about": subjects_offered(),
        "purpose": purposes_offered(),
        "representative": capacities_offered(),
        "reach": [(reach.value, said(REACHES[reach])) for reach in Reach],
    }
    answers = []
    for step in STEPS[:-1]:
        rows = []
        for name in step.fields:
            typed = str(form.value(name))
            if typed:
                rows.append((form.label(name), dict(words.get(name, ())).get(typed, typed)))
        if step.name == "whom" and not rows:
            rows.append((gettext("For whom"), gettext("I ask for myself")))
        answers.append((step, rows))
    return answers


def _policy_name(kind: RequestKind) -> Text:
    return current.rules.request_policy(kind, due_on(current.now())).name


def _save(step: Step, typed: dict[str, str]) -> ResponseReturnValue:
    """Keep the form for later and show number and code, this once."""
    form = read_form(DraftForm(partial=True), values=typed)
    if form.ok:
        kept = {**{name: value for name, value in typed.items() if name != "form"}, "step": step.name}
        try:
            saved = _kept(typed["form"], kept)
            return render_template("requests/intake/saved.html", saved=saved, typed=typed, step=step), 201
        except RequestError as refused:
            form.refuse_by(refused)
    here = intake_steps.step_of(form.errors) if set(form.errors) & set(FIELDS) else step
    return _show(here, Form(intake_steps.whole(), typed, _errors_on(here, form)), checked=_checked())


def _kept(mark: str, typed: Mapping[str, str]) -> intake_drafts.Saved:
    def keep() -> intake_drafts.Saved:
        with current.begin() as work:
            return intake_drafts.save_draft(work, mark, typed)

    try:
        return keep()
    except IntegrityError:
        # The same form was kept twice at once: the other was first, and what it kept is there to be changed now.
        return keep()


@public.route("/draft", methods=["GET", "POST"])
@not_replayed
def draft() -> ResponseReturnValue:
    """Ask for number and code of a form that was kept, and go on with it where it was left."""
    form = read_form(DraftLookUp)
    if not form.ok:
        return _look_up(form)
    number = read_draft_number(form.command["number"]) or ""
    tries = guesses(f"draft/{number}")
    wait = tries.wait()
    if wait > 0:
        return wait_page(form, wait, _look_up)
    try:
        with current.begin() as work:
            kept = dict(intake_drafts.open_draft(work, form.command["number"], form.command["code"]))
    except intake_drafts.NoSuchDraft as refused:
        tries.failed()
        form.refuse_by(refused)
        return _look_up(form)
    tries.succeeded()
    step = BY_NAME.get(kept.pop("step", ""), FIRST)
    return _show(step, Form(intake_steps.whole(), kept))


def _look_up(form: Form) -> tuple[str, int]:
    return show_form("requests/intake/draft.html", form, example=draft_number(current.organisation, _EXAMPLE))
