"""Looking an answer through: marks on items, the looks of one and of another, and what is given in the end."""
