"""Consent for programs: consents, receipts, who speaks for a client, the decision (AuthZEN), who looked, the desk."""

from waarborg_consent.api.access import access
from waarborg_consent.api.consents import api
from waarborg_consent.api.desk import desk_api
from waarborg_consent.api.log import log_api
from waarborg_consent.api.receipts import receipts_api
from waarborg_consent.api.registering import registering
from waarborg_consent.api.representation import representation_api
from waarborg_consent.api.sayings import sayings
from waarborg_consent.api.searching import searching

APIS = (
    api,
    sayings,
    representation_api,
    receipts_api,
    access,
    searching,
    registering,
    log_api,
    desk_api,
)
