"""Partner systems as the edges give them to the desk."""

from waarborg_identity.models import WebhookEndpoint
from waarborg_identity.shown.staff import SERVICE
from waarborg_identity.texts.partners import DESK_STOPPED, DESK_STOPPED_STATE
from waarborg_shared.web.desk import DeskItem


def stopped_item(endpoint: WebhookEndpoint) -> DeskItem:
    """Return what an administrator has to look at: events wait until the address is put right and turned on."""
    return DeskItem(
        service=SERVICE,
        ref=endpoint.client_id,
        number=endpoint.client_id,
        title=DESK_STOPPED,
        state="stopped",
        state_text=DESK_STOPPED_STATE,
        url=f"/identity/partners/{endpoint.client_id}/webhooks",
        clocks=(),
    )
