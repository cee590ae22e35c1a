"""Looks at a file before it is kept: what it is by its content, whether that may come in, and what to call it.

Pure: it reads the file that it is given, keeps nothing, opens no other, and its memory stays the same for any size.
"""

from waarborg_requests.scanning.faults import Fault, Refused
from waarborg_requests.scanning.looking import Scanned, scan
from waarborg_requests.scanning.names import safe_name

__all__ = ["Fault", "Refused", "Scanned", "safe_name", "scan"]
