"""The package that a person fetches: wished for, made part by part, fetched, and destroyed."""
