"""Keeps models that are named by a hub id to what is in the hub's cache on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hub_offline() -> Iterator[None]:
    """The hub's client asks nobody; a model that was never fetched is an error.

    Its switch is read at each call, while the environment variable of that name is read once.
    """
    from huggingface_hub import constants

    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = True
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before
