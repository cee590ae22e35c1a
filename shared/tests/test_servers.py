"""PostgreSQL, RabbitMQ and nginx of our own: they start, stop, restart, are killed, and leave nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import amqp
import psycopg
import pytest

from waarborg_shared.testing import servers_process as processes
from waarborg_shared.testing.servers import PostgresServer, RabbitServer, ServerError
from waarborg_shared.testing.servers_proxy import FrontProxy

STARTER = """
import sys
from pathlib import Path
from waarborg_shared.testing.servers import PostgresServer
server = PostgresServer(Path(sys.argv[1]) if sys.argv[1:] else None).start()
print(server.folder, flush=True)
sys.stdin.read()
"""


def amqp_connection(rabbit: RabbitServer) -> amqp.Connection:
    address = urlsplit(rabbit.url())
    return amqp.Connection(
        host=f"{address.hostname}:{address.port}",
        userid=address.username,
        password=address.password,
        virtual_host=address.path[1:],
    )


def test_free_ports_differ_and_lie_below_those_of_outgoing_connections() -> None:
    ports = processes.free_ports(20)
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="utf-8").split()[0])
    assert len(set(ports)) == 20
    assert all(processes.LOWEST_PORT <= port < max(lowest, processes.LOWEST_PORT + 1000) for port in ports)


def test_a_taken_port_is_not_offered_as_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert not processes._is_free(taken.getsockname()[1])


def test_a_process_number_that_was_given_to_another_process_is_left_alone() -> None:
    stranger = processes.Running("stranger", os.getpid(), ticks=1)
    assert not stranger.alive()
    assert stranger.ended_within(0)
    stranger.send(signal.SIGKILL)


def test_a_process_that_ignores_the_request_to_end_is_ended_all_the_same(tmp_path: Path) -> None:
    stubborn = processes.spawn(
        ["sh", "-c", "trap '' TERM; echo ready; sleep 60"],
        name="stubborn",
        log=tmp_path / "log",
        environ={"PATH": os.environ["PATH"]},
    )
    processes.wait_until(
        lambda: "ready" in (tmp_path / "log").read_text(encoding="utf-8"),
        running=stubborn,
        log=tmp_path / "log",
        seconds=10,
    )
    processes.end([stubborn], seconds=0.1)
    assert not stubborn.alive()


def test_what_a_killed_process_left_behind_is_ended_and_a_stranger_with_its_session_is_not(tmp_path: Path) -> None:
    log = tmp_path / "log"
    parent = processes.spawn(
        ["sh", "-c", "sleep 60 & sh -c 'exec 2>/dev/null; echo ready; exec sleep 60' & wait"],
        name="parent",
        log=log,
        environ={"PATH": os.environ["PATH"]},
    )
    processes.wait_until(lambda: "ready" in log.read_text(encoding="utf-8"), running=parent, log=log, seconds=10)
    assert parent.left_behind() == (), "what runs has left nobody behind"
    children = parent.children()
    os.kill(parent.pid, signal.SIGKILL)
    assert parent.ended_within(10)
    ours = parent.left_behind()
    (stranger,) = (one for one in children if one not in ours)
    assert len(ours) == 1
    processes.end([parent])
    assert not ours[0].alive()
    assert stranger.alive()
    processes.kill(stranger)


def test_a_server_that_ends_while_starting_is_told_with_its_last_words(tmp_path: Path) -> None:
    ended = processes.spawn(
        ["sh", "-c", "echo no space left; exit 3"],
        name="short",
        log=tmp_path / "log",
        environ={"PATH": os.environ["PATH"]},
    )
    with pytest.raises(ServerError, match="short ended while starting:\nno space left"):
        processes.wait_until(lambda: False, running=ended, log=tmp_path / "log", seconds=10)


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="/nowhere/postgres is not installed"):
        processes.spawn(["/nowhere/postgres"], name="x", log=tmp_path / "log", environ={})


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.mark.servers
def test_postgres_serves_with_fsync_on_and_only_with_its_password(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.dsn()) as connection:
        row = connection.execute("SELECT current_setting('fsync'), current_setting('max_connections')").fetchone()
    assert row == ("on", "200")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres.dsn(password="wrong"))


@pytest.mark.servers
def test_what_postgres_committed_survives_a_kill_and_a_restart(postgres: PostgresServer) -> None:
    postgres.create_database("kept")
    with psycopg.connect(postgres.dsn("kept")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
    port = postgres.port
    postgres.kill()
    assert not postgres.running
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.dsn("kept"))
    postgres.start()
    assert postgres.sql("SELECT number FROM kept", database="kept") == "1"
    first = postgres.pid
    postgres.restart()
    assert (postgres.port, postgres.pid == first) == (port, False)
    assert postgres.sql("SELECT number FROM kept", database="kept") == "1"
    postgres.drop_database("kept")


@pytest.mark.servers
def test_a_wrong_statement_is_told_in_postgres_own_words(postgres: PostgresServer) -> None:
    with pytest.raises(ServerError, match="syntax error"):
        postgres.sql("SELEKT 1")


@pytest.mark.servers
def test_another_process_may_kill_and_restart_a_server_and_its_starter_still_stops_it() -> None:
    with PostgresServer() as own:
        other = PostgresServer.attach(own.folder)
        other.kill()
        assert not own.running
        other.start()
        assert own.pid == other.pid
        assert own.sql("SELECT 1") == "1"
        other.close()
        assert own.running
        pid = own.pid
    assert not Path(f"/proc/{pid}").exists()
    assert not own.folder.exists()


@pytest.mark.servers
def test_two_at_once_do_not_meet_and_a_running_one_is_not_started_again(postgres: PostgresServer) -> None:
    with PostgresServer() as second:
        assert second.port != postgres.port
        with pytest.raises(ServerError, match="is running already"):
            second.start()
        assert second.running


@pytest.mark.servers
def test_a_given_folder_keeps_its_contents_for_the_next_start(tmp_path: Path) -> None:
    with PostgresServer(tmp_path / "pg") as server:
        server.create_database("kept")
    with PostgresServer(tmp_path / "pg") as server:
        assert server.sql("SELECT datname FROM pg_database WHERE datname = 'kept'") == "kept"


@pytest.mark.servers
def test_a_server_whose_starter_is_killed_is_ended_and_its_temporary_folder_removed() -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    folder = Path(starter.stdout.readline().strip())
    _, (server,) = processes.read_state(folder)
    assert server.alive()
    starter.kill()
    starter.communicate()
    assert server.ended_within(20)


@pytest.mark.servers
def test_a_kept_folder_can_be_started_again_right_after_its_starter_was_killed(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", STARTER, str(tmp_path / "pg")]
    starter = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    starter.stdout.readline()
    starter.kill()
    starter.communicate()
    with PostgresServer(tmp_path / "pg") as server:
        assert server.sql("SELECT 1") == "1"


@pytest.mark.servers
def test_rabbit_keeps_a_confirmed_message_through_a_restart_and_a_kill_by_others_and_we_kill_it_whole() -> None:
    with RabbitServer() as rabbit:
        with amqp_connection(rabbit) as connection:
            channel = connection.channel()
            channel.queue_declare("kept", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
            channel.confirm_select()
            channel.basic_publish_confirm(amqp.Message(b"once", delivery_mode=2), routing_key="kept")
        rabbit.settle()
        port = rabbit.port
        rabbit.restart()
        assert rabbit.port == port
        node, epmd = processes.read_state(rabbit.folder)[1]
        os.kill(node.pid, signal.SIGKILL)
        assert node.ended_within(10)
        assert epmd.alive(), "what only helped it"
        rabbit.start()
        assert rabbit.port == port
        assert not epmd.alive()
        with amqp_connection(rabbit) as connection:
            message = connection.channel().basic_get("kept")
            assert message is not None
            assert message.body == b"once"
        assert "other" in urlsplit(rabbit.add_vhost("other")).path
        assert rabbit.ctl("list_vhosts", "name").split()[1:] == ["waarborg", "other"]
        _, (node, epmd) = processes.read_state(rabbit.folder)
        rabbit.kill()
        assert not processes.answers(port)
    assert not node.alive()
    assert not epmd.alive()


def one_answer(port: int) -> str:
    """A whole configuration of nginx that answers everything with a word."""
    answer = "default_type text/plain; return 200 waarborg;"
    return (
        "error_log stderr; events {} http { access_log off; client_body_temp_path b; proxy_temp_path p; "
        f"fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s; server {{ listen 127.0.0.1:{port}; {answer} }} }}"
    )


@pytest.mark.servers
def test_the_front_proxy_serves_its_configuration_and_tells_a_wrong_one() -> None:
    (port,) = processes.free_ports(1)
    with FrontProxy(one_answer(port), port=port) as proxy:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as response:
            assert response.read() == b"waarborg"
        pid = proxy.pid
        proxy.reload()
        assert proxy.pid == pid
    assert not processes.answers(port)
    with pytest.raises(ServerError, match=r"unknown directive \"nonsense\""), FrontProxy("nonsense;", port=port):
        pass


@pytest.mark.servers
def test_a_front_proxy_that_somebody_killed_starts_again_at_the_port_that_its_worker_still_held() -> None:
    (port,) = processes.free_ports(1)
    with FrontProxy(one_answer(port), port=port) as proxy:
        (killed,) = processes.read_state(proxy.folder)[1]
        os.kill(killed.pid, signal.SIGKILL)
        assert killed.ended_within(5)
        assert processes.answers(port), "the worker"
        assert proxy.start().pid != killed.pid
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as response:
            assert response.read() == b"waarborg"
        os.kill(proxy.pid, signal.SIGKILL)
    assert not processes.answers(port)
