"""The bench's own rules: medians and verdicts, what it reads of a process, and that only a 2xx counts."""

import io
import json
import os
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from bench.__main__ import MEASUREMENTS, read
from bench.consents import question_body
from bench.deciding import batch_body
from bench.figures import Line, Round, Rounds, Spread, Verdict, compare, in_turn, judge, table
from bench.filling import _LOG, Fill, _written
from bench.load import Job, Refused, drive, length_of, request
from bench.packaging import collected, keys_of, made_of
from bench.processes import TICKS, cpu_seconds, cpu_seconds_of, family, resident_bytes
from bench.repacking import connected, entries_of, repack, stored_again
from bench.site import ORGANISATION, Plan, site
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from waarborg_requests.app import SERVICE as REQUESTS
from waarborg_requests.packer import packer_of

OK = b"HTTP/1.1 201 CREATED\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def test_the_median_is_told_with_its_spread() -> None:
    found = Spread.of([300.0, 100.0, 200.0])
    assert (found.middle, found.least, found.most) == (200.0, 100.0, 300.0)
    assert found.show() == "200 [100–300]"
    assert Spread.of([1.0, 2.0]).middle == 1.5


def test_nothing_measured_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        Spread.of([])


def test_a_round_tells_rate_and_processor_time_of_each() -> None:
    found = Round(count=200, seconds=2.0, cpu_seconds=0.5)
    assert (found.per_second, found.cpu_ms) == (100.0, 2.5)


def test_subject_and_yardstick_are_measured_in_turn() -> None:
    order: list[str] = []

    def of(name: str, count: int) -> Callable[[], Round]:
        def measure() -> Round:
            order.append(name)
            return Round(count, 1.0, 0.1)

        return measure

    subject, yardstick = in_turn(of("subject", 30), of("yardstick", 100), rounds=3)
    assert order == ["subject", "yardstick"] * 3
    assert (subject.count, yardstick.count) == (90, 300)
    line = compare("it", subject, yardstick, floor=0.20, aim=0.30)
    assert (line.ratio, line.verdict) == ("0.30", Verdict.AIM)


@pytest.mark.parametrize(
    ("value", "least", "verdict"),
    [
        (0.19, True, Verdict.MISSED),
        (0.20, True, Verdict.FLOOR),
        (0.31, True, Verdict.AIM),
        (0.19, False, Verdict.FLOOR),
        (0.21, False, Verdict.MISSED),
    ],
)
def test_a_value_is_held_to_floor_and_aim(value: float, least: bool, verdict: Verdict) -> None:
    assert judge(value, floor=0.20, aim=0.30 if least else None, least=least) is verdict
    assert verdict.well is (verdict is not Verdict.MISSED)


def test_the_table_shows_every_line_and_its_notes_below() -> None:
    shown = table([Line(what="relay", subject="5 /s", verdict=Verdict.MISSED, notes=("of ten cases",))])
    assert "| relay | 5 /s " in shown
    assert "MISSED" in shown
    assert shown.endswith("- relay: of ten cases")


def test_processor_time_is_read_behind_any_name() -> None:
    stat = f"7 (odd ) name (x) S 1 7 7 0 -1 4194304 1 0 0 0 {3 * TICKS} {2 * TICKS} 9 9 20 0 1 0 100 0 0"
    assert cpu_seconds(stat) == 5.0


def test_a_process_that_has_gone_took_no_more_time() -> None:
    assert cpu_seconds_of(2**22 + 1) == 0.0
    assert cpu_seconds_of(os.getpid()) > 0


def test_a_process_is_of_its_own_family() -> None:
    assert family(os.getpid())[0] == os.getpid()


def test_memory_is_read_in_bytes() -> None:
    assert resident_bytes("Name:\tx\nVmRSS:\t  2048 kB\nThreads:\t1\n") == 2048 * 1024


def test_an_answer_is_whole_when_its_length_is_there() -> None:
    assert length_of(OK[:20]) is None
    assert length_of(OK) == len(OK)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 NOT FOUND\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 500 INTERNAL\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 FOUND\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_any_answer_but_a_2xx_of_known_length_is_refused(answer: bytes) -> None:
    with pytest.raises(Refused):
        length_of(answer)


