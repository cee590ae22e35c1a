"""Partner systems as the edges give them to the desk."""

from waarborg_identity.domain import ClientState
from waarborg_identity.models import Client, WebhookEndpoint
from waarborg_identity.shown.staff import SERVICE
from waarborg_identity.texts.partners import CLIENT_STATES, DESK_NEW, DESK_STOPPED, DESK_STOPPED_STATE
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


def new_item(client: Client) -> DeskItem:
    """Return what an administrator has to look at: a partner that registered itself can do nothing until he did."""
    return DeskItem(
        service=SERVICE,
        ref=client.id,
        number=client.id,
        title=DESK_NEW,
        state=client.state,
        state_text=CLIENT_STATES[ClientState.WAITING],
        url=f"/identity/partners/{client.id}",
        clocks=(),
    )
