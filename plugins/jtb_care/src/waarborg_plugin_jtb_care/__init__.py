"""JTB-Care's own rules: roles, clocks, retention, channels and texts."""
