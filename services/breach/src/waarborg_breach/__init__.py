"""The breach protocol, to the hour, and the register of breaches."""
