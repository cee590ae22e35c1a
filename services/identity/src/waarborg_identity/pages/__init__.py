"""Identity for people: signing in and out, and the desk's register of persons, list of staff and partner systems."""

from waarborg_identity.pages.applications import application_pages
from waarborg_identity.pages.doubles import doubles_pages
from waarborg_identity.pages.my_sign_in import my_sign_in
from waarborg_identity.pages.outside_roles import outside_roles
from waarborg_identity.pages.outside_sign_in import outside_sign_in
from waarborg_identity.pages.partners import partner_pages
from waarborg_identity.pages.passwords import password_pages
from waarborg_identity.pages.person_numbers import person_numbers
from waarborg_identity.pages.person_sign_in import person_sign_in
from waarborg_identity.pages.persons import persons_register
from waarborg_identity.pages.registering import registering_pages
from waarborg_identity.pages.second_factor import second_factor
from waarborg_identity.pages.signing_in import signing_in
from waarborg_identity.pages.staff import staff_list
from waarborg_identity.pages.staff_member import staff_member
from waarborg_identity.pages.staff_own import staff_own
from waarborg_identity.pages.staff_review import staff_review
from waarborg_identity.pages.webhooks import webhook_pages

PAGES = (
    signing_in,
    second_factor,
    my_sign_in,
    outside_sign_in,
    outside_roles,
    password_pages,
    persons_register,
    person_numbers,
    doubles_pages,
    person_sign_in,
    staff_list,
    staff_review,
    staff_member,
    staff_own,
    partner_pages,
    application_pages,
    registering_pages,
    webhook_pages,
)

__all__ = ["PAGES"]
