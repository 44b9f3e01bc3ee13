"""Serves a WSGI application on loopback, counts what it answers, and ends with the process that started it."""

import collections
import json
import os
import sys
import threading

from cheroot.wsgi import Server

ACCESS_SECONDS = int(os.environ["ACCESS_SECONDS"])
USER = os.environ["REAL_SERVER_USER"]
PASSWORD = os.environ["REAL_SERVER_PASSWORD"]
FOLDER = os.environ["REAL_SERVER_FOLDER"]


class Counted:
    """The application behind a counter, with two addresses for the test: `/-/counted` and `/-/lifetime/SECONDS`."""

    def __init__(self, app, set_lifetime):
        self.app = app
        self.set_lifetime = set_lifetime
        self.lock = threading.Lock()
        self.answers = collections.defaultdict(collections.Counter)

    def __call__(self, environ, start_response):
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if path.startswith("/-/"):
            return self.control(method, path.split("/")[2:], start_response)

        def counting(status, headers, *rest):
            # Counted before the answer leaves: whoever has the answer finds it counted.
            with self.lock:
                self.answers[f"{method} {path}"][status.split()[0]] += 1
            return start_response(status, headers, *rest)

        return self.app(environ, counting)

    def control(self, method, words, start_response):
        if method == "POST" and words[0] == "lifetime":
            self.set_lifetime(int(words[1]))
        with self.lock:
            body = json.dumps(self.answers).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]


def end_with_parent():
    """The test holds the other end of standard input: it closes however the test ends."""
    sys.stdin.buffer.read()
    os._exit(0)


def serve(app, set_lifetime):
    server = Server(("127.0.0.1", 0), Counted(app, set_lifetime), numthreads=16)
    server.prepare()
    url = "http://127.0.0.1:%d" % server.bind_addr[1]
    print(json.dumps({"url": url, "control": url}), flush=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    server.serve()
