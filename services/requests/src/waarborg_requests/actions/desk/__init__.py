"""What the desk does: the work list narrowed, requests handed over, handlers reminded, the month and the figures."""
