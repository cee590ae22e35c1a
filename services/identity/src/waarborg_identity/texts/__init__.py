"""The words that go with the codes of identity, for people, in both languages."""
