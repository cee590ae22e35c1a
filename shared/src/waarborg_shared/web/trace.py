"""Where a request stands in a trace: W3C Trace Context, taken over from the caller or begun here."""

import re
import secrets
from dataclasses import dataclass

_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Trace:
    """One request's place: the trace that it belongs to and its own span."""

    trace_id: str
    span_id: str
    flags: str = "01"

    @property
    def traceparent(self) -> str:
        """The header that goes along to whoever is asked next, and with every event."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


def begin_trace(traceparent: str | None) -> Trace:
    """Return a new span in the trace that ``traceparent`` names, or in a new trace where it is absent or malformed."""
    match = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    if match is None:
        return Trace(secrets.token_hex(16), secrets.token_hex(8))
    return Trace(match[1], secrets.token_hex(8), match[3])
