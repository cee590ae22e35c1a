"""Consent for people: what I said yes to and which messages I get, what is done with data, and clients at the desk."""

from waarborg_consent.pages.marks import marks_pages
from waarborg_consent.pages.messages import messages_pages
from waarborg_consent.pages.mine import mine_pages
from waarborg_consent.pages.opt_out import opt_out_pages
from waarborg_consent.pages.person import person_pages
from waarborg_consent.pages.statement import statement_pages

PAGES = (mine_pages, statement_pages, person_pages, messages_pages, opt_out_pages, marks_pages)
