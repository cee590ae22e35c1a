"""Consent for people: what I said yes to, what an organisation does with data, and a client's consents at the desk."""

from waarborg_consent.pages.mine import mine_pages
from waarborg_consent.pages.person import person_pages
from waarborg_consent.pages.receipt_keys import receipt_keys
from waarborg_consent.pages.receipts import receipt_pages
from waarborg_consent.pages.statement import statement_pages

PAGES = (mine_pages, statement_pages, person_pages, receipt_pages, receipt_keys)