@pytest.fixture
def server() -> Iterator[Callable[[Callable[[int], bytes]], int]]:
    """Answers each request by its number, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answered = iter(range(1_000_000))

        def serve(connection: socket.socket, say: Callable[[int], bytes]) -> None:
            with connection, suppress(OSError):
                while connection.recv(65_536) and (answer := say(next(answered))):
                    connection.sendall(answer)

        def accept(say: Callable[[int], bytes]) -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(connection, say), daemon=True).start()

        def start(say: Callable[[int], bytes]) -> int:
            threading.Thread(target=accept, args=(say,), daemon=True).start()
            return int(listening.getsockname()[1])

        yield start
        listening.shutdown(socket.SHUT_RDWR)


def job(port: int, *, most: int, cycle: bool = True, connections: int = 2) -> Job:
    requests = [request("/x", b"{}", {"Host": "bqr.localhost"}) for _ in range(5)]
    return Job(port=port, requests=requests, seconds=30, most=most, connections=connections, cycle=cycle)


def test_the_client_counts_what_was_answered(server: Callable[[Callable[[int], bytes]], int]) -> None:
    port = server(lambda _: OK)
    assert drive(job(port, most=12)).count == 12
    assert drive(job(port, most=12, cycle=False)).count == 5


def test_one_refusal_ends_the_measurement(server: Callable[[Callable[[int], bytes]], int]) -> None:
    port = server(lambda number: OK if number < 6 else b"HTTP/1.1 503 AWAY\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(Refused, match="503"):
        drive(job(port, most=100))


def test_a_connection_that_closes_ends_the_measurement(server: Callable[[Callable[[int], bytes]], int]) -> None:
    port = server(lambda number: OK if number < 2 else b"")
    with pytest.raises(Refused, match="closed"):
        drive(job(port, most=9, connections=1))


def test_measurements_are_chosen_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert read(["relay", "--quick"]).names == ["relay"]
    assert read([]).names == []
    with pytest.raises(SystemExit):
        read(["nothing"])
    assert "no measurement 'nothing'" in capsys.readouterr().err
    assert read([]).log_lines == 10_000_000
    assert read(["--log-lines", "200000", "decision-at-size"]).log_lines == 200_000
    with pytest.raises(SystemExit):
        read(["--log-lines", "12"])
    assert set(MEASUREMENTS) >= {"record-consent", "decision", "relay", "latency", "start", "environment"}


def test_a_batch_asks_of_each_person_what_one_question_asks_of_one() -> None:
    one, batch = json.loads(question_body("p-2")), json.loads(batch_body(["p-1", "p-2"]))
    several = batch.pop("evaluations")
    assert [each["resource"]["properties"]["person"] for each in several] == ["p-1", "p-2"]
    assert {**batch, **several[1]} == one


def test_a_log_is_filled_for_as_many_as_were_asked() -> None:
    written = _written(_LOG, Fill(300, 2_000), ref="1 + n % {consents}").as_string()
    assert "{" not in written
    assert "generate_series(1, 2000)" in written and "md5((1 + n % 300)::text)" in written


def test_rounds_keep_what_came() -> None:
    kept = Rounds([Round(10, 1.0, 0.01), Round(20, 1.0, 0.04)])
    assert kept.rate.middle == 15.0
    assert kept.cpu_ms.most == pytest.approx(2.0)


@pytest.mark.usefixtures("broker_url", "postgres_admin_url")
def test_the_bare_work_reads_opens_and_stores_the_content_of_a_package() -> None:
    under = AESGCM(bytes(32))
    with site(Plan.quick()) as here, here.runtime(REQUESTS) as runtime:
        request_id = collected(runtime, 30, 1_000)
        packer_of(runtime).work_off(ORGANISATION)
        made, keys = made_of(runtime, request_id), keys_of(runtime, request_id)
        with connected(here.database(REQUESTS).app) as connection:
            entries = entries_of(made)
            with pytest.raises(InvalidTag):
                others = dict.fromkeys(keys, under)
                repack(connection, request_id, entries, keys=others, under=under, file_id="none")
            connection.rollback()
            opened = repack(connection, request_id, entries, keys=keys, under=under, file_id="again")
            again = stored_again(connection, "again", under=under)
    ours, bare = zipfile.ZipFile(io.BytesIO(made)), zipfile.ZipFile(io.BytesIO(again))
    documents = {name for name in ours.namelist() if name.startswith("gegevens/bench")}
    assert bare.namelist() == ours.namelist()
    for name in {*ours.namelist()} - documents:
        assert bare.read(name) == ours.read(name), name
    assert len(opened.files) == 3
    assert len(opened.contents) == 27
    for name in documents:
        told = [(each["number"], each["title"], each.get("content")) for each in json.loads(ours.read(name))["items"]]
        found = [(each["number"], each["title"], each.get("content")) for each in json.loads(bare.read(name))["items"]]
        assert found == told
