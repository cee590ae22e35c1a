"""The rules of looking an answer through before it is given: marks, cuts, suggestions, and the second look (B15)."""
