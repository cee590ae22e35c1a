"""A client's whole picture on one page, part by part: a further one is a module here and a line in the tuple."""

from waarborg_consent.pages.picture import decisions, disclosures, emergencies, marks, representatives, standing
from waarborg_consent.pages.picture.values import Part

PARTS: tuple[Part, ...] = (
    standing.PART,
    marks.PART,
    representatives.PART,
    disclosures.PART,
    decisions.PART,
    emergencies.PART,
)
