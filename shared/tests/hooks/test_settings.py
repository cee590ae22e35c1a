"""A plugin's settings: what is missing, misspelt or of the wrong form is named."""

import pytest

from waarborg_shared.hooks import optional_text, refuse_unknown, required_email, required_text
from waarborg_shared.hooks.values import BadValue


@pytest.mark.parametrize("settings", [{}, {"street": ""}, {"street": "  "}, {"street": 7}, {"street": None}], ids=str)
def test_a_required_setting_that_is_not_there_is_named(settings):
    with pytest.raises(BadValue, match="setting 'street' is missing"):
        required_text(settings, "street")


def test_a_setting_is_read_without_the_space_around_it():
    assert required_text({"street": " Lindelaan 1 "}, "street") == "Lindelaan 1"


@pytest.mark.parametrize("address", ["nobody", "a@b", "a b@c.example", "<a@b.example>", "a@b.example, c@d.example"])
def test_what_is_no_email_address_is_refused_without_repeating_it(address):
    with pytest.raises(BadValue, match="setting 'mail' has not the form of an e-mail address") as refused:
        required_email({"mail": address}, "mail")
    assert address not in str(refused.value)


def test_an_email_address_is_given_as_it_is():
    assert required_email({"mail": "fg@house.example"}, "mail") == "fg@house.example"


def test_an_optional_setting_may_be_left_out_and_not_be_empty():
    assert optional_text({}, "phone") is None
    with pytest.raises(BadValue, match="setting 'phone' is missing"):
        optional_text({"phone": ""}, "phone")


def test_a_misspelt_setting_is_named_with_those_that_are_known():
    with pytest.raises(BadValue, match="setting 'emial' is unknown; known are email, phone"):
        refuse_unknown({"emial": "x"}, {"email", "phone"})
