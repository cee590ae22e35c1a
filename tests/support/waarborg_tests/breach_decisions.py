"""What a decision on a breach takes in a test where nothing was answered yet: every question named as not yet known."""

from waarborg_plugin_bqr.breach import QUESTIONS
from waarborg_shared.hooks import law

EVERY_QUESTION = tuple(question.code for question in (*QUESTIONS, *law.QUESTIONS))
"""For a command, and for the JSON of a decision: ``not_yet_known``."""
UNANSWERED = {"not_yet_known": " ".join(EVERY_QUESTION), "confirmed": "true"}
"""For the form of a decision: what it shows as not yet known, and that whoever decides confirms it."""
NOT_TOLD = {"exception": "no-high-risk", "reason": "Er is geen risico."}
"""For a decision that leaves somebody out."""
