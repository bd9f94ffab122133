#!/usr/bin/env python3
"""Check a published edition with nothing but Python's standard library.

    curl https://…/api/v1/cases/SLUG/editions/2/ | python3 verify_casefile.py

It reads {"document", "proof"} and checks that every item's bytes have the digest that the manifest
lists, that manifest and document have the digests of the proof, and that the line of the log is about
this edition. Exit code 0 if all holds, 1 if something does not.
"""

import hashlib
import json
import sys


def canonical(value):
    """RFC 8785 bytes. Our documents have no floats and ASCII member names, so this is all it takes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(value):
    return hashlib.sha256(canonical(value)).hexdigest()


def faults(edition):
    """What does not hold, as sentences."""
    document, proof = edition["document"], edition["proof"]
    manifest, items = document["manifest"], document["items"]
    if sha256(manifest) != proof["manifest_sha256"]:
        yield "The manifest is not the one that was published."
    if sha256(document) != proof["document_sha256"]:
        yield "The document is not the one that the proof is of."
    if len(items) != len(manifest["items"]):
        yield "The manifest lists another number of items."
    for line, item in zip(manifest["items"], items):
        digest = item["withheld"]["digest"] if "withheld" in item else sha256(item)
        if digest != line["digest"]:
            yield "Item {} is not the one that was published.".format(line["id"])
    log = dict(proof["log"])
    if sha256({name: value for name, value in log.items() if name != "sha256"}) != log["sha256"]:
        yield "The line of the log has another digest."
    if log["edition"] != proof["manifest_sha256"]:
        yield "The line of the log is about another edition."


def main():
    edition = json.load(sys.stdin)
    found = list(faults(edition))
    manifest = edition["document"]["manifest"]
    withheld = sum("withheld" in item for item in edition["document"]["items"])
    if found:
        print("\n".join(found))
        return 1
    print("{}, version {}: {} items hold.".format(manifest["case"]["slug"], manifest["number"], len(manifest["items"])))
    if withheld:
        print("{} of them withheld by a recorded removal.".format(withheld))
    return 0


if __name__ == "__main__":
    sys.exit(main())
