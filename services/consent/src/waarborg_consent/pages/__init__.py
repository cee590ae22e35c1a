"""Consent for people: what I said yes to, what an organisation does with data, and a client's consents at the desk."""

from waarborg_consent.pages.asking import asking_pages
from waarborg_consent.pages.client_deeds import client_deeds_pages
from waarborg_consent.pages.client_representatives import client_representatives_pages
from waarborg_consent.pages.emergencies import emergency_pages
from waarborg_consent.pages.exports import export_pages
from waarborg_consent.pages.import_templates import import_pages
from waarborg_consent.pages.letters.printing import letter_pages
from waarborg_consent.pages.mine import mine_pages
from waarborg_consent.pages.person import person_pages
from waarborg_consent.pages.receipt_keys import receipt_keys
from waarborg_consent.pages.receipts import receipt_pages
from waarborg_consent.pages.representatives import representatives_pages
from waarborg_consent.pages.reviews import reviews_pages
from waarborg_consent.pages.role_table import role_table_pages
from waarborg_consent.pages.shown_text import shown_text_pages
from waarborg_consent.pages.statement import statement_pages
from waarborg_consent.pages.who_may import who_may_pages

PAGES = (
    mine_pages,
    statement_pages,
    person_pages,
    asking_pages,
    shown_text_pages,
    role_table_pages,
    emergency_pages,
    representatives_pages,
    client_representatives_pages,
    client_deeds_pages,
    reviews_pages,
    receipt_pages,
    receipt_keys,
    import_pages,
    export_pages,
    who_may_pages,
    letter_pages,
)
