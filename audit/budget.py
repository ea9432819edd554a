"""Counts what LLM calls of a run cost, and keeps that below the cap of its suite."""

from math import inf
from threading import Lock
from typing import Protocol, runtime_checkable


class Budget:
    """What is spent and may be, shared by all subjects of a run and the model that judges."""

    def __init__(self, most: float | None, currency: str | None, *, spent: float = 0.0) -> None:
        cap = "" if most is None else f"{most:g} {currency or ''}".rstrip()
        self.refusal = f"cost cap: {cap} are spent; not asked"
        """Why a call is not made any more."""
        self._most, self._currency = inf if most is None else most, currency
        self._spent, self._lock = spent, Lock()

    @property
    def spent(self) -> float:
        """By calls of this run so far, in the suite's currency."""
        with self._lock:
            return self._spent

    @property
    def spent_text(self) -> str:
        """The same in words, such as "0.12 EUR"; "" while nothing is spent."""
        spent = self.spent
        if not spent:
            return ""
        return f"{spent:{'.2f' if spent >= 0.1 else '.1g'}} {self._currency or ''}".rstrip()

    @property
    def is_spent(self) -> bool:
        """Whether no further call may be made."""
        return self.spent >= self._most

    def spend(self, cost: float) -> None:
        """Count what a call has cost; calls that were in flight may exceed the cap."""
        with self._lock:
            self._spent += cost


@runtime_checkable
class Priced(Protocol):
    """A subject whose calls cost money."""

    budget: Budget | None
