"""Staff's steps that find out about a report: how severe, by CVSS in words and by care; what kind, and whose."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from waarborg_disclosure.actions import referring, triage
from waarborg_disclosure.actions.sealing import unseal
from waarborg_disclosure.domain.scoring import METRICS, Version, read_vector
from waarborg_disclosure.domain.severity import ClientSafety, HealthData, Severity
from waarborg_disclosure.domain.weaknesses import COMMON
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.colleagues import colleagues, owners
from waarborg_disclosure.pages.sections import Section
from waarborg_disclosure.pages.steps import Step, plain
from waarborg_disclosure.schemas.course import (
    CareForm,
    HeardLeaveForm,
    KindForm,
    VectorForm,
    YesNo,
    metric_field,
    owner_form,
    score_form,
    weakness_of,
)
from waarborg_disclosure.texts import SEVERITIES
from waarborg_disclosure.texts.course import HEALTH_DATA, SAFETY, WEAKNESSES, weakness_name
from waarborg_disclosure.texts.scoring import QUESTIONS
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said

_STEP_OF = {Version.V4: "score-4", Version.V3: "score-3"}


def _score_step(version: Version) -> Step:
    def schema(_rules: Rules) -> Any:
        return score_form(version, {metric: said(QUESTIONS[version][metric][0]) for metric in METRICS[version]})()

    def kept(_work: Work, row: Report) -> Mapping[str, Any]:
        read = read_vector(row.cvss_vector)
        chosen = read[1] if read is not None and read[0] is version else {}
        return {metric_field(version, metric): value for metric, value in chosen.items()}

    return Step(schema, lambda work, row, chosen, _rules: triage.rate_by_answers(work, row, version, chosen), kept=kept)


def _describe(work: Work, row: Report, typed: Mapping[str, Any], _rules: Rules) -> None:
    triage.describe(work, row, cwe=weakness_of(typed["cwe"]), system=typed["system"])


def _kind_kept(work: Work, row: Report) -> Mapping[str, Any]:
    common = row.cwe in COMMON
    other = weakness_name(row.cwe) if row.cwe is not None and not common else ""
    return {"cwe": row.cwe if common else "", "cwe_other": other, "system": _plain(unseal(work, row, "system"))}


def _plain(written: object) -> str:
    return written if isinstance(written, str) else ""


STEPS: Mapping[str, Step] = {
    _STEP_OF[Version.V4]: _score_step(Version.V4),
    _STEP_OF[Version.V3]: _score_step(Version.V3),
    "vector": Step(
        plain(VectorForm),
        lambda work, row, typed, _rules: triage.rate_by_vector(work, row, typed["vector"]),
        kept=lambda _work, row: {"vector": row.cvss_vector or ""},
    ),
    "care": Step(
        plain(CareForm),
        lambda work, row, typed, _rules: triage.weigh_for_care(work, row, typed["client_safety"], typed["health_data"]),
        kept=lambda _work, row: {"client_safety": row.client_safety, "health_data": row.health_data},
    ),
    "kind": Step(plain(KindForm), _describe, kept=_kind_kept),
    "heard-leave": Step(
        plain(HeardLeaveForm),
        lambda work, row, typed, _rules: referring.note_leave(
            work, row, given=typed["heard_leave"] == YesNo.YES, heard=typed["heard_how"]
        ),
    ),
    "owner": Step(
        lambda _rules: owner_form(owners())(),
        lambda work, row, typed, _rules: triage.give_to(work, row, typed["owner"]),
        kept=lambda _work, row: {"owner": row.owner_ref or current.actor.ref},
    ),
}


def _shown(work: Work, row: Report, _rules: Rules) -> Mapping[str, Any] | None:
    if row.verdict is None:
        return None
    known = colleagues()
    return {
        "severity": said(SEVERITIES[Severity(row.severity)]) if row.severity else "",
        "score": f"{row.cvss_tenths / 10:.1f}" if row.cvss_tenths is not None else "",
        "safety": said(SAFETY[ClientSafety(row.client_safety)]) if row.client_safety else "",
        "health": said(HEALTH_DATA[HealthData(row.health_data)]) if row.health_data else "",
        "kind": _kind(row.cwe),
        "system": unseal(work, row, "system"),
        "owner": known.called(row.owner_ref) if row.owner_ref else "",
        "owners": [(ref, gettext("I do") if ref == current.actor.ref else known.called(ref)) for ref in owners()],
        "first": (row.duplicate_of, triage.number_of(work, row.duplicate_of)),
        "later": triage.duplicates_of(work, row),
        "kinds": [(number, _kind(number)) for number in COMMON],
        "safeties": [(each.value, said(words)) for each, words in SAFETY.items()],
        "healths": [(each.value, said(words)) for each, words in HEALTH_DATA.items()],
        "scores": [_questions(version) for version in Version],
        "newest": _STEP_OF[Version.V4],
    }


def _kind(number: int | None) -> str:
    if number is None:
        return ""
    words = WEAKNESSES.get(number)
    return f"{weakness_name(number)}: {said(words)}" if words else weakness_name(number)


def _questions(version: Version) -> dict[str, Any]:
    questions = [
        (metric_field(version, metric), [(value, said(words)) for value, words in answers.items()])
        for metric, (_, answers) in QUESTIONS[version].items()
    ]
    return {"step": _STEP_OF[version], "version": version.value, "questions": questions}


SECTIONS = (Section("triage", "disclosure/course/triage.html", _shown),)
"""How severe, what kind and whose: once there is an answer."""
