"""Consent for people: my choices, who looked, what an organisation does with data, and a client's side at the desk."""

from waarborg_consent.pages.mine import mine_pages
from waarborg_consent.pages.person import person_pages
from waarborg_consent.pages.statement import statement_pages
from waarborg_consent.pages.who_looked import who_looked_pages

PAGES = (mine_pages, statement_pages, person_pages, who_looked_pages)
