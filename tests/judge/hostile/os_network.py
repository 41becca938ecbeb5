"""Calls home by every door of Python's library: TCP, UDP, names, unix sockets, abstract ones, HTTP, a server."""
# outcome: wrong
# second: 3

# %% own
import asyncio
import os
import socket
import urllib.request

reached = []


def stream(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(0.2)
        one.connect(address)


def datagram(family, address):
    with socket.socket(family, socket.SOCK_DGRAM) as one:
        one.settimeout(0.2)
        one.sendto(b"hostile", address)


def serve():
    with socket.create_server(("127.0.0.1", 0)) as one:
        print(one.getsockname())


tries = [
    lambda: stream(socket.AF_INET, ("127.0.0.1", <PORT>)),
    lambda: stream(socket.AF_INET6, ("::1", <PORT>)),
    lambda: stream(socket.AF_INET, ("192.0.2.1", 80)),
    lambda: stream(socket.AF_UNIX, "<OUTSIDE>/socket"),
    lambda: stream(socket.AF_UNIX, "\0hostile"),
    lambda: stream(socket.AF_UNIX, "/run/dbus/system_bus_socket"),
    lambda: stream(socket.AF_UNIX, "/run/docker.sock"),
    lambda: datagram(socket.AF_INET, ("127.0.0.1", <PORT>)),
    lambda: datagram(socket.AF_INET, ("192.0.2.1", 53)),
    lambda: datagram(socket.AF_UNIX, "/dev/log"),
    lambda: socket.create_connection(("localhost", <PORT>), 0.2),
    lambda: socket.getaddrinfo("hostile.invalid", 80),
    lambda: socket.gethostbyname("localhost.localdomain"),
    lambda: urllib.request.urlopen("http://127.0.0.1:<PORT>/", timeout=0.2),
    lambda: asyncio.run(asyncio.open_connection("127.0.0.1", <PORT>)),
    lambda: socket.fromfd(0, socket.AF_INET, socket.SOCK_STREAM).connect(("127.0.0.1", <PORT>)),
    serve,
]
for each in tries:
    try:
        each()
        reached.append(each)
    except OSError as error:
        print(error)


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f) if reached else np.zeros(len(h))
