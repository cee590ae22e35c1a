"""Asks addresses outside that others chose, and never one of our own network: for webhooks, keys and outside issuers.

A name is resolved once, every address that it has must be a public one, and the connection goes to an address that was
looked at, so that a name which changes its mind in between leads nowhere (DNS rebinding). The certificate is checked
against the name. Redirects are not followed, no proxy of the environment is used, and what comes back is cut off at a
size and a moment, however slowly it drips in. The look-up of the name counts in that time.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from waarborg_shared.config import Settings
from waarborg_shared.look_ups import MOST_AT_ONCE, LookUps, Resolve, resolve

CONNECT_WITHIN = 3.0
ALL_WITHIN = 10.0
LARGEST = 262_144
LONGEST_URL = 2000
_PORTS = {"https": 443, "http": 80}
_CHUNK = 65_536
_ASSIGNED = ipaddress.ip_network("192.0.0.0/24")  # for protocols, and where a cloud keeps its metadata
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
Dial = Callable[[str, int, float], socket.socket]


class OutwardError(Exception):
    """An address outside was not asked, or gave no answer; `why` is a code, fit for a log and for words on a page."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class OutwardRefused(OutwardError):
    """We do not ask there: `not-a-url`, `not-https`, `port`, `credentials`, or `inside` (our own network)."""


class OutwardFailed(OutwardError):
    """There was no answer: `unresolved`, `no-connection`, `not-trusted`, `too-slow`, `too-large` or `not-http`."""


@dataclass(frozen=True)
class Reply:
    """What came back, whatever its status (a redirect too); header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str
    allowed: bool

    @property
    def authority(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also when it is written inside another one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)))
        if ip in _NAT64_LOCAL or ip.sixtofour is not None or ip.teredo is not None or ip.is_site_local:
            return False
    return (
        ip not in _ASSIGNED
        and ip.is_global
        and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)
    )


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address. Raises OSError."""
    return socket.create_connection((address, port), timeout=seconds)


