"""The rules of the desk: what the work list is asked for, who has a request, the month of terms, and the figures."""
