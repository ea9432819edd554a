"""Guesses how many tokens a text has, where no tokenizer of the model is at hand."""

from audit.suite import Price

CHARACTERS = 4
"""Of English text to a token, about; other languages and tables of numbers have fewer."""


def guessed_tokens(text: str) -> int:
    """A token for every four characters, rounded up."""
    return -(-len(text) // CHARACTERS)


def cost_of(prompt_tokens: float, completion_tokens: float, price: Price) -> float:
    """What so many tokens cost, in the suite's currency."""
    spent = prompt_tokens * price.input_per_million
    return (spent + completion_tokens * price.output_per_million) / 1_000_000