class Outward:
    """Asks outside. `allow` are hosts (`name` or `name:port`) that the operator trusts wherever they are: any port
    (or that one), and `http:` too. `resolve`, `dial`, `context` and the numbers are for tests."""

    def __init__(
        self,
        allow: Collection[str] = (),
        *,
        resolve: Resolve = resolve,
        dial: Dial = dial,
        context: ssl.SSLContext | None = None,
        connect_within: float = CONNECT_WITHIN,
        all_within: float = ALL_WITHIN,
        look_ups: int = MOST_AT_ONCE,
    ) -> None:
        self._allow = frozenset(allow)
        self._look_ups = LookUps(resolve, look_ups)
        self._dial = dial
        self._given_context = context
        self._connect_within = connect_within
        self._all_within = all_within

    def check(self, url: str) -> None:
        """Refuse what could never be asked, without a network: for the form in which somebody types an address.

        Raises OutwardRefused. A name is looked up only when it is asked, each time anew.
        """
        self._target(url)

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        largest: int = LARGEST,
    ) -> Reply:
        """Ask once and return what came back. With `largest` 0 the body is not read at all.

        Raises OutwardRefused for an address where we do not ask, OutwardFailed where there was no (whole) answer.
        """
        ends = time.monotonic() + self._all_within
        target = self._target(url)
        addresses = self._addresses(target, ends)
        connection = http.client.HTTPConnection(target.host, target.port)
        try:
            connection.sock = self._connect(target, addresses, ends)
            sent = {"Host": target.authority, "Connection": "close", "User-Agent": "Waarborg", **(headers or {})}
            connection.request(method, target.path, body=body, headers=sent)
            with connection.getresponse() as response:
                came_with = {name.lower(): value for name, value in response.getheaders()}
                return Reply(response.status, came_with, _read(response, largest))
        except TimeoutError as error:
            raise OutwardFailed("too-slow") from error
        except (http.client.HTTPException, ValueError) as error:
            raise OutwardFailed("not-http") from error
        except OSError as error:
            raise OutwardFailed("no-connection") from error
        finally:
            connection.close()

    @cached_property
    def _context(self) -> ssl.SSLContext:
        context = self._given_context or ssl.create_default_context()
        context.sslsocket_class = _HurriedTls
        return context

    def _target(self, url: str) -> _Target:
        if not url.isascii() or not url.isprintable() or " " in url or len(url) > LONGEST_URL:
            raise OutwardRefused("not-a-url")
        try:
            parts = urlsplit(url)
            scheme, host, port = parts.scheme, parts.hostname or "", parts.port
        except ValueError:
            raise OutwardRefused("not-a-url") from None
        if scheme not in _PORTS:
            raise OutwardRefused("not-https")
        if not host or parts.fragment or "%" in host or "\\" in url:
            raise OutwardRefused("not-a-url")
        if parts.username is not None or parts.password is not None:
            raise OutwardRefused("credentials")
        port = _PORTS[scheme] if port is None else port
        target = _Target(
            scheme, host, port, _path(parts.path, parts.query), bool(self._allow & {host, f"{host}:{port}"})
        )
        if not target.allowed:
            _check_shape(target)
        return target

    def _addresses(self, target: _Target, ends: float) -> Collection[str]:
        within = min(self._connect_within, max(0.0, ends - time.monotonic()))
        try:
            addresses = self._look_ups.addresses(target.host, target.port, within)
        except TimeoutError as error:
            raise OutwardFailed("too-slow") from error
        except (OSError, UnicodeError) as error:
            raise OutwardFailed("unresolved") from error
        if not addresses:
            raise OutwardFailed("unresolved")
        if not target.allowed and not all(map(is_public, addresses)):
            raise OutwardRefused("inside")
        return addresses

    def _connect(self, target: _Target, addresses: Collection[str], ends: float) -> socket.socket:
        """A connection to the first of the addresses that takes it, with TLS by the name unless it goes by http."""
        until = min(ends, time.monotonic() + self._connect_within)
        wrong: OSError = TimeoutError()
        for address in addresses:
            left = until - time.monotonic()
            if left <= 0:
                break
            try:
                plain = self._dial(address, target.port, left)
            except OSError as error:
                wrong = error
                continue
            return self._secured(plain, target, ends)
        raise wrong

    def _secured(self, plain: socket.socket, target: _Target, ends: float) -> socket.socket:
        if target.scheme == "http":
            hurried = _Hurried(fileno=plain.detach())
            hurried.ends = ends
            return hurried
        plain.settimeout(_left(ends))
        try:
            secured: Any = self._context.wrap_socket(plain, server_hostname=target.host)
        except ssl.SSLError as error:
            plain.close()
            raise OutwardFailed("not-trusted") from error
        except OSError:
            plain.close()
            raise
        secured.ends = ends
        return secured  # type: ignore[no-any-return]


class _Hurried(socket.socket):
    """A connection that is given up at one moment, and not so many seconds after the last byte."""

    ends: float

    def recv_into(self, *arguments: Any, **named: Any) -> int:
        self.settimeout(_left(self.ends))
        return super().recv_into(*arguments, **named)

    def sendall(self, *arguments: Any, **named: Any) -> None:
        self.settimeout(_left(self.ends))
        super().sendall(*arguments, **named)


class _HurriedTls(ssl.SSLSocket):
    """The same over TLS."""

    ends: float

    def recv_into(self, *arguments: Any, **named: Any) -> int:
        self.settimeout(_left(self.ends))
        return super().recv_into(*arguments, **named)

    def send(self, *arguments: Any, **named: Any) -> int:
        self.settimeout(_left(self.ends))
        return super().send(*arguments, **named)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _check_shape(target: _Target) -> None:
    if target.scheme != "https":
        raise OutwardRefused("not-https")
    if target.port != _PORTS["https"]:
        raise OutwardRefused("port")
    try:
        ipaddress.ip_address(target.host)
    except ValueError:
        return
    if not is_public(target.host):
        raise OutwardRefused("inside")


def _path(path: str, query: str) -> str:
    return (path or "/") + (f"?{query}" if query else "")


def _read(response: http.client.HTTPResponse, largest: int) -> bytes:
    """The body up to `largest` bytes; more than that is refused, unless none of it is wanted."""
    kept = b""
    while largest and (chunk := response.read(min(_CHUNK, largest + 1 - len(kept)))):
        kept += chunk
        if len(kept) > largest:
            raise OutwardFailed("too-large")
    return kept


def outward_for(settings: Settings) -> Outward:
    """What asks outside by the operator's settings."""
    return Outward(settings.outward_allow)
