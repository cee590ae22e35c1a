"""Signing in anew: what goes along to the sign-in page and back, so that the session from before does not do."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

from waarborg_identity.domain.places import SIGNED_IN_SINCE
from waarborg_shared.web.keys import derive_key

PARAMETER = SIGNED_IN_SINCE
COUNTS_FOR = 600
"""Seconds in which somebody who was sent to sign in anew has to come back."""


class SignInAnew:
    """Signs the moment at which somebody of one organisation was sent to sign in, and says who did so since."""

    def __init__(self, master_key: bytes, organisation: str) -> None:
        self._signer = URLSafeSerializer(derive_key(master_key, use="identity.anew"), salt="since")
        self._organisation = organisation

    def since(self, now: datetime) -> str:
        """Return this moment, signed."""
        return str(self._signer.dumps([self._organisation, int(now.timestamp())]))

    def done(self, shown: str, *, signed_in_at: int, now: datetime) -> bool:
        """Whether somebody who signed in then (seconds since 1970) did so since the moment shown, not long ago."""
        try:
            organisation, since = self._signer.loads(shown)
        except (BadSignature, ValueError, TypeError):
            return False
        lately = now.timestamp() - since <= COUNTS_FOR
        return bool(organisation == self._organisation and lately and signed_in_at >= since)
