"""The address in a message at which somebody opts out, and the headers of RFC 8058 that let a mail program do it."""

from waarborg_shared.web import current

OPT_OUT = "/consent/opt-out"
ONE_CLICK_FIELD, ONE_CLICK_VALUE = "List-Unsubscribe", "One-Click"


def opt_out_address(token: str) -> str:
    """Return the whole address of a link; nothing of the person stands in it."""
    return f"{current.runtime.settings.origin_of(current.organisation)}{OPT_OUT}/{token}"


def headers_of(address: str) -> dict[str, str]:
    """Return the two headers of an e-mail (RFC 8058, 3.1)."""
    return {ONE_CLICK_FIELD: f"<{address}>", "List-Unsubscribe-Post": f"{ONE_CLICK_FIELD}={ONE_CLICK_VALUE}"}
