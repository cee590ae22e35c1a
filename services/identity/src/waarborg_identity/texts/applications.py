"""What the rights and proofs of applications in which staff work are called, for people who are no engineers."""

from collections.abc import Mapping

from waarborg_identity.domain import AuthMethod
from waarborg_identity.texts.partners import SCOPES
from waarborg_shared.hooks.values import Text

RIGHTS: Mapping[str, tuple[Text, Text]] = {
    "openid": (
        Text("Weten wie er inlogt", "Know who signs in"),
        Text(
            "Een kenmerk van de medewerker, en hoe hij inlogde.", "A reference of the colleague, and how he signed in."
        ),
    ),
    "profile": (
        Text("De naam zien van wie er inlogt", "See the name of who signs in"),
        Text("Om die te tonen.", "To show it."),
    ),
    "offline_access": (
        Text("Langer doorgaan zonder opnieuw in te loggen", "Go on for longer without signing in anew"),
        Text(
            "Zo lang als een sessie duurt; het eindigt met uitloggen.",
            "As long as a session lasts; it ends with signing out.",
        ),
    ),
    "breach:decide": (
        Text("Over datalekken beslissen", "Decide on breaches"),
        Text("Alleen voor wie dat hier zelf mag.", "Only for who may do so here himself."),
    ),
    "disclosure:assess": (
        Text("Meldingen van kwetsbaarheden beoordelen", "Assess vulnerability reports"),
        Text("Alleen voor wie dat hier zelf mag.", "Only for who may do so here himself."),
    ),
    "identity:staff": (
        Text("Medewerkers en rollen beheren", "Administer staff and roles"),
        Text("Alleen voor wie dat hier zelf mag.", "Only for who may do so here himself."),
    ),
    "identity:partners": (
        Text("Partnersystemen en toepassingen beheren", "Manage partner systems and applications"),
        Text("Alleen voor wie dat hier zelf mag.", "Only for who may do so here himself."),
    ),
    **SCOPES,
}
"""Every right that an application can have, and what that comes to."""

PROOFS: Mapping[str, Text] = {
    AuthMethod.PRIVATE_KEY_JWT.value: Text("Met sleutels", "By keys"),
    AuthMethod.CLIENT_SECRET_BASIC.value: Text("Met een geheim", "By a secret"),
    AuthMethod.NONE.value: Text(
        "Niet: het draait bij de gebruiker en kan niets geheim houden",
        "Not: it runs at the user's and can keep no secret",
    ),
}
"""How an application shows that it is the one."""
