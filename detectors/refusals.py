"""Recognises sentences that decline to answer.

The phrases are English, matched from the start of a sentence in lower case. A refusal that goes on
to give an answer ("I do not know; it may be 5 mg") is none. What a shop or a law does not do ("We
cannot ship to islands", "The lease does not cover damage") is a statement: a refusal is about
knowing, saying and helping, or about the given text.
"""

import re


def declines(sentence: str) -> bool:
    """Whether the sentence says that the answer is not known, and does not go on to give one.

    >>> declines("The pages do not say whether it is safe."), declines("Do not take it.")
    (True, False)
    """
    text = plain(sentence)
    found = _REFUSAL.match(text) or _I_CANNOT.search(text)
    return found is not None and not _goes_on(text[found.end() :])


def plain(sentence: str) -> str:
    """Lower case, straight apostrophes, single spaces; no emphasis, quotes, tags or citations."""
    text = sentence.lower().replace("\u2019", "'")
    return " ".join(_MARKS.sub("", text).split())


def either(*alternatives: str) -> str:
    """A pattern that matches any of them."""
    return f"(?:{'|'.join(alternatives)})"


def _goes_on(rest: str) -> bool:
    """Whether what follows a refusal within its sentence turns to an answer; advice is none."""
    turn = _TURN.search(rest)
    more = rest[turn.end() :].strip(" ,") if turn else ""
    return len(more.split()) > 2 and not _ADVICE.search(more) and not _REFUSAL.match(more)


_MARKS = re.compile(r"[*_`\"“”]|</?[a-z][^<>]{0,200}>|\[\d{1,3}(?:[,; \u2013-]{1,2}\d{1,3}){0,9}\]")

