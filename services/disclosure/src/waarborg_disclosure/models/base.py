"""The base of every table of this service."""

from sqlalchemy.orm import DeclarativeBase

from waarborg_shared.db import new_metadata


class Base(DeclarativeBase):
    """Every table of this service."""

    metadata = new_metadata()
