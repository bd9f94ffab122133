"""Digests of what the press, companies and a public catalogue said."""

from casefiles.demonstration.press_desk.digest import Digest

NEWS_REPORT = Digest(
    slug="news-report-july-2021",
    title="A news report on the Exchange attack and those who blame China",
    summarising="a news report of July 2021",
    original="A news report of July 2021. Its outlet and address did not come down to us.",
    dated="Undated. 19 July 2021 is the press desk’s dating.",
    paragraphs=(
        "The headline of the report has China “masterminding” the attacks.",
        "The United States and key allies, the report says, have accused the Chinese government for the first "
        "time over hired hackers who attack the West. One sentence of it is garbled: as printed, it is the gangs "
        "that “employed” the hackers, and not the other way round.",
        "It names eight accusers: the United States, the European Union, the United Kingdom, Australia, Canada, "
        "New Zealand, Japan and, by way of Bloomberg, NATO.",
        "It is the first time that NATO formally accuses China of cyber-attacks, according to the report, and "
        "the breadth of the coalition is the news.",
        "E-mail servers of an estimated 30,000 organisations were attacked in the United States alone. The "
        "report names no source for the figure.",
        "The attack was first blamed on Hafnium, a group that the report calls sponsored by the Chinese state. "
        "It does not say who blamed it.",
        "A senior White House official, whom the report does not name, is said to have told the Financial Times "
        "with “high confidence” that the hackers of the Exchange servers were paid by China’s Ministry of State "
        "Security.",
        "An official, in an outlet that the report does not state, is quoted on the ministry: it uses criminal "
        "contract hackers for unauthorised operations all over the world, and these also work for their own "
        "gain, by extortion, crypto-jacking and theft.",
        "The European Union, the report says, linked these and other attacks to two groups, APT40 and APT31.",
        "Britain’s National Cyber Security Centre (NCSC) said, by the report’s account, that APT40 targeted "
        "maritime industries and naval defence contractors in the United States and Europe.",
        "The NCSC also said, according to the report, that APT30 attacked government entities in 2020, among "
        "them Finland’s parliament.",
        "Paul Chichester, director of operations at the NCSC, is quoted by name. In sum: this is another serious "
        "example of what Chinese state-backed actors do, it is unacceptable, and it will be called out.",
        "The US Department of Justice, the report goes on, has charged four hackers said to be sponsored by the "
        "Ministry of State Security, for a campaign of several years against foreign governments and against "
        "the maritime, aerospace, defence, education and healthcare sectors in at least a dozen countries.",
        "No sanctions were announced with the accusation; they may follow, the report says.",
        "The report recalls SolarWinds, in 2020: several US federal agencies were affected, Russia “was blamed”, "
        "it does not say by whom, and US sanctions followed.",
        "In the same year, it says, the largest meat supplier of the United States and a large oil pipeline were "
        "attacked. It places the groups in Eastern Europe, most likely in Russia, and gives no source for that. "
        "Ransomware, it adds, is on the rise.",
        "There is no reply by China in the report.",
    ),
)

FINANCIAL_TIMES = Digest(
    slug="financial-times-official",
    title="What an unnamed official is said to have told the Financial Times",
    summarising="an account in the Financial Times of July 2021, as far as another report repeats it",
    original="Financial Times, ft.com, July 2021. The press desk has not seen the original.",
    dated="July 2021.",
    paragraphs=(
        "The press desk knows this account through a news report of July 2021, which repeats it.",
        "A senior White House official, unnamed, told the Financial Times that there was high confidence: the "
        "hackers of the Exchange servers had been paid by the Ministry of State Security.",
        "Why the official is not named, and how the official knows, is not said in what the press desk has.",
    ),
)

BLOOMBERG = Digest(
    slug="bloomberg-nato",
    title="What Bloomberg is said to have reported about NATO",
    summarising="an account by Bloomberg of July 2021, as far as another report repeats it",
    original="Bloomberg, bloomberg.com, July 2021. The press desk has not seen the original.",
    dated="July 2021.",
    paragraphs=(
        "The press desk knows this account through a news report of July 2021, which names Bloomberg as its route.",
        "Bloomberg is given as the source for counting NATO among those who accuse China.",
        "The claim of the United States, as Bloomberg is said to carry it, is the claim of the same "
        "administration. It is a second route to that claim and not a second origin.",
    ),
)

MICROSOFT = Digest(
    slug="microsoft-hafnium",
    title="Microsoft on Hafnium and Exchange Server, 2 March 2021",
    summarising="a post by Microsoft of 2 March 2021",
    original="https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/",
    dated="2 March 2021.",
    primary=True,
    paragraphs=(
        "Microsoft attributes the attacks on Exchange Server, with high confidence, to a group that it calls Hafnium.",
        "The company assesses that the group is state-sponsored and operates out of China.",
    ),
)

GROUP_NAMES = Digest(
    slug="names-of-groups",
    title="Four groups and their numbers in ATT&CK",
    summarising="the entries of four groups in the public catalogue MITRE ATT&CK",
    original="https://attack.mitre.org/groups/G0125/, …/G0128/, …/G0065/ and …/G0013/",
    dated="Undated here; the catalogue is revised from time to time.",
    paragraphs=(
        "The catalogue lists HAFNIUM as G0125, APT31, also called ZIRCONIUM, as G0128, APT40, also called "
        "Leviathan, as G0065, and APT30 as G0013.",
        "APT30 and APT31 are two entries. Their names differ by one digit.",
    ),
)

REPORTS = (NEWS_REPORT, FINANCIAL_TIMES, BLOOMBERG, MICROSOFT, GROUP_NAMES)
