"""What the register is asked for in an address: as it stands there, as the form shows it, and as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from marshmallow import ValidationError

from waarborg_breach.domain.register_book import Finding, NoNumber
from waarborg_breach.schemas.register_book import FILTERS, FindingSchema, finding_of
from waarborg_shared.web import Form
from waarborg_shared.web.problems import flat_errors


@dataclass
class Asked:
    """What is asked. ``finding`` is None where something that was typed is no filter, and then the form says so."""

    form: Form
    kept: Mapping[str, str]
    finding: Finding | None

    @property
    def narrowed(self) -> bool:
        """Whether it is narrowed by anything."""
        return bool(self.kept)

    def address(self, endpoint: str = "pages.register", **changes: Any) -> str:
        """Return the address of the same part of the register."""
        return url_for(endpoint, **{**self.kept, **changes})


def read_asked() -> Asked:
    """Return what this request's address asks."""
    kept = {name: request.args[name] for name in FILTERS if request.args.get(name, "").strip()}
    form = Form(FindingSchema(), dict(kept))
    try:
        return Asked(form, kept, finding_of(FindingSchema().load(kept)))
    except ValidationError as wrong:
        form.errors = flat_errors(wrong.normalized_messages())
    except NoNumber as refused:
        form.refuse_by(refused)
    return Asked(form, kept, None)
