"""Pages drawn anew with rectangles burned in: what was beneath is nowhere in the outcome (B15)."""

from waarborg_requests.redacting.pages import (
    BadPages,
    burned,
    page_count,
    page_picture,
    page_shape,
    text_in,
)

__all__ = ["BadPages", "burned", "page_count", "page_picture", "page_shape", "text_in"]
