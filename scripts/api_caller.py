"""A caller of the API who knows that the server may go away, and come back."""

import http.client
import json
import time

PAUSE_SECONDS = 0.02
GIVE_UP_SECONDS = 120


class Caller:
    """One keep-alive connection to a server that may go away."""

    def __init__(self, port, key):
        self._port = port
        self._key = key
        self._connection = None

    def request(self, method, path, body=None, headers=None):
        """Status, headers and JSON of an answer; None when the connection broke before one came."""
        headers = {"X-API-Key": self._key, **(headers or {})}
        data = None
        if body is not None:
            data = json.dumps(body)
            headers["Content-Type"] = "application/json"
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            self._connection.request(method, path, data, headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return None
        is_json = "json" in (answer.headers.get("Content-Type") or "")
        return answer.status, answer.headers, json.loads(content) if is_json else content.decode()

    def insist(self, method, path, body=None, headers=None, meanwhile=lambda answer: None):
        """Repeats a request, as a client does, until its answer is final: none of a broken connection (None), 429, 503
        and 409 with `Retry-After`, of which `meanwhile` is told."""
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while True:
            answer = self.request(method, path, body, headers)
            if answer is not None and not is_temporary(answer):
                return answer
            if time.monotonic() > deadline:
                raise RuntimeError(f"{method} {path} had no answer in {GIVE_UP_SECONDS} seconds; at last {answer}")
            meanwhile(answer)
            time.sleep(PAUSE_SECONDS)

    def get(self, path):
        """What a GET gives; nothing but 200 is right."""
        status, _, content = self.insist("GET", path)
        if status != 200:
            raise RuntimeError(f"GET {path} was answered {status}: {content}")
        return content

    def pages(self, path):
        """All that a list has, page by page."""
        start = path + ("&" if "?" in path else "?") + "limit=100"
        page = self.get(start)
        yield from page["data"]
        while page["nextCursor"] is not None:
            page = self.get(f"{start}&cursor={page['nextCursor']}")
            yield from page["data"]

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def is_temporary(answer):
    status, headers, _ = answer
    return status in (429, 503) or (status == 409 and "Retry-After" in headers)
