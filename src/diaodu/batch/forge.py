"""A warm process that forks a child for each unit: clean, isolated, and with everything loaded.

Linux only. The forge has one thread, reads nothing but orders, and outlives whatever becomes of a
child; a child ends with the forge, and the forge with the process that started it.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from diaodu.batch import ahead, warm, worker
from diaodu.batch.ahead import Ahead, Learnt
from diaodu.batch.outcome import Answer, Failure
from diaodu.batch.worker import Job

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
GRACE = 3.0  # seconds that a child has to shut down a kernel of its own
ALLOWANCE = 4 << 30  # bytes of memory that a notebook may take, on top of what is loaded


@dataclass
class Child:
    """A unit that is being made: its process, and where its outcome comes from."""

    job: Job
    pid: int
    ended: int  # file descriptor that can be read when the process has ended
    answers: Connection
    deadline: float
    overdue: bool = False


def available() -> bool:
    """Whether this system forks safely, and tells of the end of a process."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


def serve(orders: Connection, notebooks: tuple[Path, ...]) -> None:
    """Be a forge: take jobs from `orders`, and send each one's outcome back.

    An order is a Job, or something to do Ahead; to train a reader takes a child of its own. Ends
    all children and itself when `orders` is closed, or by SIGTERM.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(worker.TERMINATED))
    end_with_parent()
    forge = _Forge(orders)
    try:
        warm.up(notebooks, forge.heed)
        forge.serve()
    except (EOFError, BrokenPipeError):  # the parent has no more work, or is gone
        pass
    finally:
        forge.end()


class _Forge:
    """What it has in hand: children that make units (by `ended`), and those that train a reader."""

    def __init__(self, orders: Connection) -> None:
        self._orders = orders
        self._children: dict[int, Child] = {}
        self._learning: dict[int, int] = {}  # what can be read when it has ended -> its process
        self._held: list[Job | Ahead] = []

    def heed(self) -> None:
        """Have a reader trained that is asked for while all is being loaded; the rest can wait."""
        while self._orders.poll():
            order: Job | Ahead = self._orders.recv()
            if isinstance(order, Ahead) and order.what == "reader":
                self._begin(order)
            else:
                self._held.append(order)

    def serve(self) -> None:
        """Do what is ordered, until there are no more orders (EOFError)."""
        for order in self._held:
            self._begin(order)
        while True:
            self._wait()

    def _wait(self) -> None:
        children = self._children
        moment = min((child.deadline for child in children.values()), default=inf)
        timeout = None if moment == inf else max(moment - time.monotonic(), 0)
        answers = {child.answers: child for child in children.values()}
        ready: list[Any] = wait([self._orders, *children, *answers, *self._learning], timeout)
        for one in ready:
            if one is self._orders:
                self._begin(self._orders.recv())
            elif one in self._learning:
                _end_learner(self._learning.pop(one), one)
                self._orders.send(Learnt())
            elif (child := children.get(one) or answers[one]).ended in children:
                self._orders.send(_collect(child))
                del children[child.ended]
        for child in children.values():
            if time.monotonic() > child.deadline:
                child.overdue, child.deadline = True, inf
                os.killpg(child.pid, signal.SIGKILL)

    def _begin(self, order: Job | Ahead) -> None:
        if isinstance(order, Job):
            child = _fork(order, self._orders)
            self._children[child.ended] = child
        elif order.what == "reader":
            pid = _fork_learner(order, self._orders)
            self._learning[os.pidfd_open(pid)] = pid
        else:
            ahead.carry_out(order)

    def end(self) -> None:
        """End all children."""
        for ended, pid in self._learning.items():
            _end_learner(pid, ended)
        _end(list(self._children.values()))


def _fork_learner(order: Ahead, orders: Connection) -> int:
    # what it takes to train is loaded here: reports need most of it too, and it takes a second
    from diaodu.batch import reading  # noqa: F401, PLC0415

    pid = os.fork()
    if pid == 0:
        try:
            end_with_parent()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            orders.close()
            ahead.carry_out(order)
        finally:
            os._exit(0)
    return pid


def _end_learner(pid: int, ended: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(ended)


def _fork(job: Job, orders: Connection) -> Child:
    warm.read_tables(job.unit.run)
    answers, here = _pipe()
    deadline = time.monotonic() + job.limit + (GRACE if job.engine == "standard" else 0)
    pid = os.fork()
    if pid == 0:
        _be_child(job, orders, answers, here)
    with suppress(ProcessLookupError, PermissionError):  # whoever comes first: it or we
        os.setpgid(pid, pid)
    here.close()
    return Child(job, pid, os.pidfd_open(pid), answers, deadline)


def _pipe() -> tuple[Connection, Connection]:
    read, write = os.pipe()
    return Connection(read, writable=False), Connection(write, readable=False)


def _be_child(job: Job, orders: Connection, answers: Connection, here: Connection) -> None:
    """Make one unit and end. Nothing of the forge's own end is run: it belongs to the forge."""
    code = 1
    try:
        with suppress(PermissionError):
            os.setpgid(0, 0)  # so that what a notebook starts is ended with it
        end_with_parent()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        worker.heed_end(job)
        orders.close()
        answers.close()
        _limit_memory()
        here.send(worker.make(job).answer)
        code = 0
    except Exception:  # a mistake of ours: the unit fails by it, and everybody can read why
        traceback.print_exc()
    finally:
        os._exit(code)


def end_with_parent() -> None:
    """Have this process ended when the one that forked it ends, however that ends."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _limit_memory() -> None:
    """One notebook that takes all memory fails by itself, before the system picks a victim."""
    size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = size * resource.getpagesize() + ALLOWANCE
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or limit < most:
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _collect(child: Child) -> Answer:
    """The outcome of a child that has sent it, or has ended; it is gone when this returns."""
    answer: Answer | None = None
    if not child.overdue and child.answers.poll():
        with suppress(EOFError):
            answer = child.answers.recv()
    status = _reap(child)
    return answer or worker.died(child.job, _cause(child, status)).answer


def _reap(child: Child) -> int:
    """End all that is left of a child's processes; see `end_group`."""
    code = end_group(child.pid, child.ended)
    child.answers.close()
    return code


def end_group(pid: int, ended: int) -> int:
    """End all that is left of a process that leads its group; `ended`: its pidfd, to be closed.

    Its exit code, or a signal as minus its number. The group goes first: until the process itself
    is waited for, nobody else can have its number.
    """
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.close(ended)
    return os.waitstatus_to_exitcode(status)


def _cause(child: Child, code: int) -> Failure:
    if child.overdue:
        return worker.too_long(child.job)
    if code >= 0:
        return Failure("ProcessDied", f"the process of the notebook ended itself with code {code}")
    name = signal.strsignal(-code) or f"signal {-code}"
    why = "; memory ran out, or somebody ended it" if -code == signal.SIGKILL else ""
    return Failure("ProcessDied", f"the process of the notebook was ended: {name}{why}")


def _end(children: list[Child]) -> None:
    """End all children; one that has a kernel gets a moment to shut it down."""
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGTERM)
    moment = time.monotonic() + GRACE
    left = {child.ended for child in children}
    while left and time.monotonic() < moment:
        left -= set(wait(list(left), moment - time.monotonic()))
    for child in children:
        _reap(child)
