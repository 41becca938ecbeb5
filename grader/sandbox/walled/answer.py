"""Put the steps of a case to an answer and collect what comes back; in the walls and in the learner's own kernel."""

import contextlib
import inspect
import io
import linecache
import logging
import sysconfig
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from . import wire

LONGEST = 2000
IN_ORDER = inspect.Parameter.POSITIONAL_OR_KEYWORD
NOT_THE_LEARNERS = (
    str(Path(__file__).parent),
    "site-packages",
    "dist-packages",
    sysconfig.get_path("stdlib"),
    "/unrolled/",
)


def put(answer: Any, name: str, parameters: Sequence[str], steps: Sequence[tuple]) -> dict[str, Any]:
    """Put `steps` to `answer`, quietly.

    Args:
        answer: what the learner made: a function, a class or a value.
        name: the name by which the steps call it.
        parameters: the declared argument names, where it is a function.
        steps: each ("call", target, args, the name to keep the result under or None) or ("read", target, key or None).

    Returns:
        The "results" in the order of the steps; what was "raised", as kind, text and line, after which nothing more was
        asked, or None; what was "printed"; and whether the answer is "made": not the dots of a blank.
    """
    made = {name: answer}
    results: list[Any] = []
    raised = None
    with _quietly() as output:
        try:
            for kind, target, what, *keep in steps:
                value = _resolve(target, made)
                if kind == "read":
                    value = value if what is None else value[what]
                else:
                    value = _call(value, what, parameters if target == name else ())
                kept = keep[0] if keep else None
                if kept and not _dots(value):
                    made[kept] = value
                    continue
                results.append(_as_it_is_now(value))
                if kept:  # the dots of a blank, which no later step can use
                    break
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raised = (type(error).__name__[:LONGEST], _text(error), _line_of(error)[:LONGEST])
    # the results last: where they are more than can cross, the rest is said all the same
    return {"made": not _dots(answer), "raised": raised, "printed": output.getvalue()[:LONGEST], "results": results}


def _dots(value: Any) -> bool:
    return value is Ellipsis or value is NotImplemented


def _resolve(target: str, made: dict[str, Any]) -> Any:
    name, *attributes = target.split(".")
    value = made[name]
    for attribute in attributes:
        value = getattr(value, attribute)
    return value


def _call(function: Any, args: tuple, parameters: Sequence[str]) -> Any:
    """Call by position, but by name where the declared names are there in another order."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return function(*args)
    named = dict(zip(parameters, args, strict=False))
    ordered = [name for name, parameter in signature.parameters.items() if parameter.kind <= IN_ORDER]
    if not parameters or ordered[: len(parameters)] == list(parameters) or not _binds(signature, named=named):
        return function(*args)
    if set(parameters) <= set(signature.parameters) or not _binds(signature, args):
        return function(**named)
    return function(*args)


def _binds(signature: inspect.Signature, args: tuple = (), named: dict[str, Any] | None = None) -> bool:
    try:
        signature.bind(*args, **(named or {}))
    except TypeError:
        return False
    return True


def _as_it_is_now(value: Any) -> Any:
    """Turn a result into plain values at once, for later calls may change it."""
    return wire.unpack(wire.pack(value))


@contextlib.contextmanager
def _quietly() -> Iterator[io.StringIO]:
    """Keep prints, warnings and logging of an answer out of the cell: noise is not failure."""
    output = io.StringIO()
    logging_was = logging.root.manager.disable
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
        try:
            yield output
        finally:
            logging.disable(logging_was)


def _text(error: BaseException) -> str:
    try:
        return str(error)[:LONGEST]
    except Exception:
        return ""


def _line_of(error: BaseException) -> str:
    """Find the last line of the learner's own code that the error went through."""
    line = ""
    trace = error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if not any(part in path for part in NOT_THE_LEARNERS):
            line = linecache.getline(path, trace.tb_lineno).strip() or line
        trace = trace.tb_next
    return line
