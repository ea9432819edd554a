"""Names that differ though they name the same: Britain, British, the UK.

A table of what documents write most, not a gazetteer. Each line is one place or people.
"""

_SAME = """
united states|us|usa|america|american|americans|united states of america
united kingdom|uk|britain|british|great britain|briton|britons
england|english
scotland|scottish|scots
wales|welsh
ireland|irish
france|french|frenchman
germany|german|germans
italy|italian|italians
spain|spanish|spaniard|spaniards
portugal|portuguese
netherlands|dutch|holland
belgium|belgian|belgians
switzerland|swiss
austria|austrian|austrians
denmark|danish|danes|dane
sweden|swedish|swedes|swede
norway|norwegian|norwegians
finland|finnish|finns
poland|polish|poles
greece|greek|greeks
turkey|turkish|turks|turkiye
russia|russian|russians|russian federation
ukraine|ukrainian|ukrainians
czech republic|czech|czechs|czechia
hungary|hungarian|hungarians
romania|romanian|romanians
bulgaria|bulgarian|bulgarians
serbia|serbian|serbs
croatia|croatian|croats
china|chinese|prc
japan|japanese
korea|korean|koreans
south korea|south korean|south koreans
north korea|north korean|north koreans|dprk
india|indian|indians
pakistan|pakistani|pakistanis
bangladesh|bangladeshi
sri lanka|sri lankan
vietnam|vietnamese
thailand|thai
philippines|filipino|filipinos|philippine
indonesia|indonesian|indonesians
malaysia|malaysian
australia|australian|australians|aussie
new zealand|new zealander|kiwi
canada|canadian|canadians
mexico|mexican|mexicans
brazil|brazilian|brazilians
argentina|argentine|argentinian|argentinians
chile|chilean
peru|peruvian
colombia|colombian
cuba|cuban|cubans
egypt|egyptian|egyptians
israel|israeli|israelis
palestine|palestinian|palestinians
iran|iranian|iranians
iraq|iraqi|iraqis
syria|syrian|syrians
saudi arabia|saudi|saudis
afghanistan|afghan|afghans
south africa|south african|south africans
nigeria|nigerian|nigerians
kenya|kenyan|kenyans
ethiopia|ethiopian|ethiopians
morocco|moroccan
europe|european|europeans
european union|eu
asia|asian|asians
africa|african|africans
antarctica|antarctic
arctic|arctic ocean
los angeles|la|l a
new york city|nyc|new york
washington dc|washington|dc
hollywood|hollywood
paris|parisian
london|londoner|londoners
catholic|catholics|catholicism|catholic church
christian|christians|christianity
islam|islamic|muslim|muslims
jew|jews|jewish|judaism
buddhist|buddhism|buddhists
hindu|hinduism|hindus
democrat|democrats|democratic|democratic party
republican|republicans|republican party|gop
united nations|un
"""
GROUPS = tuple(frozenset(line.split("|")) for line in _SAME.strip().splitlines())
"""Sets of folded names that are the same."""


def same_as(name: str) -> frozenset[str]:
    """The folded names that are the same as this one, itself among them.

    >>> "uk" in same_as("british")
    True
    """
    found = frozenset({name})
    for group in GROUPS:
        if name in group:
            found |= group
    return found
