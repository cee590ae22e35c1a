"""What a CVSS vector scores, by a library; a vector that is pasted is checked by it, and spelled in the one way."""

from dataclasses import dataclass

from cvss import CVSS3, CVSS4
from cvss.exceptions import CVSSError

from waarborg_disclosure.domain.scoring import LONGEST_VECTOR, BadVector, Version

_PREFIX = {f"CVSS:{Version.V3.value}/": CVSS3, f"CVSS:{Version.V4.value}/": CVSS4}


@dataclass(frozen=True, slots=True)
class Scored:
    """A vector in the order of the standard, with its base score in tenths."""

    vector: str
    tenths: int


def score(vector: str) -> Scored:
    """Return a vector with its score.

    Raises:
        BadVector: it is none of CVSS 3.1 or 4.0.
    """
    typed = vector.strip()
    made = next((made for prefix, made in _PREFIX.items() if typed.startswith(prefix)), None)
    if made is None or len(typed) > LONGEST_VECTOR:
        raise BadVector(typed[:20])
    try:
        read = made(typed)
        return Scored(str(read.clean_vector()), round(float(read.base_score) * 10))
    except CVSSError as wrong:
        raise BadVector(typed[:20]) from wrong
