"""The two editions: what the newsroom did for each, in the order in which it did it."""

from casefiles.demonstration.scenario import (
    actors,
    attributions,
    operations,
    own_words,
    record,
    report_statements,
    scrutiny,
    sources,
    statements,
    texts,
)
from casefiles.demonstration.scenario.rows import Chapter

SLUG = "exchange-2021"
WORKING_TITLE = "Microsoft Exchange, 2021"

CORRECTION = (
    "What was wrong: version 1 said, after a news report, that Britain’s National Cyber Security Centre blames APT30 "
    "for an attack on Finland’s parliament in 2020. What is right: the United Kingdom’s own statement of 19 July 2021 "
    "and Finland’s Supo, on 18 March 2021, say APT31, which is another group. The error stood from the publication of "
    "version 1, on {since}, until this version, on {until}. NATO, the European Union, Japan, the United States and the "
    "United Kingdom now speak in their own words instead of the report’s, and China’s reply of 20 July 2021 is added."
)
"""The note of edition 2; ``{since}`` and ``{until}`` are times in words."""

FIRST = Chapter(
    kind="first",
    rows=(
        *actors.FIRST,
        *operations.FIRST,
        *sources.FIRST,
        *report_statements.ROWS,
        *statements.FIRST,
        *attributions.FIRST,
        *record.FIRST,
        *scrutiny.FIRST,
        *texts.FIRST,
    ),
    relations=(*sources.RELAYS, *scrutiny.FIRST_RELATIONS),
)

SECOND = Chapter(
    kind="correction",
    rows=(
        *actors.SECOND,
        *sources.SECOND,
        *statements.SECOND,
        *own_words.SECOND,
        *record.SECOND,
        *scrutiny.SECOND,
    ),
    relations=scrutiny.SECOND_RELATIONS,
    revisions=(
        *operations.REVISIONS,
        *own_words.REVISIONS,
        *record.REVISIONS,
        *scrutiny.REVISIONS,
        *texts.REVISIONS,
    ),
    withdrawals=own_words.WITHDRAWALS,
    note=CORRECTION,
)

CHAPTERS = (FIRST, SECOND)
