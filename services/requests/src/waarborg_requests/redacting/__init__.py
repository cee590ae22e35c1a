"""Pages drawn anew with rectangles burned in: what was beneath is nowhere in the outcome (B15).

What draws them is in `pages`, and imported where it is needed: its libraries take memory that most processes never use.
"""

__all__ = ["BadPages"]


class BadPages(Exception):
    """The file cannot be drawn: broken, locked with a password, or larger than is drawn here."""
