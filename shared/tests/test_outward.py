"""Asking outside: no address of our own network by whatever spelling, no second look-up, no redirect, no waiting."""

import datetime
import ipaddress
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from waarborg_shared.outward import Outward, OutwardError, OutwardFailed, OutwardRefused, dial, is_public
from waarborg_shared.testing.outside import dripping, flooding, hanging, outside, with_status

PUBLIC = "93.184.215.14"
INSIDE = (
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:a00:1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::1",
    "2001:0:53aa:64c::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "no address",
)


@pytest.fixture
def server():
    with outside(with_status(200, b"well")) as running:
        yield running


def public(_host: str, _port: int) -> list[str]:
    return [PUBLIC]


class Recorded:
    """A connection maker that notes where it was sent, and leads to a server on loopback instead."""

    def __init__(self, server) -> None:
        self.to: list[tuple[str, int]] = []
        self._port = server.server_address[1]

    def __call__(self, address: str, port: int, seconds: float):
        self.to.append((address, port))
        return dial("127.0.0.1", self._port, seconds)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://partner.example/hook", "not-https"),
        ("ftp://partner.example/hook", "not-https"),
        ("file:///etc/passwd", "not-https"),
        ("partner.example/hook", "not-https"),
        ("https:///hook", "not-a-url"),
        ("https://partner.example/hook#part", "not-a-url"),
        ("https://partner.example/a b", "not-a-url"),
        ("https://partner.example/a\r\nX-More: 1", "not-a-url"),
        ("https://partner.example\\@127.0.0.1/", "not-a-url"),
        ("https://[fe80::1%25eth0]/", "not-a-url"),
        ("https://[::1/", "not-a-url"),
        ("https://partner.example:99999/", "not-a-url"),
        ("https://partner.example/" + "x" * 2000, "not-a-url"),
        ("https://zürich.example/", "not-a-url"),
        ("https://me:secret@partner.example/", "credentials"),
        ("https://partner.example:8443/", "port"),
        ("https://partner.example:22/", "port"),
        ("https://127.0.0.1/hook", "inside"),
        ("https://169.254.169.254/latest/meta-data", "inside"),
        ("https://[::ffff:127.0.0.1]/hook", "inside"),
        ("https://[::1]/hook", "inside"),
    ],
)
def test_an_address_that_could_never_be_asked_is_refused_when_it_is_typed(url, why):
    with pytest.raises(OutwardRefused) as refused:
        Outward().check(url)
    assert refused.value.why == why
    with pytest.raises(OutwardRefused):
        Outward().ask("GET", url)


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "localhost."])
def test_another_spelling_of_loopback_leads_nowhere(host):
    with pytest.raises(OutwardError) as refused:
        Outward().ask("GET", f"https://{host}/")
    assert refused.value.why in {"inside", "unresolved"}


@pytest.mark.parametrize("addresses", [["10.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1", PUBLIC], ["169.254.169.254"]])
def test_a_name_with_any_address_inside_is_refused_before_a_connection(addresses):
    def never(*_: object):
        raise AssertionError("a connection was made")

    with pytest.raises(OutwardRefused) as refused:
        Outward(resolve=lambda _host, _port: addresses, dial=never).ask("GET", "https://partner.example/")
    assert refused.value.why == "inside"


def test_a_name_is_looked_up_once_and_the_connection_goes_to_that_address(server):
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    recorded = Recorded(server)
    outward = Outward(resolve=lambda _host, _port: next(answers), dial=recorded)
    with pytest.raises(OutwardFailed):  # the server on loopback speaks no TLS
        outward.ask("GET", "https://partner.example/")
    assert recorded.to == [(PUBLIC, 443)]
    with pytest.raises(OutwardRefused):
        outward.ask("GET", "https://partner.example/")
    assert recorded.to == [(PUBLIC, 443)]


def test_a_name_that_nobody_has_is_no_answer():
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError

    for resolve in (unknown, lambda _host, _port: []):
        with pytest.raises(OutwardFailed) as failed:
            Outward(resolve=resolve).ask("GET", "https://partner.example/")
        assert failed.value.why == "unresolved"


def test_a_host_that_the_operator_allows_is_asked_by_http_and_at_its_port(server):
    outward = Outward({server.authority})
    outward.check(server.url)
    reply = outward.ask("POST", f"{server.url}/hook?a=1", body=b"{}", headers={"Content-Type": "application/json"})
    assert (reply.status, reply.body) == (200, b"well")
    (got,) = server.got
    assert (got.method, got.path, got.body) == ("POST", "/hook?a=1", b"{}")
    assert got.headers["host"] == server.authority
    with pytest.raises(OutwardRefused):
        outward.check("http://127.0.0.1:1/")
    Outward({"127.0.0.1"}).check("http://127.0.0.1:1/")


def test_a_redirect_is_an_answer_and_is_not_followed(server):
    with outside(with_status(302, Location=f"{server.url}/inside")) as elsewhere:
        reply = Outward({elsewhere.authority, server.authority}).ask("GET", elsewhere.url)
    assert reply.status == 302
    assert server.got == []


@pytest.mark.parametrize("answering", [hanging, dripping])
def test_who_hangs_or_drips_is_given_up_at_one_moment(server, answering):
    server.answering = answering
    with pytest.raises(OutwardFailed) as failed:
        Outward({server.authority}, all_within=0.2).ask("GET", server.url)
    assert failed.value.why == "too-slow"


def test_nobody_there_is_no_connection():
    with outside() as gone:
        authority, url = gone.authority, gone.url
    with pytest.raises(OutwardFailed) as failed:
        Outward({authority}).ask("GET", url)
    assert failed.value.why == "no-connection"


