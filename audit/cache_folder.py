"""Where derived files are kept for the next time: indexes, weights, fine-tuned models."""

import os
from pathlib import Path

from platformdirs import user_cache_path


def cache_folder() -> Path:
    """`$ASSAY_CACHE`, or the user's cache folder; the commands have an option for it."""
    given = os.environ.get("ASSAY_CACHE")
    return Path(given) if given else user_cache_path("assay")
