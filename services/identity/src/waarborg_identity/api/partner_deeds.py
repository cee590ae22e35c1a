"""What a partner system or an application did, by day, for programs."""

from collections.abc import Mapping
from typing import Any

from waarborg_identity.actions.partner_deeds import counted_by_day
from waarborg_identity.actions.partner_use import first_day, today, used_by_day
from waarborg_identity.api.partners import MANAGE, partners_api
from waarborg_identity.domain import SCOPES
from waarborg_identity.domain.partner_deeds import Counted
from waarborg_identity.models import Client
from waarborg_identity.schemas.partner_deeds import DeedsQuery, DeedsSchema
from waarborg_identity.shown.partner_deeds import DayOfDeeds, days_of
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current

__all__ = ["partners_api"]


@partners_api.route("/partners/<client_id>/deeds", methods=["GET"])
@partners_api.arguments(DeedsQuery, location="query")
@partners_api.response(200, DeedsSchema)
@partners_api.secured(MANAGE)
def show_deeds(query: Mapping[str, Any], client_id: str) -> dict[str, Any]:
    """Show by day why a partner was refused, which rights its tokens carried and what it did here; 400 days are kept.

    Of an application that staff sign in at too. Counts alone: about whom it asked stands in that person's log.
    """
    require_duty(current.actor, Duty.PARTNERS_MANAGE, scope=MANAGE)
    with current.read() as work:
        work.case(Client, client_id, lock=False)
        until, days = query["until"] or today(work), query["days"]
        used = used_by_day(work, client_id, until=until, days=days)
        counted = counted_by_day(work, client_id, until=until, days=days)
    items = [_day(each) for each in days_of(used, counted)]
    return {"since": first_day(until, days), "until": until, "items": items}


def _day(shown: DayOfDeeds) -> dict[str, Any]:
    return {
        "day": shown.day,
        "tokens": shown.tokens,
        "rights": [
            {"service": SCOPES.get(scope, ""), "scope": scope, "tokens": tokens}
            for scope, tokens in shown.by_sort[Counted.RIGHT]
        ],
        "did": _times(shown, Counted.DEED),
        "refused": _times(shown, Counted.REFUSED),
    }


def _times(shown: DayOfDeeds, sort: Counted) -> list[dict[str, Any]]:
    return [{"code": code, "times": times} for code, times in shown.by_sort[sort]]
