"""A terminal that counts: what is typed into it, and how long that takes."""

import os
import re
import resource
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


class Failed(Exception):
    """A step that did not do what it is there for."""


@dataclass
class Step:
    """What a person does for one purpose: commands and edits, in their order."""

    name: str
    commands: list[str] = field(default_factory=list)
    # File, places in it, and what is typed there.
    edits: list[tuple[str, int, str]] = field(default_factory=list)
    seconds: float = 0.0
    # Of the processor, by whatever the commands have started.
    processor_seconds: float = 0.0

    def characters(self):
        return sum(map(len, self.commands)) + sum(places * len(text) for _, places, text in self.edits)


class Terminal:
    """Runs each command by a shell that has read `preamble`, as a person's has read its settings."""

    def __init__(self, folder, environment, preamble):
        self.folder = Path(folder)
        self.environment = environment
        self.preamble = preamble
        self.steps = []
        self.served = None
        # Bytes of the function that is there in the end.
        self.deployed = 0
        self.log = self.folder.parent / f"{self.folder.name}.log"
        self.log.write_text("")

    def step(self, name):
        self.steps.append(Step(name))
        print(f"  {name}", flush=True)

    def type(self, command):
        """A command to its end, which has to be a good one; what it prints on standard output."""
        if command.startswith("cd "):
            self.folder /= command[3:]
            self._typed(command, 0.0)
            return ""
        began = time.monotonic()
        ran = self._run(command)
        self._typed(command, time.monotonic() - began)
        if ran.returncode != 0:
            raise Failed(f"{command}: status {ran.returncode}")
        return ran.stdout

    def type_until(self, command, wanted):
        """Typed once for the answer that is wanted, and asked again while it is another: that is the wait."""
        began = time.monotonic()
        for _ in range(600):
            if wanted in self._run(command).stdout:
                self._typed(command, time.monotonic() - began)
                return
            time.sleep(0.1)
        raise Failed(f"{command}: never {wanted}")

    def serve(self, command, ready):
        """A command in a terminal of its own, until it has printed what `ready` matches."""
        began = time.monotonic()
        # Outside of the project, whose files are watched.
        output = self.log.with_suffix(".served")
        with output.open("w") as log:
            self.served = subprocess.Popen(
                self._shell(command), cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while not re.search(ready, output.read_text()):
            if self.served.poll() is not None or time.monotonic() - began > 600:
                raise Failed(f"{command} serves nothing: {output.read_text()[-2000:]}")
            time.sleep(0.02)
        self._typed(command, time.monotonic() - began)

    def interrupt(self):
        """Ctrl-C for what is served. No word of it is typed, so it counts as nothing for either tool."""
        if self.served is not None:
            os.killpg(self.served.pid, signal.SIGINT)
            try:
                with self._charged():
                    self.served.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(self.served.pid, signal.SIGKILL)
                raise Failed("what was served does not end by Ctrl-C") from None
            finally:
                self.served = None

    def edit(self, file, before, after):
        """One word for another wherever it stands in a file."""
        path = self.folder / file
        text = path.read_text()
        if before not in text:
            raise Failed(f"{file} has no {before}")
        path.write_text(text.replace(before, after))
        self.steps[-1].edits.append((file, text.count(before), after))

    def expect(self, what, condition):
        if not condition:
            raise Failed(f"{what}: that is not so")
        print(f"    {what}", flush=True)

    @contextmanager
    def _charged(self):
        """What children that end meanwhile have taken of the processor counts for the step."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        yield
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        self.steps[-1].processor_seconds += took

    def _run(self, command):
        with self.log.open("a") as log, self._charged():
            log.write(f"$ {command}\n")
            log.flush()
            ran = subprocess.run(
                self._shell(command), cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=log, text=True, timeout=1200,
            )  # fmt: skip
            log.write(ran.stdout)
        return ran

    def _shell(self, command):
        return ["bash", "-c", f"{self.preamble}\n{command}"]

    def _typed(self, command, seconds):
        self.steps[-1].commands.append(command)
        self.steps[-1].seconds += seconds
        print(f"    {seconds:6.1f} s  $ {command}", flush=True)
