"""What a person asks about their data, answered in time."""
