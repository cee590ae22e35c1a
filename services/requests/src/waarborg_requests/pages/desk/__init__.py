"""The desk for people: the work list and its files, who has what, the month of terms, and the figures."""
