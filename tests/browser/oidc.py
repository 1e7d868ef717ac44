"""A small OpenID Connect provider on loopback that signs in whoever it is told to."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "claimwatch", "only-for-the-test"


@dataclass
class Provider:
    """Where it answers, and as whom it signs people in."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k", "use": "sig"})
    )
    # What was handed out: code → the nonce that belongs to it.
    codes: dict[str, str] = field(default_factory=dict)


@contextmanager
def serve() -> Iterator[Provider]:
    """The provider, answering on a free port of 127.0.0.1."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            if path == "/.well-known/openid-configuration":
                self._json(_metadata(provider.url))
            elif path == "/jwks":
                self._json({"keys": [provider.key.as_dict(private=False)]})
            elif path == "/authorize":
                code = f"code{len(provider.codes)}"
                provider.codes[code] = query.get("nonce", [""])[0]
                back = urlencode({"code": code, "state": query["state"][0]})
                self.send_response(302)
                self.send_header("Location", f"{query['redirect_uri'][0]}?{back}")
                self.end_headers()
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            nonce = provider.codes.pop(form.get("code", [""])[0], None)
            if nonce is None or not self._knows_secret(form):
                self._json({"error": "invalid_grant"}, 400)
                return
            now = int(time.time())
            claims = {"iss": provider.url, "aud": CLIENT, "sub": "1", "nonce": nonce}
            claims |= {"iat": now, "exp": now + 600, **provider.person}
            signed = jwt.encode({"alg": "RS256", "kid": "k"}, claims, provider.key)
            answer = {"access_token": "a", "token_type": "Bearer", "expires_in": 600}
            self._json(answer | {"id_token": signed})

        def _knows_secret(self, form: dict[str, list[str]]) -> bool:
            basic = self.headers.get("Authorization", "").removeprefix("Basic ")
            pair = base64.b64decode(basic).decode() if basic else ""
            return pair == f"{CLIENT}:{SECRET}" or form.get("client_secret") == [SECRET]

        def _json(self, body: object, status: int = 200) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


def _metadata(url: str) -> dict[str, object]:
    return {
        "issuer": url,
        "authorization_endpoint": f"{url}/authorize",
        "token_endpoint": f"{url}/token",
        "jwks_uri": f"{url}/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }
