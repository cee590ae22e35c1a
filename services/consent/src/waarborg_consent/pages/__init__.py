"""Consent for people: what I said yes to, messages, who looked, what is done with data, and clients at the desk."""

from waarborg_consent.pages.asking import asking_pages
from waarborg_consent.pages.client_deeds import client_deeds_pages
from waarborg_consent.pages.client_representatives import client_representatives_pages
from waarborg_consent.pages.disclosures import disclosure_pages
from waarborg_consent.pages.emergencies import emergency_pages
from waarborg_consent.pages.everything import export_pages
from waarborg_consent.pages.import_templates import import_pages
from waarborg_consent.pages.letters.printing import letter_pages
from waarborg_consent.pages.letters.to_send import to_send_pages
from waarborg_consent.pages.marks import marks_pages
from waarborg_consent.pages.messages import messages_pages
from waarborg_consent.pages.messages_for import messages_for_pages
from waarborg_consent.pages.mine import mine_pages
from waarborg_consent.pages.opt_out import opt_out_pages
from waarborg_consent.pages.person import person_pages
from waarborg_consent.pages.purposes import purpose_pages
from waarborg_consent.pages.receipt_keys import receipt_keys
from waarborg_consent.pages.receipts import receipt_pages
from waarborg_consent.pages.recipients import recipient_pages
from waarborg_consent.pages.representatives import representatives_pages
from waarborg_consent.pages.reviews import reviews_pages
from waarborg_consent.pages.role_table import role_table_pages
from waarborg_consent.pages.shown_text import shown_text_pages
from waarborg_consent.pages.statement import statement_pages
from waarborg_consent.pages.statement_desk import statement_desk
from waarborg_consent.pages.who_looked import who_looked_pages
from waarborg_consent.pages.who_may import who_may_pages
from waarborg_consent.pages.withdrawing import withdrawing_pages

PAGES = (
    mine_pages,
    statement_pages,
    person_pages,
    asking_pages,
    shown_text_pages,
    role_table_pages,
    emergency_pages,
    statement_desk,
    purpose_pages,
    recipient_pages,
    disclosure_pages,
    representatives_pages,
    client_representatives_pages,
    client_deeds_pages,
    reviews_pages,
    receipt_pages,
    receipt_keys,
    import_pages,
    export_pages,
    messages_pages,
    messages_for_pages,
    opt_out_pages,
    marks_pages,
    who_looked_pages,
    who_may_pages,
    letter_pages,
    to_send_pages,
    withdrawing_pages,
)
