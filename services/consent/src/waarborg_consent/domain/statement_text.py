"""Compiles a privacy statement from the rules that really run: the same rules give the same words.

Nobody writes in it, so that it cannot say what is not done. It holds no version and no date: those are of the version
that it is published as.
"""

from waarborg_consent.domain import statement_chapters as data
from waarborg_consent.domain import statement_promises as promises
from waarborg_consent.domain.statement_document import Document, digests
from waarborg_consent.domain.statement_rules import StatementRules

CHAPTERS = (
    data.purposes,
    data.later_uses,
    data.categories,
    data.retention,
    data.recipients,
    data.representatives,
    data.channels,
    promises.rights,
    promises.remedies,
    promises.breach,
    promises.disclosure,
    promises.cookies,
    promises.who,
    promises.review,
)


def compile_statement(rules: StatementRules) -> Document:
    """Return the statement of an organisation by its rules."""
    chapters = (chapter(rules) for chapter in CHAPTERS)
    return Document(tuple(chapter for chapter in chapters if chapter is not None))


def purpose_digests(rules: StatementRules) -> dict[str, str]:
    """Return by code the digest of what the statement would say of each purpose, without compiling the rest."""
    return digests(Document((data.purposes(rules),)))
