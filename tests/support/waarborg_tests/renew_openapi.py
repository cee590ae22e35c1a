"""Writes the OpenAPI documents that are served into a folder: `python -m waarborg_tests.renew_openapi docs/api`."""

import json
import sys
import tempfile
from pathlib import Path

from werkzeug.test import Client

from waarborg_identity.oauth.described import PATH as OAUTH
from waarborg_tests.product import embedded


def main(folder: Path) -> None:
    """Write every document that the services serve."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as installation:
        product = embedded(Path(installation))
        addresses = {service: f"/{service}/api/v1/openapi.json" for service in product.runtimes}
        for name, address in {**addresses, "oauth": OAUTH}.items():
            answer = Client(product.app).get(address, base_url=product.origin("bqr"))
            (folder / f"{name}.json").write_text(json.dumps(answer.json, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