_NOT = r"(?:(?:do(?:es)?|did|could|was|were)(?: not|n't)|can(?: ?not|'t)|fails? to|failed to)"
_HOW = r"(?:(?:currently|really|simply|honestly|just|still|actually|also|therefore|\w+ly) )?"
_SOURCE_NOUN = (
    r"(?:pages?|documents?|docs|documentation|texts?|passages?|materials?|sources?|corpus|evidence"
    r"|references?|contexts?|leaflets?|information|library|data|articles?|excerpts?|snippets?"
    r"|files?|knowledge base|database|transcript|records?|reports?|search results?|contents?"
    r"|extracts?|input|handbook|manual|guide|faqs?)"
)
_WHOSE = r"(?:the|these|those|this|that|my|our|your|any|either|any of the|all|both)"
_GIVEN = (
    r"(?: (?:(?:that |which )?(?:you|i|we)(?:'ve|'m| have| had| was| were| am)?(?: been| just"
    r"| currently)?"
    r" \w+(?: (?:to|with|at|me|us|here|so far))*"
    r"|(?:that (?:is|was|were) )?(?:provided|given|available|supplied|above|here|shared|at hand)))?"
)
_SOURCE = (
    rf"(?:{_WHOSE} (?:[\w'-]+ ){{0,3}}?{_SOURCE_NOUN}|(?:provided|given) {_SOURCE_NOUN}){_GIVEN}"
)
_SAY = (
    r"(?:say|state|mention|answer|cover|give|provide|include|specify|address|tell|list|describe"
    r"|discuss|explain|indicate|hold|contain|have(?! to\b)|name|disclose|define|clarify|refer to"
    r"|talk about"
    r"|touch on|make (?:any |it )?(?:mention|clear)|appear to|seem to|go into|elaborate|supply"
    r"|offer)"
)
_TEXT_NOUN = (
    r"(?:letter|statement|terms|emails?|message|agreement|brochure|policy|contract|notice|form"
    r"|notes?|minutes|summary"
    r"|memo|filing|press release|quote|invoice|schedule|annex|appendix|page|chapter|section"
    r"|clause|paragraph|story"
    r"|table|list|chart|website|site|profile|label|review|paper|study|abstract|judge?ment|ruling"
    r"|opinion|author|writer"
    r"|booklet|handout|prospectus|protocol|fact ?sheet|bulletin|newsletter|post)"
)
_TELLS = (
    r"(?:says?|states?|mentions?|specif(?:y|ies)|address(?:es)?|discuss(?:es)?|explains?|tells?"
    r"|answers?|defines?|clarif(?:y|ies)|indicates?|names?|reveals?)\b"
)
_SAID = (
    r"(?:stated|mentioned|covered|given|specified|addressed|answered|described|found|available"
    r"|included|provided|discussed|listed|disclosed|documented|contained|explained|named|indicated"
    r"|determined|inferred|derived|confirmed|established|verified|clear|known|present|defined)"
)
_STRONG = (
    r"(?:(?:the|this|that|these|those|my|any of the|your) (?:[\w'-]+ ){0,2}?(?:contexts?|passages?"
    r"|excerpts?|snippets?|knowledge base|extracts?|search results?|reference pages?|sources"
    rf"|transcript|(?:provided|given|supplied) {_SOURCE_NOUN})"
    rf"|{_WHOSE} (?:[\w'-]+ ){{0,2}}?{_SOURCE_NOUN} (?:(?:that )?(?:you|i|we)\b|provided|given"
    r"|above|supplied|at hand|available))"
)
_INFO = (
    r"(?:information|info|details?|data|answers?|mention|guidance|figures?|specifics|records?"
    r"|indications?|context|advice|access|knowledge|sources?|documents?|insight|opinions?|idea"
    r"|feelings?|clue|references?|abilit(?:y|ies)|way|diagnos[ei]s|estimates?|recommendations?"
    r"|predictions?|explanation"
    r"|way of (?:knowing|telling))"
)
_KNOW = either(
    r"know(?! that)|say|tell|answer|respond|reply|find|locate|determine|comment|advise|assist"
    r"|confirm|verify|see|help|identify|infer|conclude|speculate|guess|discuss|fulfil?l?|comply"
    r"|engage|come across|spot|notice|encounter|understand|think (?:that )?(?:the|these|this"
    r"|any)|diagnose|interpret|make (?:that|this|any|a) \w+|recommend|browse|speak to|recall"
    r"|say for (?:sure|certain)|be (?:sure|certain)|make out|work out|deduce|proceed"
    r"|complete (?:that|this)",
    rf"(?:have|provide|give|offer|share|disclose|generate|supply|access) (?!your "
    rf"|their )(?:[\w'-]+ ){{0,5}}?{_INFO}",
    r"have (?:it|that|this|enough|one)\b|do (?:that|this|so)\b",
    r"(?:provide|give|offer|share|access) (?:that|this|it|you with|an? \w+ answer|any)\b",
)
_WE_KNOW = either(
    r"(?:know|say|tell|answer|respond to|help|assist|advise|comment|speculate|discuss|disclose)\b",
    rf"(?:have|provide|give|offer|share|find|see|locate|access|confirm|verify|determine|identify)"
    rf" (?!your |their )(?:[\w'-]+ ){{0,5}}?{_INFO}\b",
    r"(?:find|see|locate|confirm|verify|determine|do|provide|give) (?:that|this|it|the answer"
    r"|an answer|any)\b",
)
_ME = r"(?:i|we|this (?:assistant|model|system|chatbot)|the (?:assistant|model))"
_BE = r"(?: am| are| was| were| is|'m|'re|'s)"
_ABLE = (
    r"(?:unable|not (?:\w+ly )?(?:able|sure|certain|aware|allowed|permitted|qualified|authori[sz]ed"
    r"|in a position|equipped|programmed|designed|trained|comfortable|familiar|going to))"
)
_TOPIC = r"(?:this|that|your|the)(?: (?:question|request|query|topic|subject|matter|issue))?"
_SCOPE = (
    r"(?:(?:is|are|falls?|'s|lies?|goes) (?:\w+ )?(?:outside|beyond)(?: of)? (?:of )?"
    r"(?:the |my |our |what )|(?:is|'s) out of (?:my )?scope)"
)

