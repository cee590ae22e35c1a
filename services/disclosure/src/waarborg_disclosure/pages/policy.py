"""The policy of an organisation, for anybody."""

from typing import Any

from flask import render_template

from waarborg_disclosure import domain
from waarborg_disclosure.pages.blueprints import public
from waarborg_disclosure.pages.finding import SECURITY_TXT, fingerprint
from waarborg_disclosure.texts import ANSWER_PARTS, clock_name
from waarborg_shared.clocks import due
from waarborg_shared.in_words import term_in_words
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said


@public.get("/")
def policy() -> str:
    """Show the policy of this organisation: the rules of play, and what it promises with its clocks."""
    return render_template(
        "disclosure/policy.html",
        policy=current.rules.disclosure_policy,
        promises=_promises(),
        fingerprint=fingerprint(),
        security_txt=SECURITY_TXT,
    )


def _promises() -> list[dict[str, Any]]:
    """Return each promise that is a clock: within which term, and which day that is for who reports now."""
    rules = current.rules
    return [
        {
            "name": said(clock_name(clock.name)),
            "term": said(term_in_words(clock.term)),
            "due_at": due(clock, now, rules.calendar),
            "holds": [said(ANSWER_PARTS[part]) for part in rules.disclosure_policy.answer_needs],
        }
        for clock, now in domain.starts(rules.disclosure_policy, current.now())
    ]
