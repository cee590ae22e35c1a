"""A PostgreSQL and a RabbitMQ of one's own, on free loopback ports, for the tests, the bench and `./dev up --full`.

    with PostgresServer() as postgres, RabbitServer() as rabbit:
        engine = create_engine(postgres.url())

Without a folder a server lives in a temporary one that goes when it is closed; with a folder its contents stay, and the
next start finds them. Any number may run beside one another and beside the machine's own. A server whose starter dies,
even by SIGKILL, is ended by a small watcher. Another process takes part by `PostgresServer.attach(folder)`.
"""

from waarborg_shared.testing.servers_base import Server
from waarborg_shared.testing.servers_postgres import PostgresServer
from waarborg_shared.testing.servers_process import ServerError
from waarborg_shared.testing.servers_proxy import FrontProxy
from waarborg_shared.testing.servers_rabbit import RabbitServer

__all__ = ["FrontProxy", "PostgresServer", "RabbitServer", "Server", "ServerError"]
