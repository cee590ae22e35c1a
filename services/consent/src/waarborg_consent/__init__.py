"""Who may use which data, and why: statements, purposes, consents and the decision."""
