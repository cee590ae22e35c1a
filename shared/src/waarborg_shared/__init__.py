"""What every service stands on; no domain rule and no service's table lives here."""
