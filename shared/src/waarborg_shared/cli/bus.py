"""The commands on the bus: declare what is on the broker, and an operator's hands on stuck events and poison."""

from datetime import UTC, datetime

import click

from waarborg_shared.bus import Desk, InboxState, declare
from waarborg_shared.bus.replay import REPLAYABLE
from waarborg_shared.bus.states import NOT_DONE
from waarborg_shared.cli.context import Hand, with_hand
from waarborg_shared.worker import desk_of, handled_types, receiver_of, transport_of

_REASON = "Why; it is kept with the event."
_STATES = click.Choice([state.value for state in InboxState])


@click.group()
def topology() -> None:
    """Exchanges and queues."""


@topology.command("declare")
@with_hand
def declare_topology(hand: Hand) -> None:
    """Declare the exchanges, and this service's queues with what it is bound to; safe to repeat."""
    with hand.runtime() as runtime:
        transport_of(runtime)  # raises SettingError for the memory transport, which has nothing to declare
        declare(runtime.settings.broker_url, {hand.service.name: handled_types(hand.service)})
    click.echo(f"{hand.service.name}: declared, bound to {len(handled_types(hand.service))} types")


@click.group()
def events() -> None:
    """Events that did not go through."""


@events.command("list")
@click.option("--organisation", help="Only of this one.")
@click.option("--state", "states", multiple=True, type=_STATES, help="Default: all but done and discarded.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
@with_hand
def list_events(hand: Hand, organisation: str | None, *, states: tuple[str, ...], limit: int) -> None:
    """List events that are not done, oldest first: codes and references only."""
    chosen = frozenset(map(InboxState, states)) or NOT_DONE
    with hand.runtime() as runtime:
        for each in desk_of(runtime).stuck(states=chosen, organisation=organisation, limit=limit):
            again = f" next {_moment(each.next_try_at)}" if each.next_try_at else ""
            click.echo(
                f"{each.event_id} {each.state.value} {each.type} {each.organisation} {each.case_ref}"
                f" #{each.sequence} tries {each.attempts}{again} {each.error or ''}".rstrip()
            )


@events.command("replay")
@click.argument("event_id", required=False)
@click.option("--state", type=click.Choice(sorted(state.value for state in REPLAYABLE)), help="All in this state.")
@click.option("--error", help="Of these, those that are listed with this error (its class will do).")
@click.option("--organisation", help="Of these, those of this organisation.")
@with_hand
def replay_events(
    hand: Hand, event_id: str | None, *, state: str | None, error: str | None, organisation: str | None
) -> None:
    """Let the worker try again: one event by its id, or all in a state. Each case keeps its order."""
    with hand.runtime() as runtime:
        desk, now = desk_of(runtime), runtime.now()
        if event_id is not None and not (state or error or organisation):
            desk.replay(event_id, now=now)
            click.echo(f"{event_id}: will be tried again")
        elif event_id is None and state is not None:
            many = desk.replay_all(InboxState(state), error=error, organisation=organisation, now=now)
            click.echo(f"{many} events will be tried again")
        else:
            raise click.UsageError("give either an event's id, or --state and perhaps --error and --organisation")


@events.command("discard")
@click.argument("event_id")
@click.option("--reason", required=True, help=_REASON)
@with_hand
def discard_event(hand: Hand, event_id: str, *, reason: str) -> None:
    """Give an event up; what waited behind it goes on."""
    with hand.runtime() as runtime:
        desk_of(runtime).discard(event_id, reason, now=runtime.now())
    click.echo(f"{event_id}: discarded")


@events.command("send-again")
@click.argument("types", nargs=-1, required=True)
@click.option("--since", type=click.DateTime(), required=True, help="UTC; events made from then on.")
@with_hand
def send_again(hand: Hand, types: tuple[str, ...], *, since: datetime) -> None:
    """Publish events of these types once more, for a consumer that came later.

    A consumer that has done later events of the case records them as superseded: replay them there.
    """
    with hand.runtime() as runtime:
        many = desk_of(runtime).send_again(types, since=since.replace(tzinfo=UTC))
    click.echo(f"{many} events will be sent again")


@events.command("backlog")
@with_hand
def backlog(hand: Hand) -> None:
    """Say how much waits."""
    with hand.runtime() as runtime:
        found = desk_of(runtime).backlog()
    click.echo(f"outbox: {found.pending} pending, the oldest of {_moment(found.oldest_pending_at)}")
    click.echo(
        f"inbox: {found.failed} failed, {found.waiting} waiting, {found.dead} dead, {found.superseded} superseded;"
        f" poison: {found.poison}"
    )


@click.group()
def poison() -> None:
    """Messages that were no event that can be trusted."""


@poison.command("list")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
@with_hand
def list_poison(hand: Hand, *, limit: int) -> None:
    """List what is held, without its contents."""
    with hand.runtime() as runtime:
        desk: Desk = desk_of(runtime)
        for row in desk.poison(limit=limit):
            received = row["received_at"]
            moment = _moment(received) if isinstance(received, datetime) else received
            click.echo(f"{row['id']} {row['queue']} {moment} {row['reason']}")


@poison.command("show")
@click.argument("poison_id")
@with_hand
def show_poison(hand: Hand, poison_id: str) -> None:
    """Show a held message as it came in. It may hold anything: what is no plain letter is shown as its code."""
    with hand.runtime() as runtime:
        delivery = desk_of(runtime).held(poison_id)
    click.echo(f"queue: {delivery.queue!a}\nrouting key: {delivery.routing_key!a}")
    for name, value in sorted(delivery.headers.items()):
        click.echo(f"header {name!a}: {value!a}")
    click.echo(f"body, {len(delivery.body)} bytes: {delivery.body!r}")


@poison.command("replay")
@click.argument("poison_id")
@with_hand
def replay_poison(hand: Hand, poison_id: str) -> None:
    """Receive a held message as if it came now."""
    with hand.runtime() as runtime:
        outcome = desk_of(runtime).replay_poison(poison_id, receiver_of(runtime), now=runtime.now())
    click.echo(f"{poison_id}: {outcome.value}")


@poison.command("discard")
@click.argument("poison_id")
@click.option("--reason", required=True, help=_REASON)
@with_hand
def discard_poison(hand: Hand, poison_id: str, *, reason: str) -> None:
    """Give a held message up."""
    with hand.runtime() as runtime:
        desk_of(runtime).discard_poison(poison_id, reason, now=runtime.now())
    click.echo(f"{poison_id}: discarded")


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else "-"
