"""The invented service as a value."""

from waarborg_shared.events.consent import ConsentGiven
from waarborg_shared.hooks.values import Text
from waarborg_shared.service import Service
from ward.models import PLUMBING, Base

SERVICE = Service(
    name="ward",
    package="ward",
    title=Text(nl="Afdeling", en="Ward"),
    metadata=Base.metadata,
    plumbing=PLUMBING,
    publishes=frozenset({ConsentGiven}),
)
