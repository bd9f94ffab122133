"""The archive's settings and holds, made into the rules that one capture keeps to."""

import ipaddress

from django.conf import settings

from casefiles.archive.fetching import egress
from casefiles.archive.fetching.address import Address, BadAddress, cited
from casefiles.archive.fetching.errors import BlockedByPolicy
from casefiles.archive.fetching.guard import Guard, literal_ip
from casefiles.archive.models import SiteHold
from casefiles.lib.errors import Refused


def guard() -> Guard:
    """The judge that the settings describe. Holds are looked up anew for each address."""
    networks = [ipaddress.ip_network(text) for text in settings.ARCHIVE_ALLOWED_NETWORKS]
    return Guard(allowed_networks=networks, held=host_is_held, egress=egress.parse(settings.ARCHIVE_EGRESS))


def seen_as() -> str:
    """Who a site sees when a page is archived, as the end of a sentence."""
    whose = "the address of the newsroom’s proxy" if settings.ARCHIVE_EGRESS else "our network address"
    return f"{whose} and this name: {settings.ARCHIVE_USER_AGENT}"


def host_is_held(host: str) -> bool:
    """Does anybody want this host, or the site it belongs to by name, left alone for now?

    A hold on ``example.org`` holds ``www.example.org`` and every other name under it too, and the other way
    round for ``www``.
    """
    names = {host.removeprefix("www.")}
    labels = host.split(".")
    if literal_ip(host) is None:
        names |= {".".join(labels[start:]) for start in range(len(labels) - 1)}
    names |= {f"www.{name}" for name in names if literal_ip(name) is None}
    return SiteHold.objects.filter(host__in=names).exists()


def citable(url: str) -> Address:
    """The address as it can be cited and, by its form, archived. Raises ``Refused`` with the sentence why not."""
    try:
        address = cited(url, ports=settings.ARCHIVE_ALLOWED_PORTS)
        if literal := literal_ip(address.host):
            guard().judge(literal, address.host)
    except (BadAddress, BlockedByPolicy) as error:
        raise Refused(error.sentence, field="url") from error
    return address
