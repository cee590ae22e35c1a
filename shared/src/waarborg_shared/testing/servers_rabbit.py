"""A RabbitMQ of one's own: a node with its own epmd, its settings, its addresses."""

import secrets
import shutil
import string
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from waarborg_shared.testing import servers_process as processes
from waarborg_shared.testing.servers_base import START_SECONDS, Server, bare_environment
from waarborg_shared.testing.servers_process import ServerError

DEBIAN_RABBIT = Path("/usr/lib/rabbitmq/bin")
# A scheduler without work sleeps at once: it shares few cores with what it serves, and would spin at their cost.
_NO_SPINNING = "+sbwt none +sbwtdcpu none +sbwtdio none"
AMQP_GREETING = b"AMQP\x00\x00\x09\x01"


class RabbitServer(Server):
    """A RabbitMQ node with its own epmd, cookie, user `waarborg`, random password and virtual host `waarborg`."""

    name = "rabbitmq"
    debian_user = "rabbitmq"
    ports_needed = 4
    node: ClassVar[str] = "waarborg@localhost"

    def __init__(self, folder: Path | None = None, *, settings: Mapping[str, str] | None = None) -> None:
        super().__init__(folder)
        self.settings = {"disk_free_limit.absolute": "50MB", "log.console.level": "info"} | dict(settings or {})
        self.programs = rabbit_programs()

    def url(self, vhost: str = "waarborg") -> str:
        """The address for kombu and py-amqp, `amqp://…`."""
        return f"amqp://waarborg:{quote(self._password)}@127.0.0.1:{self.port}/{quote(vhost, safe='')}"

    def ctl(self, *words: str, program: str = "rabbitmqctl") -> str:
        """Run rabbitmqctl on this node, and give what it prints. One call takes about a second."""
        command = [str(self.programs / program), "--quiet", *words]
        code, said = processes.run(command, environ=self._environment(), user=self._runs_as())
        if code != 0:
            raise ServerError(f"{program} {words[0]}: {said}")
        return said

    def settle(self) -> None:
        """Have the node write down which quorum queues there are, before a test kills it.

        RabbitMQ 3.10 does so some 0.5 to 1 s after a declaration (the auto_save of ra's table of names). A queue that a
        power cut meets earlier comes back without its confirmed messages and answers nothing.
        """
        self.ctl("eval", "[ok = dets:sync(Table) || Table <- dets:all()].")

    def add_vhost(self, name: str) -> str:
        """Make an empty virtual host that the user may do everything in, and give its address."""
        self.ctl("add_vhost", name)
        self.ctl("set_permissions", "--vhost", name, "waarborg", ".*", ".*", ".*")
        return self.url(name)

    def drop_vhost(self, name: str) -> None:
        """Remove a virtual host with its queues and messages."""
        self.ctl("delete_vhost", name)

    def _runs_as(self) -> str | None:
        """Unlike PostgreSQL it does not mind root, which stays its user where its own may not enter (/root)."""
        user = self._user()
        return user if processes.reaches(user, self.folder) else None

    def _environment(self) -> dict[str, str]:
        port, dist_port, epmd_port, ctl_port = self._ports
        home = self.folder / "home"
        return bare_environment(HOME=str(home)) | {
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(epmd_port),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
            "RABBITMQ_ALLOW_INPUT": "1",  # its start script then becomes the node instead of waiting for it
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(home / "rabbitmq-env.conf"),
            "RABBITMQ_CTL_DIST_PORT_MIN": str(ctl_port),
            "RABBITMQ_CTL_DIST_PORT_MAX": str(ctl_port + 9),
            "RABBITMQ_DIST_PORT": str(dist_port),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_FEATURE_FLAGS_FILE": str(home / "feature_flags"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "generated"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_LOG_BASE": str(home),
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_PID_FILE": str(home / "pid"),
            "RABBITMQ_PLUGINS_EXPAND_DIR": str(home / "expand"),
            "RABBITMQ_SCHEDULER_BIND_TYPE": "u",  # several nodes must not sit on the same core
            "RABBITMQ_SCHEMA_DIR": str(home / "schema"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"-kernel inet_dist_use_interface {{127,0,0,1}} {_NO_SPINNING}",
        }

    def _prepared(self) -> bool:
        return (self.folder / "home" / ".erlang.cookie").exists()

    def _prepare(self) -> None:
        user = self._runs_as()
        home = self._owned_folder("home", user)
        settings = {
            "default_user": "waarborg",
            "default_pass": self._password,
            "default_vhost": "waarborg",
        } | self.settings
        contents = {
            "rabbitmq.conf": "".join(f"{key} = {value}\n" for key, value in settings.items()),
            "enabled_plugins": "[].\n",
            ".erlang.cookie": "".join(secrets.choice(string.ascii_uppercase) for _ in range(20)),
        }
        for name, text in contents.items():
            path = home / name
            path.touch(mode=0o600)
            path.write_text(text, encoding="utf-8")
            if user is not None:
                shutil.chown(path, user, user)

    def _launch(self) -> None:
        _, _, epmd_port, _ = self._ports
        user = self._runs_as()
        environ = self._environment()
        epmd = processes.spawn(
            ["epmd", "-address", "127.0.0.1", "-port", str(epmd_port)],
            name="epmd",
            log=self.log,
            environ=environ,
            user=user,
        )
        self._keep(epmd)
        processes.wait_until(lambda: processes.answers(epmd_port), running=epmd, log=self.log, seconds=10)
        node = processes.spawn(
            [str(self.programs / "rabbitmq-server"), "-noinput"],
            name=self.name,
            log=self.log,
            environ=environ,
            user=user,
        )
        self._keep(node, epmd)
        processes.wait_until(
            lambda: processes.answers(self.port, say=AMQP_GREETING),
            running=node,
            log=self.log,
            seconds=START_SECONDS,
            every=0.05,
        )


def rabbit_programs() -> Path:
    """The folder of RabbitMQ's programs, without Debian's wrapper, which would use the machine's own node."""
    if (DEBIAN_RABBIT / "rabbitmq-server").exists():
        return DEBIAN_RABBIT
    if found := shutil.which("rabbitmq-server"):
        return Path(found).resolve().parent
    raise ServerError("RabbitMQ is not installed (Debian: rabbitmq-server)")
