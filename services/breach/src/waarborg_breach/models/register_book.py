"""The register of breaches as a case of its own: who took it along stands on its timeline."""

from waarborg_breach.models.base import Base
from waarborg_shared.db import CaseMixin


class BreachRegister(CaseMixin, Base):
    """The head of an organisation's register; one row, by the id ``THE_REGISTER``."""

    __tablename__ = "breach_register"
