"""Dutch and English: catalogues read as they are (.po), the language kept in links, and what still lacks Dutch.

Message ids are English and stand in code and templates; `translations/nl/LC_MESSAGES/messages.po` of each package
says them in Dutch. There is nothing to compile: catalogues are compiled in memory, once per process.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale

from waarborg_shared.web.context import LANGUAGES, current

if TYPE_CHECKING:
    from waarborg_shared.hooks.values import Text

SHARED = "waarborg_shared.web"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "noted": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
_NOTHING = NullTranslations()


def noted(message: str) -> str:
    """Mark a message for the catalogue and return it as it is; it is translated where it is shown."""
    return message


class _Catalogues(Domain):  # type: ignore[misc]
    """The shared catalogue and the service's own, in memory."""

    def __init__(self, packages: tuple[str, ...]) -> None:
        super().__init__(translation_directories=[])
        self._dutch = merged(packages)

    def get_translations(self) -> NullTranslations:
        """Return Dutch or, for English, the message ids themselves."""
        locale = get_locale()
        return _NOTHING if locale is not None and locale.language == "en" else self._dutch


class _Babel(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogues."""

    def __init__(self, app: Flask, catalogues: _Catalogues) -> None:
        self._catalogues = catalogues
        super().__init__(app, default_locale="nl", locale_selector=lambda: current.lang if current else "nl")

    @property
    def domain_instance(self) -> _Catalogues:
        """Return our catalogues in place of the .mo files that Flask-Babel looks for."""
        return self._catalogues


def init_languages(app: Flask, package: str) -> None:
    """Give the app its catalogues, and carry `?lang=` on in every link where the visitor chose it."""
    _Babel(app, _Catalogues((SHARED, package)))

    @app.url_defaults
    def carry_language(endpoint: str, values: dict[str, Any]) -> None:
        if request and "lang" not in values and endpoint.rpartition(".")[2] not in {"static", "theme"}:
            asked = request.args.get("lang")
            if asked in LANGUAGES:
                values["lang"] = asked


def in_language(text: Text | str) -> str:
    """Return a bilingual text in the page's language (template filter `t`); a plain one stays as it is."""
    return text if isinstance(text, str) else text.to(current.lang)


@lru_cache(maxsize=32)
def merged(packages: tuple[str, ...]) -> Translations:
    """Return the Dutch catalogues of the packages as one, to read only; where two differ the last one's word stands."""
    translations = Translations(_compiled(packages[0]))
    for package in packages[1:]:
        if _po_of(package).is_file():
            translations.merge(Translations(_compiled(package)))
    return translations


def _compiled(package: str) -> BytesIO:
    return BytesIO(_compiled_bytes(package))


@lru_cache(maxsize=32)
def _compiled_bytes(package: str) -> bytes:
    compiled = BytesIO()
    write_mo(compiled, _catalogue(package))
    return compiled.getvalue()


def _catalogue(package: str) -> Catalog:
    path = _po_of(package)
    if not path.is_file():
        return Catalog(locale="nl")
    with path.open("rb") as source:
        return read_po(source, locale="nl", abort_invalid=True)


def _root_of(package: str) -> Path:
    found = importlib.import_module(package).__file__
    if found is None:
        raise LookupError(f"{package} has no folder")
    return Path(found).parent


def _po_of(package: str) -> Path:
    return _root_of(package) / "translations" / "nl" / "LC_MESSAGES" / "messages.po"


def _said(package: str) -> Iterator[tuple[str, str]]:
    """Every message in the package's code and templates, with the file that it stands in."""
    found = extract_from_dir(
        str(_root_of(package)),
        method_map=_METHODS,
        options_map={"**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}},
        keywords=KEYWORDS,
    )
    for file, _line, message, _comments, _context in found:
        yield (message[0] if isinstance(message, tuple) else message), file


def missing_translations(package: str) -> list[str]:
    """Return `file: message` for every message of a package that has no Dutch, for its test: it must be empty.

    Shared's own messages count as said for every package.
    """
    known: set[str] = set()
    for catalogue in {package, SHARED}:
        for message in _catalogue(catalogue):
            words = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
            if message.id and not message.fuzzy and all(words):
                known.add(message.id if isinstance(message.id, str) else message.id[0])
    return sorted({f"{file}: {message}" for message, file in _said(package) if message and message not in known})
