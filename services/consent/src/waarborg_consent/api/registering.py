"""What partners register so that a decision can go by it: who and what there is, and how they are related."""

from collections.abc import Mapping
from typing import Any

from waarborg_consent import actions
from waarborg_consent.api.rights import RELATE
from waarborg_consent.domain.registering import Registered, Relation
from waarborg_consent.schemas.registering import CountedSchema, EntitiesSchema, RelationsSchema
from waarborg_shared import auth
from waarborg_shared.web import ApiBlueprint, current

registering = ApiBlueprint(
    "registering",
    __name__,
    url_prefix="/consent/api/v1",
    description="Who and what there is, and how they are related; references and codes only",
)


@registering.route("/entities/", methods=["POST"])
@registering.arguments(EntitiesSchema)
@registering.response(200, CountedSchema)
@registering.secured(RELATE)
def entities(body: Mapping[str, list[Registered]]) -> actions.Counted:
    """Register people and things by type and id, with what rules may ask about; the same again changes nothing."""
    auth.require_scope(current.actor, RELATE)
    with current.begin() as work:
        return actions.register_entities(work, body["items"])


@registering.route("/relations/", methods=["POST"])
@registering.arguments(RelationsSchema)
@registering.response(200, CountedSchema)
@registering.secured(RELATE)
def relations(body: Mapping[str, list[dict[str, Any]]]) -> actions.Counted:
    """Register relations (who cares for whom, who owns what), or end them; the same again changes nothing."""
    auth.require_scope(current.actor, RELATE)
    with current.begin() as work:
        return actions.register_relations(work, [_relation(each) for each in body["items"]])


def _relation(sent: Mapping[str, Any]) -> Relation:
    return Relation(
        subject_type=sent["subject"]["type"],
        subject_id=sent["subject"]["id"],
        relation=sent["relation"],
        object_type=sent["object"]["type"],
        object_id=sent["object"]["id"],
        from_at=sent["since"],
        until_at=sent["until"],
    )
