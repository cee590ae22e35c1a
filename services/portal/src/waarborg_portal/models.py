"""The portal stores nothing of its own; its database holds the plumbing that every service has."""

from sqlalchemy.orm import DeclarativeBase

from waarborg_shared.db import new_metadata, plumbing


class Base(DeclarativeBase):
    """The tables of this service: none but the plumbing."""

    metadata = new_metadata()


PLUMBING = plumbing(Base.metadata)