def test_a_hundred_megabytes_are_refused_or_not_read(server):
    server.answering = flooding(100)
    outward = Outward({server.authority})
    with pytest.raises(OutwardFailed) as failed:
        outward.ask("GET", server.url)
    assert failed.value.why == "too-large"
    assert outward.ask("POST", server.url, body=b"{}", largest=0).body == b""


def test_an_answer_that_is_no_http_is_none(server):
    server.answering = lambda handler, _: handler.wfile.write(b"\x00\x01 hello\r\n\r\n")
    with pytest.raises(OutwardFailed) as failed:
        Outward({server.authority}).ask("GET", server.url)
    assert failed.value.why == "not-http"


def certificate(folder, name: str):
    """A certificate that signs itself, for one name, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def with_tls(server, tmp_path):
    """The server with a certificate for partner.example, and a context that believes it."""
    file = certificate(tmp_path, "partner.example")
    its_own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    its_own.load_cert_chain(file)
    server.socket = its_own.wrap_socket(server.socket, server_side=True)
    return ssl.create_default_context(cafile=file)


def test_the_certificate_is_checked_against_the_name_and_not_the_address(server, with_tls):
    recorded = Recorded(server)
    outward = Outward(resolve=public, dial=recorded, context=with_tls)
    reply = outward.ask("GET", "https://partner.example/keys")
    assert (reply.status, reply.body) == (200, b"well")
    assert server.got[0].headers["host"] == "partner.example"
    assert recorded.to == [(PUBLIC, 443)]
    with pytest.raises(OutwardFailed) as failed:
        outward.ask("GET", "https://other.example/keys")
    assert failed.value.why == "not-trusted"


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(server, with_tls):
    with pytest.raises(OutwardFailed) as failed:
        Outward(resolve=public, dial=Recorded(server)).ask("GET", "https://partner.example/")
    assert failed.value.why == "not-trusted"
    assert server.got == []


def test_the_next_address_of_a_name_is_tried_when_the_first_does_not_answer(server, with_tls):
    recorded = Recorded(server)

    def first_is_down(address: str, port: int, seconds: float):
        if address == "1.1.1.1":
            raise ConnectionRefusedError
        return recorded(address, port, seconds)

    outward = Outward(resolve=lambda _host, _port: ["1.1.1.1", PUBLIC], dial=first_is_down, context=with_tls)
    assert outward.ask("GET", "https://partner.example/").status == 200


def test_a_slow_connection_has_a_limit_of_its_own():
    seconds = []

    def slow(_address: str, _port: int, within: float):
        seconds.append(within)
        raise TimeoutError

    with pytest.raises(OutwardFailed) as failed:
        Outward(resolve=public, dial=slow).ask("GET", "https://partner.example/")
    assert failed.value.why == "too-slow"
    assert seconds[0] <= 3


def test_who_asks_at_the_same_time_gets_his_own_answer(server):
    server.answering = lambda handler, got: with_status(200, got.path.encode())(handler, got)
    outward, answers = Outward({server.authority}), {}

    def ask(number: int) -> None:
        answers[number] = outward.ask("GET", f"{server.url}/{number}").body

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: f"/{number}".encode() for number in range(8)}


def test_every_address_of_documentation_and_testing_is_refused():
    for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "2001:db8::/32"):
        assert not is_public(str(ipaddress.ip_network(network)[1]))


def nobody_dials(*_asked: object) -> None:
    raise AssertionError("nobody should have been connected to")


class Hanging:
    """A resolver whose servers give no answer for one name until they are let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.asked: list[str] = []

    def __call__(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        if host.startswith("hangs"):
            self.let_go.wait(30)
        return [PUBLIC]


@pytest.fixture
def hanging_names():
    names = Hanging()
    yield names
    names.let_go.set()


def test_a_name_that_is_looked_up_for_ever_costs_a_moment(hanging_names):
    outward = Outward(resolve=hanging_names, dial=nobody_dials, connect_within=0.05)
    with pytest.raises(OutwardFailed) as failed:
        outward.ask("GET", "https://hangs.example/")
    assert failed.value.why == "too-slow"


def test_looking_a_name_up_counts_in_the_time_for_all(hanging_names):
    outward = Outward(resolve=hanging_names, dial=nobody_dials, connect_within=30, all_within=0.05)
    with pytest.raises(OutwardFailed) as failed:
        outward.ask("GET", "https://hangs.example/")
    assert failed.value.why == "too-slow"


def test_a_name_that_hangs_delays_no_other_name(hanging_names, server, with_tls):
    outward = Outward(resolve=hanging_names, dial=Recorded(server), context=with_tls, connect_within=0.5)
    with pytest.raises(OutwardFailed):
        outward.ask("GET", "https://hangs.example/")
    assert outward.ask("GET", "https://partner.example/").status == 200


def test_no_more_names_are_looked_up_at_once_than_was_said(hanging_names):
    outward = Outward(resolve=hanging_names, dial=nobody_dials, connect_within=0.05, look_ups=2)
    for number in range(4):
        with pytest.raises(OutwardFailed) as failed:
            outward.ask("GET", f"https://hangs-{number}.example/")
        assert failed.value.why == "too-slow"
    assert hanging_names.asked == ["hangs-0.example", "hangs-1.example"]


def test_a_name_that_cannot_be_written_is_unknown():
    with pytest.raises(OutwardFailed) as failed:
        Outward(dial=nobody_dials).ask("GET", f"https://{'a' * 70}.example/")
    assert failed.value.why == "unresolved"
