"""Consent's rows as the faces give them: plain values and words, for the API, the pages and the files to take along."""
