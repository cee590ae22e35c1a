"""The yardstick of the HTTP measurements: empty Flask routes that do bare psycopg statements in one commit."""

import json
import os
import threading
import uuid

import psycopg
from flask import Flask

TABLES = """
CREATE TABLE first (id text PRIMARY KEY, subject_ref text NOT NULL, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE second (id text PRIMARY KEY, subject_ref text NOT NULL, body bytea NOT NULL);
INSERT INTO first (id, subject_ref) SELECT 'known-' || number, 'person' FROM generate_series(1, 1000) AS number;
"""
_BODY = json.dumps({"what": "an event of the usual size", "padding": "x" * 400}).encode()


def create_app() -> Flask:
    """Build the app; the address of its database comes by the environment."""
    app = Flask(__name__)
    dsn = os.environ["BENCH_YARDSTICK_DSN"]
    own = threading.local()

    def connection() -> psycopg.Connection:
        found: psycopg.Connection | None = getattr(own, "connection", None)
        if found is None:
            found = own.connection = psycopg.connect(dsn)
        return found

    @app.post("/two-inserts")
    def two_inserts() -> tuple[dict[str, str], int]:
        key, open_ = str(uuid.uuid4()), connection()
        open_.execute("INSERT INTO first (id, subject_ref) VALUES (%s, %s)", (key, "person"))
        open_.execute("INSERT INTO second (id, subject_ref, body) VALUES (%s, %s, %s)", (key, "person", _BODY))
        open_.commit()
        return {"id": key}, 201

    @app.post("/select-and-insert")
    def select_and_insert() -> dict[str, str]:
        key, open_ = str(uuid.uuid4()), connection()
        open_.execute("SELECT id, at FROM first WHERE id = %s", ("known-7",)).fetchone()
        open_.execute("INSERT INTO second (id, subject_ref, body) VALUES (%s, %s, %s)", (key, "person", b"a record"))
        open_.commit()
        return {"id": key}

    @app.get("/ready")
    def ready() -> str:
        return "yes"

    return app
