"""The front door: an organisation's front page, the staff desk, and the one process of ./dev up."""
