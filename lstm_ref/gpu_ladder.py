"""The speed ladder on a GPU: one LSTM computed in several ways, checked, timed on the device, and given as plain data.

`python -m lstm_ref.gpu_ladder lstm_ref/measured/gpu_ladder.json` measures in about four minutes and keeps the record
that lesson 10 shows. PyTorch is imported where it is used, not before.
"""

import argparse
import contextlib
import datetime
import faulthandler
import gc
import json
import platform
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from lstm_ref.convert import torch as layout
from lstm_ref.gpu_record import RECORD, in_words, table
from lstm_ref.lstm import lstm_weights

PRECISIONS = ("float32", "tf32", "bfloat16")
"""How the numbers are kept and multiplied. TF32 keeps float32, and multiplies with 10 of its 23 bits after
the point."""

CHECKED = 8
"""How many sequences of each batch are compared with float64."""

SHARE = 0.2
"""Seconds that the repeats of one measurement take, about."""


def device_name() -> str:
    """Name the GPU that PyTorch can use; an empty text where there is none, or no PyTorch."""
    try:
        import torch
    except ImportError:
        return ""
    return torch.cuda.get_device_name() if torch.cuda.is_available() else ""


def measure(
    seconds: float = 240,
    T: int = 64,
    width: int = 1024,
    batches: Sequence[int] = (1, 4, 16, 64, 256, 1024, 4096),
    precisions: Sequence[str] = PRECISIONS,
    rungs: Sequence[str] = (),
    device: str = "cuda",
    keep: Callable[[dict], None] = lambda record: None,
) -> dict[str, Any]:
    """Climb the ladder on a device. What does not work there is recorded with its error, and the rest goes on.

    Args:
        seconds: how long all of it may take; what is not reached by then is recorded as left out.
        T: number of steps.
        width: number of inputs, and of units.
        batches: the numbers of sequences to try.
        precisions: some of `PRECISIONS`.
        rungs: some of `RUNGS`; all of them where none is named.
        device: PyTorch's name of the device; on "cpu" there is nothing to replay.
        keep: called with the record after each batch, so that a run that is ended has not been for nothing.

    Returns:
        Plain data: where and when it was measured, "rates" (multiplications a second of a large product) by precision,
        and "times", an entry each for precision, batch and rung, with the "seconds" of a batch (the median, and the
        quartiles), the largest "difference" from float64, and "path", what computed it, or with an "error" in words.
    """
    import torch

    end = time.monotonic() + seconds
    machine = Machine(torch, device)
    record: dict[str, Any] = machine.about() | {"steps": T, "width": width, "rates": {}, "times": []}
    start = time.monotonic()
    chosen = [name for name in RUNGS if name in (rungs or RUNGS)]
    compiled = [name for name in chosen if name.startswith("compiled")]
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        for precision in precisions:
            with machine.precision(precision) as dtype:
                record["rates"][precision] = _guarded(lambda dtype=dtype: {"rate": machine.rate(dtype)})
        # compiling takes longest, and may not work: it comes last
        for names in ([name for name in chosen if name not in compiled], compiled):
            for precision in precisions if names else ():
                if names is compiled:
                    torch.compiler.reset()  # each precision begins with no compiled step, far from the limit of them
                with machine.precision(precision) as dtype:
                    for N in batches:
                        record["times"] += _one_batch(machine, names, dtype, (N, T, width), precision, end)
                        record["took"] = round(time.monotonic() - start, 1)
                        keep(record)
    return record


def _one_batch(
    machine: "Machine", names: Sequence[str], dtype: Any, sizes: tuple[int, int, int], precision: str, end: float
) -> list[dict[str, Any]]:
    """Measure some rungs on one batch, in one precision."""
    made: dict[str, Any] = {}

    def climb(name: str) -> dict[str, Any]:
        if time.monotonic() > end:
            return {"error": "left out: the time was over"}
        if not made:
            made.update(_guarded(lambda: {"work": Work(machine, sizes, dtype)}))
        return machine.climb(name, made["work"]) if "work" in made else made

    entries = []
    for name in names:
        entries.append(
            {"precision": precision, "batch": sizes[0], "rung": name} | _guarded(lambda name=name: climb(name))
        )
    made.clear()
    machine.tidy()
    return entries


