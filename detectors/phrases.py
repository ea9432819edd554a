"""Recognises sentences that state nothing, or nothing that a reference could hold.

- A stock phrase is what any answer may carry: a greeting, thanks, an offer, a disclaimer, the
  advice to ask a professional. Advice that names its case ("See a doctor if the fever lasts more
  than 3 days") is a statement.
- An opinion is marked as the speaker's own, or praises. One with a figure in it is a statement:
  "I think the limit is 4 g" can be wrong.

The phrases are English, matched on `plain` text.
"""

import re

from detectors.refusals import either, plain


def is_empty(sentence: str) -> bool:
    """Whether the sentence states nothing: a greeting, a stock phrase, a bare yes or no."""
    text = plain(sentence)
    parts = _PARTS.split(text)
    return _is_stock(text) or (len(parts) > 1 and all(map(_is_stock, parts)))


def is_opinion(sentence: str) -> bool:
    """Whether the sentence is only the speaker's view or hedged advice.

    >>> is_opinion("In my opinion it is the best plan."), is_opinion("I think it is 4 g.")
    (True, False)
    """
    text = _OPENING.sub("", plain(sentence))
    return not re.search(r"\d", text) and _OPINION.match(text) is not None


def _is_stock(text: str) -> bool:
    said = text, _OPENING.sub("", text)
    return (
        not any(letter.isalpha() for letter in text)
        or _is_about_me(text)
        or any(kind.fullmatch(words) for kind in (_EMPTY, _STOCK, _ADDRESS) for words in said)
    )


def _is_about_me(text: str) -> bool:
    """Whether the speaker speaks of what they do and of nothing else: "I can walk you through"."""
    found = _ABOUT_ME.match(text)
    return (
        found is not None and not re.search(r"\d", text) and not _STATES.search(text, found.end())
    )


