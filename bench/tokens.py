"""Tokens a second: given by identity for private_key_jwt, and verified in a service, beside bare joserfc."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from joserfc import jwk, jwt

from bench.consents import told
from bench.figures import Line, Round, compare, in_turn
from bench.load import Job, send
from bench.processes import Aborted, Process
from bench.site import HOST, ORGANISATION, Site
from waarborg_identity.actions import register_client
from waarborg_identity.app import SERVICE as IDENTITY
from waarborg_identity.domain import AuthMethod, ClientKind, NewClient
from waarborg_shared.auth import Actor, Authenticator, cookie_name, issuer
from waarborg_shared.auth.tokens import Keys, TokenVerifier
from waarborg_shared.testing.auth import FakeIdentity, new_key, prove

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ORIGIN = f"http://{HOST}:8000"
CLIENT = "bench-met-sleutel"
PATH = "/consent/access/v1/evaluation"
EACH = ["ES256"]
BATCH = 20
OF_PROOFS = "the token was seen before; making the proof, which is the client's part, is within the measured time"


def measure_tokens(site: Site) -> list[Line]:
    """Ask tokens by private_key_jwt, then verify tokens as a service does; bare joserfc is the yardstick."""
    return [_asked(site), *_verified(site)]


@dataclass
class Asking:
    """Asks tokens of a process, each with an assertion of its own; they are signed before the clock runs."""

    site: Site
    process: Process
    port: int
    key: jwk.ECKey
    answered: int = 0

    def round(self, *, seconds: float | None = None, many: int) -> Round:
        """Ask for a while, at most so many. Raises Refused."""
        plan, before = self.site.plan, self.process.cpu_seconds
        wanted = [self._request() for _ in range(many)]
        sent = send(
            Job(
                port=self.port,
                requests=wanted,
                seconds=plan.seconds if seconds is None else seconds,
                most=many,
                cycle=False,
                core=self.site.cores.clients,
            )
        )
        self.answered += sent.count
        return Round(sent.count, sent.seconds, self.process.cpu_seconds - before)

    def _request(self) -> bytes:
        form = {
            "grant_type": "client_credentials",
            "scope": "consent:decide",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion(self.key),
        }
        body = urlencode(form).encode()
        lines = ["POST /identity/token HTTP/1.1", f"Host: {HOST}:8000", f"Content-Length: {len(body)}"]
        lines += ["Content-Type: application/x-www-form-urlencoded"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def assertion(key: jwk.ECKey) -> str:
    """A proof of the client that counts for five minutes, once."""
    at = int(time.time())
    claims = {"iss": CLIENT, "sub": CLIENT, "aud": issuer(ORIGIN), "iat": at, "exp": at + 300}
    return jwt.encode({"alg": "ES256", "kid": "k"}, {**claims, "jti": secrets.token_urlsafe(12)}, key, algorithms=EACH)


def _asked(site: Site) -> Line:
    key = new_key("k")
    with site.runtime(IDENTITY) as runtime:
        now, actor = datetime.now(UTC), Actor.system("identity", ORGANISATION)
        with runtime.uow.begin(ORGANISATION, actor=actor, now=now) as work:
            register_client(work, _client(key))
    with site.web(IDENTITY, core=site.cores.measured) as (process, port):
        before = site.count(IDENTITY, "assertion_use")
        asking = Asking(site, process, port, key)
        warm = asking.round(seconds=min(2.0, site.plan.seconds), many=400)
        many = int(warm.per_second * site.plan.seconds * 1.5) + 8
        bare = _looped(site, _verify_and_sign(key))
        of_asked, of_bare = in_turn(lambda: asking.round(many=many), bare, rounds=site.plan.rounds)
        kept = site.count(IDENTITY, "assertion_use") - before
    if kept != asking.answered:
        raise Aborted(f"{asking.answered} tokens, but {kept} assertions are remembered")
    notes = (
        f"{asking.answered:,} tokens with 2xx over HTTP, as many assertions remembered, each commit on its own",
        "the yardstick verifies one assertion and signs one token in a loop: no HTTP, no database, no Flask",
    )
    return compare("token by private_key_jwt", of_asked, of_bare, floor=0.015, aim=0.03, notes=notes)


def _client(key: jwk.ECKey) -> NewClient:
    return NewClient(
        client_id=CLIENT,
        name="De meting",
        kind=ClientKind.PARTNER,
        auth_method=AuthMethod.PRIVATE_KEY_JWT,
        scopes=frozenset({"consent:decide"}),
        jwks={"keys": [dict(key.as_dict(private=False))]},
    )


def _verify_and_sign(key: jwk.ECKey) -> Callable[[], object]:
    shown = assertion(key)

    def once() -> object:
        claims = jwt.decode(shown, key, algorithms=EACH).claims
        return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": "k"}, claims, key, algorithms=EACH)

    return once


def _verified(site: Site) -> list[Line]:
    identity = FakeIdentity(lambda _: ORIGIN, now=lambda: datetime.now(UTC))
    key = identity.signing_keys(ORGANISATION)[0]
    shown = identity.token(ORGANISATION, "consent", "consent:decide")
    keys = Keys(lambda: identity, time.monotonic)
    unseen = TokenVerifier(keys, service="consent", origin=lambda _: ORIGIN, now=lambda: datetime.now(UTC))
    checks = [
        _looped(site, lambda: unseen.verify(shown, ORGANISATION)),
        _looped(site, lambda: jwt.decode(shown, key, algorithms=EACH).claims),
    ]
    known = _service(identity)
    checks.append(_looped(site, lambda: known.authenticate(Asked(f"Bearer {shown}"), ORGANISATION)))
    checks.append(_looped(site, _bound(identity)))
    of_fresh, of_bare, of_known, of_bound = in_turn(*checks, rounds=site.plan.rounds)
    notes = (
        "in one process, without HTTP; each time as if the token were seen for the first time",
        "the yardstick verifies the signature alone; the service besides type, key's name, issuer, audience, times",
    )
    first = compare("verify a token in a service", of_fresh, of_bare, floor=0.60, aim=0.75, notes=notes)
    return [
        first,
        told("verify a token that was seen before", of_known, of_bare),
        replace(told("verify a bound token with a new proof", of_bound, of_bare), notes=(OF_PROOFS,)),
    ]


@dataclass(frozen=True)
class Asked:
    """A request as the authenticator reads it."""

    authorization: str
    proof: str = ""
    method: str = "POST"
    path: str = PATH

    @property
    def headers(self) -> dict[str, str]:
        """The two headers that say who asks."""
        return {"Authorization": self.authorization, "DPoP": self.proof}

    @property
    def cookies(self) -> dict[str, str]:
        """None."""
        return {}


def _service(identity: FakeIdentity) -> Authenticator:
    return Authenticator(
        service="consent",
        origin=lambda _: ORIGIN,
        identity=identity,
        cookie=cookie_name("http://{host}"),
        now=lambda: datetime.now(UTC),
    )


def _bound(identity: FakeIdentity) -> Callable[[], object]:
    service, key = _service(identity), new_key("of-the-client")
    token = identity.token(ORGANISATION, "consent", "consent:decide", cnf={"jkt": key.thumbprint()})

    def once() -> object:
        proof = prove(key, "POST", f"{ORIGIN}{PATH}", at=datetime.now(UTC), token=token)
        return service.authenticate(Asked(f"DPoP {token}", proof), ORGANISATION)

    return once


def _looped(site: Site, once: Callable[[], object]) -> Callable[[], Round]:
    """Do it over and over for a round, in this process."""

    def round_() -> Round:
        count, began, cpu = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - began < site.plan.seconds:
            for _ in range(BATCH):
                once()
            count += BATCH
        return Round(count, time.perf_counter() - began, time.process_time() - cpu)

    return round_
