"""Whether somebody may act for a client now, and by which refusal, with its name, he may not (B1)."""

from collections.abc import Collection, Mapping

from waarborg_consent.domain.authority import Authority
from waarborg_consent.domain.consent_errors import ConsentError
from waarborg_consent.domain.deciders import Deciders, Manner, WhyNot
from waarborg_shared.hooks.values import Text


class MayNotAct(ConsentError):
    """Somebody may not act for a client on this subject today."""

    field = "representative_ref"
    text = Text("Deze persoon mag dit nu niet voor de cliënt doen.", "This person may not do this for the client now.")


class NotARepresentative(MayNotAct):
    """Nobody registered him as a representative of this client, in this organisation."""

    text = Text(
        "Deze persoon staat hier niet als vertegenwoordiger van de cliënt.",
        "This person is not known here as a representative of the client.",
    )


class TermOver(MayNotAct):
    """The term has not begun, is over, or was ended."""

    text = Text(
        "De termijn van deze vertegenwoordiger loopt nu niet: zij is nog niet begonnen of al voorbij.",
        "The term of this representative does not run now: it has not begun, or it is over.",
    )


class OutOfScope(MayNotAct):
    """He speaks on something else."""

    text = Text(
        "Deze vertegenwoordiger mag niet over dit onderwerp beslissen.",
        "This representative may not decide on this subject.",
    )


class AdministratorNotForCare(MayNotAct):
    """A bewindvoerder decides on money and never on care (art. 1:441 BW)."""

    text = Text(
        "Een bewindvoerder beslist over geld en nooit over zorg.",
        "An administrator (bewindvoerder) decides on money and never on care.",
    )


class Unwilling(MayNotAct):
    """He does not wish to act (art. 7:465(3) BW)."""

    text = Text("Deze persoon wil niet als vertegenwoordiger optreden.", "This person does not wish to act.")


class WishSetAside(MayNotAct):
    """A carer set his wish aside, as good care asked (art. 7:465(4) BW)."""

    text = Text(
        "De zorgverlener volgt deze vertegenwoordiger hierin niet (art. 7:465 lid 4 BW).",
        "The carer does not follow this representative in this (art. 7:465(4) BW).",
    )


class HigherRankActs(MayNotAct):
    """Somebody who comes earlier in the law's order acts."""

    text = Text(
        "Er is iemand die volgens de wet eerder aan de beurt is, en die treedt op.",
        "Somebody who comes earlier in the law's order acts.",
    )


class ClientDecides(MayNotAct):
    """The client can decide, and does."""

    text = Text("De cliënt beslist hier zelf over.", "The client decides on this himself.")


class NotOfThatAge(MayNotAct):
    """A kind that is for children alone, or for adults alone, at the other age; or a parent without authority."""

    text = Text(
        "Deze vertegenwoordiger heeft bij deze leeftijd geen zeggenschap, of heeft geen gezag over het kind.",
        "At this age this representative has no say, or has no authority over the child.",
    )


class RepresentativeUnable(MayNotAct):
    """Somebody else decides for the representative himself on this subject, or he is a minor."""

    text = Text(
        "Deze vertegenwoordiger kan hier zelf niet over beslissen, en dus ook niet voor een ander.",
        "This representative cannot decide on this for himself, and so not for another.",
    )


class ChildNotAlone(MayNotAct):
    """A child does not decide, or not without its parents, and no exception is recorded (art. 7:450(2) BW)."""

    field = "subject_ref"
    text = Text(
        "De cliënt is te jong om dit alleen te beslissen: de ouders met gezag of de voogd horen erbij.",
        "The client is too young to decide this alone: the parents with authority or the guardian come in.",
    )


class NotForHimself(MayNotAct):
    """An adult on whose behalf somebody else decides on this subject."""

    field = "subject_ref"
    text = Text(
        "Over dit onderwerp beslist een vertegenwoordiger voor de cliënt.",
        "On this subject a representative decides for the client.",
    )


REFUSALS: Mapping[WhyNot, type[MayNotAct]] = {
    WhyNot.NOT_YET: TermOver,
    WhyNot.TERM_OVER: TermOver,
    WhyNot.WRONG_SCOPE: OutOfScope,
    WhyNot.NEVER_ON_CARE: AdministratorNotForCare,
    WhyNot.UNWILLING: Unwilling,
    WhyNot.SET_ASIDE: WishSetAside,
    WhyNot.CANNOT_ACT: RepresentativeUnable,
    WhyNot.NO_AUTHORITY: NotOfThatAge,
    WhyNot.ADULTS_ONLY: NotOfThatAge,
    WhyNot.MINORS_ONLY: NotOfThatAge,
    WhyNot.HIGHER_ACTS: HigherRankActs,
    WhyNot.CLIENT_DECIDES: ClientDecides,
    WhyNot.CHILD_DECIDES: ClientDecides,
    WhyNot.UNDER_12: ChildNotAlone,
    WhyNot.UNDER_16: ChildNotAlone,
    WhyNot.UNDER_18: ChildNotAlone,
    WhyNot.INCAPABLE: NotForHimself,
    WhyNot.UNDER_GUARDIANSHIP: NotForHimself,
    WhyNot.UNDER_ADMINISTRATION: NotForHimself,
}
_NEAREST = tuple(REFUSALS)[::-1]


def authority(answer: Deciders, refs: Collection[str], *, own_refs: Collection[str]) -> Authority | None:
    """Return on whose authority somebody acts for a client; None where he is the client and decides for himself.

    ``refs`` are all references by which he goes, ``own_refs`` those of the client.

    Raises:
        MayNotAct: by its name; of several reasons the one that stands nearest to acting.
    """
    himself = bool(set(refs) & set(own_refs))
    if himself:
        _own_word(answer)
        return None
    for found in answer.deciders:
        if found.ref in refs and found.representation_id is not None:
            together = found.manner is Manner.TOGETHER
            return Authority(
                representation_id=found.representation_id,
                representative_ref=found.ref,
                kind=found.kind,
                scope=answer.topic,
                source=found.article,
                with_refs=tuple(each.ref for each in answer.deciders if together and each.ref not in refs),
            )
    reasons = [other.why_not for other in answer.others if other.ref in refs]
    if not reasons:
        raise NotARepresentative
    raise REFUSALS[min(reasons, key=_NEAREST.index)]


def _own_word(answer: Deciders) -> None:
    """Pass where the client decides, and by himself."""
    own = next((each for each in answer.deciders if each.representation_id is None), None)
    if own is None:
        reason = next(other.why_not for other in answer.others if other.representation_id is None)
        raise REFUSALS[reason]
    if own.manner is Manner.TOGETHER:
        raise ChildNotAlone
