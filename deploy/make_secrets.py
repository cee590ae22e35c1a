#!/usr/bin/env python3
"""Makes every secret of an installation as a file, and the broker's definitions with the digests of its passwords.

    python3 deploy/make_secrets.py FOLDER [--postgres HOST[:PORT]] [--broker HOST[:PORT]]

Standard library, and the command openssl. What is there already is kept, so that it may be run again when a service is
added; addresses are written anew. The folder is for its owner alone; the user of a container may read the files in it.
"""

import argparse
import base64
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

SERVICES = ("consent", "requests", "breach", "disclosure", "identity", "portal")
DEFINITIONS = Path(__file__).parent / "rabbitmq" / "definitions.json"
VHOST = "waarborg"


class Folder:
    """A folder of secrets, each a file that ends without a newline."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def kept(self, name: str, make: Callable[[], str]) -> str:
        """Return the secret of this name, made the first time."""
        if not (self.path / name).exists():
            self.write(name, make())
        return (self.path / name).read_text(encoding="utf-8").strip()

    def write(self, name: str, text: str) -> None:
        """Write a file that a container's user can read; who may reach it is the folder's to say.

        It takes the place of an earlier one at once: that one may be read by everybody and written by nobody.
        """
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.new")
        new.unlink(missing_ok=True)
        new.write_text(text, encoding="utf-8")
        new.chmod(0o444)
        new.replace(path)


def password() -> str:
    """Return 32 characters that need no quoting anywhere."""
    return secrets.token_urlsafe(24)


def master_key() -> str:
    """Return 32 bytes in base64."""
    return base64.b64encode(os.urandom(32)).decode()


def service_key() -> str:
    """Return a private key of P-256, by which identity knows one service."""
    return openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256").decode("ascii").strip()


def service_jwks(folder: Path) -> str:
    """Return the public halves of the services' keys as a JWK set, each named after its service (RFC 7517, 7518)."""
    keys = []
    for service in SERVICES:
        public = openssl("pkey", "-in", str(folder / service / "running" / "service_key"), "-pubout", "-outform", "DER")
        point = public[-64:]  # SubjectPublicKeyInfo ends with the uncompressed point: 04, then x and y
        x, y = (base64.urlsafe_b64encode(half).rstrip(b"=").decode() for half in (point[:32], point[32:]))
        keys.append({"kty": "EC", "crv": "P-256", "kid": service, "x": x, "y": y})
    return json.dumps({"keys": keys}, indent=2) + "\n"


def openssl(*words: str) -> bytes:
    """Return what the command openssl prints: Python's own library makes no such keys."""
    program = shutil.which("openssl")
    if program is None:
        raise SystemExit("the command openssl is not here (apt install openssl)")
    return subprocess.run([program, *words], check=True, capture_output=True).stdout


def digest(plain: str) -> str:
    """Return what RabbitMQ keeps of a password: a salt of four bytes, then SHA-256 over salt and password."""
    salt = os.urandom(4)
    return base64.b64encode(salt + hashlib.sha256(salt + plain.encode()).digest()).decode()


def make(folder: Path, *, postgres: str, broker: str) -> None:
    """Make what is missing in the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    shared = Folder(folder)
    admin = shared.kept("postgres_password", password)
    shared.write("admin_url", f"postgresql+psycopg://postgres:{quote(admin)}@{postgres}/postgres")
    passwords = {}
    for service in SERVICES:
        running, preparing = Folder(folder / service / "running"), Folder(folder / service / "preparing")
        running.kept("master_key", master_key)
        running.kept("service_key", service_key)
        preparing.kept("backup_password", password)
        for own, name, database, role in (
            (running, "database_url", service, f"{service}_app"),
            (running, "worker_database_url", service, f"{service}_worker"),
            (running, "keystore_url", f"{service}_keys", f"{service}_keys"),
            (preparing, "owner_database_url", service, f"{service}_owner"),
        ):
            of_role = own.kept(f"{role}.password", password)
            own.write(name, f"postgresql+psycopg://{role}:{quote(of_role)}@{postgres}/{database}")
        user = f"waarborg-{service}"
        passwords[user] = running.kept("broker.password", password)
        running.write("broker_url", f"amqp://{user}:{quote(passwords[user])}@{broker}/{VHOST}")
    passwords["waarborg-topology"] = shared.kept("topology.password", password)
    shared.write(
        "topology_broker_url", f"amqp://waarborg-topology:{quote(passwords['waarborg-topology'])}@{broker}/{VHOST}"
    )
    known = service_jwks(folder)
    for service in SERVICES:
        Folder(folder / service / "running").write("service_jwks", known)
    shared.write("definitions.json", definitions(passwords, earlier=folder / "definitions.json"))


def definitions(passwords: dict[str, str], *, earlier: Path) -> str:
    """Return the committed definitions with a digest for every user; one that still fits is kept as it was."""
    told = json.loads(DEFINITIONS.read_text(encoding="utf-8"))
    before = json.loads(earlier.read_text(encoding="utf-8"))["users"] if earlier.exists() else []
    known = {user["name"]: user["password_hash"] for user in before}
    for user in told["users"]:
        plain = passwords[user["name"]]
        user["password_hash"] = kept if fits(kept := known.get(user["name"], ""), plain) else digest(plain)
    return json.dumps(told, indent=2) + "\n"


def fits(kept: str, plain: str) -> bool:
    """Say whether a digest is of this password."""
    raw = base64.b64decode(kept)
    return len(raw) == 36 and hashlib.sha256(raw[:4] + plain.encode()).digest() == raw[4:]


def main(arguments: Sequence[str]) -> int:
    """Make them, and say where."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postgres", default="postgres:5432", help="where the services reach PostgreSQL")
    parser.add_argument("--broker", default="rabbitmq:5672", help="where the services reach RabbitMQ")
    options = parser.parse_args(arguments)
    make(options.folder, postgres=options.postgres, broker=options.broker)
    sys.stdout.write(f"{options.folder}: keep it apart from the backups of the data, above all the master keys\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