_OPENING = (
    rf"(?:(?:(?:judging )?(?:from|by)|based on|in|given|using|with) {_SOURCE}(?: alone| itself"
    rf"| only)?,?"
    r"|(?:i'm |i am |we are |we're )?(?:very |so |really |terribly )?(?:sorry|afraid)(?: that)?"
    r"|sorry|(?:un|regret)[a-z]{4,10}ly|i apologi[sz]e(?: for[^,.]{0,60})?|(?:my |our )?apologies"
    r"|(?:i|we) (?:do )?regret(?: to (?:say|inform you|tell you))? that|(?:i|we) (?:must|have to"
    r"|should)"
    r" (?:say|admit|tell you|note|point out)(?: that)?|(?:sadly|regrettably|actually|in fact"
    r"|again|okay|sure)"
    r"|(?:the )?(?:short|simple|honest) answer is(?: that)?|it should be noted that"
    r"|please be aware that"
    r"|hi|hello|hey|however|but|well|hmm+|thank(?:s| you)[^,.]{0,60}|to be (?:clear|honest|fair)"
    r"|honestly|yet|it (?:appears|seems|looks)(?: like| as if| that)?|at (?:this|the) (?:time"
    r"|moment)"
    r"|currently|overall|answer:|note that|please note that|so|therefore|thus|in short|still"
    r"|(?:as|i'm|i am) (?:just )?an? (?:ai|(?:large )?language model|virtual assistant|assistant"
    r"|chatbot)"
    r"(?: (?:language )?model| assistant)?(?: and)?"
    r"|(?:based on|according to|judging from|judging by|from|in|within|with|after|having|given|for"
    r"|without|as|since|because|although|though|while|regarding|on|about|looking at|upon|to|of"
    r"|per|when|if"
    r"|despite|even|beyond|apart|aside|other|until|concerning|by|unlike)\b[^,]{1,160},)"
)
_NO_INFO = (
    rf"(?:no|not (?:enough|any)|nothing|insufficient|little|not sufficient)(?: \w+){{0,3}}?"
    rf" ?{_INFO}"
)

