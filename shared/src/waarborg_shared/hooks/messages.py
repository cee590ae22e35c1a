"""Whether an organisation's kinds of message are sound, and which of them the law lets pass for service messages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from waarborg_shared.hooks.clamp import Clamp
from waarborg_shared.hooks.values import EVERY_MESSAGE, BadValue, MessageKind, Purpose, PurposeKind

NEVER_SERVICE = frozenset({PurposeKind.MARKETING, PurposeKind.CALLING, PurposeKind.SURVEY, PurposeKind.RESEARCH})


def check(
    kinds: Sequence[MessageKind],
    *,
    purposes: Mapping[str, Purpose],
    channels: Collection[str],
    categories: Collection[str],
) -> None:
    """Refuse a kind that names what is not there, or that an objection to a purpose would be taken for.

    Raises:
        BadValue: naming the kind and the field.
    """
    for kind in kinds:
        of = f"message_kinds[{kind.code}]"
        if kind.code in purposes or EVERY_MESSAGE in purposes:
            raise BadValue(f"{of}: a purpose has this code too, and an objection could be about either")
        if kind.purpose not in purposes:
            raise BadValue(f"{of}.purpose: unknown {kind.purpose!r}")
        for field, known in (("channels", channels), ("reach", categories)):
            _refuse(f"{of}.{field}", getattr(kind, field), known)
        _refuse(f"{of}.categories", kind.categories, purposes[kind.purpose].categories)


def fitting(
    kinds: Sequence[MessageKind],
    *,
    purposes: Mapping[str, Purpose],
    channels: Collection[str],
    categories: Collection[str],
) -> tuple[MessageKind, ...]:
    """Return the law's kinds as far as an organisation with purposes, channels and data of its own has what they name.

    An organisation that lists its own purposes and says nothing of messages sends none of the law's.
    """
    return tuple(
        replace(
            kind,
            channels=tuple(code for code in kind.channels if code in channels),
            categories=tuple(code for code in kind.categories if code in purposes[kind.purpose].categories),
        )
        for kind in kinds
        if kind.purpose in purposes and set(kind.reach) <= set(categories)
    )


def hold(kinds: Sequence[MessageKind], purposes: Mapping[str, Purpose]) -> tuple[list[MessageKind], list[Clamp]]:
    """Let everybody opt out of what sells, calls or asks for an opinion, whatever it is called (art. 11.7 Tw, 21 AVG).

    ``service`` is taken from such a kind; that stands among the promises that the law does not let stand.
    """
    held, clamps = [], []
    for kind in kinds:
        if kind.service and purposes[kind.purpose].kind in NEVER_SERVICE:
            clamps.append(
                Clamp(
                    what=f"message.{kind.code}.service",
                    promised="service message",
                    holds="one can opt out",
                    source="art. 11.7 Tw; art. 21 AVG",
                )
            )
            held.append(replace(kind, service=False))
        else:
            held.append(kind)
    return held, clamps


def _refuse(of: str, codes: Sequence[str], known: Collection[str]) -> None:
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise BadValue(f"{of}: unknown {', '.join(map(repr, unknown))}")
