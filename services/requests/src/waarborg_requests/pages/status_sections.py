"""The sections of the person's own page, in the order in which a person needs them."""

from waarborg_requests.pages import complaining_sections
from waarborg_requests.pages.sections import Section
from waarborg_shared.hooks.values import Text

SECTIONS: tuple[Section, ...] = (
    Section(
        "complaint",
        "requests/complaining/own.html",
        complaining_sections.on_own,
        offer=Text("Een klacht indienen, of zien hoe het ermee staat", "Make a complaint, or see how it stands"),
    ),
)
