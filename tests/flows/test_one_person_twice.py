"""Two registrations of one person: what identity says is one, consent decides as one, until it is undone."""

from waarborg_identity.actions import merge_persons, undo_merge
from waarborg_tests.cast import Cast
from waarborg_tests.deciding import decision, give, withdrawable
from waarborg_tests.product import Product
from waarborg_tests.waiting import until

WHY = "Aan tafel gezien."


def test_what_was_said_under_either_reference_decides_until_the_merge_is_undone(cast: Cast, product: Product):
    partner, purpose = cast.partner(), withdrawable(cast)
    first, second = cast.another_person("Z-2401"), cast.another_person("Z-2402")
    give(partner, first.ref, purpose)

    def allowed(ref: str) -> bool:
        return bool(decision(cast, partner, ref, purpose).permitted)

    assert (allowed(first.ref), allowed(second.ref)) == (True, False)
    with product.work("identity", cast.organisation) as work:
        merge_persons(work, second.ref, first.ref, WHY)
    until(lambda: allowed(second.ref), what="consent to hear of the merge")
    partner.tell("/consent/api/v1/withdrawals/", subject_ref=second.ref, purpose=purpose)
    assert (allowed(first.ref), allowed(second.ref)) == (False, False)
    shown = partner.ask(f"/identity/api/v1/persons/{first.ref}")
    assert (shown["person_ref"], shown["merged_into"]) == (first.ref, second.ref)
    with product.work("identity", cast.organisation) as work:
        undo_merge(work, first.ref, WHY)
    until(lambda: allowed(first.ref), what="consent to hear that it was undone")
    assert not allowed(second.ref)
