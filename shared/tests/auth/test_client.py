"""How services ask one another, over HTTP on loopback and in process."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import flask
import pytest

from waarborg_shared.client import LARGEST_ANSWER, Http, InProcess, ServiceAway, ServiceClient

ORIGIN = {"bqr": "http://bqr.localhost:8000"}.__getitem__
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Other(BaseHTTPRequestHandler):
    """Another service that answers, redirects, sets cookies, sends too much, or breaks off."""

    def do_GET(self):
        kind, body, status = "application/json", b'{"ok": true}', 200
        if self.path == "/identity/moved":
            status = 302
        if self.path == "/identity/big":
            body = b" " * (LARGEST_ANSWER + 1)
        if self.path == "/identity/broken":
            body = b"{"
        if self.path == "/identity/echo":
            body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "sticky=1")
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(404)
        self.send_header("Content-Type", "application/problem+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def over_http():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    http = Http({"identity": f"http://127.0.0.1:{server.server_port}"})
    yield ServiceClient(ORIGIN, http, traceparent=lambda: TRACE)
    http.close()
    server.shutdown()
    thread.join()
    server.server_close()


def ask(client, method="GET", path="/identity/echo", **more):
    return client.ask("identity", method, path, organisation="bqr", **more)


def test_the_organisations_host_and_the_trace_go_along(over_http):
    answer = ask(over_http)
    assert answer.status == 200
    assert answer.json["host"] == "bqr.localhost:8000"
    assert answer.json["traceparent"] == TRACE


def test_redirects_are_not_followed_and_cookies_not_kept(over_http):
    assert ask(over_http, path="/identity/moved").status == 302
    assert "cookie" not in ask(over_http).json


def test_an_answer_that_is_no_success_is_still_an_answer(over_http):
    answer = ask(over_http, "POST", "/identity/x", json={"a": 1})
    assert (answer.status, answer.json) == (404, {"a": 1})


@pytest.mark.parametrize("path", ["/identity/big", "/identity/broken"])
def test_too_much_or_broken_is_as_good_as_away(over_http, path):
    with pytest.raises(ServiceAway):
        ask(over_http, path=path)


def test_a_service_without_address_or_listener_is_away():
    http = Http({"identity": "http://127.0.0.1:1"})
    client = ServiceClient(ORIGIN, http)
    with pytest.raises(ServiceAway, match="identity"):
        ask(client)
    with pytest.raises(ServiceAway, match="breach"):
        client.ask("breach", "GET", "/breach/", organisation="bqr")
    http.close()


@pytest.fixture
def other_app():
    app = flask.Flask("other")

    @app.route("/identity/echo", methods=["GET", "POST"])
    def echo():
        flask.g.mark = "inner"
        return {"host": flask.request.host, "json": flask.request.get_json(silent=True)}

    @app.route("/identity/breaks")
    def breaks():
        raise RuntimeError("inside")

    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


def test_in_process_the_other_application_answers_as_over_http(other_app):
    client = ServiceClient(ORIGIN, InProcess({"identity": other_app}))
    answer = ask(client, "POST", json={"a": 1})
    assert (answer.status, answer.json) == (200, {"host": "bqr.localhost:8000", "json": {"a": 1}})


def test_in_process_the_callers_request_is_its_own(other_app):
    client = ServiceClient(ORIGIN, InProcess({"identity": other_app}))
    outer = flask.Flask("outer")
    with outer.test_request_context("/here"):
        flask.g.mark = "outer"
        ask(client)
        assert flask.g.mark == "outer"
        assert flask.request.path == "/here"


def test_in_process_a_service_that_breaks_or_is_not_there_is_away(other_app):
    client = ServiceClient(ORIGIN, InProcess({"identity": other_app}))
    with pytest.raises(ServiceAway):
        ask(client, path="/identity/breaks")
    with pytest.raises(ServiceAway):
        client.ask("breach", "GET", "/breach/", organisation="bqr")


def test_the_trace_of_the_request_in_progress_goes_along(other_app):
    seen = {}

    def app(environ, start_response):
        seen.update(environ)
        start_response("204 No Content", [])
        return []

    client = ServiceClient(ORIGIN, InProcess({"identity": app}))
    with other_app.test_request_context("/", headers={"traceparent": TRACE}):
        assert ask(client).json is None
    assert seen["HTTP_TRACEPARENT"] == TRACE
