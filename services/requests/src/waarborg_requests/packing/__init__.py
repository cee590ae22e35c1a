"""Making the file that a person fetches: an archive that grows entry by entry, and the readable pages in it."""
