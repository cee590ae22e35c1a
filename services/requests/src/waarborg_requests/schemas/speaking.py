"""What a person sends from the page of his own request, and what is written between him and staff."""

from waarborg_shared.web.schemas import Line, Schema

LONGEST_TICKET = 1_000


class OwnForm(Schema):
    """A form on the page of one's own request: by which proof it is his. Each part's forms there begin with this."""

    ticket = Line(LONGEST_TICKET, load_default=None, allow_none=True)
    own = Line(60, load_default=None, allow_none=True)
