"""What every table of consent hangs on."""

from sqlalchemy.orm import DeclarativeBase

from waarborg_shared.db import new_metadata, plumbing


class Base(DeclarativeBase):
    """Every table of this service."""

    metadata = new_metadata()


PLUMBING = plumbing(Base.metadata)
