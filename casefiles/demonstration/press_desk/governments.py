"""Digests of what governments, their organs and international organisations said themselves."""

from casefiles.demonstration.press_desk.digest import Digest

UNITED_STATES = Digest(
    slug="us-statement",
    title="The statement of the United States, 19 July 2021",
    summarising="the United States’ own statement of 19 July 2021",
    original=(
        "https://www.whitehouse.gov/briefing-room/statements-releases/2021/07/19/the-united-states-joined-by-allies-"
        "and-partners-attributes-malicious-cyber-activity-and-irresponsible-state-behavior-to-the-peoples-"
        "republic-of-china/"
    ),
    dated="19 July 2021.",
    primary=True,
    paragraphs=(
        "The United States says of China’s Ministry of State Security that it uses contract hackers.",
        "It holds hackers who work with that ministry responsible for the attack on Exchange servers.",
        "Its wording about the contract hackers differs from the quotation in the news report of July 2021.",
    ),
)

UNITED_KINGDOM = Digest(
    slug="uk-statement",
    title="The statement of the United Kingdom, 19 July 2021",
    summarising="the United Kingdom’s own statement of 19 July 2021",
    original=(
        "https://www.gov.uk/government/news/"
        "uk-and-allies-hold-chinese-state-responsible-for-a-pervasive-pattern-of-hacking"
    ),
    dated="19 July 2021.",
    primary=True,
    paragraphs=(
        "The United Kingdom holds Chinese state-backed actors responsible for the attack on Exchange servers.",
        "It ties attacks on government entities in 2020, Finland’s parliament among them, to APT31.",
        "APT30 is not the group that it gives for Finland’s parliament.",
    ),
)

SUPO = Digest(
    slug="supo-parliament",
    title="Finland’s Supo on the attack on parliament, 18 March 2021",
    summarising="a statement by the Finnish Security and Intelligence Service, Supo, of 18 March 2021",
    original="Supo, supo.fi, statement of 18 March 2021 about the attack on parliament.",
    dated="18 March 2021.",
    primary=True,
    paragraphs=(
        "Supo gives APT31 as the group behind the intrusion into the information systems of Finland’s parliament "
        "in 2020.",
    ),
)

NATO = Digest(
    slug="nato-statement",
    title="The statement of NATO, 19 July 2021",
    summarising="the statement of the North Atlantic Council of 19 July 2021",
    original="NATO, nato.int, statement of the North Atlantic Council of 19 July 2021.",
    dated="19 July 2021.",
    primary=True,
    paragraphs=(
        "NATO acknowledges what allies such as Canada, the United Kingdom and the United States have stated "
        "nationally about who is responsible for the attack on Exchange servers.",
        "It accuses nobody itself.",
    ),
)

EUROPEAN_UNION = Digest(
    slug="eu-declaration",
    title="The declaration of the European Union, 19 July 2021",
    summarising="the declaration on behalf of the European Union of 19 July 2021",
    original="Council of the European Union, consilium.europa.eu, declaration of 19 July 2021.",
    dated="19 July 2021.",
    primary=True,
    paragraphs=(
        "The European Union says that the activities against Exchange servers were undertaken from the territory "
        "of China. It names no organ of the Chinese state.",
        "It speaks of APT40 and APT31 as well, and ties them to other intrusions, not to this one.",
    ),
)

JAPAN = Digest(
    slug="japan-statement",
    title="The statement of Japan, July 2021",
    summarising="a statement by Japan of July 2021",
    original="Ministry of Foreign Affairs of Japan, mofa.go.jp, July 2021.",
    dated="July 2021.",
    primary=True,
    paragraphs=("Japan supports the statements that the others have made.",),
)

JUSTICE_DEPARTMENT = Digest(
    slug="justice-department-charges",
    title="The US Department of Justice announces charges, July 2021",
    summarising="an announcement by the US Department of Justice of July 2021",
    original=(
        "https://www.justice.gov/opa/pr/"
        "four-chinese-nationals-working-ministry-state-security-charged-global-computer-intrusion"
    ),
    dated="July 2021.",
    primary=True,
    paragraphs=(
        "The US Department of Justice announces charges against four people, who are said to be sponsored by the "
        "Ministry of State Security.",
        "The campaign of which it speaks ran for several years and reached at least a dozen countries.",
        "Charges are allegations. A court has not decided on them here.",
    ),
)

INDICTMENT = Digest(
    slug="indictment",
    title="What the indictment covers, and what it does not",
    summarising="the indictment that the US Department of Justice announced in July 2021",
    original="United States federal court document, announced at justice.gov in July 2021.",
    dated="Announced in July 2021.",
    primary=True,
    paragraphs=(
        "The indictment covers the years 2011 to 2018.",
        "It is not about the attack on Exchange servers.",
    ),
)

CHINA = Digest(
    slug="china-reply",
    title="China’s foreign ministry rejects the accusation, 20 July 2021",
    summarising="what China’s Ministry of Foreign Affairs said on 20 July 2021",
    original="Ministry of Foreign Affairs of the People’s Republic of China, fmprc.gov.cn, 20 July 2021.",
    dated="20 July 2021.",
    primary=True,
    paragraphs=("China’s Ministry of Foreign Affairs rejects the accusation.",),
)

GOVERNMENTS = (
    UNITED_STATES,
    UNITED_KINGDOM,
    SUPO,
    NATO,
    EUROPEAN_UNION,
    JAPAN,
    JUSTICE_DEPARTMENT,
    INDICTMENT,
    CHINA,
)
