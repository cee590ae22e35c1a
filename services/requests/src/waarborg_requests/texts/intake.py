"""The words of intake: how a request reached staff, and the names of the steps of the form."""

from collections.abc import Mapping

from waarborg_requests.domain.intake import CameHow
from waarborg_shared.hooks.values import Text

CAME_HOW: Mapping[CameHow, Text] = {
    CameHow.LETTER: Text("Per brief", "By letter"),
    CameHow.PHONE: Text("Per telefoon", "By telephone"),
    CameHow.EMAIL: Text("Per e-mail", "By e-mail"),
    CameHow.TABLE: Text("Aan tafel, thuis bij de persoon", "At the table, at the person's home"),
    CameHow.DESK: Text("Aan de balie", "At the desk"),
}
