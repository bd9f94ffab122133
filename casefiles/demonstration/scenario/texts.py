"""What introduces the case to readers, in its first edition and after the correction."""

from casefiles.demonstration.people import NORA
from casefiles.demonstration.scenario.rows import Revision, Row, row
from casefiles.dossiers.models import CaseText

_TITLE = "Who blames whom for the attack on Microsoft Exchange, 2021"

_FIRST_STANDFIRST = (
    "In July 2021 a news report counted eight accusers who blame China for the attack on Microsoft Exchange servers. "
    "We took the report apart: who says what, about which attack, and on whose word."
)

_FIRST_NARRATIVE = """\
[A news report of July 2021](item:news-report-july-2021) says that the United States and key allies have, for the \
first time, accused the Chinese government over hired hackers. It [names eight accusers](item:q-eight), NATO among \
them. Its headline [speaks of “masterminding”](item:q-headline), and one sentence of it \
[cannot be read as printed](item:q-garbled).

### Who was named, and when

The attack on Exchange servers was not always laid at China’s door. On 2 March 2021 \
[Microsoft named Hafnium](item:a-microsoft), with high confidence, and no government. The claim that China’s Ministry \
of State Security paid the hackers is [an unnamed official’s](item:q-official). It reached the report by two routes, \
and both lead back to [the same administration](item:n-one-origin).

### Beside Exchange

The report sets other matters beside Exchange, and they are easily taken for one. The \
[US charges against four people](item:l-charges) are about another campaign. Britain’s NCSC, the report says, blames \
[APT30 for an attack on Finland’s parliament](item:a-apt30). [SolarWinds](item:op-solarwinds), \
[a meat supplier](item:op-meat) and [a pipeline](item:op-pipeline) are recalled in passing; for the last two the \
report gives a region, no state and no source.

### What came of it

No sanctions were [announced with the accusation](item:l-exchange-none). The report carries \
[no reply by China](item:q-no-reply).

*The pages archived here are digests that the press desk of this demonstration wrote. Where each original stands is \
said beside it.*
"""

_FIRST_ESTABLISHED = """\
- Microsoft blamed a group that it calls Hafnium on 2 March 2021.
- A news report of July 2021 says that eight accusers blame China.
- The charges that the report mentions are about another campaign.
"""

_FIRST_NOT_ESTABLISHED = """\
- Whether the eight accuse alike. We have read the report, and not yet what each of them says.
- Who first counted 30,000 organisations.
- On what evidence the Ministry of State Security is said to have paid the hackers. None was published with the claim.
"""

FIRST: tuple[Row, ...] = (
    row(
        CaseText,
        "text",
        NORA,
        title=_TITLE,
        standfirst=_FIRST_STANDFIRST,
        narrative=_FIRST_NARRATIVE,
        byline="Nora Whitfield and Idris Bello",
        approving_editor="Samuel Okafor",
        established=_FIRST_ESTABLISHED,
        not_established=_FIRST_NOT_ESTABLISHED,
    ),
)

_STANDFIRST = (
    "A news report of July 2021 counted eight accusers who blame China for the attack on Microsoft Exchange servers. "
    "Read in their own words they are not eight alike: some accuse, one speaks of a territory, one acknowledges, one "
    "supports. China rejects the accusation."
)

_NARRATIVE = """\
[A news report of July 2021](item:news-report-july-2021) says that the United States and key allies have, for the \
first time, accused the Chinese government over hired hackers. It [names eight accusers](item:q-eight). We have since \
read what most of them say themselves, and it is not one sentence said eight times.

### In their own words

On 2 March 2021 [Microsoft named Hafnium](item:a-microsoft), with high confidence, and stood alone. On 19 July \
[the United States](item:a-us) holds hackers who work with China’s Ministry of State Security responsible, and says of \
the ministry that it [uses contract hackers](item:q-us-mss). [The United Kingdom](item:a-uk) speaks of Chinese \
state-backed actors. [The European Union](item:a-eu) says that the activities came from the territory of China, and \
names no organ of the state. [NATO](item:a-nato) acknowledges the national statements of allies and \
[accuses nobody itself](item:q-nato-nobody). [Japan](item:a-japan) supports the statements of the others. For \
Australia, Canada and New Zealand we still have the report alone.

So the count of eight [stands as the report’s claim](item:n-eight), and is contested. “Masterminding” is \
[a word of its headline](item:n-headline); no official text that we have read uses it.

### One digit

Our first version repeated that Britain’s NCSC blames [APT30](item:q-apt30-parliament) for the attack on Finland’s \
parliament. [The United Kingdom’s own statement](item:a-uk-apt31) says APT31, and [Finland’s Supo](item:a-supo-apt31) \
had said so on 18 March. They are [two groups](item:n-apt30), one digit apart. We have corrected it.

### Not about Exchange

The [US charges against four people](item:l-charges) cover the years [2011 to 2018](item:q-years). They are \
allegations, and they are [not about Exchange](item:q-not-exchange). The European Union’s words on APT40 and APT31 \
[concern other intrusions](item:n-eu-groups). [SolarWinds](item:op-solarwinds), [a meat supplier](item:op-meat) and \
[a pipeline](item:op-pipeline) stand in the report in passing; for the last two it gives a region, no state and no \
source.

### What came of it

No sanctions were [announced with the accusation](item:l-exchange-none). On 20 July 2021 China’s foreign ministry \
[rejected it](item:r-china).

*The pages archived here are digests that the press desk of this demonstration wrote. Where each original stands is \
said beside it.*
"""

_ESTABLISHED = """\
- Microsoft blamed a group that it calls Hafnium on 2 March 2021; governments followed on 19 July.
- The accusers differ: NATO acknowledges, the European Union names a territory, Japan supports.
- For Finland’s parliament, the United Kingdom and Supo say APT31.
- The indictment covers 2011 to 2018 and is not about Exchange.
- China rejected the accusation on 20 July 2021.
"""

_NOT_ESTABLISHED = """\
- What Australia, Canada and New Zealand say in their own words. We have them only as reported.
- Who counted 30,000 organisations.
- On what evidence the Ministry of State Security is said to have paid the hackers. None was published with the \
unnamed official’s claim.
- Whether Hafnium is one with any other group named here. Nobody whom we have read says so.
"""

REVISIONS: tuple[Revision, ...] = (
    Revision(
        "text",
        NORA,
        {
            "standfirst": _STANDFIRST,
            "narrative": _NARRATIVE,
            "established": _ESTABLISHED,
            "not_established": _NOT_ESTABLISHED,
        },
    ),
)
