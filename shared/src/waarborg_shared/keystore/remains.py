"""What SQLite's write-ahead log still holds of a destroyed key: the page as it was, until the log is emptied."""

import structlog
from sqlalchemy import Connection, Engine

from waarborg_shared.keystore.tables import BUSY_MS

log = structlog.get_logger(__name__)
# How long to wait for readers to end, in milliseconds. Nobody can write meanwhile, so it is short, and tried again.
PATIENCE_MS = 2_000


class Remains:
    """Empties the log; remembers when that did not succeed, because somebody (a backup) was reading the old page."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._left = False

    def clear(self) -> None:
        """Empty the log now. What stays is logged, and tried again at the next destruction and at `clear_left`."""
        if self._engine.dialect.name != "sqlite":
            return
        with self._engine.connect() as connection:
            self._left = not _emptied(connection)
        if self._left:
            log.warning("destroyed_key_still_in_log", why="somebody is reading it", when_again="destroy, close")

    def clear_left(self) -> None:
        """The same if something stayed the last time; for when the store is closed."""
        if self._left:
            self.clear()


def _emptied(connection: Connection) -> bool:
    connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE_MS}")
    try:
        return bool(connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0] == 0)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")
