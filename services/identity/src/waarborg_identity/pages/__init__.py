"""Identity for people: signing in and out, and the desk's register of persons and list of staff."""

from waarborg_identity.pages.persons import persons_register
from waarborg_identity.pages.signing_in import signing_in
from waarborg_identity.pages.staff import staff_list
from waarborg_identity.pages.staff_member import staff_member
from waarborg_identity.pages.staff_own import staff_own
from waarborg_identity.pages.staff_review import staff_review

PAGES = (signing_in, persons_register, staff_list, staff_review, staff_member, staff_own)

__all__ = ["PAGES"]
