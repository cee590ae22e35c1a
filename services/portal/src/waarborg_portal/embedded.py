"""Every installed service in one process: SQLite, the embedded bus, a dispatcher, the paths of a proxy."""

import threading
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.metadata import entry_points
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from waarborg_portal.installation import Installation
from waarborg_shared.client import client_for
from waarborg_shared.config import Settings, read_issuer_secrets
from waarborg_shared.hooks import Registry
from waarborg_shared.keystore import KeyStore
from waarborg_shared.migrations import migrate
from waarborg_shared.service import Clock, Runtime, Service, build_runtime, utc_now
from waarborg_shared.web import create_app
from waarborg_shared.worker import Crew, embedded_crew

FRONT = "portal"


def installed_services() -> dict[str, Service]:
    """Return the services that are installed, by name (entry point group ``waarborg.services``)."""
    return dict(_installed())


@cache
def _installed() -> Mapping[str, Service]:
    """Look through the installed packages, which takes long, once: they stay what they are while a process runs."""
    return {found.name: found.load() for found in entry_points(group="waarborg.services")}


def dispatcher(apps: Mapping[str, WSGIApplication], well_known: Mapping[str, str]) -> WSGIApplication:
    """Return one WSGI application over all: by the first part of the path, which the service sees whole.

    ``well_known`` says which service answers a path at the host's root; the rest is the portal's.
    """

    def dispatch(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "/")
        name = path.split("/", 2)[1] if path.startswith("/") else ""
        return apps[name if name in apps else well_known.get(path, FRONT)](environ, start_response)

    return dispatch


@dataclass
class Embedded:
    """The whole product in this process; `start` and `stop` it."""

    runtimes: Mapping[str, Runtime]
    apps: Mapping[str, WSGIApplication]
    app: WSGIApplication
    crew: Crew
    _server: BaseWSGIServer | None = field(default=None, repr=False)

    def start(self, *, host: str, port: int) -> int:
        """Start the workers and listen; return the port (a free one for 0).

        Raises:
            OSError: the port is taken.
        """
        self._server = make_server(host, port, self.app, threaded=True, request_handler=_Quiet)
        self.crew.start()
        threading.Thread(target=self._server.serve_forever, name="http", daemon=True).start()
        return self._server.server_port

    def people(self) -> list[Mapping[str, Any]]:
        """Have identity invent people, and return who they are."""
        runtime = self.runtimes["identity"]
        assert runtime.service.demo is not None
        return [asdict(told) for told in runtime.service.demo(runtime)]

    def begin_demonstration(self) -> None:
        """Have the other services make what a demonstration begins with, where it is not there yet."""
        for name, runtime in self.runtimes.items():
            if name != "identity" and runtime.service.demo is not None:
                runtime.service.demo(runtime)

    def stop(self) -> bool:
        """Answer what is being answered, let the workers finish, and close every database."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        ended = self.crew.stop()
        for runtime in self.runtimes.values():
            runtime.close()
        return ended


class _Quiet(WSGIRequestHandler):
    """Says nothing of its own: every request has its line in the service's log."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:
        """Keep quiet."""


ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})
"""Where a demonstration may send webhooks, so that somebody can try a partner's side on the same machine."""


def compose(installation: Installation, *, port: int, now: Clock = utc_now, **settings_of_all: Any) -> Embedded:
    """Build every installed service on the installation's folder, migrated and ready to start; ``now`` is its clock.

    ``settings_of_all`` are settings that every service is to have in another way than a demonstration has them. Raises
    PluginError, before anything is made, where an organisation's plugins cannot be used.
    """
    Registry(installation.organisations).check()
    services = installed_services()
    apps: dict[str, WSGIApplication] = {}
    runtimes: dict[str, Runtime] = {}
    for name, service in services.items():
        settings = replace(settings_of(installation, name, port=port), **settings_of_all)
        migrate(settings.owner_database_url, service)
        with closing(KeyStore(settings.keystore_url, settings.master_key)) as keystore:
            keystore.ensure_schema()
        runtimes[name] = build_runtime(service, settings, client=client_for(settings, apps), now=now)
    for name, runtime in runtimes.items():
        apps[name] = create_app(runtime.service, runtime)
    well_known = {path: name for name, service in services.items() for path in service.well_known}
    return Embedded(
        runtimes=runtimes,
        apps=apps,
        app=dispatcher(apps, well_known),
        crew=embedded_crew(list(runtimes.values())),
    )


def settings_of(installation: Installation, name: str, *, port: int) -> Settings:
    """Return the settings of one service of this process."""
    return Settings(
        service=name,
        database_url=installation.sqlite(name),
        keystore_url=installation.sqlite(f"{name}-keys"),
        master_key=installation.master_key,
        broker_url="memory://",
        organisations=installation.organisations,
        public_origin=f"http://{{host}}:{port}",
        service_key=installation.service_key(name),
        service_jwks=installation.service_jwks(installed_services()),
        demo=True,
        outward_allow=ON_THIS_MACHINE,
        issuer_secrets=read_issuer_secrets(installation.organisations) if name == "identity" else {},
    )
