"""The parts of the case page of staff: each is folded away, except where the next step is and what asks for a look."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from waarborg_requests.domain.next_step import CaseStep
from waarborg_requests.pages.sections import Section
from waarborg_shared.hooks.values import Text

WHO, DATA, ANSWER, MESSAGES, HANDS, OTHER, HISTORY = "who", "data", "answer", "messages", "hands", "other", "history"
GROUPS: Mapping[str, Text] = {
    WHO: Text("Wie het vraagt", "Who asks"),
    DATA: Text("Wat is verzameld en wordt gegeven", "What was collected and is given"),
    ANSWER: Text("Antwoord en brief", "Answer and letter"),
    MESSAGES: Text("Berichten", "Messages"),
    HANDS: Text("Wie het heeft", "Who has it"),
    OTHER: Text("Overig", "Other"),
    HISTORY: Text("Wat er tot nu toe is gebeurd", "What happened so far"),
}
# Where the forms stand that are no section's own; one that is nowhere here stands under what is left over.
_FORMS: Mapping[str, str] = {
    "identify": WHO,
    "ask-identification": WHO,
    "withdraw-question": WHO,
    "answer": ANSWER,
    "judge": ANSWER,
    "carry-out": ANSWER,
    "fee": ANSWER,
    "fee-agreed": ANSWER,
    "hand-over": ANSWER,
    **dict.fromkeys(
        ("carry", "carry-begin", "carry-stop", "carry-end", "carry-step", "carry-again", "carry-name"), ANSWER
    ),
    **dict.fromkeys(("go-on", "confirm-person", "record-death", "death-ground", "revoke-death"), WHO),
    "call-done": WHO,
    "new-code": WHO,
    "erase-anyway": WHO,
    "write-message": MESSAGES,
    "leave-unanswered": MESSAGES,
    "assign": HANDS,
    "take-up": HANDS,
}
_ON_TOP = "deliver"
# Where each step is taken: the part of the page, and the form or section in it.
PLACES: Mapping[CaseStep, tuple[str, str]] = {
    CaseStep.ANSWER_MESSAGE: (MESSAGES, "write-message"),
    CaseStep.CALL: (WHO, "call-done"),
    CaseStep.PACKAGE_FAILED: (ANSWER, "package"),
    CaseStep.CONFIRM_PERSON: (WHO, "confirm-person"),
    CaseStep.REACH_PERSON: (WHO, "beginning"),
    CaseStep.CHECK_AUTHORITY: (WHO, "beginning"),
    CaseStep.DEATH_GROUND: (WHO, "death-ground"),
    CaseStep.ONLY_REFUSE: (ANSWER, "answer"),
    CaseStep.RECORD_WHO: (WHO, "identify"),
    CaseStep.AWAIT_IDENTIFICATION: (WHO, "identify"),
    CaseStep.ASK_HOLDERS: (WHO, "identify"),
    CaseStep.JUDGE_ITEMS: (DATA, "review"),
    CaseStep.AWAIT_HOLDERS: (DATA, "collecting"),
    CaseStep.LOOK_THROUGH: (DATA, "review"),
    CaseStep.SECOND_LOOK: (DATA, "review"),
    CaseStep.ANSWER_LOOK_FIRST: (WHO, "erase-anyway"),
    CaseStep.PREPARE_CARRYING: (ANSWER, "carry"),
    CaseStep.BEGIN_CARRYING: (ANSWER, "carry-begin"),
    CaseStep.CARRY_BY_HAND: (ANSWER, "carry-step"),
    CaseStep.AWAIT_CARRYING: (ANSWER, "carrying"),
    CaseStep.CARRY_OUT_MEASURE: (ANSWER, "carry-out"),
    CaseStep.JUDGE_COMPLAINT: (ANSWER, "judge"),
    CaseStep.WRITE_ANSWER: (ANSWER, "answer"),
    CaseStep.AWAIT_FEE: (ANSWER, "fee"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the page, with the template and the values of each section in it."""

    name: str
    title: Text
    sections: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    open: bool = False


def grouped(
    shown: Iterable[tuple[Section, Mapping[str, Any]]], *, step: CaseStep, typed: Collection[str], answered: bool
) -> list[Group]:
    """Return the parts of the page: that of the next step first and open. ``typed``: the forms that are shown again.

    A section of a group that is not known stands under what is left over.
    """
    groups = {name: Group(name, title) for name, title in GROUPS.items()}
    homes = dict(_FORMS)
    for section, values in shown:
        name = section.group if section.group in groups else OTHER
        homes.update(dict.fromkeys(section.forms, name))
        group = groups[name]
        opens = section.open_when is not None and bool(section.open_when(values))
        groups[name] = replace(group, sections=(*group.sections, (section.template, values)), open=group.open or opens)
    first = PLACES[step][0] if step in PLACES else ""
    opened = {homes.get(form, OTHER) for form in typed if form != _ON_TOP} | {first}
    if answered:
        opened.add(ANSWER)
    found = [replace(each, open=each.open or each.name in opened) for each in groups.values()]
    return sorted(found, key=lambda each: each.name != first)
