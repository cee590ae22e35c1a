"""Who gave a yes that comes in by file: the client, or whoever decided for him on the day on which it was given."""

from collections.abc import Collection
from dataclasses import dataclass

from waarborg_consent.domain.acting import ChildNotAlone, MayNotAct, authority
from waarborg_consent.domain.authority import Authority
from waarborg_consent.domain.consenting import By
from waarborg_consent.domain.deciders import Deciders, Manner
from waarborg_consent.domain.importing import RowFault


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave it. Of several who might have given it for the client a file names none: then nobody is named."""

    by: By
    authority: Authority | None = None


HIMSELF = Giver(By.PERSON)


def giver(answer: Deciders, *, own_refs: Collection[str]) -> Giver | RowFault:
    """Return who gave a yes, from who might decide that day; or what is wrong, where nobody might."""
    try:
        authority(answer, own_refs, own_refs=own_refs)
    except MayNotAct as why:
        others = {each.ref for each in answer.deciders if each.representation_id and each.manner is not Manner.BESIDE}
        if not others:
            return RowFault.CHILD_NOT_ALONE if isinstance(why, ChildNotAlone) else RowFault.NOT_FOR_HIMSELF
        named = authority(answer, others, own_refs=own_refs) if len(others) == 1 else None
        return Giver(By.REPRESENTATIVE, named)
    return HIMSELF