_PARTS = re.compile(r",? (?:so|and|but) |[;\u2014] ?|, (?=please|thank)")
_ABOUT_ME = re.compile(
    r"(?:(?:so|well|but|and|sure|yes|okay|ok|then|now|great|certainly|of course)[,!]? )*"
    r"(?:i(?:'ll|'ve|'d| can| could| will| would| have| want| need| tried| looked| checked"
    r"| searched| read"
    r"| reviewed| know| see| hear)|let me|allow me)\b"
)
_STATES = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|can|may|must|should|will|would|that|because"
    r"|which|:|about the)\b|:"
)
_OPENING = re.compile(
    r"\A(?:(?:(?:please )?(?:remember|note|be aware|understand|keep in mind"
    r"|bear in mind)(?:,? that)?|ultimately|in the end|as a reminder|(?:hi|hello|hey|dear"
    r"|good (?:morning|afternoon|evening)) [^,.!]{1,30}(?=[,.!])|sure|yes|no|ok|okay|certainly"
    r"|absolutely|great|thanks|thank you|hi|hello|so|well|but|and|also|then|again|finally|lastly"
    r"|however|overall|as always|of course"
    r"|remember|note|important|disclaimer|in any case|that said|for this reason|therefore|sorry"
    r"|unfortunately|instead|additionally|in addition|otherwise|keep in mind(?: that)?"
    r"|bear in mind(?: that)?|it(?:'s| is) (?:important|worth)(?: to)?"
    r" (?:note|noting|remember|remembering)(?: that)?|when (?:in doubt|unsure)|if (?:in doubt"
    r"|unsure|needed)"
    r"|if you(?:'re| are)(?: still| ever| at all)? (?:unsure|not sure|worried|concerned"
    r"|in doubt)|please note(?: that)?"
    r"|for (?:more|further|specific|detailed|personali[sz]ed|additional) \w+)[,:!.]? )+"
)
_WHO = (
    r"(?:an?|your|the|of|from|us|me|our|with|to|any|or|and|own|other|another|doctors?"
    r"|pharmacists?|gp|nurse"
    r"|physicians?|dentist|midwife|specialists?|prescriber|lawyers?|solicitors?|attorneys?"
    r"|accountants?|advis[eo]rs?|advisors?|counsel|experts?|someone|qualified|certified|licensed"
    r"|registered|trained|independent|trusted|appropriate|relevant|medical|health ?care|healthcare"
    r"|health|tax|legal|financial|investment|insurance|mortgage|immigration|employment"
    r"|professionals?|providers?|practitioners?|team|support|customer|service|help|advice|guidance"
    r"|first|instead|please|immediately|directly|local|bank|planner|agents?|representative"
    r"|agency|authority|pharmacy|clinic|hr|department|broker)"
)
_SHOULD = (
    r"(?:please|always|kindly|just|you(?:'ll| will)?(?: may| might| should| could| can| must|'d)?"
    r"(?: also| always)?(?: want| wish| need| like)?(?: to)?(?: consider)?|do|i(?:'d| would)?"
    r"(?: strongly| also)? (?:recommend|suggest|advise|encourage|urge)(?: you| that you)?(?: to)?"
    r"|we (?:strongly |always |would |also )?(?:recommend|suggest|advise)(?: that you"
    r"| you)?(?: to)?|you(?:'re| are) (?:\w+ )?(?:advised|encouraged|urged|recommended)(?: to)?"
    r"|consider|remember to|be sure to"
    r"|make sure (?:to|you)|it(?:'s| is| may be| might be| would be)(?: \w+)? (?:a good idea"
    r"|best|wise"
    r"|advisable|important|recommended|sensible|helpful|worth|prudent|crucial|essential|better"
    r"|safest)(?: that you)?(?: to)?|don't hesitate to|feel free to|instead,?|also"
    r"|never hesitate to"
    r"|and|or)"
)
_GENERIC = (
    r"(?:(?:for|to (?:get|receive|obtain|have)|if you (?:need|want|require|would like))"
    r"(?: \w+){0,4}? (?:advice|information|help|guidance|details|assistance|support|answers?|plan"
    r"|diagnosis|opinion|recommendations?|care|treatment|options)"
    r"|(?:before|prior to|when) (?:making|taking|starting|acting|you|deciding|relying|using)"
    r"(?: (?:any|a|an|such|on|this|decisions?|investment|financial|medical|legal|actions?|steps?"
    r"|new|changes?|choices?|purchase|treatment|medications?|medicines?|medicine|supplements?"
    r"|important|act|decide|proceed"
    r"|further|information|it|your|health|big|major))*"
    r"|(?:about|regarding|on) (?:this|that|it|these|any \w+)|(?:about|regarding|on|for"
    r"|to discuss|with|in|based on|given)(?: \w+)? (?:your|their|individual|specific"
    r"|particular|personal)(?: (?:own|specific|individual|particular|personal|unique|medical))*"
    r" (?:situation|circumstances?|case|needs?|condition|history|concerns?|questions?|options"
    r"|symptoms"
    r"|jurisdiction|goals|health|matter)(?: and \w+)?"
    r"|if (?:you (?:have|are|'re|feel|remain|still)|in|there are|unsure|needed|necessary|your \w+"
    r" (?:persist|worsen|continue)s?)(?: \w+){0,6}?"
    r"(?: ?(?:questions?|concerns?|doubts?|unsure|not sure|uncertain|doubt|worried|concerned|needed"
    r"|necessary))?)"
)
_CONSULT = (
    rf"(?:{_SHOULD},? )*(?:ask|consult(?:ing)?|contact(?:ing)?|talk(?:ing)?|speak(?:ing)?"
    rf"|see(?:ing)?"
    rf"|check(?:ing)?|seek(?:ing)?|refer|discuss(?:ing)? (?:this|it)|get(?:ting)?|reach out|call"
    rf"|check in|visit|work)(?: {_WHO},?)+(?:,? {_GENERIC})*"
)
_EMPTY = re.compile(
    either(
        r"hello|hi|hey|dear \w+|thanks?(?: you)?|sure(?: thing)?|certainly|absolutely|of course"
        r"|okay|ok|yes|no|well|right|got it|understood|alright|great|perfect|welcome|cheers"
        r"|no problem|at all|many|definitely|exactly|indeed|noted|not",
        r"answer|response|(?:good|great|excellent|interesting) (?:morning|afternoon|evening"
        r"|question|day|point)|sorry"
        r"|you're (?:very |most )?welcome|i'm sorry|i am sorry|my apologies|good luck|take care"
        r"|stay safe|bye|goodbye",
        r"unfortunately|(?:best |kind |warm )?regards|sincerely|yours|note|there|all|very much"
        r"|so much|again",
        r"(?:that's |that is |what )?an? (?:very |really )?(?:good|great|excellent|interesting"
        r"|important|common|fair)"
        r" (?:question|point|topic|idea)",
        r"for (?:asking|your (?:question|message|patience|understanding|enquiry|inquiry|interest"
        r"|time|email|query)"
        r"|reaching out(?: to (?:us|me))?|contacting(?: us| me)?|getting in touch|waiting"
        r"|writing(?: in| to us)?|sharing(?: \w+)?)",
        r"here(?:'s| is| are) (?:the|my|your|an?|some|what) [a-z ]++|[\s,.!;:-]",
    )
    + "+"
)
_ADDRESS = re.compile(
    r"\(?(?:sources?|references?|citations?|see also)[:.] .{0,120}|(?:https?://|www\.)\S+"
    r"|\S+@\S+\.\w+|(?:source|sources|see|ref)[: ]+\S+"
)
_PURPOSE = (
    r"(?:general (?:information\w*|guidance|purposes?|education\w*|reference|knowledge|use|advice)"
    r"|informational|educational|illustrative|information|reference|entertainment|guidance)"
)
_ADVICE_KIND = (
    r"(?:medical|professional|legal|financial|investment|tax|health|personali[sz]ed|formal"
    r"|clinical)"
)
_THIS = (
    r"(?:this|the (?:above|following|content|information|material)|it|these|nothing (?:here|in this"
    r" \w+)|any information)(?: (?:information|answer|response|content|message|summary|reply"
    r"|article"
    r"|guidance|tool|chat|assistant|service|overview|material|here|above|provided))*"
)
_STOCK = re.compile(
    either(
        r"(?:(?:hello|hi|hey)(?: there)?,?(?: and)? )?(?:a (?:very )?(?:warm )?)?welcome (?:to"
        r"|back|aboard|on board)\b[^.!\d]*[.!]*|welcome[.!]*",
        rf"[^\d]{{0,80}}\bnot (?:\w+ )?{_ADVICE_KIND}(?: or \w+)? advice[.!]*",
        r"(?:[\w' -]{1,40}, )?i(?:'m| am) (?:not|just|only) an? (?:\w+ )?(?:doctor|pharmacist"
        r"|lawyer|attorney|solicitor|physician|accountant"
        r"|advis[eo]r|professional|expert|clinician|nurse|ai|chatbot|bot|assistant)\b.*",
        r"past \w+ (?:do(?:es)? not|is not|are not|is no|are no)\b[^\d]*",
        r"(?:everyone|everybody|each \w+|every \w+)(?:'s)?(?: [\w-]+){0,3} (?:is"
        r"|are) (?:a little |very |so )?(?:different|unique)[.!]*",
        r"(?:please |always |you should |do )*(?:consult|speak (?:to|with)|talk (?:to|with)"
        r"|contact|ask|hire|see|seek help from|get help from) (?:with )?an?"
        r" (?:qualified|licensed|certified|registered|trained|professional|reputable|trusted"
        r"|experienced)(?: \w+){1,2}[.!]*",
        rf"{_THIS} (?:is|are) (?:\w+ )?general(?: in nature)?[.!]*",
        r"(?:does|do|is|are|should) not (?:constitute|be|intended|an?"
        r"|provide)\b[^\d]*\badvice\b[^.]*[.!]*",
        r"(?:see|talk to|speak to|catch) you\b[^.!?]{0,20}[.!]*|(?:talk|speak) soon[.!]*"
        r"|until (?:then|next time)[.!]*"
        r"|bye for now[.!]*|(?:i(?:'m| am) |we(?:'re| are) )?looking forward to\b[^\d]*",
        r"(?:my pleasure|any ?time|you got it|sounds good|makes sense|that makes sense"
        r"|fair enough|good to (?:know|hear)|much"
        r" appreciated|better safe than sorry|no (?:problem|worries)[^.]{0,20})[.!]*",
        r"we (?:can|will|'ll)? ?(?:be able to )?(?:help|assist|look into|get back|be in touch"
        r"|do our best|follow up|keep you)\b[^\d.]{0,40}[.!]*"
        r"|we'll (?:get back|be in touch|look into|let you know|do our best|follow up"
        r"|keep you)\b[^\d]*",
        r"(?:it(?:'s| is) (?:\w+ )?up to you|the (?:final )?(?:choice"
        r"|decision) is (?:\w+ )?(?:yours|up to you))[^.\d]{0,40}[.!]*",
        r"(?:there(?:'s| is) no|no) (?:one-size-fits-all|single right|simple|easy"
        r"|right or wrong) (?:answer|solution)\b[^.]{0,40}[.!]*"
        r"|no two \w+ are (?:the same|alike|identical)[.!]*",
        rf"(?:{_ADVICE_KIND}|expert|independent) (?:advice|help|assistance|guidance"
        rf"|counsel) (?:is|should be|may be|might be|must be)"
        r" (?:\w+ )?(?:recommended|advised|needed|sought|necessary|advisable|wise"
        r"|required)\b[^\d]*",
        r"(?:consulting|speaking|talking|seeking|getting|asking|checking)\b[^\d]{0,60} (?:is"
        r"|would be|may be|might be|can be)"
        r" (?:\w+ )?(?:a good idea|recommended|advisable|wise|best|helpful|important|prudent"
        r"|essential)\b[^\d]*",
        r"(?:please |can you |kindly )+(?:share|provide|send|give|tell|enter|confirm|include"
        r"|type|state)(?: me| us)? your (?:[\w-]+ ){0,2}?"
        r"(?:number|reference|name|address|birth|email|id|account|code|postcode|order|invoice"
        r"|receipt|age|weight|symptoms|location"
        r"|country|details)(?: (?:and|or) [\w ]{1,30})?(?: so [^\d.]*)?[.!]*",
        rf"{_THIS} (?:(?:is|are|does|do|should|must|can|was|shall|will) not|(?:is|are|does|do"
        rf"|should|must|ca)n't)\b"
        r"[^\d]*\b(?:advice|substitute|replacement|endorsement|recommendation|solicitation)\b.*",
        r"(?:not|never) (?:intended|meant|to be|a|an)\b[^\d]*\b(?:advice|substitute)\b.*",
        r"(?:stay|keep|be) (?:safe|well|healthy|strong|warm|in touch|tuned)[.!]*",
        r"(?:that|this|it) (?:must|sounds|can|may) (?:be |have been |feel "
        r"|like )*(?:an? )?(?:\w+ )?(?:stressful|hard|frustrating"
        r"|difficult|upsetting|tough|worrying|scary|painful|disappointing|confusing|annoying"
        r"|overwhelming|challenging)"
        r"(?: \w+)?(?: (?:for you|to hear|to deal with))?[.!]*",
        rf"(?:before|when|prior to) (?:making|signing|acting|proceeding|deciding|you (?:decide"
        rf"|sign|act|commit|proceed))\b[^,\d]{{0,60}},"
        rf" {_CONSULT}[.!]*",
        r"(?:please )?(?:give|allow) (?:me|us) (?:a|one|another) (?:moment|minute|second"
        r"|bit)\b[^.]*[.!]*",
        r"(?:hello|hi|hey|dear|good (?:morning|afternoon|evening|day))(?: [\w'.-]+){1,4}[,!]"
        r"|(?:hello|hi|hey|dear) [\w'-]+[.]?",
        r"(?:many |my )?congrat(?:ulation)?s\b[^.!]*[.!]*",
        r"(?:please )?(?:hold on|bear with|wait a|one moment|just a (?:moment|second)|hang on"
        r"|stand by)\b[^.!]*[.!]*",
        r"(?:please )?(?:don't|do not|no) worr(?:y|ies)\b[^.!]{0,40}[.!]*|rest assured[.!]*",
        r"(?:now,? )?(?:on to|moving on|turning to|next up)\b.*|(?:to"
        r"|at least to) (?:the best of )?my knowledge[.,]*",
        r"(?:this|that|it)(?: is|'s) an? (?:\w+ )?(?:complex|complicated|difficult|sensitive"
        r"|nuanced|broad|personal|serious"
        r"|common|important|interesting|tricky)(?: (?:and|but) \w+)?(?: \w+)?"
        r" (?:topic|area|issue|question|subject|matter|decision|concern|one|situation)[.!]*",
        r"(?:it|this|that|the answer) (?:really |all )?depends(?: (?:up)?on (?:your"
        r"|the (?:specific|individual|exact|circumstances|details|situation)|many|several"
        r"|a number of"
        r"|various|a few|multiple|who|where you)\b[^\d.]{0,80})?[.!]*"
        r"|there are (?:many|several|a number of|various) (?:factors|things|options"
        r"|aspects)(?: [\w ]{0,30})?[.!]*",
        r"(?:this|the (?:above|list|following))[\w ]{0,20} (?:is not|isn't) (?:meant to be "
        r"|intended to be )?(?:an )?"
        r"(?:exhaustive|complete)\b[^.]*[.!]*",
        r"(?:only )?(?:an?|your) (?:[\w-]+ )?(?:doctor|pharmacist|lawyer|attorney|solicitor"
        r"|advis[eo]r|accountant|professional"
        r"|specialist|expert|physician|provider|nurse|planner)(?:,? or [\w ]{1,25})?"
        r" (?:can|will|could|may|should|is best placed to)(?: be able to)?(?: best)? (?:help"
        r"|advise|give|provide|tell|guide"
        r"|answer|assist|explain|offer|review|assess|evaluate)\b"
        r"(?=[^\d]*\b(?:you|your|advice|guidance)\b)[^\d]{0,80}",
        r"(?:always |please |you should |make sure (?:to|you) |be sure to "
        r"|remember to )*(?:follow|listen to|trust|heed)"
        r" (?:the |your )?(?:[\w']+ )?(?:advice|instructions|guidance|recommendations|directions"
        r"|doctor)(?:'s \w+)?"
        rf"(?: (?:of|from|given by|by)(?: {_WHO})+)?[.!]*",
        r"(?:please )?(?:do not|don't|never) (?:share|send|post|include|enter|give)\b[^.]{0,60}"
        r" (?:in this chat|here|with anyone|with (?:us|me)|in your (?:message|reply|email))[.!]*",
        r"(?:your|each|every|individual) \w+ (?:may|might|can|will)? ?(?:differs?|var(?:y|ies)"
        r"|be different)\b[^.]*[.!]*",
        r"your (?:feedback|opinion|input) (?:helps|means)\b.*",
        r"(?:i|we)(?: do| really|'d)? (?:hope|wish|trust)(?:d?) (?:this|that|it|you|these|the)\b.*",
        r"hope (?:this|that|it|you)\b.*|hopefully,? (?:this|that|it) (?:helps?|answers?|clarif).*",
        r"(?:many )?thanks?(?: you)?(?: so much| very much| again)? for\b.*",
        r"(?:(?:kind|best|warm|with (?:kind|best)) )?(?:regards|wishes)\b.*|yours (?:sincerely"
        r"|truly|faithfully)\b.*"
        r"|sincerely\b.*|(?:the |your )?[\w ]{0,30}(?:support|service|customer|care"
        r"|success) team[.!]*|cheers,? ?\w*[.!]*",
        r"(?:that's|that is|there you (?:have|go)|here you|here we|moving|let's|read on"
        r"|see below)(?: (?:it|all|go|are|on|in|now|dive"
        r"|begin|get started|everything|about it|to it|for now|below))*[.!]*|here(?:'s"
        r"| is) (?:how|what|why)\b[^.:]*[.:!]*",
        r"(?:for [^,.]{1,60}, )?(?:please )?(?:also )?(?:visit|see|refer to|check out|check|read"
        r"|go to|take a look at|view)"
        r" (?:our|the|their|this|your|its)? ?(?:[\w'-]+ ){0,4}?(?:website|site|web ?page|links?"
        r"|resources?|section|faqs?|documentation"
        r"|table|article|guide|help (?:cent(?:er|re)|pages?)|policy page|details)(?: (?:below"
        r"|above|for|to learn)\b[^.]*)?[.!]*",
        r"(?:laws?|rules?|rates?|prices?|fees?|regulations?|requirements?|policies|results?"
        r"|experiences?|availability|symptoms"
        r"|terms|individual \w+|coverage|conditions|procedures?"
        r"|responses?)(?: and \w+)? (?:(?:may|can|might|will|do|are subject to)"
        r" )?(?:vary|change|differ)(?:ies|s)?\b[^.]{0,50}[.!]*",
        r"(?:all )?(?:investing|investments?|trading)\b[^.]{0,30} (?:involves?|carr(?:y|ies)"
        r"|are subject to) (?:\w+ )?risks?\b.*"
        r"|(?:your )?capital (?:is|may be) at risk[.!]*"
        r"|the value of (?:your )?investments? (?:can|may)\b.*"
        r"|(?:use|proceed) at your own risk[.!]*|(?:please )?(?:always )?read the (?:label"
        r"|small print|terms|leaflet|prospectus)"
        r"[^.]{0,40}[.!]*|you may get back less\b.*",
        r"(?:please |just |do )?(?:let|tell) (?:me|us) know\b.*",
        r"(?:please |do )?(?:feel free|don't hesitate|do not hesitate)\b.*",
        r"(?:as|i'm|i am) (?:just |only |merely )?an? (?:ai|artificial|(?:large )?language model"
        r"|virtual|chatbot|automated|assistant|bot)\b.*",
        r"i(?:'m| am) (?:just |not )an? (?:\w+ )?(?:doctor|pharmacist|lawyer|attorney|physician"
        r"|accountant"
        r"|medical \w+|advis[eo]r|professional|expert|clinician)\b.*",
        rf"{_THIS} (?:is|are|does|do|should|must|was|constitutes?|shall|can|will) (?:not|never"
        rf"|n't)? ?(?:be |meant |intended |to be "
        r"|as |to |a |an |considered |taken |construed |relied |replace |constitute |provide "
        r"|substitute "
        rf"|for |offer |any |form of |amount )*(?:a |an )?(?:{_ADVICE_KIND}|substitute|replacement"
        r"|an? endorsement|solicitation)\b.*",
        rf"{_THIS} (?:doesn't|don't|isn't|aren't) (?:\w+ ){{0,5}}?{_ADVICE_KIND}\b.*",
        rf"{_THIS} (?:is|are) (?:\w+ ){{0,3}}?(?:for|provided for"
        rf"|intended for) (?:\w+ ){{0,3}}?{_PURPOSE}"
        r"\b(?: .*)?",
        rf"(?:for )?{_PURPOSE}(?: (?:and|or) {_PURPOSE})?(?: purposes)? only[.!]*",
        rf"(?:this is )?(?:not|no) (?:\w+ )?(?:{_ADVICE_KIND})(?: (?:or|and) \w+)? advice\b.*",
        r"(?:this|that|it|the (?:answer|information)) (?:may|might) (?:not )?(?:be"
        r"|contain) (?:\w+ )?"
        r"(?:accurate|complete|up to date|up-to-date|current|outdated|errors?|mistakes?"
        r"|inaccura\w+)\b.*",
        r"(?:everyone|everybody|every (?:case|person|situation|patient|client)|each (?:case"
        r"|person|situation"
        r"|patient|individual)) is (?:different|unique)[.!]*|(?:individual )?results may vary[.!]*",
        r"past performance (?:is|does) not\b.*|(?:terms|conditions"
        r"|t&cs)(?: and conditions)? apply[.!]*"
        r"|all rights reserved[.!]*|your (?:mileage|experience) may vary[.!]*",
        r"(?:i|we)(?:'m| am|'re| are)(?: (?:very|so|really|more than|always|truly|just|also))?"
        r" (?:happy|glad|here|sorry|pleased|delighted|excited|thrilled|grateful)\b.*",
        r"(?:i|we)(?:'d| would)(?: \w+)? (?:be (?:happy|glad|delighted|pleased)|love) to\b.*",
        r"(?:happy|glad|pleased|sorry) (?:to|i|we|about|for)\b.*",
        r"(?:i|we) (?:do |completely |fully |totally |can |really |truly )?(?:understand"
        r"|appreciate|apologi[sz]e"
        r"|sympathi[sz]e|thank|see (?:why|how))\b.*",
        r"(?:i'll|i will|let me|let's|let us|i can|we can|i've|i have|i'm going to|allow me to"
        r"|we'll)"
        r" (?:try|do my best|walk|explain|help|break|summari[sz]e|look|start|take a|go (?:over"
        r"|through)"
        r"|dive|provide|outline|answer|give you|begin|clarify|check|assist|know|see|tried"
        r"|summari[sz]ed"
        r"|listed|outlined|included|explore)\b.*",
        r"(?:below|here|the following|these|listed below|above)(?: (?:is|are)|'s) (?:an?|the"
        r"|some|my|your|what|how|\w+)"
        r" ?(?:\w+ ){0,6}?(?:summary|list|overview|steps|answer|breakdown|response|points"
        r"|explanation|tips|details"
        r"|information|table|options|example|examples|things|ways|guide|rundown|reply"
        r"|draft)\b[^.:]*[.:!]*",
        r"(?:please )?(?:provide|share|upload|send|rephrase|clarify|specify|give|paste|supply"
        r"|include|add|try again"
        r"|tell me|describe)(?: (?:me|us|with|more|additional|further|some|your|the|a|an"
        r"|relevant|specific|any"
        r"|bit|of|extra))* (?:question|context|details?|information|documents?|text|passage"
        r"|query|request|file"
        r"|situation|order number|account number|specifics|later|excerpt|source)\b.*",
        r"if (?:you|there)(?:'ve| have|'re| are|'d| would| need| want| still| wish"
        r"| require)?\b[^.]{0,70}?"
        r"(?:questions?|concerns?|help|assistance|clarification|information|details|else|know more)"
        r"\b,? (?:please |just |do |then |i'm |i am |we're |we are |you can |simply |don't "
        r"|feel |let |i'd "
        r"|i can |we can )*(?:feel free|let|ask|hesitate|here|contact|reach|happy|reply|get in"
        r"|message|glad|free|help"
        r"|send|email|call us|write|drop)\b.*",
        r"(?:have|enjoy|i wish you|wishing you) (?:an?|your|the) (?:\w+ )*"
        r"(?:day|week|weekend|evening|time|recovery|trip|stay|one)[.!]*",
        r"(?:i wish you|wishing you|get well|good luck|all the best|best of luck|best wishes)\b.*",
        r"we (?:value|appreciate|look forward|thank|truly value)\b.*|your (?:feedback|patience"
        r"|satisfaction|business"
        r"|privacy|message|call|request|question|health|safety) (?:is|are) (?:very "
        r"|so )?(?:important|valuable|appreciated"
        r"|valued)\b.*",
        r"(?:it'?s|it is|that's|that is) (?:totally |completely |perfectly )?(?:understandable"
        r"|normal to feel|okay to)\b.*",
        r"(?:in (?:summary|conclusion|short|brief|other words)|to (?:summari[sz]e|conclude"
        r"|sum up|recap)|step \d+"
        r"|first(?:ly)?|second(?:ly)?|next|finally|overall|for example|for instance|therefore"
        r"|however)[,.:]*",
        r"(?:they|the (?:pages|documents|sources|passages|texts)) only"
        r" (?:cover|mention|describe|discuss|give|state|say|list)s? .*",
        r"(?:the|these|those|my|our) (?:[\w-]+ ){0,2}?(?:pages?|documents?|texts?|passages?"
        r"|sources?"
        r"|references?|context) only (?:cover|mention|describe|discuss|give|state|say|list)s? .*",
        rf"{_CONSULT}[.!]*",
        r"(?:this|the) (?:answer|response|message|text|summary|reply) (?:was|is"
        r"|has been) (?:generated|written|produced"
        r"|created|drafted|provided) (?:by|using|with|automatically)\b.*",
        r"(?:always )?(?:do|use|exercise|apply) your own (?:research|judgment|judgement"
        r"|diligence|discretion)\b.*",
        r"(?:your|the) (?:question|request|message|query|enquiry) (?:has been|was"
        r"|is) (?:received|noted|logged)\b.*",
    )
)
_JUDGED = (
    r"(?:best|better|good|great|nice|excellent|amazing|wonderful|fantastic|awesome|interesting"
    r"|fascinating|worth"
    r"|beautiful|fair|unfair|reasonable|sensible|wise|smart|solid|perfect|ideal|fun|lovely"
    r"|impressive|worst|bad"
    r"|terrible|awful|attractive|exciting|worthwhile|overrated|underrated|remarkable|superb"
    r"|delightful"
    r"|disappointing|right|wrong|overpriced|overkill|tough|tricky|thoughtful|brilliant|charming"
    r"|elegant|stunning|appealing|worthy|generous|ridiculous|silly|sad|shame|pity|outstanding"
    r"|incredible|helpful|clever|mistake)"
)
_OPINION = re.compile(
    either(
        r"(?:in|from) my (?:\w+ )?(?:opinion|view|experience|judge?ment|mind|perspective|eyes"
        r"|book)\b",
        r"(?:to|for) my (?:mind|taste|money)\b|personally\b|(?:if you ask|speaking for) me\b"
        r"|im(?:h)?o\b|as i see it\b"
        r"|as far as i(?:'m| am) concerned\b|frankly\b",
        r"it (?:seems|appears) to me\b|(?:surely|arguably|honestly|from where i stand)\b"
        r"|(?:what|how) [^.?]{1,60}!+$",
        r"i (?:(?:really|do|also|quite|rather|certainly|would|truly|particularly"
        r"|always) )*(?:personally|suspect|trust|feel|love|like|enjoy|prefer|hate|dislike|admire"
        r"|wonder|doubt|bet|imagine|am (?:fairly |quite )?"
        r"(?:confident|convinced|optimistic))\b|i'm (?:\w+ )?(?:confident|convinced|optimistic"
        r"|a (?:big )?fan)\b",
        r"i(?:'d| would| might)? (?:strongly |highly |definitely |always |also |probably "
        r"|generally |rather )?"
        r"(?:recommend|suggest|advise|go with|choose|pick|argue|encourage|urge|lean|guess|assume"
        r"|expect|hope|be inclined|opt|avoid|say that)\b",
        r"my (?:\w+ )?(?:advice|recommendation|suggestion|view|take|opinion|favou?rite|guess"
        r"|feeling|hunch"
        r"|preference|sense|instinct|impression)\b",
        rf"(?:i|many|some|most people|some people) (?:would )?(?:think|believe|guess|suppose"
        rf"|find|reckon|consider|say)"
        rf"\b.*\b(?:{_JUDGED}|should|\w{{3,}}est|too \w+|more \w+)\b",
        rf"(?:it|this|that|he|she|they|what|such|how)(?:'s| is| was| are|'re| would be| seems"
        rf"| sounds| looks)?"
        rf" (?:(?:like|an?|the|really|very|quite|truly|pretty|such|so|absolutely|one|of|simply"
        rf"|just|certainly"
        rf"|definitely|probably|arguably|easily|a bit|rather) )*{_JUDGED}\b"
        r"(?: (?:call|question|thought|investment|gesture|result|book|system|solution|policy"
        r"|judgment|trade-off|choice|option|idea|plan|deal|one|product|place|thing|way to go"
        r"|step|decision|news|move|experience|book"
        r"|read|film|story|point|service|tool|pick|fit|for you|to (?:hear|know|see|have|start)"
        r"|overall|value|company"
        r"|team|people|all|too|enough|job|work|example|approach|result|outcome|and|really|very"
        r"|rule|law|price"
        rf"|{_JUDGED}))*[.!]*$",
        r"i (?:could|may|might) be (?:wrong|mistaken|misremembering)\b|i'm not an expert\b",
        r"you(?:'ll| will) (?:love|enjoy|like|be (?:glad|happy))\b|you (?:can't|cannot) go wrong\b",
        r"(?:you|one|people) (?:may|might|could) (?:also |perhaps |possibly )?(?:want|wish|like"
        r"|prefer|find it \w+|consider"
        r"|be better off|be interested)\b.*\b(?:consult|speak|talk|ask|check|see|contact|seek"
        r"|get|discuss|consider"
        r"|look|explore|think|compare|shop|review|reach)(?:ing)?\b",
        r"(?:perhaps|maybe) (?:you|it|we|they|consider|try|think|a|the)\b.*\b(?:should|could"
        r"|would|might|may|try|consider"
        r"|worth|best)\b",
        r"it (?:may|might|could|would) be (?:\w+ )?(?:worth|wise|helpful|a good idea|best|useful"
        r"|better|sensible|nice"
        r"|prudent|advisable|beneficial|interesting)\b",
        r"(?:everyone|everybody) should\b|hopefully\b|fingers crossed\b",
    )
)
