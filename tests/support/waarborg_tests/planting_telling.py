"""Somebody on the list of a breach, a message that he got, and an announcement: for tests of every page."""

from collections.abc import Mapping

from waarborg_breach.actions.telling.announcing import announcement_of, write_announcement
from waarborg_breach.actions.telling.listing import list_persons, reader_of
from waarborg_breach.actions.telling.rows import hash_of, seal_json
from waarborg_breach.actions.telling.sending import message_id_of
from waarborg_breach.domain.telling import LANGUAGES, MessagePart
from waarborg_breach.models import BreachCase, BreachMessage, BreachPerson
from waarborg_tests.cast import Cast

MESSAGE = {language: {part.value: "Verzonnen." for part in MessagePart} for language in LANGUAGES}


def telling_of(cast: Cast, breach_id: str, *, reference: str = "Z-7000") -> Mapping[str, str]:
    """Return what stands for the parts of addresses about telling, planting it the first time."""
    rules = cast.product.runtimes["breach"].rules(cast.organisation)
    with cast.product.work("breach", cast.organisation) as work:
        case = work.case(BreachCase, breach_id)
        list_persons(work, case, [reader_of(rules).row(1, reference)], given_by="file", rules=rules)
        query = work.session.query(BreachPerson).filter_by(breach_id=breach_id, ref_hash=hash_of(work, reference))
        person = query.one()
        if person.message_id is None:
            person.message_id, person.round = message_id_of(person.id, person.channel), 1
            place = {"table": "breach_message", "column": "text", "row": f"{breach_id}/1"}
            text = seal_json(work, breach_id, MESSAGE, **place)
            work.add(
                BreachMessage(
                    breach_id=breach_id, number=1, text_sealed=text, begun_at=work.now, begun_by="x", role="board"
                )
            )
            write_announcement(work, case, dict.fromkeys(LANGUAGES, "Er is iets misgegaan."), rules=rules)
            announced = announcement_of(work, case)
            assert announced is not None
            announced.published_at = work.now
        return {"listed_id": person.id, "told_id": person.message_id, "announced_number": case.number}
