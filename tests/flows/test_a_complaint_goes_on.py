"""A report of a vulnerability that is a complaint: with the reporter's leave it is opened where complaints are."""

import re

from waarborg_shared.events.disclosure import ComplaintReferred
from waarborg_shared.events.requests import RequestReceived
from waarborg_tests.cast import Cast
from waarborg_tests.product import Product
from waarborg_tests.waiting import until

FOUND = {
    "what": "Niemand belt mij terug, en de thuiszorg komt te laat.",
    "where": "Op uw website",
    "reporter": "pseudonym",
    "name": "nachtuil",
}
AWAY = {"verdict": "out_of_scope", "assessment": "Dit is een klacht.", "redirect": "complaint"}


def test_a_complaint_is_opened_where_complaints_are_and_its_number_comes_back(cast: Cast, product: Product):
    visitor, staff = cast.visitor(), cast.staff()
    page = visitor.send("/disclosure/report", **FOUND)
    receipt = re.search(r"\d{4} \d{4} \d{4} \d{4}", page.text)
    number = re.search(r"[A-Z0-9-]+-K-\d{4}-\d{4}", page.text)
    assert receipt is not None and number is not None
    listed = staff.get("/disclosure/reports").text
    links = re.findall(r'href="(/disclosure/reports/[^"?]+)">([^<]+)<', listed)
    case = next(link for link, shown in links if shown == number[0])
    action = re.search(rf'action="({case}/assess[^"]*)"', staff.get(case).text)
    assert action is not None
    assert staff.send(action[1].replace("&amp;", "&"), page=case, **AWAY).status_code == 303
    since = len(product.events("requests", cast.organisation, RequestReceived))
    done = visitor.send("/disclosure/mailbox/leave", page="/disclosure/mailbox", receipt=receipt[0], leave="yes")
    assert done.status_code == 201, done.text
    until(lambda: len(product.events("requests", cast.organisation, RequestReceived)) == since + 1)

    def shown() -> str | None:
        link = re.search(r'href="(/requests/cases/[^"]+)">', staff.get(case).text)
        return link[1] if link else None

    opened = staff.get(until(shown, what="the complaint's number"))
    assert opened.status_code == 200 and number[0] in opened.text
    told = product.events("disclosure", cast.organisation, ComplaintReferred)[-1]
    assert "nachtuil" not in repr(told) and "thuiszorg" not in opened.text
