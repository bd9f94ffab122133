"""Admin pages, by what they are about. Importing them registers them with the desk's site."""

from casefiles.desk.admins import actors, cases, claims, copies, editions, evidence, items, people, record, sources

__all__ = [
    "actors",
    "cases",
    "claims",
    "copies",
    "editions",
    "evidence",
    "items",
    "people",
    "record",
    "sources",
]
