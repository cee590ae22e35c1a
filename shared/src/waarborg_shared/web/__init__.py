"""The web plumbing and page shell of every service; its README says how each part is used."""

from waarborg_shared.web.app import create_app, metrics_of
from waarborg_shared.web.context import Current, any_host, current
from waarborg_shared.web.etag import etag_of, not_modified, require_match, with_etag
from waarborg_shared.web.forms import Form, read_form, show_form
from waarborg_shared.web.i18n import noted
from waarborg_shared.web.idempotency import not_replayed
from waarborg_shared.web.openapi import ApiBlueprint
from waarborg_shared.web.problems import ProblemSchema
from waarborg_shared.web.proofs import one_proof_does, require_two_proofs
from waarborg_shared.web.schemas import Bsn, Choice, Code, Day, Email, Flag, Line, Moment, Schema, Whole, Words
from waarborg_shared.web.security import allow_form_action, body_limit, without_form_token
from waarborg_shared.web.words import LabelledClock

__all__ = [
    "ApiBlueprint",
    "Bsn",
    "Choice",
    "Code",
    "Current",
    "Day",
    "Email",
    "Flag",
    "Form",
    "LabelledClock",
    "Line",
    "Moment",
    "ProblemSchema",
    "Schema",
    "Whole",
    "Words",
    "allow_form_action",
    "any_host",
    "body_limit",
    "create_app",
    "current",
    "etag_of",
    "metrics_of",
    "not_modified",
    "not_replayed",
    "noted",
    "one_proof_does",
    "read_form",
    "require_match",
    "require_two_proofs",
    "show_form",
    "with_etag",
    "without_form_token",
]
