"""BQR's responsible-disclosure policy (B22)."""

from waarborg_plugin_bqr.organisation import COMPLAINTS_PHONE, PHONE
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks.values import AnswerPart, DisclosurePolicy, Handover, Redirect, Text


def _call(code: str, name: Text, instead: Text, *, phone: str = PHONE, goes_to: Handover | None = None) -> Redirect:
    return Redirect(code=code, name=name, instead=instead, phone=phone, goes_to=goes_to)


REDIRECTS = (
    _call(
        "complaint",
        Text("Een klacht", "A complaint"),
        Text("Bel de onafhankelijke klachtenfunctionaris.", "Call the independent complaints officer."),
        phone=COMPLAINTS_PHONE,
        goes_to=Handover.REQUESTS,
    ),
    _call(
        "data_leak",
        Text("Een datalek", "A data leak"),
        Text(
            "Bel de Functionaris voor de Gegevensbescherming. Wij geven het ook zelf meteen door.",
            "Call the data protection officer. We pass it on at once ourselves as well.",
        ),
        goes_to=Handover.BREACH,
    ),
    _call(
        "site_down",
        Text("De website doet het niet", "The website is down"),
        Text("Bel ons, dan kijken wij ernaar.", "Call us and we look into it."),
    ),
    _call("fraud", Text("Fraude", "Fraud"), Text("Bel ons meteen.", "Call us at once.")),
    _call(
        "phishing",
        Text("Een nep-e-mail uit onze naam", "A fake e-mail in our name"),
        Text("Klik nergens op en bel ons.", "Click on nothing and call us."),
    ),
    _call(
        "virus",
        Text("Een virus", "A virus"),
        Text("Zet het apparaat uit en bel ons.", "Switch the device off and call us."),
    ),
)

DISCLOSURE = DisclosurePolicy(
    promises=(
        ClockRule(
            name="first_answer",
            start_event="received",
            term=Term(2, Unit.WORKING_DAYS),
            source="privacyverklaring, hoofdstuk 20",
        ),
    ),
    answer_needs=(AnswerPart.NEXT_STEP,),
    in_scope=(
        Text("Vreemde scripts in onze pagina's (XSS)", "Foreign scripts in our pages (XSS)"),
        Text("Opdrachten aan onze databank (SQL-injectie)", "Commands to our database (SQL injection)"),
        Text("Een zwakke of verkeerd ingestelde beveiligde verbinding", "A weak or badly set up secure connection"),
        Text("Andere zwakke plekken in onze internetdiensten", "Other weak spots in our internet services"),
    ),
    redirects=REDIRECTS,
    we_ask=(
        Text("Leg zo duidelijk en volledig mogelijk uit wat u vond.", "Explain what you found as clearly as you can."),
        Text(
            "Deel het met niemand dan met de deskundigen van BQR, en geef ons tijd.",
            "Share it with nobody but BQR's experts, and give us time.",
        ),
        Text(
            "Doe alleen wat nodig is om de zwakke plek te laten zien.",
            "Do only what it takes to show the weak spot.",
        ),
        Text(
            "Stuur zo min mogelijk gegevens mee: een lijst van een map of een schermafdruk volstaat.",
            "Send as little data as possible: a directory listing or a screenshot serves.",
        ),
    ),
    please_avoid=(
        Text("Schade, of onderbreking van de dienst", "Damage, or interruption of the service"),
        Text("Mensen misleiden om binnen te komen", "Social engineering"),
        Text("Een achterdeur plaatsen", "Placing a backdoor"),
        Text("Gegevens kopiëren, wijzigen of verwijderen", "Copying, changing or deleting data"),
        Text("Herhaald binnengaan, of de toegang delen", "Repeated access, or sharing the access"),
        Text("Wachtwoorden raden met brute kracht", "Guessing passwords by brute force"),
    ),
    we_promise=(
        Text(
            "Uw contactgegevens dienen alleen om met u over de melding te spreken. Wij delen ze alleen als de wet dat "
            "eist, of met de politie als u te kwader trouw handelde.",
            "Your contact data serve to speak with you about the report and for nothing else. We share them only where "
            "the law demands it, or with the police if you acted in bad faith.",
        ),
    ),
    receipt_at_once=True,
    pseudonym_allowed=True,
    anonymous_mailbox=True,
    reward=Text(
        "Klopt uw melding, dan is een beloning mogelijk.",
        "If your report is right, a reward is possible.",
    ),
    reward_for_anonymous=False,
    credit=False,
    source="privacyverklaring, hoofdstuk 20",
    good_faith=Text(
        "Handelde u te goeder trouw en volgens deze regels, dan doen wij geen aangifte.",
        "If you acted in good faith and by these rules, we press no charges.",
    ),
)
