"""A folder that holds one installation for `./dev up`: its secrets, its organisations, and where each database is."""

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from waarborg_shared.config import OrganisationConfig, parse_organisations

LOCAL_ORGANISATIONS = "organisations.toml"
BROUGHT_ALONG = """\
[organisations.bqr]
hosts = ["bqr.localhost"]
plugins = ["bqr"]

[organisations.bqr.settings.bqr]
privacy_email = "fg@bqr.example"
complaints_email = "klachten@klachtenregeling.example"
general_email = "info@bqr.example"
postal_street = "Voorbeeldlaan 1"
postal_postcode = "1234 AB"
postal_town = "Voorbeeldstad"

[organisations.jtb-care]
hosts = ["jtb-care.localhost"]
plugins = ["jtb_care"]

[organisations.jtb-care.settings.jtb_care]
email = "privacy@jtb-care.example"
"""


@dataclass(frozen=True)
class Installation:
    """The folder, with the values in it that are made once and kept."""

    folder: Path
    organisations: Mapping[str, OrganisationConfig]
    organisations_toml: str
    master_key: bytes
    client_secret: str

    def sqlite(self, name: str) -> str:
        """Return the address of a database file in the folder."""
        return f"sqlite:///{self.folder / name}.db"


def open_installation(folder: Path, *, also: Path | None = None) -> Installation:
    """Open the installation in ``folder``, making it the first time; ``also`` is a file with more organisations.

    Raises:
        ValueError: the file with more organisations is not right.
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    text = BROUGHT_ALONG
    if also is not None and also.exists():
        text += "\n" + also.read_text(encoding="utf-8")
    return Installation(
        folder=folder,
        organisations=parse_organisations(text),
        organisations_toml=text,
        master_key=base64.b64decode(kept(folder / "master.key", lambda: base64.b64encode(os.urandom(32)).decode())),
        client_secret=kept(folder / "client.secret", lambda: secrets.token_urlsafe(32)),
    )


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return what a file holds, made and written for its owner alone the first time."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(make())
    return path.read_text(encoding="utf-8").strip()
