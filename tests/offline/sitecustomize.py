"""Closes the network in a Python process and its children: any address but loopback raises.

Put this folder on PYTHONPATH; Python imports it at start.
"""

import ipaddress
import sys


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise PermissionError(f"the network is closed in this test: {address[0]}")
    elif event == "socket.getaddrinfo" and not _is_loopback(str(arguments[0])):
        raise PermissionError(f"the network is closed in this test: {arguments[0]}")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "None")


sys.addaudithook(_refuse)
