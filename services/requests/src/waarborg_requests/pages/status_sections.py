"""The sections of the person's own page, in the order in which a person needs them."""

from waarborg_requests.pages import beginning_sections, complaining_sections, letter_sections
from waarborg_requests.pages import identification_sections as identification
from waarborg_requests.pages.carrying_sections import ON_STATUS as CARRYING
from waarborg_requests.pages.collecting_sections import ON_THE_OWN_PAGE
from waarborg_requests.pages.package_section import OWN_FEE, OWN_FEE_AGREED
from waarborg_requests.pages.package_section import OWN_SECTION as PACKAGE
from waarborg_requests.pages.sections import Section
from waarborg_shared.hooks.values import Text

SECTIONS: tuple[Section, ...] = (
    Section("beginning", "requests/beginning/status.html", beginning_sections.on_status),
    Section("identification", "requests/identification/status.html", identification.on_own_page),
    OWN_FEE,
    OWN_FEE_AGREED,
    PACKAGE,
    CARRYING,
    letter_sections.ON_STATUS,
    ON_THE_OWN_PAGE,
    *beginning_sections.OWN_SECTIONS,
    Section(
        "complaint",
        "requests/complaining/own.html",
        complaining_sections.on_own,
        offer=Text("Een klacht indienen, of zien hoe het ermee staat", "Make a complaint, or see how it stands"),
    ),
)