_SPEAKER = either(
    r"(?:i|we)(?: was| were| am| are|'m|'re)(?: not|n't) (?:\w+ly )?(?:given|provided|told|shown"
    r"|sent)\b",
    r"(?:i|we) (?:wasn't|weren't) (?:given|provided|told|shown|sent)\b",
    r"i(?:'d| would)? (?:much )?(?:prefer|rather) not\b",
    rf"i {_HOW}(?:can(?: ?not|'t)|could(?: not|n't)|won't|will not|haven't|have not|am unable"
    rf"|have never)\b",
    rf"i {_HOW}(?:do|did)(?: not|n't) {_HOW}(?:have|see|find|know|understand|think|believe"
    rf"|feel comfortable|want to"
    r"|recognise|recognize|keep|store|hold|possess|offer|handle|deal with|cover)\b(?! that the)",
    r"(?:i|we)(?:'ve| have|'m| am| was| were) (?:been )?(?:told|instructed|asked|designed"
    r"|trained|supposed|meant"
    r"|programmed)? ?not (?:supposed |meant |here |going |designed |trained |allowed )?to\b",
    r"(?:my|our) (?:instructions|guidelines|polic(?:y|ies)|programming|rules|guidance)\b",
    r"(?:that|this|it) (?:is|would be|goes|would go) against (?:my|our)\b",
    r"you(?:'d| would|'ll| will)? (?:have to|need to|must) (?:first )?(?:give|provide|share"
    r"|upload|send|show|tell)"
    r" (?:me|us)\b",
    r"i(?:'d| would|'ll| will)? (?:have to|need to|must) (?:check|ask|look|see|decline|refuse"
    r"|pass|defer|leave)\b",
    r"(?:beats me|your guess is as good|i'm (?:stumped|drawing a blank|at a loss|in the dark))\b",
    r"nobody (?:can|could) (?:say|tell)\b",
    rf"(?!we ){_ME} {_HOW}{_NOT} {_HOW}(?:yet )?{_KNOW}\b",
    rf"we {_HOW}{_NOT} {_HOW}(?:yet )?{_WE_KNOW}",
    rf"i{_BE} (?:{_HOW}|still |only ){_ABLE}\b",
    r"(?:i|we) (?:was|were|is|are)n't (?:\w+ly )?(?:able|allowed|permitted|given|sure|certain"
    r"|aware|provided)\b",
    rf"we{_BE} (?:{_HOW}|still |only ){_ABLE}(?: to)? {_WE_KNOW}",
    rf"{_ME}{_BE} (?:{_HOW}|still |only )not (?:sure|certain|aware|qualified)\b",
    rf"{_ME}(?:'d| would)?(?: \w+)? need (?:more|additional|further|to (?:see|know|read)"
    rf"|some more)\b",
    r"(?:more|additional|further) (?:\w+ )?(?:information|context|details?) (?:is|are|would be)"
    r" (?:needed|required|necessary)\b",
    r"(?:i|we)(?:'d| would)(?: \w+)? be (?:guessing|speculating)\b",
    r"(?:any|an?) (?:answer|figure|response|number)\b[^.]{0,40} would (?:\w+ )?be (?:a guess"
    r"|guess|speculat)",
    rf"{_ME}{_BE} only able to\b",
    rf"{_ME} (?:\w+ )?(?:have|found|find|see|could find|can find|had)"
    rf" (?:{_NO_INFO}|no (?:idea|{_SAID}\b)|nothing\b)",
    rf"{_ME} lack (?:the|any|access|sufficient|enough|real)\b",
    rf"{_ME}(?:'ve| have|) (?:not (?:been able|found|seen|come across|been (?:given|provided))"
    r"|been unable)\b",
    rf"{_ME} ha(?:ven't|dn't) (?:been able|found|seen|come across|been (?:given|provided))\b",
    rf"{_ME} (?:must|have to|will have to|need to|would)?(?: \w+ly)? ?(?:decline|refuse|refrain)\b",
    rf"{_ME}(?: (?:won't|will not|would rather not|prefer not to)|'d rather not)"
    r" (?:be able|answer|help|provide|assist|speculate|comment|guess|give you|do (?:that|this))\b",
    rf"{_ME} (?:can|am able to|was trained to|am designed to) only (?:answer|help|assist|discuss"
    r"|speak|respond|comment|use|rely)\b",
    rf"{_ME} (?:searched|looked|checked|reviewed|read|went)\b[^,.;]{{0,80}}?,? (?:but|and|yet)"
    rf" (?:(?:i|we) )?(?:found (?:no|nothing)|{_NOT} (?:find|see|locate)|came up)",
    r"(?:that|this|it)(?:'s| is| would be) (?:not )?(?:something|a (?:question|topic)|one)"
    r" (?:that )?(?:i|we)(?:'m|'re| am| are)? (?:can't|cannot|do not|don't|not able|unable|can)\b",
    r"(?:as|being) an? (?:ai|(?:large )?language model)\b[^.]{0,60}? (?:i|we)(?: can(?:'t|not)"
    rf"| do(?:n't| not)|{_BE} {_ABLE})",
    r"it(?:'s| is| would be| was)(?: \w+)? (?:impossible|not possible|inappropriate"
    r"|not appropriate|irresponsible|unethical|hard|difficult|not feasible)(?: for (?:me|us))?"
    r" to (?:say|tell|answer|give|provide|advise|comment|speculate|guess)\b",
)
"""I cannot say."""
_SOURCES_LACK = either(
    rf"{_WHOSE} (?:[\w'-]+ ){{0,3}}?{_TEXT_NOUN}{_GIVEN} (?:{_NOT}|never) {_HOW}(?:mentions?|say"
    rf"|refer to)\b",
    rf"(?:{_WHOSE}|an?) (?:[\w'-]+ ){{0,3}}?{_TEXT_NOUN}{_GIVEN} (?:{_NOT}"
    rf"|never) {_HOW}(?:{_TELLS}|list|disclose|show)"
    r" (?:what|whether|how|why|who|when|where|which|if|any|anything|much|a reason)\b",
    rf"{_SOURCE}(?: \w+)? (?:is|are|seems? to be|appears? to be) (?:only )?(?:about|on"
    rf"|for) (?:an?|some(?:thing)?|the)?"
    r" ?(?:different|another|other|else|wrong|unrelated)\b",
    rf"{_SOURCE} (?:concerns?|relates? to|deals? with|covers?) (?:only )?(?:an? "
    rf"|some)?(?:different|another|other|else|thing else)\b",
    rf"{_STRONG}(?: \w+)? {_HOW}{_NOT} {_HOW}(?!have to\b|need\b)\w+",
    rf"{_SOURCE}\b[^.]{{0,120}}?[;,] (?:it|they|but|and) (?:{_NOT}|never|nor|nothing"
    rf"|no) {_HOW}{_TELLS}",
    rf"{_SOURCE} (?:contains?|has|have|gives?|provides?|offers?|includes?|supply|supplies)"
    r" (?:insufficient|limited|very little|little|too little|not enough)\b",
    rf"[^.;]{{1,150}}? {_SOURCE} (?:{_NOT}|never) {_HOW}{_TELLS}[.!]*$",
    rf"{_SOURCE}(?: (?:i|we) have)? {_HOW}{_NOT} {_HOW}{_SAY}\b",
    rf"{_SOURCE}\b[^.;]{{0,100}}? (?:{_NOT}|never|nor) {_HOW}{_TELLS}",
    rf"{_SOURCE}\b[^.;]{{0,100}}? (?:says?|states?|mentions?|reveals?) nothing\b",
    rf"{_SOURCE}\b[^.;]{{0,100}}? (?:gives?|provides?|contains?|offers?|includes?|makes?) no"
    rf" (?:\w+ )?{_INFO}\b",
    rf"{_SOURCE}\b[^.;]{{0,160}}?,? (?:so|hence|therefore"
    rf"|which means(?: that)?) {_ME} {_HOW}{_NOT} {_KNOW}\b",
    rf"{_SOURCE} (?:omits?|leaves? (?:this|that|it|out|open)|(?:stops?|ends?"
    rf"|breaks? off) (?:short|before))\b",
    rf"(?:it|they) {_NOT} say(?:$|[.!]| (?:in|anywhere|here|what|whether|how|if|why|when|who"
    rf"|where|which|any))",
    rf"{_SOURCE} (?:says?|gives?|holds?|contains?|states?|has|have|makes?|offers?|provides?"
    r"|includes?|mentions?) (?:nothing|no)\b",
    rf"{_SOURCE} (?:lacks?|(?:is|are) (?:silent|insufficient|not sufficient|unclear|not clear"
    r"|unrelated|irrelevant|missing))\b",
    rf"(?:none|neither|nothing|nowhere)(?: (?:of|in|from|within))? {_SOURCE}\b",
    r"neither (?:document|passage|source|text|page|article|excerpt)\b",
    r"(?:my|our) (?:training |current )?(?:knowledge|data|information|sources?|documents?|training"
    r"|records)\b[^.]{0,40}? (?:do(?:es)? not|don't|doesn't|ends?|stops?|is limited|only)\b",
)
"""The pages do not say."""
_THERE_IS = r"there(?: is|'s| was| are| were| (?:seems|appears) to be)"
_NONE_THERE = either(
    r"(?:nothing|no(?: [\w'-]+){1,6}) (?:is|are|was|were|has been) (?:\w+ly )?(?:mentioned"
    r"|stated|specified"
    r"|discussed|said)\b",
    r"no (?:relevant |matching |such |related )?(?:passages?|documents?|results?|sources?"
    r"|entr(?:y|ies)|records?"
    r"|matche?s?|sections?|text)(?: (?:were|was|is|are|could be|has been|have been))?"
    r" (?:found|available|provided|retrieved|returned|located|given)\b",
    r"nothing (?:on|about) (?:that|this|it)[.!]*$",
    rf"{_THERE_IS} (?:currently )?(?:no|not enough|not any|insufficient|nothing)(?: \w+){{0,3}}?"
    r" (?:information|info|details?|mention|reference to|guidance|context)\b",
    rf"{_THERE_IS}(?: no|n't any?| not enough| insufficient| nothing)"
    rf"(?: [\w'-]+){{0,12}}? (?:in|within|from) {_SOURCE}",
    rf"{_THERE_IS} (?:no|not enough|insufficient) (?:\w+ )?(?:data|answer|reference)s?"
    r"(?: (?:available|given|provided|found|here))?[.!]*$",
    rf"{_THERE_IS} (?:no|not enough|insufficient) (?:way (?:for me )?to|basis (?:in|for))\b",
    rf"(?:no|insufficient|not enough)(?: [\w'-]+){{0,4}}? ?{_INFO}(?: [\w'-]+){{0,10}}?"
    rf" (?:is|are|was|were|could be|can be|has been)(?: \w+ly)? (?:{_SAID}|made)\b",
    rf"(?:no|insufficient|not enough)(?: [\w'-]+){{1,8}}? (?:is|are|was|were|could be|can be"
    rf"|has been)(?: \w+ly)? (?:{_SAID}|made) (?:anywhere )?(?:in|by|within|from) {_SOURCE}",
    r"(?:nothing|no \w+) (?:is|was|has been) (?:said|mentioned|written|noted|stated)\b",
    r"nothing (?:about|on|regarding|concerning)\b[^.]{1,60} (?:is|was) (?:said|" + _SAID + r")\b",
)
"""There is no information on this."""
_NOT_SAID = either(
    r"(?:[\w,'-]+ ){1,18}?(?:(?:is|are|was|were|has been) not|isn't|aren't|wasn't"
    r"|weren't) (?:\w+ly )?"
    r"(?:mentioned|stated|specified|addressed|discussed|spelled out|explained"
    r"|disclosed) (?:anywhere )?(?:in|by|on|here)"
    r" (?:the|this|these|those|your|any|what|my)\b",
    r"(?:[\w,'-]+ ){0,14}?(?:cannot|can't|could not|couldn't"
    r"|can not) be (?:\w+ly )?(?:determined|inferred|deduced"
    r"|derived|answered|calculated|worked out|verified|confirmed|established|told)"
    r"(?: (?:from|with|based on|using|on the basis of) (?:[\w'-]+ ){0,4}?(?:given|provided"
    r"|available|supplied|shared)\b)",
    r"(?:it|this|that)(?: is| was| has been|'s)?(?: not|n't) (?:\w+ly )?(?:said|stated|mentioned"
    r"|specified"
    r"|explained|addressed|disclosed|indicated|described|documented|spelled out)"
    r" (?:whether|how|what|who|why|when|where|if|which)\b",
    r"(?:[\w,'-]+ ){1,14}?(?:(?:is|are|was|were|has been) not|isn't|aren't|wasn't|weren't)"
    r" (?:\w+ly )?(?:mentioned|stated|specified|addressed|discussed|spelled out|explained)[.!]*$",
    rf"(?:this|that|those|these|the|such)(?: [\w'-]+){{0,5}} (?:is|are|was|were)(?: not"
    rf"|n't) (?:anywhere |to be found )?"
    rf"(?:in|on|among|part of|contained in|something(?: that)?|one of) {_SOURCE}",
    rf"(?:[^\s.;:,]+,? ){{0,18}}?(?:(?:is|are|was|were|'s|has|have)(?: been)?(?: not|n't)"
    rf"|(?:cannot|can't|could not|couldn't|can not) be) (?:\w+ly )?{_SAID}"
    rf"(?: [\w'-]+){{0,3}}?,? (?:anywhere )?(?:in|by|within|from|based on|using|with) {_SOURCE}",
    r"(?:this|that|it|(?:the|this|that|such) (?:requested |specific |exact |relevant )?"
    r"(?:answer|information|question|details?|data))(?: is|'s| was| are)(?: not|n't)"
    rf" (?:\w+ly )?{_SAID}(?: here)?[.!]*$",
    rf"(?:based on|according to|judging by|from|in|using"
    rf"|given) {_SOURCE}[^,]{{0,40}}, (?:\S+ ){{1,14}}?"
    r"(?:(?:is|are|was|were)(?: not|n't)|(?:cannot|can't|could not|can not) be)"
    rf" (?:\w+ly )?{_SAID}\b",
    rf"{_TOPIC} (?:is|was) not (?:{_SAID} )?(?:in|by|within) {_SOURCE}",
    r"(?:this|that|it|the (?:exact |correct |right )?(?:answer|question|information))"
    rf" (?:cannot|can't|could not|couldn't|can not) be {_SAID}",
    r"(?:the )?(?:answer|information|details?)(?: [\w'-]+){0,6}? (?:is|are|was|were) (?:not|un)"
    rf" ?(?:\w+ly )?(?:{_SAID}|in {_SOURCE})",
    r"(?:\S+ ){1,14}?(?:is|are|remains?|goes|was|were|left) (?:left )?(?:unspecified|unstated"
    r"|unmentioned"
    r"|unaddressed|undisclosed|unanswered)\b",
    rf"(?:\S+ ){{1,14}}?(?:is|are|remains?|was|were|'s) (?:left )?(?:unclear|unknown|undefined"
    rf"|absent|missing"
    rf"|outside|beyond|nowhere|not part|not (?:something|one|a \w+))(?: to be found)?"
    rf" ?(?:in|from|by|of|within|that|the scope of|covered by)? {_STRONG}",
    rf"(?:(?!must |may |shall |should )\S+ ){{1,16}}?(?:not|cannot|\w+n't|never|nowhere"
    rf"|none) (?:\S+ ){{0,5}}?"
    rf"(?:in|by|from|within|among|across|on|with|using) {_STRONG}",
    r"(?:this|that|it)(?: is|'s| remains) (?:unknown|unclear|unspecified)(?: to me)?[.!]*$",
    r"it(?:'s| is| was)(?: \w+)? (?:impossible|not possible|hard|difficult) to \w+ [^.]{0,100}?"
    rf" ?(?:from|in|based on|with|using) {_SOURCE}",
    rf"{_TOPIC} ?{_SCOPE}",
    r"it(?:'s| is| was) (?:unclear|not clear|unknown|not known|not possible|impossible)"
    rf" (?:from|in|based on|given) {_SOURCE}",
)
"""That is not stated in the pages."""
_FRAGMENT = (
    either(
        r"not (?:\w+ly )?(?:stated|known|specified|mentioned|answerable|given|provided|available"
        r"|found|disclosed|applicable|listed|sure|covered|addressed|described|enough \w+)",
        rf"not in {_SOURCE}",
        rf"(?:cannot|can't|could not|couldn't) be {_SAID}|not determinable|undetermined"
        rf"|undisclosed",
        r"(?:no|insufficient|not enough)(?: \w+)? (?:information|info|answers?|data|details"
        r"|context|mention)",
        rf"(?:not|no|none|nothing|nowhere|cannot|can't|could ?n[o']t"
        rf"|unable)\b[^.,;]{{0,60}}? (?:in|from|by|within) {_SOURCE}",
        r"not (?:covered|mentioned|stated|addressed|discussed|that i (?:can|could) (?:see|find"
        r"|tell))(?: here)?",
        r"(?:could not|couldn't|can't|cannot) (?:find|locate|tell|see|answer)\b[^.]{0,60}"
        r"|beats me|no record(?: found)?",
        r"unknown|unanswerable|unclear|n/?a|n\.a\.|null|no (?:idea|clue|comment|match(?:es)?)"
        r"|no results?|idk|dunno|nothing found|out of scope|do(?: not|n't) know",
        r"(?:information|data|answer|details) (?:not (?:\w+ly )?|un)\w+",
        r"can(?:'t|not) (?:say|tell|answer|determine|help)",
        r"(?:not |un)able to (?:say|tell|answer|determine|find|help|provide)\b[^.]{0,80}",
    )
    + r"(?: (?:on|about|for|of|regarding) [\w' -]{1,60}?)?"
    r"(?: to (?:say|tell|decide|determine|answer|judge|know|give|conclude|assess|confirm|be|make"
    r"|calculate)\b[^.]{0,60}?)?"
    rf"(?: (?:is )?(?:in|by|from|within|based on|using|with|on the basis of) {_SOURCE}"
    rf"| available| given| found| provided)?[.!]*$"
)
"""Not stated."""
_REFUSAL = re.compile(
    rf"(?:{_OPENING}[,.;:!]? ?)*"
    + either(_SPEAKER, _SOURCES_LACK, _NONE_THERE, _NOT_SAID, _FRAGMENT)
)
_I_CANNOT = re.compile(
    rf"\b(?:so|and|therefore|hence|thus|means|that|which|what) i(?: {_HOW})? ?(?:can(?:'t| ?not)"
    rf"|could(?: not|n't)"
    r"|do(?: not|n't) (?:know|have)|am (?:unable|not able)|'m (?:unable|not able)|won't|have no)\b"
    r"|\b(?<!what )i(?:'d| would|'ll)? need\b.{1,80}\bto (?:answer|say|tell|determine|decide"
    r"|judge|check|be sure|help|advise)\b"
    r"|^(?:without|given|from|with|until|unless|based|in|on|for|as|by|at"
    r"|here)\b[^.]{1,100}? i (?:can(?:'t| ?not)|could(?: not|n't)"
    r"|am (?:unable|not able)|'m (?:unable|not able)|do(?: not|n't) (?:know|have)|have no)\b"
    r"|\bbefore i (?:can|could) (?:answer|say|tell|help|advise)\b"
)
"""I cannot say, at the end of a sentence that gives the reason."""
_TURN = re.compile(r"\b(?:but|however|although|though|yet|except)\b|[;:\u2014]")
_ADVICE = re.compile(
    r"\b(?:ask|consult|contact|talk|speak|see|check|call|seek|refer|please|suggest|recommend"
    r"|happy to|can (?:help|offer|try|tell you about|share)|would be best)\b"
)
