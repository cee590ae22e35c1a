"""Fills a database of the consent service straight in PostgreSQL: persons with a consent, and a year of its log."""

import time
from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from bench.consents import PURPOSE, STATEMENT
from bench.processes import Aborted
from bench.site import ORGANISATION, Site
from waarborg_consent.app import SERVICE as CONSENT

MONTHS = 12
_REF = "left(md5({0}::text), 8) || '-' || substr(md5({0}::text), 9, 8) || '-' || substr(md5({0}::text), 17)"
_FILES = """
INSERT INTO consent_file (organisation, id, version, created_at, timeline_number, timeline_link, event_sequence)
SELECT {organisation}, {ref}, 2, now(), 0, '', 1 FROM generate_series(1, {consents}) AS n
"""
_CONSENTS = """
INSERT INTO consent (organisation, id, subject_ref, sequence, kind, purpose, apart, how, said_by, statement_version, at,
    actor_kind, actor_ref)
SELECT {organisation}, 'consent-' || lpad(n::text, 12, '0'), {ref}, 1, 'given', {purpose}, false, 'paper', 'person',
    {statement}, now() - interval '1 year', 'staff', 'account-bench' FROM generate_series(1, {consents}) AS n
"""
_LOG = """
INSERT INTO decision_record (organisation, id, at, kind, asked_by, asker_type, asker_ref, role, subject_ref, "right",
    record_type, resource_id, purpose, categories, in_care, permitted, reason, rule, basis, consent_event,
    statement_version)
SELECT {organisation}, 'decision-' || lpad(n::text, 12, '0'), now() - {months} * interval '1 month' * n / {log_lines},
    'evaluation', 'partner-bench', 'user', 'medewerker-' || n % 400, 'coordinator', {ref}, 'read', 'application',
    'aanvraag-' || n, {purpose}, '["name"]', true, true, 'allowed-by-consent', 'cell:coordinator/application',
    'consent', 'consent-' || lpad((1 + n % {consents})::text, 12, '0'), {statement}
FROM generate_series(1, {log_lines}) AS n
"""
_SETTLED = ("consent_file", "consent", "decision_record")


@dataclass(frozen=True)
class Fill:
    """How many persons have a consent, and how many lines the log of decisions has."""

    consents: int
    log_lines: int

    @classmethod
    def of(cls, size: int) -> "Fill":
        """As many of both."""
        return cls(size, size)


def fill(site: Site, size: Fill, *, people: int) -> tuple[list[str], float]:
    """Fill it, and settle it as its own upkeep would; returns references of some persons, and the seconds it took.

    Raises Aborted where the log is not by month.
    """
    began = time.monotonic()
    url = make_url(site.databases.admin_url).set(
        drivername="postgresql", database=make_url(site.database(CONSENT).owner).database
    )
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # each consent has its file: it was just made
        connection.execute(
            "SELECT months_ahead_of_decision_record((current_date - make_interval(months => %s))::date, %s)",
            (MONTHS, MONTHS),
        )
        for statement, per_person in ((_FILES, "n"), (_CONSENTS, "n"), (_LOG, "1 + n % {consents}")):
            connection.execute(_written(statement, size, ref=per_person))
        for table in _SETTLED:
            connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
        connection.execute("CHECKPOINT")
        _check_months(connection, size)
        step = max(1, size.consents // people)
        found = connection.execute(
            _written("SELECT {ref} FROM generate_series(1, {consents}, " + str(step) + ") AS n", size, ref="n")
        ).fetchall()
    return [str(row[0]) for row in found][:people], time.monotonic() - began


def _written(statement: str, size: Fill, *, ref: str) -> sql.Composed:
    """A statement with its numbers and words in place; ``ref`` says whose reference stands in it."""
    number = "(" + ref.format(consents=size.consents) + ")"
    return sql.SQL(statement.replace("{ref}", _REF.format(number).replace("{", "{{"))).format(
        organisation=ORGANISATION,
        purpose=PURPOSE,
        statement=STATEMENT,
        consents=size.consents,
        log_lines=size.log_lines,
        months=MONTHS,
    )


def _check_months(connection: psycopg.Connection, size: Fill) -> None:
    """Every month has a part of its own, and what is left over has nothing."""
    counted = connection.execute("SELECT tableoid::regclass::text, count(*) FROM decision_record GROUP BY 1").fetchall()
    parts = {name: count for name, count in counted if count}
    if len(parts) < MONTHS or "decision_record_rest" in parts or sum(parts.values()) != size.log_lines:
        raise Aborted(f"the log is not by month: {parts}")
