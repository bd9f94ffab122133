"""A rich synthetic case for tests and pictures, in a first edition and its correction."""

import datetime
from typing import Any

from casefiles.editions.models import Edition
from tests.editions.cast import Cast
from tests.editions.drafts import archived

SECOND_AT = datetime.datetime(2021, 7, 21, 9, 5, tzinfo=datetime.UTC)
NOTE = (
    "The first version of this case said, following a news report, that the NCSC had named APT30 for the attack on "
    "Finland’s parliament. The United Kingdom’s own statement and Finland’s security service say APT31. The wrong "
    "name stood here from 19 to 21 July 2021. NATO’s and the European Union’s own words now stand in place of the "
    "report’s."
)


class Exchange(Cast):
    """The Exchange case of 2021 as tests need it: several accusers, relays, a denial, a misquotation."""

    def __init__(self) -> None:
        super().__init__("exchange-2021", seed=2021)
        self._actors()
        self._operations()
        self._sources()
        self._claims()
        self._record()
        self._text()

    def _sources(self) -> None:
        self.digests = self.add(
            "publisher", name="casefiles press desk", country="GB", website="https://press.example/"
        )
        common = {"publisher": self.digests, "language": "en", "accessed": "2021-07-19"}
        self.ft = self.add(
            "source",
            title="Press desk digest: a White House official speaks to the Financial Times",
            source_type="news_report",
            published="2021-07-19",
            not_archived="Not archived: the outlet keeps it behind a payment.",
            original_address="Financial Times, 19 July 2021",
            **common,
        )
        self.bloomberg = self.add(
            "source",
            title="Press desk digest: Bloomberg on the eight accusers",
            source_type="news_report",
            published="2021-07-19",
            archived=archived(self, "Bloomberg digest", whole=False),
            **common,
        )
        self.report = self.add(
            "source",
            title="Press desk digest: a news report of July 2021 on the accusation",
            source_type="news_report",
            url="http://127.0.0.1:8003/pages/news-report",
            original_address="https://news.example/2021/07/accusation",
            archived=archived(self, "News report digest"),
            relays=[self.ft, self.bloomberg],
            note="The report carries no date; 19 July 2021 is ours. Its “masterminding” is in no official text.",
            **common,
        )
        self.msft_blog = self.add(
            "source",
            title="Press desk digest: Microsoft, HAFNIUM targeting Exchange servers",
            source_type="technical_report",
            published="2021-03-02",
            authors="Microsoft Threat Intelligence",
            archived=archived(self, "Microsoft digest"),
            **common,
        )
        self.indictment = self.add(
            "source",
            title="Press desk digest: US Department of Justice, four charged",
            source_type="press_release",
            published="2021-07-19",
            archived=archived(self, "Justice digest"),
            **common,
        )

    def _statement(self, source: str, passage: str, speaker: str = "", **more: Any) -> str:
        names = {self.bodies[speaker]["fields"]["name"]} if speaker else set()
        said_by = more.pop("said_by", next(iter(names), "")) or more.get("speaker_description", "")
        fields = {
            "source": source,
            "passage": passage,
            "speech": "reported",
            "said_by": said_by,
            "said": "2021-07-19",
            "language": "en",
            **({"speaker": speaker} if speaker else {}),
            **more,
        }
        return self.add("statement", **{name: value for name, value in fields.items() if value})

    def _attribution(self, statement: str, operation: str, accuser: str, accused: str, words: str, **more: Any) -> str:
        return self.add(
            "attribution",
            **{
                "statement": statement,
                "operation": operation,
                "accuser": accuser,
                "accused": accused,
                "words": words,
                "stance": "accuses",
                "yardstick": "none_stated",
                "likelihood": "none_stated",
                "confidence": "none_stated",
                "basis": "receiver_government",
                "attribution_type": "political_statement",
            }
            | more,
        )

    def _claims(self) -> None:
        self.q_us = self._statement(
            self.report,
            "The US and key allies accuse the Chinese government of employing criminal gangs that employed hackers.",
            self.us,
            prefix="for the first time ",
            unclear="The sentence is garbled: who employed whom cannot be told from it.",
        )
        self.a_us = self._attribution(self.q_us, self.exchange, self.us, self.china, "formally_accuses", verb="accuse")
        q_official = self._statement(
            self.ft,
            "The administration has high confidence that the ministry paid the Exchange hackers.",
            speaker_description="a senior White House official",
            anonymity_reason="spoke before the announcement",
            how_they_know="not said",
            said_by="a senior White House official (United States)",
            speaker=self.us,
        )
        self.a_mss = self._attribution(
            q_official,
            self.exchange,
            self.us,
            self.mss,
            "attributes",
            verb="paid by",
            confidence="high",
            confidence_as_said="high confidence",
            responsibility="state-ordered",
            attribution_type="anonymous_statement_in_media",
            caveat="One unnamed official, through one newspaper. The government’s own text says “contract hackers”.",
        )
        q_uk = self._statement(
            self.report,
            "The attacks are another serious example of a malicious act by Chinese state-backed actors. "
            "This is unacceptable, and it will be called out.",
            self.ncsc,
            speaker_name="Paul Chichester",
            speaker_role="director of operations",
            speech="quoted",
            said_by="Paul Chichester, director of operations (National Cyber Security Centre)",
        )
        self.a_uk = self._attribution(
            q_uk,
            self.exchange,
            self.uk,
            self.china,
            "attributes",
            verb="a malicious act by",
            yardstick="phia",
            likelihood="phia:almost-certain",
            likelihood_as_said="almost certain",
            confidence="high",
            accused_as_said="Chinese state-backed actors",
        )
        self.q_nato = self._statement(
            self.report, "Nato has for the first time formally accused China of cyber-attacks.", self.nato
        )
        self.a_nato = self._attribution(
            self.q_nato,
            self.exchange,
            self.nato,
            self.china,
            "formally_accuses",
            verb="formally accused",
            basis="international_organisation",
        )
        self.q_eu = self._statement(self.report, "The EU linked these and other attacks to APT40 and APT31.", self.eu)
        self.a_eu = self._attribution(
            self.q_eu, self.exchange, self.eu, self.apt40, "links", verb="linked", basis="eu_institution"
        )
        self.a_eu31 = self._attribution(
            self.q_eu, self.exchange, self.eu, self.apt31, "links", verb="linked", basis="eu_institution"
        )
        q_ms = self._statement(
            self.msft_blog,
            "We attribute this campaign with high confidence to HAFNIUM, assessed to be state-sponsored and "
            "operating out of China.",
            self.microsoft,
            speech="direct",
            said="2021-03-02",
            locator="paragraph 2",
        )
        self.a_ms = self._attribution(
            q_ms,
            self.exchange,
            self.microsoft,
            self.hafnium,
            "attributes",
            verb="attribute",
            confidence="high",
            confidence_as_said="high confidence",
            basis="it_security_community",
            attribution_type="technical_report",
        )
        self.add("actor_link", subject=self.hafnium, relation="sponsored_by", object=self.china, statement=q_ms)
        self.q_ncsc = self._statement(
            self.report,
            "The NCSC said APT30 attacked government entities, among them Finland’s parliament, in 2020.",
            self.ncsc,
        )
        self.a_ncsc = self._attribution(self.q_ncsc, self.parliament, self.ncsc, self.apt30, "attributes", verb="said")
        q_doj = self._statement(
            self.indictment, "Charges were brought against four hackers said to be sponsored by the ministry.", self.doj
        )
        self.a_doj = self._attribution(
            q_doj,
            self.campaign,
            self.doj,
            self.mss,
            "formally_accuses",
            verb="charged",
            attribution_type="domestic_legal_action",
        )
        self.q_number = self._statement(
            self.report,
            "an estimated 30,000 organisations in the US alone",
            speaker_description="the report, naming nobody",
        )
        q_solar = self._statement(
            self.report,
            "Russia was blamed for the SolarWinds attack, and US sanctions followed.",
            speaker_description="the report, naming nobody",
        )
        self.a_solar = self._attribution(
            q_solar,
            self.solarwinds,
            self.us,
            self.russia,
            "attributes",
            verb="was blamed",
            basis="media_based",
            caveat="The report does not say who blames.",
        )
        q_china = self._statement(
            self.report,
            "中方坚决反对并拒绝接受这一指责。",
            self.china,
            said="2021-07-20",
            language="zh-Hans",
            translation="China firmly opposes the accusation and does not accept it.",
            translator="the desk",
        )
        self.q_china = q_china
        self.a_china = self._attribution(
            q_china, self.exchange, self.china, self.china, "condemns", stance="denies", verb="rejects"
        )

    def _record(self) -> None:
        self.add(
            "evidence",
            title="Web shells on compromised servers",
            evidence_type="behaviour",
            technique_id="T1505.003",
            description="Microsoft describes web shells left on servers and the addresses they were reached from.",
            sources=[self.msft_blog],
            bearings=[{"attribution": self.a_ms, "bearing": "supports"}],
        )
        self.add(
            "evidence",
            title="No evidence with the governments’ statements",
            evidence_type="none_published",
            description="None was published with the accusation of 19 July.",
            bearings=[{"attribution": self.a_us, "bearing": "supports"}],
        )
        self.add(
            "legal_action",
            operation=self.campaign,
            act="unsealed",
            by=self.doj,
            against="four people said to work for the ministry",
            against_actor=self.mss,
            date="2021-07-19",
            description="A federal indictment of four people was unsealed in San Diego.",
            present_status="Nobody arrested, as far as is known.",
            source=self.indictment,
        )
        self.add(
            "legal_action",
            operation=self.exchange,
            act="none_found",
            by=self.us,
            date="2021-07-19",
            description="No sanctions were announced with the accusation; they may follow.",
            source=self.report,
        )
        self.add(
            "legal_action",
            operation=self.solarwinds,
            act="sanction_listed",
            by=self.us,
            against="Russian companies and persons",
            date="2021-04",
            description="Sanctions followed.",
            source=self.report,
        )
        self.add(
            "event", date="2021-03-02", title="Microsoft names HAFNIUM", operation=self.exchange, source=self.msft_blog
        )
        self.add(
            "event",
            date="2021-07-19",
            title="Governments accuse China",
            description="Eight accusers by the report’s count, not all alike.",
            operation=self.exchange,
            source=self.report,
        )
        self.add(
            "event",
            date="2020-23~",
            title="Parliament of Finland detects the intrusion",
            operation=self.parliament,
            source=self.report,
        )
        self.add(
            "impact",
            operation=self.exchange,
            amount="30,000",
            unit="organisations",
            scope="in the US alone",
            statement=self.q_number,
        )
        self.add(
            "reply_request",
            to=self.china,
            allegations="That its Ministry of State Security hired criminals who broke into Exchange servers.",
            channel="Embassy in London, by e-mail",
            sent_at="2021-07-19T15:00:00Z",
            deadline="2021-07-20T16:00:00Z",
            deadline_zone="Asia/Shanghai",
            outcome="public_reply",
            reply="中方坚决反对并拒绝接受这一指责。",
            replied="2021-07-20",
            statement=self.q_china,
            attributions=[self.a_us, self.a_mss],
        )
        self.add(
            "reply_request",
            to=self.apt31,
            allegations="That it broke into Finland’s parliament.",
            outcome="not_sought",
            why_not_sought="No address for the group is known.",
        )
        self.add(
            "editor_note",
            text="“Eight accusers” is the report’s count. Japan and NATO supported others’ statements.",
            resolved=True,
            subjects=[self.a_nato, self.a_us],
        )

    def _text(self) -> None:
        self.text = self.add(
            "case_text",
            title="Who hacked Microsoft Exchange?",
            byline="Compiled by Anna Lind and Tom Okafor",
            approving_editor="Ruth Meyer",
            standfirst="In July 2021 the United States and its allies blamed China for Exchange break-ins. "
            "They did not say the same thing, and not all of them accused. This file keeps their words apart.",
            narrative="## What was said\n\nThe accusation came [in many voices](item:"
            + self.a_us
            + "). Microsoft had named "
            "[HAFNIUM](item:"
            + self.a_ms
            + ") in March.\n\n- One claim rests on [an unnamed official](item:"
            + self.a_mss
            + ").\n"
            "- The headline’s *masterminding* is in no official text.",
            established="- Servers were broken into from January 2021.\n- Microsoft named HAFNIUM on 2 March 2021.",
            not_established="- Who paid whom.\n- How many organisations were hit worldwide.",
        )

    def correct(self) -> None:
        """What the desk learned after the first edition: APT31, and NATO's and the EU's own words."""
        common = {"publisher": self.digests, "language": "en", "accessed": "2021-07-20", "published": "2021-07-19"}
        uk = self.add(
            "source",
            title="Press desk digest: the United Kingdom’s own statement",
            source_type="government_statement",
            archived=archived(self, "UK digest"),
            **common,
        )
        nato = self.add(
            "source",
            title="Press desk digest: NATO’s own statement",
            source_type="government_statement",
            archived=archived(self, "NATO digest"),
            **common,
        )
        self.eu_own = self.add(
            "source",
            title="Press desk digest: the European Union’s own statement",
            source_type="government_statement",
            archived=archived(self, "EU digest"),
            **common,
        )
        self.change(
            self.q_ncsc,
            source=uk,
            speech="direct",
            passage="The NCSC said APT31 attacked government entities, among them Finland’s parliament, in 2020.",
        )
        self.change(self.a_ncsc, accused=self.apt31)
        self.change(
            self.q_nato,
            source=nato,
            speech="direct",
            passage="We acknowledge national statements by Allies such as Canada, the UK and the US.",
        )
        self.change(self.a_nato, words="supports_or_acknowledges", stance="supports", verb="acknowledge")
        self.change(
            self.q_eu,
            source=self.eu_own,
            speech="direct",
            passage="These malicious cyber activities were undertaken from the territory of China.",
        )
        self.change(
            self.a_eu,
            accused=self.china,
            accused_as_said="from the territory of China",
            caveat="The EU names no organ of the state.",
        )
        self.withdraw(self.a_eu31)
        self.withdraw(self.apt30)


def publish_exchange() -> tuple[Exchange, Edition, Edition]:
    """The case, its first edition and its correction."""
    draft = Exchange()
    first = draft.publish()
    draft.correct()
    return draft, first, draft.publish("correction", NOTE, SECOND_AT)
