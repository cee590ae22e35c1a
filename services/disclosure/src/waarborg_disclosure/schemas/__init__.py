"""What goes in and out of disclosure over HTTP and in forms; unknown fields are refused."""

from waarborg_disclosure.schemas.handling import AssessmentSchema, CloseForm, ComplaintReplyForm, ReplyForm
from waarborg_disclosure.schemas.reading import (
    ClockSchema,
    MessageSchema,
    OneReportSchema,
    QuerySchema,
    ReceivedSchema,
    ReportSchema,
    ReportsSchema,
    WordsSchema,
    place,
)
from waarborg_disclosure.schemas.reporting import (
    CorrectReceivedForm,
    EnteredReportSchema,
    FollowUpForm,
    MessageForm,
    NewReportSchema,
    ReceiptForm,
    ReportSentSchema,
)

__all__ = [
    "AssessmentSchema",
    "ClockSchema",
    "CloseForm",
    "ComplaintReplyForm",
    "CorrectReceivedForm",
    "EnteredReportSchema",
    "FollowUpForm",
    "MessageForm",
    "MessageSchema",
    "NewReportSchema",
    "OneReportSchema",
    "QuerySchema",
    "ReceiptForm",
    "ReceivedSchema",
    "ReplyForm",
    "ReportSchema",
    "ReportSentSchema",
    "ReportsSchema",
    "WordsSchema",
    "place",
]
