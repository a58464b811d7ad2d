"""The proxy does what its modes say, against a server that echoes."""

import random
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.faults.proxy import TcpProxy, Towards
from tests.processes import wait_until

PATIENCE = 10.0
MOMENT = 0.2


class Echo:
    """A server that sends back what it gets, ``!`` at the client's end, and then its own end."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._answer, args=[client])
            self._threads.append(thread)
            thread.start()

    def _answer(self, client: socket.socket) -> None:
        with client:
            try:
                while got := client.recv(4096):
                    client.sendall(got)
                client.sendall(b"!")
            except OSError:
                return

    def close(self) -> None:
        """Take no more clients and wait until all have gone."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.close()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[TcpProxy]:
    with TcpProxy(echo.port) as proxy:
        yield proxy


@pytest.fixture
def client(proxy: TcpProxy) -> Iterator[socket.socket]:
    """A client whose connection goes through to the server."""
    with connect(proxy) as client:
        assert exchange(client, b"hello") == b"hello"
        yield client


def connect(proxy: TcpProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=PATIENCE)


def exchange(client: socket.socket, sent: bytes) -> bytes:
    """Send something and return as much of what comes back."""
    client.sendall(sent)
    return receive(client, len(sent))


def receive(client: socket.socket, size: int) -> bytes:
    """Return so many bytes, fewer if the end comes before."""
    got = b""
    while len(got) < size and (piece := client.recv(size - len(got))):
        got += piece
    return got


def hears_nothing(client: socket.socket) -> bool:
    """Tell whether for a moment there is neither a byte nor an end to read."""
    client.settimeout(MOMENT)
    try:
        client.recv(1)
    except TimeoutError:
        return True
    finally:
        client.settimeout(PATIENCE)
    return False


def test_bytes_pass_in_both_directions_and_so_does_the_end(client: socket.socket) -> None:
    sent = random.Random(1).randbytes(1_000_000)
    sender = threading.Thread(target=client.sendall, args=[sent])

    sender.start()
    got = receive(client, len(sent))
    sender.join(PATIENCE)
    client.shutdown(socket.SHUT_WR)

    assert got == sent
    assert client.recv(2) == b"!"
    assert client.recv(1) == b""


def test_delayed_bytes_come_that_much_later_each_way(
    proxy: TcpProxy, client: socket.socket
) -> None:
    proxy.delay(MOMENT)

    started_at = time.monotonic()
    assert exchange(client, b"hello") == b"hello"

    assert time.monotonic() - started_at >= 2 * MOMENT


def test_a_cut_connection_is_reset_and_the_next_one_works(
    proxy: TcpProxy, client: socket.socket
) -> None:
    assert proxy.cut() == 1

    with pytest.raises(ConnectionResetError):
        client.recv(1)
    with connect(proxy) as another:
        assert exchange(another, b"hello") == b"hello"


def test_a_random_cut_takes_its_share_and_the_seed_repeats_it(proxy: TcpProxy) -> None:
    clients = [connect(proxy) for _ in range(20)]
    for client in clients:
        exchange(client, b"hello")

    count = proxy.cut_random(random.Random(7), 0.3)

    dice = random.Random(7)
    expected = [dice.random() < 0.3 for _ in clients]
    assert 0 < count < len(clients)
    assert count == sum(expected)
    wait_until(lambda: proxy.connection_count() == len(clients) - count)
    for client, is_cut in zip(clients, expected, strict=True):
        with client:
            if is_cut:
                with pytest.raises(ConnectionResetError):
                    client.recv(1)
            else:
                assert exchange(client, b"still here") == b"still here"


def test_a_black_hole_keeps_what_it_swallows_until_it_is_gone(
    proxy: TcpProxy, client: socket.socket
) -> None:
    proxy.black_hole()
    with connect(proxy) as another:
        client.sendall(b"hello")
        another.sendall(b"hello")
        another.shutdown(socket.SHUT_WR)
        assert hears_nothing(client)
        assert hears_nothing(another)

        proxy.pass_on()

        assert receive(client, 5) == b"hello"
        assert receive(another, 6) == b"hello!"


def test_where_connections_are_refused_present_ones_go_on(
    proxy: TcpProxy, client: socket.socket
) -> None:
    proxy.refuse()

    with pytest.raises(ConnectionRefusedError):
        connect(proxy)
    assert exchange(client, b"hello") == b"hello"
    proxy.accept()
    with connect(proxy) as another:
        assert exchange(another, b"hello") == b"hello"


def test_when_the_way_to_the_server_is_closed_it_still_answers(
    proxy: TcpProxy, client: socket.socket
) -> None:
    proxy.half_close(Towards.SERVER)

    assert client.recv(2) == b"!"


def test_when_the_way_to_the_client_is_closed_the_server_still_hears(echo: Echo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE)
        with TcpProxy(listener.getsockname()[1]) as proxy, connect(proxy) as client:
            server, _ = listener.accept()
            with server:
                wait_until(lambda: proxy.connection_count() == 1)

                proxy.half_close(Towards.CLIENT)

                assert client.recv(1) == b""
                client.sendall(b"hello")
                assert receive(server, 5) == b"hello"


def test_bytes_drip_one_by_one(proxy: TcpProxy, client: socket.socket) -> None:
    proxy.drip(MOMENT / 4)
    started_at = time.monotonic()
    client.sendall(b"drops")

    got = [client.recv(5) for _ in range(5)]

    assert got == [b"d", b"r", b"o", b"p", b"s"]
    assert time.monotonic() - started_at >= 5 * MOMENT / 4
    proxy.pass_on()
    assert exchange(client, b"hello") == b"hello"


def test_a_server_that_does_not_listen_resets_the_client() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    with TcpProxy(port) as proxy, pytest.raises(ConnectionResetError), connect(proxy) as client:
        client.recv(1)


def test_at_the_end_no_thread_and_no_connection_is_left(echo: Echo) -> None:
    before = threading.active_count()
    with TcpProxy(echo.port) as proxy:
        through = connect(proxy)
        exchange(through, b"hello")
        proxy.black_hole()
        held = connect(proxy)
        through.sendall(b"never comes")

    with through, held:
        for client in (through, held):
            with pytest.raises(ConnectionResetError):
                client.recv(1)
    wait_until(lambda: threading.active_count() <= before)
