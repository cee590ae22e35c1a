"""Identity for people: signing in and out, and the desk's register of persons and list of staff."""

from waarborg_identity.pages.persons import persons_register
from waarborg_identity.pages.signing_in import signing_in
from waarborg_identity.pages.staff import staff_list

PAGES = (signing_in, persons_register, staff_list)

__all__ = ["PAGES"]
