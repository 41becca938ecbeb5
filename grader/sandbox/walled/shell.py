"""An IPython shell that gives what a notebook's cell shows as plain data, without a kernel."""

import builtins
import getpass
import io
import sys
import threading
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell, InteractiveShellABC
from IPython.utils.text import SList
from traitlets import Type
from traitlets.config import Config

from . import wire

LONGEST_TEXT = 2**20
MOST_OUTPUTS = 1000
LARGEST_OUTPUTS = 24 * 2**20
CUT = "\n[the rest was too long and is not kept]\n"


class Outputs:
    """What a cell has shown so far, bounded, in the form of nbformat."""

    def __init__(self) -> None:
        self.shown: list[dict[str, Any]] = []
        self.size = 0
        self.clear_first = False
        self.lock = threading.Lock()

    def add(self, output: dict[str, Any], size: int) -> None:
        """Add an output, if there is room for it."""
        with self.lock:
            self._clear_if_asked()
            self.size += size
            if len(self.shown) < MOST_OUTPUTS and self.size <= LARGEST_OUTPUTS:
                self.shown.append(output)

    def write(self, name: str, text: str) -> None:
        """Add text to a stream, up to a bound."""
        if not text:
            return
        with self.lock:
            self._clear_if_asked()
            last = self.shown[-1] if self.shown else {}
            if last.get("name") != name or last.get("output_type") != "stream":
                if len(self.shown) >= MOST_OUTPUTS:
                    return
                last = {"output_type": "stream", "name": name, "text": [], "length": 0}
                self.shown.append(last)
            room = min(LONGEST_TEXT - last["length"], LARGEST_OUTPUTS - self.size)
            last["length"] += len(text)
            self.size += len(text)
            if room > 0:
                last["text"].append(text if len(text) <= room else text[:room] + CUT)

    def clear(self, wait: bool) -> None:
        """Take back what was shown, now or when something new comes."""
        with self.lock:
            self.clear_first = True
            if not wait:
                self._clear_if_asked()

    def update(self, name: str, data: dict, metadata: dict) -> None:
        """Replace what was displayed under `name`."""
        with self.lock:
            for output in self.shown:
                if output.get("display_id") == name:
                    output["data"], output["metadata"] = data, metadata

    def taken(self) -> list[dict[str, Any]]:
        """Give what was shown, and start anew."""
        with self.lock:
            shown, self.shown, self.size, self.clear_first = self.shown, [], 0, False
        for output in shown:
            output.pop("length", None)
            output.pop("display_id", None)
            if output["output_type"] == "stream":
                output["text"] = "".join(output["text"])
        return shown

    def _clear_if_asked(self) -> None:
        if self.clear_first:
            self.shown, self.size, self.clear_first = [], 0, False


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a cell."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, name: str, outputs: Outputs) -> None:
        self.name, self.outputs = name, outputs

    def write(self, text: str) -> int:
        """Keep `text`, which must be a string."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.outputs.write(self.name, text)
        return len(text)

    def fileno(self) -> int:
        """Give a number that leads nowhere, for what insists on one."""
        return 1 if self.name == "stdout" else 2

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True


class Publisher(DisplayPublisher):
    """Where `display` sends to."""

    outputs: Outputs

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **_: Any) -> None:
        """Show `data`, or replace what was shown under the same display id."""
        name = (transient or {}).get("display_id")
        if update and name:
            self.outputs.update(name, data, metadata or {})
            return
        output = {"output_type": "display_data", "data": data, "metadata": metadata or {}, "display_id": name}
        self.outputs.add(output, _size(data))

    def clear_output(self, wait: bool = False) -> None:
        """Take back what the cell has shown."""
        self.outputs.clear(wait)


class Hook(DisplayHook):
    """Where the value of a cell's last expression goes."""

    def write_output_prompt(self) -> None:
        """Print no prompt: a notebook has its own."""

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        """Show the value as the cell's result."""
        output = {"output_type": "execute_result", "data": format_dict, "metadata": md_dict or {}}
        output["execution_count"] = self.prompt_count
        self.shell.display_pub.outputs.add(output, _size(format_dict))


class Shell(InteractiveShell):
    """IPython, as a notebook has it: magics, figures after the cell, no keyboard."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)

    def enable_gui(self, gui: str | None = None) -> None:
        """Start no event loop of a window system."""

    def ask_exit(self) -> None:
        """Go on after `exit`: the cell has ended."""

    def system(self, cmd: str) -> None:
        """Run no `!command`: no other program runs behind the walls. As in a notebook, that is no error."""
        print(f"No other program runs where a notebook is graded: {cmd[:80]}", file=sys.stderr)
        self.user_ns["_exit_code"] = 127

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> list[str] | str:
        """Give nothing for `name = !command`."""
        self.system(cmd)
        return SList() if split else ""

    def showtraceback(self, *arguments: Any, **named: Any) -> None:
        """Show where an error came from; of a module that is not there, only that."""
        _, error, _ = self._get_exc_info(*arguments[:1])
        if type(error).__name__ == "NotThereError":
            self._showtraceback(type(error), error, [f"Not run where it is graded: {error}"])
        else:
            super().showtraceback(*arguments, **named)

    def _format_exception_for_storage(self, exception: BaseException, *_: Any) -> dict:
        """Format no error a second time for a history that is not kept."""
        return {}

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        traceback = [line[:LONGEST_TEXT] for line in stb][-200:]
        output = {"output_type": "error", "ename": etype.__name__, "evalue": _said(evalue), "traceback": traceback}
        self.display_pub.outputs.add(output, sum(map(len, traceback)))


InteractiveShellABC.register(Shell)


def shell(folder: str) -> Shell:
    """Make the shell, keeping its files in `folder`."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.ipython_dir = folder
    made = Shell.instance(config=settings)
    made.set_hook("show_in_pager", lambda *_, **__: None)
    made.display_pub.outputs = Outputs()
    builtins.input = getpass.getpass = _no_keyboard
    return made


def run(made: Shell, source: str, number: int = 1) -> list[dict[str, Any]]:
    """Run the cell of this number and give its outputs."""
    made.execution_count = number
    outputs = made.display_pub.outputs
    was = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream("stdout", outputs), Stream("stderr", outputs)
    error = None
    try:
        result = InteractiveShell.run_cell(made, source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
    except BaseException as raised:
        error = raised
    finally:
        sys.stdout, sys.stderr = was
    shown = outputs.taken()
    if error and not any(output["output_type"] == "error" for output in shown):
        shown.append({"output_type": "error", "ename": type(error).__name__, "evalue": _said(error), "traceback": []})
    return shown


def forget(made: Shell) -> None:
    """Drop what an answer has shown while it was asked, figures too: its inputs are for nobody to see."""
    made.display_pub.outputs.taken()
    figures = sys.modules.get("matplotlib.pyplot")
    if figures:
        figures.close("all")


def _no_keyboard(prompt: object = "", stream: object = None) -> str:
    raise StdinNotImplementedError("Something is asked for, but nobody is at the keyboard.")


def _said(error: BaseException) -> str:
    try:
        return str(error)[:LONGEST_TEXT]
    except Exception:
        return ""


def _size(data: dict) -> int:
    return sum(len(value) if isinstance(value, str | bytes) else len(wire.pack(value)) for value in data.values())
