"""Interpreters and channels with the names of PEP 554's drafts and of the articles about them.

Typhon's own. The library's module is concurrent.interpreters (PEP 734); this one is a thin layer on the same parts.
A channel here is a queue without a limit: send() does not wait for the receiver.
"""

import threading
import _interpreters
import _interpqueues
from _interpreters_support import bind
from concurrent import interpreters as _library
from concurrent.interpreters import (
    ExecutionFailed, InterpreterError, InterpreterNotFoundError, NotShareableError, is_shareable,
)

__all__ = [
    'Channel', 'ChannelClosedError', 'ChannelEmptyError', 'ChannelError', 'ChannelNotFoundError', 'ExecutionFailed',
    'Interpreter', 'InterpreterError', 'InterpreterNotFoundError', 'NotShareableError', 'RecvChannel',
    'RunFailedError', 'SendChannel', 'create', 'create_channel', 'get_current', 'get_main', 'is_shareable', 'list_all',
]

RunFailedError = ExecutionFailed


class ChannelError(Exception):
    """The base of what channels raise."""


class ChannelNotFoundError(ChannelError):
    """There is no channel of that number."""


class ChannelClosedError(ChannelError):
    """The channel was closed."""


class ChannelEmptyError(ChannelError):
    """Nothing has been sent that was not received."""


class Interpreter:
    """An interpreter, by its number."""

    def __init__(self, id):
        _interpreters.whence(id)
        self._id = int(id)

    id = property(lambda self: self._id)

    def __repr__(self):
        return f'Interpreter({self._id})'

    def __hash__(self):
        return hash(self._id)

    def __eq__(self, other):
        return isinstance(other, Interpreter) and other._id == self._id

    def __reduce__(self):
        return Interpreter, (self._id,)

    def is_running(self):
        """True while something runs in its __main__."""
        return _interpreters.is_running(self._id)

    def exec(self, code, /, shared=None):
        """Run code in its __main__ and wait for the end."""
        excinfo = _interpreters.exec(self._id, code, bind(self._id, shared))
        if excinfo is not None:
            raise ExecutionFailed(excinfo)

    def run(self, code, /, shared=None, *, channels=None):
        """As exec(); `channels` are bound in __main__ by their names, too."""
        self.exec(code, {**(shared or {}), **(channels or {})})

    def run_in_thread(self, code, /, shared=None):
        """Run code in a thread of its own; the thread can be joined."""
        t = threading.Thread(target=self.exec, args=(code, shared))
        t.start()
        return t

    def call(self, callable, /, *args, **kwargs):
        """Call something there; the result comes back."""
        result, excinfo = _interpreters.call(self._id, callable, args, kwargs)
        if excinfo is not None:
            raise ExecutionFailed(excinfo)
        return result

    def call_in_thread(self, callable, /, *args, **kwargs):
        """Call something there in a thread of its own."""
        t = threading.Thread(target=self.call, args=(callable, *args), kwargs=kwargs)
        t.start()
        return t

    def prepare_main(self, ns=None, /, **kwargs):
        """Bind values in its __main__."""
        values = bind(self._id, {**(ns or {}), **kwargs})
        if values:
            _interpreters.set___main___attrs(self._id, values)

    def close(self):
        """End the interpreter, whatever it is doing."""
        _interpreters.destroy(self._id)

    destroy = close


def create(*, isolated=True):
    """A new interpreter."""
    return Interpreter(int(_interpreters.create('isolated' if isolated else 'legacy')))


def list_all():
    """All interpreters."""
    return [Interpreter(id) for id, _ in _interpreters.list_all()]


def get_current():
    """The interpreter that runs this."""
    return Interpreter(_interpreters.get_current()[0])


def get_main():
    """The main interpreter."""
    return Interpreter(_interpreters.get_main()[0])


class _End:
    def __init__(self, id):
        self._id = int(id)
        try:
            _interpqueues.get_count(self._id)
        except _interpqueues.QueueNotFoundError:
            raise ChannelNotFoundError(f'channel {self._id} not found') from None

    id = property(lambda self: self._id)

    def __int__(self):
        return self._id

    __index__ = __int__

    def __repr__(self):
        return f'{type(self).__name__}(id={self._id})'

    def __hash__(self):
        return hash(self._id)

    def __eq__(self, other):
        return type(other) is type(self) and other._id == self._id

    def __reduce__(self):
        return type(self), (self._id,)

    def close(self):
        """Nothing goes through the channel any more; whoever waits in it gets ChannelClosedError."""
        try:
            _interpqueues.destroy(self._id)
        except _interpqueues.QueueNotFoundError:
            pass

    def _closed(self):
        return ChannelClosedError(f'channel {self._id} is closed')


class RecvChannel(_End):
    """The receiving end of a channel."""

    def recv(self, timeout=None):
        """The next object; waits until there is one."""
        try:
            return _interpqueues.get(self._id, timeout)[0]
        except _interpqueues.QueueNotFoundError:
            raise self._closed() from None
        except _library.QueueEmpty:
            raise TimeoutError('timed out') from None

    _MISSING = object()

    def recv_nowait(self, default=_MISSING):
        """The next object, or the default, or ChannelEmptyError."""
        try:
            return _interpqueues.get(self._id)[0]
        except _interpqueues.QueueNotFoundError:
            raise self._closed() from None
        except _library.QueueEmpty:
            if default is not RecvChannel._MISSING:
                return default
            raise ChannelEmptyError(f'channel {self._id} is empty') from None


class SendChannel(_End):
    """The sending end of a channel."""

    def send(self, obj, timeout=None):
        """Send an object."""
        try:
            _interpqueues.put(self._id, obj)
        except _interpqueues.QueueNotFoundError:
            raise self._closed() from None

    send_nowait = send

    def send_buffer(self, obj):
        """Send the memory of an object; the receiver gets a memoryview of the same memory."""
        self.send(memoryview(obj))


class Channel(RecvChannel, SendChannel):
    """Both ends of a channel; it unpacks into (receiving end, sending end)."""

    def __iter__(self):
        yield RecvChannel(self._id)
        yield SendChannel(self._id)


def create_channel():
    """A new channel: one object that is both ends and unpacks into the two."""
    return Channel(_interpqueues.create(0, 3))
