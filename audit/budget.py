"""Keeps what LLM calls of a run cost below the cap of its suite."""

from threading import Lock
from typing import Protocol, runtime_checkable


class Budget:
    """What may be spent, shared by all subjects of a run."""

    def __init__(self, most: float, currency: str | None, *, spent: float = 0.0) -> None:
        self.refusal = f"cost cap: {most:g} {currency or ''}".rstrip() + " are spent; not asked"
        """Why a call is not made any more."""
        self._most, self._spent, self._lock = most, spent, Lock()

    @property
    def spent(self) -> float:
        """What all calls so far have cost."""
        with self._lock:
            return self._spent

    @property
    def is_spent(self) -> bool:
        """Whether no further call may be made."""
        with self._lock:
            return self._spent >= self._most

    def spend(self, cost: float) -> None:
        """Count what a call has cost; calls that were in flight may exceed the cap."""
        with self._lock:
            self._spent += cost


@runtime_checkable
class Priced(Protocol):
    """A subject whose calls cost money."""

    budget: Budget | None
