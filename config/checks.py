"""Start-up checks: a misconfiguration is an error with a hint, never a surprise at night."""

import ipaddress
import os
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from casefiles.archive import signing

_SHORTEST_SECRET = 50  # characters, as Django's own deployment check has it


@register()
def surface_is_known(**_: object) -> list[CheckMessage]:
    """SURFACE must be one of those there are."""
    if settings.SURFACE in settings.SURFACES:
        return []
    return [
        Error(
            f"SURFACE is {settings.SURFACE!r}, which is no surface of casefiles.",
            hint=f"Set SURFACE to one of: {', '.join(settings.SURFACES)}.",
            id="config.E001",
        )
    ]


@register()
def surface_has_a_secret(**_: object) -> list[CheckMessage]:
    """Every surface but the owner's signs with a secret of its own."""
    name = f"SECRET_KEY_{settings.SURFACE.upper()}"
    secret = os.environ.get(name) or os.environ.get("SECRET_KEY", "")
    if settings.SURFACE == "owner" or len(secret) >= _SHORTEST_SECRET:
        return []
    what = f"is shorter than {_SHORTEST_SECRET} characters" if secret else "is not set"
    return [
        Error(
            f"The secret of the surface {settings.SURFACE!r} {what}.",
            hint=f'Set {name} to the output of: python -c "import secrets; print(secrets.token_urlsafe(50))"',
            id="config.E002",
        )
    ]


@register()
def secrets_are_not_shared(**_: object) -> list[CheckMessage]:
    """A process that knows another surface's secret can forge that surface's sessions."""
    names = [f"SECRET_KEY_{surface.upper()}" for surface in settings.SURFACES]
    known = {name: os.environ[name] for name in ["SECRET_KEY", *names] if os.environ.get(name)}
    own = {"SECRET_KEY", f"SECRET_KEY_{settings.SURFACE.upper()}"}
    return [
        Error(
            f"{one} and {other} are the same.",
            hint="Give every surface a secret of its own.",
            id="config.E005",
        )
        for one, other in combinations(known, 2)
        if known[one] == known[other] and {one, other} != own
    ]


@register()
def archive_keeps_out_of_private_networks(**_: object) -> list[CheckMessage]:
    """Fetching loopback is for the demonstration alone."""
    found: list[CheckMessage] = []
    for text in settings.ARCHIVE_ALLOWED_NETWORKS:
        try:
            network = ipaddress.ip_network(text)
        except ValueError as error:
            found.append(
                Error(
                    f"ARCHIVE_ALLOWED_NETWORKS has {text!r}: {error}.",
                    hint="Write networks such as 192.0.2.0/24, separated by commas.",
                    id="config.E003",
                )
            )
            continue
        if _reaches_this_machine(network) and not settings.DEMO:
            found.append(
                Error(
                    f"ARCHIVE_ALLOWED_NETWORKS has {text}, which lets a cited address reach this machine itself.",
                    hint="Take it out; only the demonstration may fetch from loopback.",
                    id="config.E004",
                )
            )
    return found


@register()
def demonstration_stays_on_this_machine(**_: object) -> list[CheckMessage]:
    """The demonstration's log-ins are in the manual, so nobody else may reach it."""
    if not settings.DEMO:
        return []
    return [
        Error(
            f"CASEFILES_DEMO is on, and {host!r} is not this machine alone.",
            hint="Unset CASEFILES_DEMO to run a newsroom; the demonstration is for 127.0.0.1 and localhost only.",
            id="config.E006",
        )
        for host in _hosts_elsewhere()
    ]


@register()
def error_pages_stay_on_this_machine(**_: object) -> list[CheckMessage]:
    """Django's own error pages show settings, queries and drafts to whoever meets an error."""
    if not settings.DEBUG:
        return []
    return [
        Error(
            f"DEBUG is on, and {host!r} is not this machine alone.",
            hint="Unset DEBUG, or develop at 127.0.0.1 and localhost only.",
            id="config.E030",
        )
        for host in _hosts_elsewhere()
    ]


