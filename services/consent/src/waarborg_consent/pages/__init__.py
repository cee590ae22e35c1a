"""Consent for people: what I said yes to, what an organisation does with data, and a client's consents at the desk."""

from waarborg_consent.pages.exports import export_pages
from waarborg_consent.pages.import_templates import import_pages
from waarborg_consent.pages.mine import mine_pages
from waarborg_consent.pages.person import person_pages
from waarborg_consent.pages.statement import statement_pages

PAGES = (mine_pages, statement_pages, person_pages, import_pages, export_pages)
