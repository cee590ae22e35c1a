"""Consent for programs: consents, receipts, statements, disclosures, who speaks, decisions, messages, the log."""

from waarborg_consent.api.access import access
from waarborg_consent.api.consents import api
from waarborg_consent.api.desk import desk_api
from waarborg_consent.api.disclosures import disclosure_api
from waarborg_consent.api.letters import letters_api
from waarborg_consent.api.log import log_api
from waarborg_consent.api.marks import marks
from waarborg_consent.api.messages import messages
from waarborg_consent.api.receipts import receipts_api
from waarborg_consent.api.registering import registering
from waarborg_consent.api.representation import representation_api
from waarborg_consent.api.role_table import role_table_api
from waarborg_consent.api.sayings import sayings
from waarborg_consent.api.searching import searching
from waarborg_consent.api.statements import statement_api

APIS = (
    api,
    sayings,
    representation_api,
    receipts_api,
    access,
    searching,
    registering,
    statement_api,
    disclosure_api,
    marks,
    messages,
    log_api,
    letters_api,
    role_table_api,
    desk_api,
)
