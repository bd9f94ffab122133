"""The numbered rows of the demonstration case's paper, and by which words each is found: edition, words on its page."""

ROWS: dict[int, list[tuple[int, str]]] = {
    1: [
        (1, "have accused the Chinese government for the first time over hired hackers who attack the West."),
        (1, "as printed, it is the gangs that “employed” the hackers, and not the other way round."),
        (1, "Unclear: The sentence is garbled in print. We keep the claim"),
        (2, "The United States says of China’s Ministry of State Security that it uses contract hackers."),
    ],
    2: [
        (
            1,
            "It names eight accusers: the United States, the European Union, the United Kingdom, Australia, Canada, "
            "New Zealand, Japan and, by way of Bloomberg, NATO.",
        ),
        (2, "That eight accuse China alike stands only as the report’s claim, and is contested."),
        (2, "Read in their own words they are not eight alike"),
        (2, "Japan supports the statements that the others have made."),
    ],
    3: [
        (
            1,
            "It is the first time that NATO formally accuses China of cyber-attacks, according to the report, and the "
            "breadth of the coalition is the news.",
        ),
        (
            2,
            "NATO acknowledges what allies such as Canada, the United Kingdom and the United States have stated "
            "nationally about who is responsible",
        ),
        (2, "NATO acknowledges or supports others’ attribution to China"),
        (2, "NATO acknowledges the national statements of allies and accuses nobody itself."),
    ],
    4: [
        (1, "30,000 organisations whose e-mail servers were attacked (an estimate), in the United States alone"),
        (1, "Whose estimate: no source named"),
        (2, "Whose estimate: no source named"),
    ],
    5: [
        (1, "first blamed on Hafnium, a group that the report calls sponsored by the Chinese state."),
        (1, "Unclear: By whom it was first blamed is not said."),
        (1, "Microsoft attributes it to Hafnium"),
        (1, "Confidence as stated: high (“high confidence”)"),
        (
            1,
            "The company assesses that the group is state-sponsored and operates out of China. Microsoft, 2 March "
            "2021.",
        ),
    ],
    6: [
        (
            1,
            "A senior White House official, unnamed, told the Financial Times that there was high confidence: the "
            "hackers of the Exchange servers had been paid by the Ministry of State Security.",
        ),
        (1, "A senior White House official, not named (White House)"),
        (1, "Not named because: not given. How they know: not given."),
    ],
    7: [
        (
            1,
            "it uses criminal contract hackers for unauthorised operations all over the world, and these also work for "
            "their own gain, by extortion, crypto-jacking and theft.",
        ),
        (1, "An official whom the report does not name, in an outlet that it does not state"),
        (1, "Unclear: This is the report’s rendering, not the official’s own words."),
        (2, "The wording of the US statement differs, so we do not show the rendering as anybody’s words."),
    ],
    8: [
        (1, "The European Union, the report says, linked these and other attacks to two groups, APT40 and APT31."),
        (2, "European Union links it to China (as said: “from the territory of China”)"),
        (2, "It names no organ of the Chinese state."),
        (2, "It speaks of APT40 and APT31 as well, and ties them to other intrusions, not to this one."),
    ],
    9: [
        (
            1,
            "APT40 targeted maritime industries and naval defence contractors in the United States and Europe. "
            "National Cyber Security Centre",
        ),
    ],
    10: [
        (1, "National Cyber Security Centre attributes it to APT30"),
        (1, "that APT30 attacked government entities in 2020, among them Finland’s parliament."),
        (2, "United Kingdom links it to APT31"),
        (2, "Finnish Security and Intelligence Service attributes it to APT31"),
        (2, "Supo gives APT31 as the group behind the intrusion into the information systems of Finland’s parliament"),
    ],
    11: [
        (1, "Paul Chichester, director of operations (National Cyber Security Centre)"),
        (
            1,
            "another serious example of what Chinese state-backed actors do, it is unacceptable, and it will be called "
            "out.",
        ),
        (1, "On the record, in the report’s rendering."),
    ],
    12: [
        (1, "has charged four hackers said to be sponsored by the Ministry of State Security"),
        (
            1,
            "for a campaign of several years against foreign governments and against the maritime, aerospace, defence, "
            "education and healthcare sectors in at least a dozen countries.",
        ),
        (1, "Charges are allegations."),
        (2, "The campaign of the US indictment, 2011 to 2018"),
        (2, "The indictment covers the years 2011 to 2018."),
        (2, "It is not about the attack on Exchange servers."),
    ],
    13: [
        (1, "No sanctions were announced with the accusation; they may follow, the report says."),
        (2, "None with the accusation of July 2021; we have not looked into later years."),
    ],
    14: [
        (
            1,
            "several US federal agencies were affected, Russia “was blamed”, it does not say by whom, and US sanctions "
            "followed.",
        ),
        (1, "An accuser whom the report does not state attributes it to Russia"),
        (1, "Unclear: By whom Russia was blamed is not said."),
    ],
    15: [
        (
            1,
            "the largest meat supplier of the United States and a large oil pipeline were attacked. It places the "
            "groups in Eastern Europe, most likely in Russia, and gives no source for that.",
        ),
        (1, "A location, not a state: the report does not say that Russia did it or had it done. It names no source."),
        (1, "Ransomware, it adds, is on the rise."),
    ],
    16: [
        (1, "There is no reply by China in the report."),
        (2, "China: replied in public, 20 July 2021"),
        (2, "China’s Ministry of Foreign Affairs rejects the accusation."),
    ],
    17: [
        (1, "The headline of the report has China “masterminding” the attacks."),
        (2, "“Masterminding” is the report’s headline. No official text that we have read uses the word."),
    ],
}

EXTERNAL_IDS = {"Hafnium": "G0125", "APT31": "G0128", "APT40": "G0065", "APT30": "G0013"}
OPERATIONS = {
    "The attack on Microsoft Exchange servers",
    "The campaign of the US indictment, 2011 to 2018",
    "The attack on Finland’s parliament",
    "SolarWinds",
    "The attack on the largest US meat supplier",
    "The attack on a large oil pipeline",
}
