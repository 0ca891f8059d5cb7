"""A small OpenID Connect provider on a port of its own: discovery, authorization code, token and userinfo."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT_ID, CLIENT_SECRET = "uniengine", "the provider knows"
CODE, ACCESS = "a-code", "an-access-token"


class IdentityProvider:
    """Signs in `person` without asking. `seen` holds the parameters of the last authorization request."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {
            "sub": "42",
            "email": "sso.person@example.com",
            "email_verified": True,
            "name": "Sona Oduya",
        }
        self.seen: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def back(self, query: str) -> str:
        """Where the authorization page sends the browser."""
        self.seen = {key: values[0] for key, values in parse_qs(query).items()}
        return self.seen["redirect_uri"] + "?" + urlencode({"code": CODE, "state": self.seen["state"]})

    def token(self, body: str) -> dict[str, Any] | None:
        """The tokens, when code, secret and PKCE verifier are right."""
        given = {key: values[0] for key, values in parse_qs(body).items()}
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (given.get("code"), given.get("client_secret")) != (CODE, CLIENT_SECRET):
            return None
        if challenge != self.seen.get("code_challenge"):
            return None
        claims = {**self.person, "iss": self.issuer, "aud": CLIENT_ID, "exp": 4_000_000_000, "iat": 1_700_000_000}
        signed = jwt.encode(claims, "a key that nobody checks, for it came over the back channel", algorithm="HS256")
        return {"access_token": ACCESS, "token_type": "Bearer", "id_token": signed}

    def handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", provider.back(parts.query))
                    self.end_headers()
                elif parts.path == "/userinfo":
                    self.answer(provider.person)
                else:
                    self.answer(provider.discovery())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                tokens = provider.token(body)
                self.answer(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

            def answer(self, body: dict[str, Any], status: int = 200) -> None:
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args: object) -> None:
                pass

        return Handler
