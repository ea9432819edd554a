"""Recognises sentences that decline to answer, and sentences that say nothing.

The phrases are English, matched from the start of a sentence in lower case. A refusal that goes on
to give an answer ("I do not know; it may be 5 mg") is none.
"""

import re


def declines(sentence: str) -> bool:
    """Whether the sentence says that the answer is not known, and does not go on to give one.

    >>> declines("The pages do not say whether it is safe."), declines("Do not take it.")
    (True, False)
    """
    text = plain(sentence)
    found = _REFUSAL.match(text)
    return found is not None and not _goes_on(text[found.end() :])


def is_empty(sentence: str) -> bool:
    """Whether the sentence states nothing: a greeting, a stock phrase, a bare yes or no."""
    text = plain(sentence)
    return not re.search("[a-z]", text) or bool(_EMPTY.fullmatch(text) or _STOCK.fullmatch(text))


def plain(sentence: str) -> str:
    """Lower case, straight apostrophes, single spaces, no emphasis marks or quotes."""
    text = sentence.lower().replace("\u2019", "'")
    return " ".join(re.sub(r"[*_`\"“”]", "", text).split())


def _goes_on(rest: str) -> bool:
    """Whether what follows a refusal within its sentence turns to an answer; advice is none."""
    turn = _TURN.search(rest)
    more = rest[turn.end() :].strip(" ,") if turn else ""
    return len(more.split()) > 2 and not _ADVICE.search(more) and not _REFUSAL.match(more)


def _either(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


_NOT = r"(?:do(?:es)?|did|can|could|was|were)(?: not|n't)|cannot|can't"
_SOURCE_NOUN = (
    r"(?:pages?|documents?|texts?|passages?|materials?|sources?|corpus|references?|context|leaflets?"
    r"|information|library|data)"
)
_SOURCE = rf"(?:the|these|those|my|our|any) (?:[\w-]+ ){{0,3}}?{_SOURCE_NOUN}"
_SAY = (
    r"(?:say|state|mention|answer|cover|give|provide|include|specify|address|tell|list|describe"
    r"|discuss|explain|indicate|hold|contain|have)"
)
_SAID = r"(?:stated|mentioned|covered|given|specified|addressed|answered|described|found|available)"
_KNOW = (
    r"(?:know|say|tell|answer|find|have (?:any|enough|the|that|this|access)|provide|help"
    r"|determine|comment|advise|assist|confirm|see"
    r"|give (?:you |any )?(?:medical )?(?:advice|an answer))"
)

_REFUSAL = re.compile(
    r"(?:(?:i'm sorry|i am sorry|sorry|unfortunately|i apologi[sz]e|apologies)[,.;:]? ?(?:but )?)?"
    r"(?:(?:as an ai\b|based on|according to|from|in)\b[^,]*, )?"
    + _either(
        rf"(?:i|we) (?:really |simply |honestly )?(?:{_NOT}) (?:\w+ly )?{_KNOW}\b",
        r"(?:i|we)(?: am| are| was|'m|'re) (?:unable|not (?:able|sure|certain|aware|allowed))\b",
        r"(?:i|we) (?:have|found|find|see) no (?:information|answer|data|reference|mention)\b",
        rf"{_SOURCE}(?: (?:i|we) have)? (?:{_NOT}) (?:\w+ly )?{_SAY}\b",
        rf"{_SOURCE} (?:says?|gives?|holds?|contains?|states?|has|have|makes?) (?:nothing|no)\b",
        r"there(?: is|'s| was) (?:no|not enough|insufficient) (?:\w+ )?"
        r"(?:information|mention|data|answer|reference)\b",
        rf"(?:this|that|it|the \w+) (?:is|was) not {_SAID} (?:in|by) {_SOURCE}",
        r"(?:this|that|it|the (?:answer|information))(?: is|'s| was)(?: not|n't) "
        r"(?:stated|mentioned|covered|specified|described|known)[.!]*$",
        rf"the (?:answer|information|question) (?:is|was) not (?:{_SAID} )?(?:in|by) {_SOURCE}",
        rf"the (?:answer|question) (?:cannot|can't|could not) be {_SAID}",
        r"(?:not (?:stated|known|specified|mentioned|answerable|given)|unknown|unanswerable"
        r"|no (?:information|answer|data)|insufficient information)"
        rf"(?: (?:in|by) {_SOURCE}| available| given| found)?[.!]*$",
    )
)
_TURN = re.compile(r"\b(?:but|however|although|though|yet|except)\b|[;:\u2014]")
_ADVICE = re.compile(r"\b(?:ask|consult|contact|talk|speak|see|check|call|seek|refer)\b")

_EMPTY = re.compile(
    _either(
        r"hello|hi|hey|dear \w+|thanks?(?: you)?|sure|certainly|of course|okay|ok|yes|no|well",
        r"answer|(?:good|great) (?:morning|question|day)|you're welcome|sorry|i'm sorry|i am sorry",
        r"unfortunately|(?:best |kind )?regards|note|there|all|very much",
        r"for (?:asking|your question)|here (?:is|are) (?:the|my|your|an|some) [a-z ]++|[\s,.!;:-]",
    )
    + "+"
)
_WHO = (
    r"(?:a|an|your|the|with|to|any|or|and|own|doctor|pharmacist|gp|nurse|physician|dentist|midwife"
    r"|specialist|prescriber|lawyer|advis[eo]r|qualified|medical|health ?care|health|professional"
    r"|provider|team|help|advice|first|instead|please|immediately)"
)
_STOCK = re.compile(
    _either(
        r"(?:i|we) hope .*",
        r"(?:please )?let me know .*",
        r"(?:please )?feel free to .*",
        r"(?:as|i'm|i am) (?:just )?an? ai\b.*",
        r"i(?:'m| am) (?:just |not )an? (?:doctor|pharmacist|lawyer|medical \w+)\b.*",
        r"this is not (?:a substitute for )?(?:medical|professional|legal|financial) advice.*",
        rf"(?:they|{_SOURCE}) only (?:cover|mention|describe|discuss|give|state|say|list)s? .*",
        r"(?:please |always |you (?:should|could|can|may|must) (?:also |always )?|instead,? |so )*"
        rf"(?:ask|consult|contact|talk|speak|see|check|seek|refer)(?: {_WHO},?)+"
        r"(?: for (?:more |further |personal |medical |professional )?"
        r"(?:advice|information|help|guidance|details))?[.!]*",
    )
)
