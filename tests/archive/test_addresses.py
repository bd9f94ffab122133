"""Addresses and numbers: what is public, what is read as what. The hostile ones have a corpus of their own."""

from ipaddress import ip_address, ip_network

import pytest

from casefiles.archive.fetching import guard
from casefiles.archive.fetching.address import BadAddress, parse
from casefiles.archive.fetching.errors import BlockedByPolicy
from casefiles.archive.fetching.guard import Guard, is_public

INSIDE = [str(network) for network in [*guard._NEVER_4, *guard._NEVER_6]]
BESIDE = [
    "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255",
    "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0",
    "198.17.255.255", "198.20.0.0", "203.0.112.255", "203.0.114.0", "223.255.255.255", "168.63.129.15",
    "168.63.129.17", "2000::1", "2001:200::1", "2001:db7::1", "2001:db9::1", "2003::1", "2606:2800:220:1::1", "3ffe::1",
]  # fmt: skip


@pytest.mark.parametrize("network", INSIDE)
def test_no_number_of_a_special_network_is_public(network: str) -> None:
    numbers = ip_network(network)
    assert not is_public(numbers[0])
    assert not is_public(numbers[-1])


@pytest.mark.parametrize("number", BESIDE)
def test_its_neighbours_are(number: str) -> None:
    assert is_public(ip_address(number))


@pytest.mark.parametrize(
    "number",
    ["::", "::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822", "1fff:ffff::1", "4000::1", "fe80::1", "ff02::1"],
)
def test_ipv6_is_public_in_one_network_alone(number: str) -> None:
    assert not is_public(ip_address(number))


def test_one_bad_answer_refuses_a_name() -> None:
    judge = Guard(resolver=lambda *_: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(BlockedByPolicy, match=r"leads to 10\.0\.0\.1, which is not on the public internet"):
        judge.judged(parse("http://mixed.example/", ports=[80]), seconds=1)


def test_what_is_allowed_is_allowed_by_number_alone() -> None:
    judge = Guard(allowed_networks=[ip_network("10.1.0.0/16")], resolver=lambda *_: ["10.1.2.3"])
    assert judge.judged(parse("http://own.example/", ports=[80]), seconds=1) == ["10.1.2.3"]
    with pytest.raises(BlockedByPolicy):
        judge.judged(parse("http://10.2.0.1/", ports=[80]), seconds=1)


@pytest.mark.parametrize(
    ("text", "href", "authority", "target"),
    [
        ("http://a.example", "http://a.example/", "a.example", "/"),
        ("HTTPS://A.Example:443/x?y#z", "https://a.example/x?y", "a.example", "/x?y"),
        ("https://a.example:80/", "https://a.example:80/", "a.example:80", "/"),
        ("http://[2606:2800:220:1::1]/", "http://[2606:2800:220:1::1]/", "[2606:2800:220:1::1]", "/"),
        ("http://a.example/\u00e4 b\"<>'", "http://a.example/%C3%A4%20b%22%3C%3E'", "a.example", None),
        ("http://a_b.example/", "http://a_b.example/", "a_b.example", "/"),
    ],
)
def test_the_parts_of_an_address(text: str, href: str, authority: str, target: str | None) -> None:
    address = parse(text, ports=[80, 443])
    assert (address.href, address.authority) == (href, authority)
    assert address.href == f"{address.scheme}://{address.authority}{address.target}"
    assert target is None or address.target == target


@pytest.mark.parametrize("name", ["a", "-a.example", "a-.example", "a..example", "a." + "b" * 64, "a.b" * 100, "."])
def test_what_is_no_name_of_a_site(name: str) -> None:
    with pytest.raises(BadAddress):
        parse(f"http://{name}/", ports=[80])
