"""What every table of this service descends from."""

from sqlalchemy.orm import DeclarativeBase

from waarborg_shared.db import new_metadata


class Base(DeclarativeBase):
    """Every table of this service."""

    metadata = new_metadata()
