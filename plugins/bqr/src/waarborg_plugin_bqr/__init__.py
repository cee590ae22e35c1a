"""Coöperatie BQR-Zorg's own rules: role table, breach protocol, clocks, channels and texts."""
