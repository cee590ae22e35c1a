"""Letters in easy words, for who has no account: a further one is a module here and a line in the tuple."""

from waarborg_consent.pages.letters import emergencies, my_consents, my_representatives, who_looked, who_may_see
from waarborg_consent.pages.letters.values import Letter

LETTERS: tuple[Letter, ...] = (
    my_consents.LETTER,
    who_may_see.LETTER,
    who_looked.LETTER,
    emergencies.LETTER,
    my_representatives.LETTER,
)
