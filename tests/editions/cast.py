"""Who appears in the synthetic Exchange case, and the operations it is about."""

from tests.editions.drafts import Draft


class Cast(Draft):
    """A draft with the actors, their other names and the operations of the Exchange case."""

    def _actor(self, name: str, actor_type: str, **more: str) -> str:
        return self.add("actor", name=name, actor_type=actor_type, **more)

    def _actors(self) -> None:
        self.china = self._actor("China", "country", country="CN")
        self.mss = self._actor(
            "Ministry of State Security of the People’s Republic of China",
            "state_organ",
            country="CN",
            description="China’s civilian intelligence and security service, abbreviated MSS.",
        )
        self.us = self._actor("United States", "country", country="US")
        self.doj = self._actor("US Department of Justice", "state_organ", country="US")
        self.uk = self._actor("United Kingdom", "country", country="GB")
        self.ncsc = self._actor("National Cyber Security Centre", "state_organ", country="GB")
        self.eu = self._actor("European Union", "international_organisation")
        self.nato = self._actor("NATO", "international_organisation")
        self.japan = self._actor("Japan", "country", country="JP")
        self.finland = self._actor("Finnish Security and Intelligence Service (Supo)", "state_organ", country="FI")
        self.microsoft = self._actor("Microsoft", "company", country="US")
        self.hafnium = self._actor(
            "HAFNIUM", "threat_group", attack_id="G0125", description="A group that Microsoft named in March 2021."
        )
        self.apt30 = self._actor("APT30", "threat_group", attack_id="G0013")
        self.apt31 = self._actor("APT31", "threat_group", attack_id="G0128")
        self.apt40 = self._actor("APT40", "threat_group", attack_id="G0065")
        self.russia = self._actor("Russia", "country", country="RU")
        self.add("alias", actor=self.apt31, name="ZIRCONIUM", coined_by=self.microsoft)
        self.add(
            "alias",
            actor=self.apt40,
            name="Leviathan",
            reference_title="MITRE ATT&CK, group G0065",
            reference_url="https://attack.mitre.org/groups/G0065/",
        )

    def _operations(self) -> None:
        self.exchange = self.add(
            "operation",
            name="Microsoft Exchange Server compromise",
            other_names=["Exchange hack"],
            operation_type="campaign",
            dates="2021-01/2021-03",
            affected_systems="Microsoft Exchange Server, on premises",
            sectors=["technology", "government"],
            countries=["US", "GB", "NO"],
            description="Flaws in on-premises e-mail servers were used to break in, first by few and then by many.",
        )
        self.campaign = self.add(
            "operation",
            name="Intrusions charged in July 2021",
            operation_type="campaign",
            dates="2011/2018",
            sectors=["transportation", "aerospace", "defense", "education", "healthcare"],
            description="A multi-year campaign in at least a dozen countries. It is not about Exchange.",
        )
        self.parliament = self.add(
            "operation",
            name="Intrusion at the Parliament of Finland",
            operation_type="incident",
            dates="2020-23~",
            countries=["FI"],
            sectors=["government-national"],
        )
        self.solarwinds = self.add(
            "operation",
            name="SolarWinds supply-chain compromise",
            operation_type="campaign",
            dates="2020",
            countries=["US"],
        )
