"""What requests that schemathesis makes are about: what was planted, by the names that it goes by over the API."""

from collections.abc import Mapping

from waarborg_identity.actions.partners import partner
from waarborg_identity.demo import PARTNER_ID
from waarborg_requests.actions.collecting.asking import open_tasks_of
from waarborg_shared.auth import Actor
from waarborg_shared.hooks.values import HolderKind, LegalBasis, RoleKind
from waarborg_tests.atlas import FILED
from waarborg_tests.cast import Cast
from waarborg_tests.planting import task_about

# Names that mean another thing in another place: a kind, a day and a form are of many sorts.
OF_PAGES = {"kind", "day", "form", "look", "page", "part", "step", "sort", "sheet", "deed", "filename"}


def places_of(cast: Cast, planted: Mapping[str, str]) -> dict[str, str]:
    """Return what stands for names in paths, queries and bodies, with what the organisation's rules add."""
    consent = cast.product.runtimes["consent"].rules(cast.organisation)
    staff = next(each.code for each in consent.roles.values() if each.kind is RoleKind.STAFF)
    return {
        **{name: value for name, value in planted.items() if name not in OF_PAGES},
        **_asked_of_the_partner(cast),
        "taken_back_id": cast.partner().tell("/requests/api/v1/requests/", **FILED)["id"],
        "bsn_ground": next(each.code for each in consent.purposes.values() if LegalBasis.LEGAL_DUTY in each.bases),
        "category": next(iter(consent.categories)),
        "channel": next(iter(consent.channels)),
        "staff_role": staff,
    }


def _asked_of_the_partner(cast: Cast) -> dict[str, str]:
    """Make the partner system one of the holders that are asked for data; return what it was asked, and of whom."""
    task_about(cast)
    runtime = cast.product.runtimes["requests"]
    rules, actor = runtime.rules(cast.organisation), Actor.system("requests", cast.organisation)
    holder = next(each.code for each in rules.holders.values() if each.kind is HolderKind.PARTNER)
    with cast.product.work("identity", cast.organisation) as work:
        partner(work, PARTNER_ID).holder_code = holder
    with runtime.uow.begin(cast.organisation, actor=actor, now=runtime.now()) as work:
        _, task = open_tasks_of(work, holder)[0]
        return {"task_ref": task.id, "task_person": task.subject_ref}
