"""Facts for receipts, invented: one plain example, and any that Hypothesis can think of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from waarborg_consent.domain import (
    By,
    Controller,
    How,
    ReceiptCategory,
    ReceiptFacts,
    ReceiptPurpose,
    ReceiptState,
    ReceiptStatus,
)
from waarborg_consent.domain.authority import Authority
from waarborg_consent.receipts import PublishedKey, SigningPair, make_key, public_jwk
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.hooks.values import (
    Address,
    DataCategory,
    LegalBasis,
    PurposeKind,
    Recipient,
    RecipientKind,
    Scope,
    Sensitivity,
    SpecialGround,
    Text,
)

ISSUED = datetime(2027, 3, 1, 9, 30, 15, tzinfo=UTC)
GIVEN = datetime(2027, 1, 5, 13, 30, tzinfo=UTC)
CONSENT = "01900000-0000-7000-8000-0000000000c1"

EXAMPLE = ReceiptFacts(
    receipt_id="01900000-0000-7000-8000-0000000000a1",
    issued_at=ISSUED,
    organisation="bqr",
    controller=Controller(
        name="Voorbeeldzorg",
        legal_name="Coöperatie Voorbeeldzorg U.A.",
        contact=Text("De Functionaris Gegevensbescherming", "The data protection officer"),
        phone="050 0000000",
        email="privacy@voorbeeldzorg.example",
        address=Address(street="Voorbeeldlaan 1", postcode="9999 ZZ", town="Voorbeeld"),
        url="https://voorbeeldzorg.example/consent",
    ),
    subject_ref="01900000-0000-7000-8000-000000000001",
    consent_id=CONSENT,
    purpose=ReceiptPurpose(
        code="research",
        name=Text("Onderzoek", "Research"),
        explanation=Text("Wij willen leren hoe zorg beter kan.", "We want to learn how care can improve."),
        kind=PurposeKind.RESEARCH,
        bases=(LegalBasis.CONSENT,),
        special_grounds=(SpecialGround.EXPLICIT_CONSENT,),
    ),
    categories=(
        ReceiptCategory(
            category=DataCategory(code="name", name=Text("Naam", "Name"), retention="research"),
            keep=Term(24, Unit.MONTHS),
            counted_from=Text("na het onderzoek", "after the research"),
        ),
        ReceiptCategory(
            category=DataCategory(
                code="health", name=Text("Gezondheid", "Health"), sensitivity=Sensitivity.HEALTH, retention="research"
            )
        ),
    ),
    recipients=(
        Recipient(
            code="archive",
            name=Text("Archiefdienst", "Archive service"),
            kind=RecipientKind.PROCESSOR,
            what_for=Text("Bewaren", "Keeping"),
            country="NL",
            agreement=Text("Verwerkersovereenkomst", "Processor agreement"),
        ),
        Recipient(
            code="university",
            name=Text("Een universiteit", "A university"),
            kind=RecipientKind.RECIPIENT,
            what_for=Text("Het onderzoek", "The research"),
            country="BE",
        ),
    ),
    history=(
        ReceiptState(
            event_id=CONSENT,
            status=ReceiptStatus.GIVEN,
            at=GIVEN,
            how=How.KITCHEN_TABLE,
            recorded_by="staff",
            statement_version="2021-04-15",
            text_digest="ab" * 32,
        ),
    ),
    in_force=True,
    described_by="2021-04-15",
    statement_dated=date(2021, 4, 15),
)


def withdrawn(facts: ReceiptFacts = EXAMPLE) -> ReceiptFacts:
    """Return the same after a representative withdrew it."""
    ended = ReceiptState(
        event_id="01900000-0000-7000-8000-0000000000c2",
        status=ReceiptStatus.WITHDRAWN,
        at=facts.newest.at + timedelta(days=3),
        how=How.PAPER,
        recorded_by="staff",
        authority=AUTHORITY,
        by=By.REPRESENTATIVE,
        statement_version=facts.described_by,
    )
    return replace(facts, history=(*facts.history, ended), in_force=False)


AUTHORITY = Authority(
    representation_id="01900000-0000-7000-8000-0000000000d1",
    representative_ref="01900000-0000-7000-8000-000000000002",
    kind="mentor",
    scope=Scope.DATA,
    source="art. 1:450 BW",
)


@cache
def pair(kid: str = "01900000-0000-7000-8000-00000000000f") -> SigningPair:
    """Return a key to sign with: each kid has one, for making one takes time."""
    return make_key(kid, legal_name="Coöperatie Voorbeeldzorg U.A.", now=GIVEN - timedelta(days=30))


def published(found: SigningPair, **other: object) -> dict[str, PublishedKey]:
    """Return a set of published keys with this one alone; `other` replaces what is published of it."""
    jwk = public_jwk(found)
    key = PublishedKey(
        kid=found.kid,
        public=found.private.import_key({name: jwk[name] for name in ("kty", "crv", "x", "y")}),
        certificate=found.certificate,
        signs_from=GIVEN - timedelta(days=30),
    )
    return {found.kid: replace(key, **other)}  # type: ignore[arg-type]


# Whatever an organisation could write: any letters, marks and signs, on one line or more.
_LINES = st.text(min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
_TEXTS = st.builds(Text, nl=_LINES, en=_LINES)
_CODES = st.from_regex(r"[a-z][a-z0-9]{0,9}(_[a-z0-9]{1,9}){0,2}", fullmatch=True)
_REFS = st.uuids().map(str)
_MOMENTS = st.timedeltas(timedelta(0), timedelta(days=30_000)).map(
    lambda since: datetime(2018, 5, 25, tzinfo=UTC) + since
)
_VERSIONS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,20}", fullmatch=True)
_TERMS = st.builds(Term, st.integers(0, 400), st.sampled_from(Unit))
_DIGESTS = st.none() | st.binary(min_size=32, max_size=32).map(bytes.hex)

_CONTROLLERS = st.builds(
    Controller,
    name=_LINES,
    legal_name=_LINES,
    contact=_TEXTS,
    phone=st.none() | st.from_regex(r"0[0-9]{2} [0-9]{7}", fullmatch=True),
    email=st.none() | st.just("privacy@voorbeeldzorg.example"),
    address=st.none() | st.builds(Address, street=_LINES, postcode=st.just("9999 ZZ"), town=_LINES),
    url=st.sampled_from(["https://voorbeeldzorg.example/consent", "http://bqr.localhost:8000/consent"]),
)
_PURPOSES = st.builds(
    ReceiptPurpose,
    code=_CODES,
    name=_TEXTS,
    explanation=_TEXTS,
    kind=st.sampled_from(PurposeKind),
    bases=st.lists(st.sampled_from(LegalBasis), min_size=1, unique=True).map(tuple),
    special_grounds=st.lists(st.sampled_from(SpecialGround), unique=True).map(tuple),
)
_CATEGORIES = st.builds(
    ReceiptCategory,
    category=st.builds(
        DataCategory, code=_CODES, name=_TEXTS, sensitivity=st.sampled_from(Sensitivity), retention=_CODES
    ),
    keep=st.none() | _TERMS,
    counted_from=st.none() | _TEXTS,
)
_RECIPIENTS = st.builds(
    Recipient,
    code=_CODES,
    name=_TEXTS,
    kind=st.sampled_from(RecipientKind),
    what_for=_TEXTS,
    country=st.sampled_from(["NL", "BE", "IE", "US"]),
    agreement=_TEXTS,
    inside_eea=st.booleans(),
)
_AUTHORITIES = st.builds(
    Authority,
    representation_id=_REFS,
    representative_ref=_REFS,
    kind=_CODES,
    scope=st.sampled_from(Scope),
    source=_LINES,
)
_STATES = st.builds(
    ReceiptState,
    event_id=_REFS,
    status=st.sampled_from(ReceiptStatus),
    at=_MOMENTS,
    how=st.sampled_from(How),
    recorded_by=st.sampled_from(["person", "staff", "partner", "system"]),
    authority=st.none() | _AUTHORITIES,
    statement_version=_VERSIONS,
    text_digest=_DIGESTS,
)
FACTS: st.SearchStrategy[ReceiptFacts] = st.builds(
    ReceiptFacts,
    receipt_id=_REFS,
    issued_at=_MOMENTS,
    organisation=_CODES,
    controller=_CONTROLLERS,
    subject_ref=_REFS,
    consent_id=_REFS,
    purpose=_PURPOSES,
    categories=st.lists(_CATEGORIES, max_size=4).map(tuple),
    recipients=st.lists(_RECIPIENTS, max_size=4).map(tuple),
    history=st.lists(_STATES, min_size=1, max_size=5).map(lambda states: tuple(sorted(states, key=lambda one: one.at))),
    in_force=st.booleans(),
    described_by=_VERSIONS,
    statement_dated=st.dates(date(2018, 5, 25), date(2099, 12, 31)),
    valid_until=st.none() | _MOMENTS,
)
