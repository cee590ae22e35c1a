"""What can be done with requests, one function per verb; never commits, never publishes."""

from waarborg_requests.actions.delivering import (
    NotDelivered,
    deliveries_of,
    deliveries_of_many,
    record_delivery,
    send_word,
)
from waarborg_requests.actions.following import escalate, remind
from waarborg_requests.actions.handling import (
    Identified,
    answer,
    extend,
    identify,
    take_up,
)
from waarborg_requests.actions.identification.deciding import ask_identification
from waarborg_requests.actions.intake import Filed, NewRequest, receive_request
from waarborg_requests.actions.looking_up import NoSuchRequest, look_up
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.actions.reading import (
    Listed,
    Page,
    count_on_desk,
    list_requests,
    most_urgent,
    read_request,
    still_to_deliver,
)
from waarborg_requests.actions.sealing import Opened, open_request
from waarborg_requests.actions.stale import Stale

__all__ = [
    "Filed",
    "Identified",
    "Listed",
    "NewRequest",
    "NoSuchRequest",
    "NotDelivered",
    "Opened",
    "Page",
    "Stale",
    "answer",
    "ask_identification",
    "count_on_desk",
    "deliveries_of",
    "deliveries_of_many",
    "escalate",
    "extend",
    "identify",
    "list_requests",
    "look_up",
    "most_urgent",
    "open_request",
    "policy_of",
    "read_request",
    "receive_request",
    "record_delivery",
    "remind",
    "send_word",
    "still_to_deliver",
    "take_up",
]
