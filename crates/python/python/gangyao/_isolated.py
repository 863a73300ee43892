"""Documents in a process of their own, so that what one of them ends is that process and not the engine's.

The process takes documents one by one over a pipe and answers each with its rows. Where it dies, hangs or is refused memory, the document that
it was at gets a row with the error, and another process takes the next.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import tempfile
import threading
from typing import IO, Any, Optional

import pyarrow

from . import _native
from ._types import Options
from .arrow import engine_schema, record_batch

#: Seconds that a document may take; with programs of others, which have a limit of their own for each run, as in `gangyao convert`.
SECONDS = 120.0
SECONDS_WITH_PROGRAMS = 3600.0
#: Bytes of memory that a document may take, where the system can tell (Linux).
MEMORY = 4 << 30


class Isolated:
    """A process for the rows of one table, started when it is needed."""

    def __init__(self, table: str, options: Options, seconds: Optional[float] = None, memory: int = MEMORY) -> None:
        with_programs = options["with_libreoffice"] or options["ocr"]
        usual = SECONDS_WITH_PROGRAMS if with_programs else SECONDS
        self._schema = engine_schema(table)
        self._command = [sys.executable, "-m", __name__, table, json.dumps(options), str(memory)]
        self._seconds = usual if seconds is None else seconds
        self._process: Optional[subprocess.Popen[bytes]] = None
        self._said: IO[bytes] = tempfile.TemporaryFile()
        self._served = 0

    def rows(self, name: str, content: bytes) -> pyarrow.RecordBatch:
        """The rows of a document, or the one that says why there are none."""
        while True:
            # A process that ended unasked between two documents is no fault of either.
            if self._process is None or self._process.poll() is not None:
                self._start()
            served = self._served
            rows, code, message = self._ask(name, content)
            if rows is not None:
                self._served += 1
                return rows
            self.close()
            # A document is not blamed for what earlier ones left behind.
            if served == 0 or code == "timed-out":
                return self._error(name, code, message)

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __del__(self) -> None:
        self.close()

    def _start(self) -> None:
        self.close()
        self._said.seek(0)
        self._said.truncate()
        # Engines put packages in places that only this interpreter knows.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, stderr=self._said, env=environment)
        self._served = 0

    def _ask(self, name: str, content: bytes) -> tuple[Optional[pyarrow.RecordBatch], str, str]:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.start()
        try:
            write(process.stdin, name.encode("utf-8", "surrogatepass"), content)
            answer = read(process.stdout, 1)
        except OSError:
            answer = None
        finally:
            timer.cancel()
        if answer is not None:
            return pyarrow.ipc.open_stream(answer[0]).read_next_batch(), "", ""
        if late.is_set():
            return None, "timed-out", f"it took longer than the {self._seconds:.0f} seconds allowed; split it, or report it"
        status = process.wait()
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace").strip()
        if "memory allocation of" in said or "MemoryError" in said:
            return None, "out-of-memory", "its process was refused memory beyond the limit; split it"
        last = (said.splitlines() or ["it said nothing"])[-1][:300]
        return None, "worker-died", f"its process ended with status {status}: {last}; convert it again, and report it"

    def _error(self, name: str, code: str, message: str) -> pyarrow.RecordBatch:
        cells = {"file": name, "error_code": code, "error_message": message}
        arrays = [pyarrow.array([cells.get(field.name)], field.type) for field in self._schema]
        return pyarrow.RecordBatch.from_arrays(arrays, schema=self._schema)


def write(pipe: IO[bytes], *parts: bytes) -> None:
    """Sends parts, each behind its length."""
    for part in parts:
        pipe.write(struct.pack("<Q", len(part)))
        pipe.write(part)
    pipe.flush()


def read(pipe: IO[bytes], count: int) -> Optional[list[bytes]]:
    """As many parts, or nothing where the pipe ends first."""
    parts = []
    for _ in range(count):
        head = pipe.read(8)
        if len(head) < 8:
            return None
        (size,) = struct.unpack("<Q", head)
        part = pipe.read(size)
        if len(part) < size:
            return None
        parts.append(part)
    return parts


def serve(table: str, options: Options, memory: int) -> None:
    """What the process does: a document in, its rows out, until the pipe ends."""
    extractor = _native.Extractor(table, _native.Reading(**options))
    schema = engine_schema(table)

    def answer(name: bytes, content: bytes) -> pyarrow.Buffer:
        extractor.add(name.decode("utf-8", "replace"), content)
        sink = pyarrow.BufferOutputStream()
        with pyarrow.ipc.new_stream(sink, schema) as stream:
            stream.write_batch(record_batch(extractor.take(), schema))
        return sink.getvalue()

    # Once for nothing: allocators set a gigabyte or two of addresses aside, which is no memory that a document takes.
    answer(b"", b"")
    limit(memory)
    while (request := read(sys.stdin.buffer, 2)) is not None:
        write(sys.stdout.buffer, answer(*request))


def limit(memory: int) -> None:
    """Keeps this process from so much more memory than it has, where the system can."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as pages:
            now = int(pages.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    hard: Any = resource.getrlimit(resource.RLIMIT_AS)[1]
    least = now + memory if hard == resource.RLIM_INFINITY else min(now + memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (least, hard))


if __name__ == "__main__":
    serve(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]))
