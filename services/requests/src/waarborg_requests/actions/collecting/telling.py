"""What the letter with the answer says of where was searched, and of what could not be got."""

from waarborg_requests.actions.collecting.told import missing_of, nothing_found_at
from waarborg_requests.actions.letter_part import LetterPart
from waarborg_requests.domain.collecting import HINDRANCES
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work, Written


def what_is_missing(work: Work, row: Request, rules: Rules) -> LetterPart | None:
    """Say which places could hand in nothing and why, and where was searched and nothing found."""
    missing, nothing = missing_of(work, row, rules), nothing_found_at(work, row, rules)
    if not missing and not nothing:
        return None
    paragraphs = [_MISSING] if missing else []
    if nothing:
        names = Text(", ".join(name.nl for name in nothing), ", ".join(name.en for name in nothing))
        paragraphs.append(Text(f"{_NOTHING.nl}: {names.nl}.", f"{_NOTHING.en}: {names.en}."))
    return LetterPart(
        heading=Text("Waar wij zochten", "Where we searched"),
        paragraphs=tuple(paragraphs),
        head=(Text("Plek", "Place"), Text("Waarom er niets is", "Why there is nothing")) if missing else (),
        rows=tuple((name, _why(HINDRANCES[hindrance], words)) for name, hindrance, words in missing),
    )


_MISSING = Text(
    "Van deze plekken konden wij geen gegevens krijgen. U kunt daar later opnieuw om vragen.",
    "From these places we could get no data. You can ask for them again later.",
)
_NOTHING = Text("Hier is gezocht en niets over u gevonden", "Here was searched, and nothing about you was found")


def _why(hindrance: Text, words: Written | None) -> Text:
    if not isinstance(words, str):
        return hindrance
    return Text(f"{hindrance.nl}: {words}", f"{hindrance.en}: {words}")
