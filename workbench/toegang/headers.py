"""The headers that tell a browser what a page of this application may do: nothing from elsewhere, nothing inline, never framed."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

# `same-origin` and not `no-referrer`: a browser then still says in Origin where a form came from.
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_UNLESS_SAID = {"content-security-policy": CSP, "cache-control": "no-store"}


def add_security_headers(headers: MutableHeaders, secure: bool) -> None:
    """Adds them to a response. A response that says itself how it may be kept (a script with its hash in its name) or what it
    may do (a report that stands alone) is followed in that."""
    for name, value in _ALWAYS.items():
        headers[name] = value
    for name, value in _UNLESS_SAID.items():
        headers.setdefault(name, value)
    if secure:
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
