"""The whole product as many processes, on servers of its own: what `./dev up --full` runs, from a source tree only."""
