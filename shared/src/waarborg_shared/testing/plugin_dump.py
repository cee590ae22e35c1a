"""Prints a plugin's own answers as JSON: ``python -m waarborg_shared.testing.plugin_dump NAME [SETTINGS-AS-JSON]``."""

import json
import sys

from waarborg_shared.testing.plugin_subject import find_subject, plain


def dump(name: str, settings: str | None = None) -> str:
    """Return the answers of the plugin ``name``, sorted by question."""
    subject = find_subject(name, json.loads(settings) if settings else None)
    return json.dumps(plain(subject.answers()), indent=1, sort_keys=True, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.write(dump(*sys.argv[1:]))
