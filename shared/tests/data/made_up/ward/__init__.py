"""An invented service, so that the data layer can be tested without any of the real ones."""
