"""Tell the persons of a breach: who they are, what they are told, sending it, and what comes after (B24 art. 11)."""
