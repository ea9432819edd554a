"""The child process that serves a GGUF file with llama.cpp until its parent lets go.

Run as a script, not imported: line 1 of stdin is a JSON object with what to serve; the address is
written to a file when the model answers; the end of stdin ends the process, so that it dies with
its parent, however that dies.
"""

import json
import os
import sys
from pathlib import Path
from typing import TypedDict

from xllamacpp import CommonParams, Server


class Order(TypedDict):
    """What to serve, and where to say that it is served."""

    model: str
    alias: str
    key: str
    slots: int
    """Calls answered at once."""
    context: int
    """Tokens of each call, prompt and completion together."""
    threads: int
    address: str
    """File that the address is written to."""


def main() -> None:
    """Serve until the parent closes the pipe."""
    order: Order = json.loads(sys.stdin.readline())
    server = Server(_params(order))
    ready = Path(order["address"])
    partial = ready.with_suffix(".partial")
    partial.write_text(server.listening_address, encoding="utf-8")
    partial.replace(ready)  # a reader sees all of it or nothing
    sys.stdin.read()
    os._exit(0)  # nothing here is worth the seconds of an orderly end


def _params(order: Order) -> CommonParams:
    params = CommonParams()
    params.model.path = order["model"]
    params.model_alias = {order["alias"]}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [order["key"]]
    params.n_parallel = order["slots"]
    params.n_ctx = order["context"] * order["slots"]
    params.cpuparams.n_threads = order["threads"]
    params.cpuparams_batch.n_threads = order["threads"]
    params.n_gpu_layers = 0
    params.swa_full = True  # without it the few-shot prefix is computed anew for every case
    params.cache_ram_mib = 0
    params.fit_params = False  # would choose the context by the memory that happens to be free
    params.warmup = False
    params.ui = False
    params.endpoint_slots = False
    params.offline = True
    return params


if __name__ == "__main__":
    main()
