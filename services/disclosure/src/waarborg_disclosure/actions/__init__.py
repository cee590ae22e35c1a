"""What can be done with a report, one function per verb; never commits, never publishes."""

from waarborg_disclosure.actions.entering import correct_received
from waarborg_disclosure.actions.files import drop_files, files_of, take_file
from waarborg_disclosure.actions.following import escalate, note_breach, remind
from waarborg_disclosure.actions.following_up import follow_up
from waarborg_disclosure.actions.handling import (
    assess_report,
    close_report,
    mark_exposure,
    mark_read,
    reply,
)
from waarborg_disclosure.actions.intake import NewReport, Received, receive_report
from waarborg_disclosure.actions.mailbox import UnknownReceipt, open_mailbox, received_before, write_to_us
from waarborg_disclosure.actions.reading import (
    Listed,
    Place,
    complaints,
    count_complaints,
    count_open,
    list_reports,
    open_reports,
    passed_on,
    place_of,
    read_report,
)
from waarborg_disclosure.actions.sealing import Letter, Opened, messages_of, open_report

__all__ = [
    "Letter",
    "Listed",
    "NewReport",
    "Opened",
    "Place",
    "Received",
    "UnknownReceipt",
    "assess_report",
    "close_report",
    "complaints",
    "correct_received",
    "count_complaints",
    "count_open",
    "drop_files",
    "escalate",
    "files_of",
    "follow_up",
    "list_reports",
    "mark_exposure",
    "mark_read",
    "messages_of",
    "note_breach",
    "open_mailbox",
    "open_report",
    "open_reports",
    "passed_on",
    "place_of",
    "read_report",
    "receive_report",
    "received_before",
    "remind",
    "reply",
    "take_file",
    "write_to_us",
]
