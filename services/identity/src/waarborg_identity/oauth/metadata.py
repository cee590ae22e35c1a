"""What the issuer says of itself: OpenID Connect discovery and RFC 8414 metadata, in one document."""

from typing import Any

from waarborg_identity.domain import SCOPES, Assurance, AuthMethod
from waarborg_identity.oauth.client import ASSERTION_ALGORITHMS
from waarborg_identity.oauth.ending import WITH_PROOF
from waarborg_shared.auth import issuer
from waarborg_shared.auth.dpop import ALGORITHMS as PROOF_ALGORITHMS

ID_CLAIMS = ("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash", "name")


def metadata(origin: str, *, languages: tuple[str, ...], may_register: bool) -> dict[str, Any]:
    """Return the document for the issuer at this origin; where to register only while somebody may (RFC 7591)."""
    base = issuer(origin)
    registration = {"registration_endpoint": f"{base}/register"} if may_register else {}
    methods = [method.value for method in AuthMethod]
    return {
        "issuer": base,
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": f"{base}/token",
        "pushed_authorization_request_endpoint": f"{base}/par",
        "revocation_endpoint": f"{base}/revoke",
        "introspection_endpoint": f"{base}/introspect",
        "end_session_endpoint": f"{base}/end-session",
        "userinfo_endpoint": f"{base}/userinfo",
        **registration,
        "jwks_uri": f"{base}/jwks.json",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": ASSERTION_ALGORITHMS,
        "revocation_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_signing_alg_values_supported": ASSERTION_ALGORITHMS,
        "introspection_endpoint_auth_methods_supported": list(WITH_PROOF),
        "introspection_endpoint_auth_signing_alg_values_supported": ASSERTION_ALGORITHMS,
        "dpop_signing_alg_values_supported": PROOF_ALGORITHMS,
        "require_pushed_authorization_requests": False,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "acr_values_supported": [level.value for level in Assurance],
        "claims_supported": list(ID_CLAIMS),
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "ui_locales_supported": list(languages),
    }
