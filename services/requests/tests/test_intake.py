"""What may be filed: a purpose with a withdrawal only, and a capacity with the name that goes with it."""

from dataclasses import replace

import pytest

from waarborg_requests.domain import (
    AsWhat,
    ForWhom,
    PurposeNotAsked,
    PurposeNotKnown,
    Question,
    RepresentativeNotKnown,
    SayWhat,
    check,
    withdrawable,
)
from waarborg_requests.domain.intake import AboutNeeded, AboutNotAsked, AboutNotKnown
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.hooks.registry import build_rules
from waarborg_shared.hooks.values import ObjectionAbout, RequestKind, SpecialGround

RULES = build_rules(OrganisationConfig(id="test", hosts=("test.localhost",), plugins=(), settings={}), {})
PURPOSES = RULES.purposes.values()
CAPACITIES = {kind.code for kind in RULES.representative_kinds}


def ask(kind: RequestKind = RequestKind.ACCESS, **given: object) -> None:
    if kind is RequestKind.OBJECTION:
        given.setdefault("about", ObjectionAbout.OTHER)
    check(Question(kind=kind, **given), PURPOSES, CAPACITIES)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", RequestKind)
def test_every_kind_can_be_filed(kind: RequestKind) -> None:
    ask(kind)


def test_J4_what_special_data_need_consent_for_can_be_withdrawn_too() -> None:
    special = replace(RULES.purposes["care"], special_grounds=(SpecialGround.EXPLICIT_CONSENT,))
    check(Question(kind=RequestKind.WITHDRAWAL, purpose="care"), [special], CAPACITIES)


def test_only_a_purpose_that_rests_on_consent_can_be_withdrawn() -> None:
    assert [purpose.code for purpose in withdrawable(PURPOSES)] == ["newsletter"]
    ask(RequestKind.WITHDRAWAL, purpose="newsletter")
    for purpose in ("care", "unheard-of"):
        with pytest.raises(PurposeNotKnown):
            ask(RequestKind.WITHDRAWAL, purpose=purpose)


def test_a_withdrawal_without_a_purpose_is_of_every_consent() -> None:
    ask(RequestKind.WITHDRAWAL, purpose=None)


def test_another_kind_names_no_purpose() -> None:
    with pytest.raises(PurposeNotAsked):
        ask(RequestKind.ACCESS, purpose="newsletter")


OBJECTIONS = [
    (RequestKind.OBJECTION, {"about": None}, AboutNeeded),
    (RequestKind.OBJECTION, {"about": ObjectionAbout.OTHER, "in_words": False}, SayWhat),
    (RequestKind.OBJECTION, {"about": ObjectionAbout.MARKETING, "in_words": False}, None),
    (RequestKind.OBJECTION, {"about": ObjectionAbout.OTHER}, None),
    (RequestKind.OBJECTION_WITHDRAWAL, {"about": ObjectionAbout.MARKETING}, None),
    (RequestKind.OBJECTION_WITHDRAWAL, {"about": ObjectionAbout.MARKETING, "in_words": False}, None),
    (RequestKind.OBJECTION_WITHDRAWAL, {"about": None, "in_words": False}, SayWhat),
    (RequestKind.OBJECTION_WITHDRAWAL, {"about": None}, None),
    (RequestKind.ACCESS, {"about": ObjectionAbout.OTHER}, AboutNotAsked),
    (RequestKind.REFERRAL_INDEX, {"in_words": False}, None),
]


@pytest.mark.parametrize(("kind", "given", "refused"), OBJECTIONS)
def test_B16_an_objection_says_what_it_is_about_and_nothing_else_does(kind, given, refused) -> None:
    if refused is None:
        ask(kind, **given)
    else:
        with pytest.raises(refused):
            ask(kind, **given)


def test_nobody_objects_to_what_the_organisation_does_not_do() -> None:
    with pytest.raises(AboutNotKnown):
        check(
            Question(kind=RequestKind.OBJECTION, about=ObjectionAbout.CALLING),
            PURPOSES,
            CAPACITIES,
            {ObjectionAbout.OTHER},
        )


def test_B1_who_asks_for_another_says_for_whom_and_as_what() -> None:
    ask(representative="mentor", for_another=True)
    with pytest.raises(ForWhom):
        ask(representative="mentor")
    with pytest.raises(AsWhat):
        ask(for_another=True)
    with pytest.raises(RepresentativeNotKnown):
        ask(representative="neighbour", for_another=True)