def _guarded(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Give what `call` gives, or the error in words."""
    try:
        return call()
    except Exception as error:
        said = str(error).strip().splitlines()
        return {"error": f"{type(error).__name__}: {said[0][:300] if said else 'nothing more is said'}"}


class Work:
    """One batch and the weights that it meets, on the device, and some of the answer in float64.

    Args:
        machine: where it lies.
        sizes: N, T, and the number of inputs and of units.
        dtype: the kind of number.
    """

    def __init__(self, machine: "Machine", sizes: tuple[int, int, int], dtype: Any) -> None:
        torch, (N, T, H) = machine.torch, sizes
        p = lstm_weights(H, H, np.random.default_rng(10))
        random = torch.Generator(machine.device).manual_seed(10 + N)
        x = torch.randn((T, N, H), generator=random, device=machine.device)
        exact = {name: torch.tensor(array, device=machine.device) for name, array in p.items()}
        self.torch, self.wanted = torch, textbook(exact, x[:, :CHECKED].double())
        self.x = x.to(dtype)
        self.p = {name: array.to(dtype) for name, array in exact.items()}
        self.W, self.U, self.b = (torch.cat([self.p[f"{letter}_{gate}"] for gate in "fioc"]) for letter in "WUb")
        self.layer = torch.nn.LSTM(H, H).to(machine.device, dtype)
        self.layer.load_state_dict({name: torch.from_numpy(array) for name, array in layout.to_lstm(p).items()})
        self.layer.flatten_parameters()


def textbook(p: Mapping[str, Any], x: Any) -> Any:
    """The loop of the textbook, eight products a step: x (T, N, D) -> hidden states (T, N, H), tensors."""
    h = c = x.new_zeros(x.shape[1], len(p["b_f"]))
    hs = []
    for x_t in x.unbind():
        z = {gate: x_t @ p[f"W_{gate}"].T + h @ p[f"U_{gate}"].T + p[f"b_{gate}"] for gate in "fioc"}
        c = z["f"].sigmoid() * c + z["i"].sigmoid() * z["c"].tanh()
        h = z["o"].sigmoid() * c.tanh()
        hs.append(h)
    return _stacked(hs)


def step(z: Any, h: Any, c: Any, U: Any) -> tuple[Any, Any]:
    """One step of the fused loop, from what the input gave, z (N, 4H): one product, and the gates."""
    f, i, o, g = (z + h @ U.T).chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def fused(work: Work, step: Callable = step) -> Any:
    """The fused loop: one product for all inputs, and one a step."""
    h, c = (work.x.new_zeros(work.x.shape[1], work.U.shape[1]) for _ in "hc")  # two: one twice is compiled apart
    hs = []
    for z in (work.x @ work.W.T + work.b).unbind():
        h, c = step(z, h, c, work.U)
        hs.append(h)
    return _stacked(hs)


def products(work: Work) -> None:
    """The products of the fused loop, on numbers that lie ready, and nothing else."""
    work.x @ work.W.T
    for h in work.x.unbind():  # as wide as the hidden state
        h @ work.U.T


def _stacked(hs: list) -> Any:
    import torch

    return torch.stack(hs)


RUNGS = {
    "textbook loop": (lambda work: lambda: textbook(work.p, work.x), False),
    "fused loop": (lambda work: lambda: fused(work), False),
    "fused loop, replayed": (lambda work: lambda: fused(work), True),
    "compiled step": (lambda work: lambda: fused(work, work.torch.compile(step, fullgraph=True)), False),
    "compiled step, replayed": (lambda work: lambda: fused(work, work.torch.compile(step, fullgraph=True)), True),
    "nn.LSTM": (lambda work: lambda: work.layer(work.x)[0], False),
    "products alone": (lambda work: lambda: products(work), True),
}
"""What is timed, by name: what makes a call out of some work, and whether it is replayed as a CUDA graph."""


class Machine:
    """A device, and how time is taken on it.

    Args:
        torch: PyTorch.
        device: its name of the device.
    """

    def __init__(self, torch: Any, device: str) -> None:
        self.torch, self.device = torch, device
        self.gpu = device.startswith("cuda")

    def about(self) -> dict[str, Any]:
        """Say where and when this is measured."""
        torch, name = self.torch, platform.processor() or platform.machine()
        said: dict[str, Any] = {"date": datetime.date.today().isoformat(), "torch": torch.__version__}
        if self.gpu:
            of = torch.cuda.get_device_properties(self.device)
            name = of.name
            said |= {"cuda": torch.version.cuda, "cudnn": torch.backends.cudnn.version()}
            said |= {"multiprocessors": of.multi_processor_count, "memory": of.total_memory}
        return {"device": name} | said

    @contextlib.contextmanager
    def precision(self, name: str) -> Iterator[Any]:
        """Multiply in this precision inside; give the kind of number that is kept."""
        matmul, cudnn = self.torch.backends.cuda.matmul, self.torch.backends.cudnn
        # these two switches are known to every version; one version must not be told by old and new names at once
        before = matmul.allow_tf32, cudnn.allow_tf32
        matmul.allow_tf32 = cudnn.allow_tf32 = name == "tf32"
        try:
            yield self.torch.bfloat16 if name == "bfloat16" else self.torch.float32
        finally:
            matmul.allow_tf32, cudnn.allow_tf32 = before

    def rate(self, dtype: Any) -> float:
        """Measure the multiplications a second of one large product."""
        size = 8192 if self.gpu else 512
        a, b = (self.torch.randn((size, size), device=self.device).to(dtype) for _ in range(2))
        out = self.torch.empty_like(a)
        return size**3 / min(self.times(lambda: self.torch.matmul(a, b, out=out)))

    def climb(self, name: str, work: Work) -> dict[str, Any]:
        """Check one rung against float64, and time it."""
        make, replayed = RUNGS[name]
        if replayed and not self.gpu and name != "products alone":
            return {"error": "only a GPU replays"}
        call, entry = make(work), {}
        if name.startswith("compiled"):
            start = time.perf_counter()
            call()
            self.wait()
            entry["first_call"] = round(time.perf_counter() - start, 2)
        if replayed and self.gpu:
            call = self.replay(call)
        given = call()
        if given is not None:
            entry["difference"] = float((given[:, :CHECKED].double() - work.wanted).abs().max())
        if name == "nn.LSTM":
            entry["path"] = self.path(call)
        del given
        low, middle, high = np.percentile(self.times(call), [25, 50, 75])
        return entry | {"seconds": float(middle), "quartiles": [float(low), float(high)]}

    def replay(self, call: Callable[[], Any]) -> Callable[[], Any]:
        """Record what `call` starts on the device as one CUDA graph, and give a call that starts all of it at once."""
        cuda = self.torch.cuda
        aside = cuda.Stream()
        aside.wait_stream(cuda.current_stream())
        with cuda.stream(aside):  # what is set up on first use must not be recorded
            for _ in range(3):
                call()
        cuda.current_stream().wait_stream(aside)
        graph = cuda.CUDAGraph()
        with cuda.graph(graph):
            given = call()

        def replayed() -> Any:
            graph.replay()
            return given  # each replay writes its numbers there

        return replayed

    def times(self, call: Callable[[], object]) -> list[float]:
        """Time a call again and again, after it was called twice; on a GPU between two events of its own clock."""
        call()
        self.wait()
        start = time.perf_counter()
        call()
        self.wait()
        number = int(np.clip(SHARE / max(time.perf_counter() - start, 1e-9), 3, 50))
        if not self.gpu:
            taken = []
            for _ in range(number):
                start = time.perf_counter()
                call()
                taken.append(time.perf_counter() - start)
            return taken
        events = [[self.torch.cuda.Event(enable_timing=True) for _ in range(2)] for _ in range(number)]
        for before, after in events:
            before.record()
            call()
            after.record()
        self.wait()
        return [before.elapsed_time(after) / 1e3 for before, after in events]

    def path(self, call: Callable[[], object]) -> str:
        """Say what computes an `nn.LSTM`, by the names of the operations that it calls."""
        try:
            from torch.utils._python_dispatch import TorchDispatchMode

            names: list[str] = []

            class Listen(TorchDispatchMode):
                def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
                    names.append(str(operation))
                    return operation(*args, **(kwargs or {}))

            with Listen():
                call()
        except Exception:
            return "nobody knows what"
        known = {"cudnn_rnn": "cuDNN", "mkldnn_rnn": "oneDNN", "fused_lstm_cell": "PyTorch, a fused cell a step"}
        found = (said for part, said in known.items() if any(part in name for name in names))
        return next(found, "PyTorch, operation by operation")

    def wait(self) -> None:
        """Wait until the device has done what it was told."""
        if self.gpu:
            self.torch.cuda.synchronize()

    def tidy(self) -> None:
        """Give back memory that nothing needs any more."""
        if self.gpu:
            gc.collect()
            self.torch.cuda.empty_cache()


def main() -> None:
    """Measure on this machine's GPU and write the record; a run that hangs is ended, and what it had is kept."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=RECORD, help="where the record is written")
    parser.add_argument("--seconds", type=float, default=240, help="how long it may take, about")
    given = parser.parse_args()
    if not device_name():
        raise SystemExit("There is no GPU here that PyTorch can use.")
    faulthandler.dump_traceback_later(1.15 * given.seconds + 15, exit=True)
    given.file.parent.mkdir(parents=True, exist_ok=True)

    def keep(record: dict) -> None:
        new = given.file.with_suffix(".new")
        new.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        new.replace(given.file)

    record = measure(given.seconds, keep=keep)
    keep(record)
    faulthandler.cancel_dump_traceback_later()
    for precision in record["rates"]:
        print(f"{precision}, milliseconds a batch\n{table(record, precision)}\n")
    print("\n".join(in_words(record)))


if __name__ == "__main__":
    main()