@register()
def surfaces_have_addresses_of_their_own(**_: object) -> list[CheckMessage]:
    """One origin, one surface; and desk cookies, which all ports of a host share, stay off replay's host."""
    found: list[CheckMessage] = []
    addresses = _addresses()
    for (one, first), (other, second) in combinations(addresses.items(), 2):
        if _origin(first) == _origin(second):
            found.append(
                Error(
                    f"{one} and {other} are the same address, {first}.",
                    hint="Give each surface an address of its own.",
                    id="config.E007",
                )
            )
    if _host(addresses["DESK_URL"]) == _host(addresses["REPLAY_URL"]):
        found.append(
            Error(
                "DESK_URL and REPLAY_URL share a host name, so archived pages would be sent the desk's cookies.",
                hint="Give REPLAY_URL a host name of its own; another port is not enough.",
                id="config.E008",
            )
        )
    return found


@register()
def hosts_are_exact(**_: object) -> list[CheckMessage]:
    """A wildcard lets anybody choose the host name that links and caches are made with."""
    return [
        Error(
            f"ALLOWED_HOSTS has {host!r}, which stands for more than one host.",
            hint="Name each host, without wildcards and without a leading dot.",
            id="config.E009",
        )
        for host in settings.ALLOWED_HOSTS
        if "*" in host or host.startswith(".") or not host
    ]


@register()
def desk_is_encrypted(**_: object) -> list[CheckMessage]:
    """Passwords do not cross a network in the clear."""
    address = _addresses()["DESK_URL"]
    if address.startswith("https://") or _is_loopback(_host(address)):
        return []
    return [
        Error(
            f"DESK_URL is {address}: passwords and drafts would travel unencrypted.",
            hint="Serve the desk under https:// and set DESK_URL to that address.",
            id="config.E010",
        )
    ]


@register()
def surface_has_its_own_database_login(**_: object) -> list[CheckMessage]:
    """With a server of one's own, each process is told which login is its own."""
    name = f"DATABASE_URL_{settings.SURFACE.upper()}"
    if settings.SURFACE == "owner" or "DATABASE_URL" not in os.environ or os.environ.get(name):
        return []
    return [
        Error(
            f"DATABASE_URL is set, and {name} is not.",
            hint=f"Set {name} to the same database with the login role of this surface "
            f"(casefiles_{settings.SURFACE}). DATABASE_URL, the owner's, is for migrations alone.",
            id="config.E011",
        )
    ]


@register()
def archive_can_be_written(**_: object) -> list[CheckMessage]:
    """A capture worker that cannot store is found out before it contacts anybody."""
    if settings.SURFACE != "fetch" or settings.ARCHIVE_STORE:
        return []
    folder = Path(settings.ARCHIVE_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-check-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return [
            Error(
                f"Archived files cannot be stored in {folder}: {error.strerror}.",
                hint="Set ARCHIVE_ROOT to a folder that the capture workers' user may write in.",
                id="config.E012",
            )
        ]
    return []


@register()
def copies_can_be_signed(**_: object) -> list[CheckMessage]:
    """A key that cannot be used is found out before the first copy, not by it."""
    if not settings.ARCHIVE_SIGNING_KEY_FILE:
        return []
    try:
        signing.load(settings.ARCHIVE_SIGNING_KEY_FILE)
    except signing.BadKey as error:
        return [
            Error(
                f"Archived copies cannot be signed: {error}.",
                hint="Let ARCHIVE_SIGNING_KEY_FILE be a file that this process's user may read, made by: "
                "openssl ecparam -name secp384r1 -genkey -noout -out signing-key.pem",
                id="config.E015",
            )
        ]
    return []


def _addresses() -> dict[str, str]:
    return {"PUBLIC_URL": settings.PUBLIC_URL, "DESK_URL": settings.DESK_URL, "REPLAY_URL": settings.REPLAY_URL}


def _hosts_elsewhere() -> list[str]:
    """Names by which this process, or any surface, is reached from other machines."""
    hosts = {*settings.ALLOWED_HOSTS, *(_host(url) for url in _addresses().values())}
    return sorted(host for host in hosts if not _is_loopback(host))


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _reaches_this_machine(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    """Whether any address of the network is this machine, wide networks and mapped addresses included."""
    own = ("127.0.0.0/8", "0.0.0.0/8") if network.version == 4 else ("::/127", "::ffff:127.0.0.0/104")
    return any(network.overlaps(ipaddress.ip_network(text)) for text in own)
