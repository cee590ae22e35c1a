"""Which HTTP status goes with what the administration of staff refuses."""

from collections.abc import Mapping

from waarborg_identity.actions.claim_mappings import MappedAlready, MappingIsOver
from waarborg_identity.actions.outside_links import NotLinked, OwnLink
from waarborg_identity.actions.staff_details import HasPassword
from waarborg_identity.actions.staff_grants import OpenAlready
from waarborg_identity.actions.staff_rows import AccountShut, StaleAccount
from waarborg_identity.domain.staff_absence import AbsenceIsOver, AwayAlready
from waarborg_identity.domain.staff_codes import TooManyCodes
from waarborg_identity.domain.staff_factors import (
    AskedAlready,
    BothByOne,
    InUse,
    InUseOutside,
    OwnFactor,
    ResetIsOver,
    SecondIsFirst,
)
from waarborg_identity.domain.staff_grants import GrantIsOver, HasRoleAlready, LastHolder, StaffError
from waarborg_identity.domain.staff_review import NotAllReviewed, OtherReview, OwnMatter
from waarborg_identity.domain.stand_ins import NothingAsked, OwnStandIn

STAFF_ERRORS: Mapping[type[Exception], int] = {
    StaffError: 422,
    StaleAccount: 412,
    TooManyCodes: 429,
    **dict.fromkeys((AccountShut, OpenAlready, HasPassword, GrantIsOver, HasRoleAlready, LastHolder), 409),
    **dict.fromkeys((AbsenceIsOver, AwayAlready, NotAllReviewed, OtherReview, OwnMatter), 409),
    **dict.fromkeys((NothingAsked, OwnStandIn), 409),
    **dict.fromkeys((MappedAlready, MappingIsOver, NotLinked, OwnLink), 409),
    **dict.fromkeys((AskedAlready, BothByOne, InUse, InUseOutside, OwnFactor, ResetIsOver, SecondIsFirst), 409),
}
