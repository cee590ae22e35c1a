"""Sends a plain message by the mail server of the installation: only what may stand open in anybody's mailbox."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@[A-Za-z0-9.-]{1,190}")
_TIMEOUT = 20.0  # seconds; a mail server that does not answer within it is tried again later
_FOR_GOOD = range(550, 555)


class NotSent(Exception):
    """The message did not go; `code` says why, and `for_good` whether trying again is of no use."""

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.for_good = for_good


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A plain message; `message_id` is the same each time that it is sent, so that a reader shows it once."""

    to: str = field(repr=False)
    subject: str
    text: str
    message_id: str
    language: str
    at: datetime


@dataclass(frozen=True)
class Mailer:
    """A mail server by its URL, and the address that messages come from.

    `smtp://` speaks STARTTLS and sends nothing without; `smtps://` speaks TLS from the first byte; `smtp+plain://` is
    for a relay on this machine. Signing (DKIM) is the relay's.
    """

    url: str = field(repr=False)
    sender: str
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def send(self, mail: Mail) -> None:
        """Hand one message to the server; raises NotSent."""
        try:
            with self._connect() as server:
                server.send_message(self._written(mail), from_addr=self.sender, to_addrs=[mail.to])
        except smtplib.SMTPRecipientsRefused as refused:
            raise NotSent("recipient-refused", for_good=_for_good(refused)) from None
        except smtplib.SMTPResponseException as answered:
            raise NotSent(f"smtp-{answered.smtp_code}") from None
        except (OSError, smtplib.SMTPException, ValueError) as wrong:
            raise NotSent(type(wrong).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=self.context())
        else:
            server = smtplib.SMTP(host, port, timeout=_TIMEOUT)
        try:
            if parts.scheme == "smtp":
                server.starttls(context=self.context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _written(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.at)
        message["Message-ID"] = f"<{mail.message_id}@{self.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = mail.language
        message.set_content(mail.text)
        return message


def checked_smtp_url(text: str) -> str:
    """Return the URL of a mail server; raises ValueError for one that is none, or that would send in the open."""
    parts = urlsplit(text)
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or not _port_of(parts):
        raise ValueError("is no smtp://user:password@host:587 (STARTTLS) or smtps://…")
    if parts.scheme == "smtp+plain" and parts.hostname not in _LOOPBACK:
        raise ValueError("smtp+plain:// is for a relay on this machine only")
    return text


def checked_sender(text: str) -> str:
    """Return the address that messages come from; raises ValueError for what is none."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError("is no e-mail address")
    return text


def _port_of(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


def _for_good(refused: smtplib.SMTPRecipientsRefused) -> bool:
    return all(code in _FOR_GOOD for code, _ in refused.recipients.values())
