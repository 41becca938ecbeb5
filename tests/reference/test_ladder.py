"""The measuring of lesson 10: fair in turns on this machine, and whole, guarded and honest on a device."""

import contextlib
import datetime
import gc
import itertools
import json
import subprocess
import sys
import time
import types

import numpy as np
import pytest
import torch

import lstm_ref
from lstm_ref import gpu_ladder, gpu_record, ladder


def drawn(N=3, T=4, D=5, H=2):
    rng = np.random.default_rng(10)
    return rng.standard_normal((N, T, D)).astype(np.float32), lstm_ref.lstm_weights(D, H, rng)


def busy(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_calls_take_turns_and_the_fastest_of_each_counts(monkeypatch):
    order, clock = [], {"a": itertools.cycle([5.0, 2.0, 3.0]), "b": itertools.cycle([9.0, 8.0, 7.0])}

    def call(name):
        order.append(name)
        return next(clock[name])

    monkeypatch.setattr(ladder, "_seconds", lambda call, number=1: call())
    times = ladder.in_turns({"a": lambda: call("a"), "b": lambda: call("b")}, seconds=0, least=20)
    assert times == {"a": 2.0, "b": 7.0}
    rounds = [tuple(order[k : k + 2]) for k in range(4, len(order), 2)]  # each was called twice before
    assert len(rounds) == 20
    assert set(rounds) == {("a", "b"), ("b", "a")}


def test_a_short_call_is_timed_in_blocks_and_a_long_one_at_least_as_often_as_asked():
    count = {"short": 0, "long": 0}

    def call(name, seconds):
        count[name] += 1
        busy(seconds)

    ladder.in_turns({"short": lambda: call("short", 1e-6), "long": lambda: call("long", 0.02)}, seconds=0, least=3)
    assert count["long"] == 2 + 3
    assert count["short"] > 20


def test_a_blank_answer_is_left_out_and_the_collector_is_as_before():
    times = ladder.in_turns({"blank": lambda: ..., "made": lambda: None}, seconds=0)
    assert list(times) == ["made"]
    assert ladder.in_turns({"blank": lambda: ...}) == {}
    assert gc.isenabled()


def test_an_error_of_a_call_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        ladder.in_turns({"wrong": lambda: 1 / 0})
    assert gc.isenabled()


def test_the_rate_is_that_of_the_fastest_product(monkeypatch):
    taken = iter([0.5, 0.25, 4.0])

    def seconds(call):
        call()
        return next(taken, 1.0)

    monkeypatch.setattr(ladder, "_seconds", seconds)
    assert ladder.multiplication_rate(size=16, seconds=0.05) == 16**3 / 0.25


@pytest.mark.parametrize("part", [ladder.products, ladder.squashing])
def test_the_parts_run_at_any_size(part):
    for sizes in ((1, 1, 1, 1), (3, 4, 5, 2), (2, 7, 1, 6)):
        assert part(*drawn(*sizes))() is None


def test_the_products_are_as_many_as_the_count_says(monkeypatch):
    made = []
    matmul = np.matmul

    def counted(a, b, out=None):
        made.append(a.shape[0] * a.shape[1] * b.shape[1])
        return matmul(a, b, out=out)

    x, p = drawn(N=3, T=4, D=5, H=2)
    run = ladder.products(x, p)
    monkeypatch.setattr(np, "matmul", counted)
    run()
    assert sum(made) == 3 * 4 * 4 * 2 * (5 + 2)
    assert len(made) == 1 + 4


SMALL = {"T": 3, "width": 4, "batches": (1, 5), "device": "cpu"}
EAGER = ("textbook loop", "fused loop", "nn.LSTM")


@pytest.fixture
def one_core(monkeypatch):
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    monkeypatch.setattr(gpu_ladder, "SHARE", 0.002)
    yield
    torch.set_num_threads(before)


def entries(record, **wanted):
    return [entry for entry in record["times"] if wanted.items() <= entry.items()]


def test_every_rung_gives_the_numbers_of_float64(one_core):
    record = gpu_ladder.measure(rungs=EAGER, **SMALL)
    assert json.loads(json.dumps(record)) == record
    assert [(e["precision"], e["batch"], e["rung"]) for e in record["times"]] == [
        (precision, N, rung) for precision in gpu_ladder.PRECISIONS for N in (1, 5) for rung in EAGER
    ]
    for entry in record["times"]:
        assert 0 < entry["difference"] < (0.02 if entry["precision"] == "bfloat16" else 1e-6), entry
        low, high = entry["quartiles"]
        assert 0 < low <= entry["seconds"] <= high
    assert {entry["path"] for entry in entries(record, rung="nn.LSTM")} <= {"oneDNN", "PyTorch, a fused cell a step"}
    assert all(record["rates"][precision]["rate"] > 0 for precision in gpu_ladder.PRECISIONS)


def test_the_rungs_agree_with_the_reference(one_core):
    machine = gpu_ladder.Machine(torch, "cpu")
    work = gpu_ladder.Work(machine, (2, 6, 5), torch.float64)
    p = {name: array.numpy() for name, array in work.p.items()}
    x = work.x.numpy().transpose(1, 0, 2)
    expected = lstm_ref.layers.LSTM(p)(x, return_sequences=True).transpose(1, 0, 2)
    for given in (work.wanted, gpu_ladder.fused(work), work.layer(work.x)[0].detach()):
        np.testing.assert_allclose(given.numpy(), expected, atol=1e-12)


def test_a_rung_that_does_not_work_is_recorded_and_the_rest_goes_on(one_core, monkeypatch):
    def broken(work):
        raise RuntimeError("no such thing here\nand much more")

    monkeypatch.setitem(gpu_ladder.RUNGS, "fused loop", (broken, False))
    kept = []
    record = gpu_ladder.measure(
        rungs=(*EAGER, "fused loop, replayed"), precisions=("float32",), keep=kept.append, **SMALL
    )
    assert {entry["error"] for entry in entries(record, rung="fused loop")} == {"RuntimeError: no such thing here"}
    assert {entry["error"] for entry in entries(record, rung="fused loop, replayed")} == {"only a GPU replays"}
    assert all("seconds" in entry for entry in entries(record, rung="nn.LSTM"))
    assert len(kept) == 2


def test_a_device_without_room_is_recorded(one_core, monkeypatch):
    def full(machine, sizes, dtype):
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(gpu_ladder, "Work", full)
    record = gpu_ladder.measure(rungs=EAGER, precisions=("float32",), **SMALL)
    assert {entry["error"] for entry in record["times"]} == {"OutOfMemoryError: CUDA out of memory."}


def test_what_is_not_reached_in_time_is_said(one_core):
    record = gpu_ladder.measure(seconds=0, rungs=EAGER, precisions=("float32",), **SMALL)
    assert {entry["error"] for entry in record["times"]} == {"left out: the time was over"}
    assert gpu_record.curves(record, "float32") == {}
    assert "–" in gpu_record.table(record, "float32")


def test_the_switches_are_as_before(one_core):
    matmul, cudnn = torch.backends.cuda.matmul, torch.backends.cudnn
    before = matmul.allow_tf32, cudnn.allow_tf32
    machine, seen = gpu_ladder.Machine(torch, "cpu"), {}
    for name in gpu_ladder.PRECISIONS:
        with machine.precision(name) as dtype:
            seen[name] = matmul.allow_tf32, cudnn.allow_tf32, dtype
    assert seen == {
        "float32": (False, False, torch.float32),
        "tf32": (True, True, torch.float32),
        "bfloat16": (False, False, torch.bfloat16),
    }
    assert (matmul.allow_tf32, cudnn.allow_tf32) == before


class Cuda:
    """Stands in for torch.cuda where there is no GPU: a graph calls again what was recorded, an event has a clock."""

    def __init__(self):
        self.replays = 0

    class Stream:
        def wait_stream(self, other):
            pass

    class Event:
        def __init__(self, enable_timing):
            assert enable_timing

        def record(self):
            self.at = time.perf_counter()

        def elapsed_time(self, other):
            return 1e3 * (other.at - self.at)

    def current_stream(self):
        return self.Stream()

    def stream(self, stream):
        return contextlib.nullcontext()

    def CUDAGraph(self):  # noqa: N802 - PyTorch's name
        return types.SimpleNamespace(replay=self.replay)

    def graph(self, graph):
        return contextlib.nullcontext()

    def replay(self):
        self.replays += 1

    def synchronize(self):
        pass

    def empty_cache(self):
        pass

    def get_device_properties(self, device):
        return types.SimpleNamespace(name="a stand-in", multi_processor_count=1, total_memory=2**30)


def test_the_device_s_own_clock_and_replay_are_used_on_a_gpu(one_core, monkeypatch):
    cuda = Cuda()
    for name in dir(cuda):
        if not name.startswith("_") and name != "replays" and name != "replay":
            monkeypatch.setattr(torch.cuda, name, getattr(cuda, name))

    class Gpu(gpu_ladder.Machine):
        def __init__(self, torch, device):
            super().__init__(torch, device)
            self.gpu = True

        def rate(self, dtype):
            return 1e9

    monkeypatch.setattr(gpu_ladder, "Machine", Gpu)
    rungs = (*EAGER, "fused loop, replayed", "products alone")
    record = gpu_ladder.measure(rungs=rungs, precisions=("float32",), **SMALL)
    assert record["device"] == "a stand-in"
    assert all("seconds" in entry for entry in record["times"])
    assert cuda.replays > 2 * 2 * 3


def made_up():
    """A record with round numbers."""
    record = {"steps": 10, "width": 100, "rates": {"float32": {"rate": 8e8}, "tf32": {"error": "no"}}, "times": []}
    for N, slow, fast in ((1, 0.1, 0.01), (64, 0.4, 0.16)):
        for rung, took in (("textbook loop", slow), ("nn.LSTM", fast)):
            entry = {"precision": "float32", "batch": N, "rung": rung, "seconds": took, "difference": 1e-7}
            record["times"].append(entry | ({"path": "cuDNN"} if rung == "nn.LSTM" else {}))
    record["times"].append({"precision": "tf32", "batch": 64, "rung": "nn.LSTM", "seconds": 0.08, "difference": 1e-4})
    record["times"].append({"precision": "tf32", "batch": 64, "rung": "fused loop", "error": "Odd: it broke"})
    return record


def test_a_record_becomes_floors_curves_a_table_and_words():
    record = made_up()
    assert gpu_record.floors(record, "float32") == pytest.approx([0.001, 0.064])
    assert gpu_record.batches(record) == [1, 64]
    assert gpu_record.floors(record, "tf32") is None
    assert gpu_record.curves(record, "tf32") == {"nn.LSTM": [None, 0.08]}
    lines = gpu_record.table(record, "float32").splitlines()
    assert [line.split() for line in lines] == [
        ["sequences", "1", "64"],
        ["textbook", "loop", "100", "400"],
        ["nn.LSTM", "10", "160"],
        ["fused", "loop", "–", "–"],
        ["floor", "1", "64"],
    ]
    said = gpu_record.in_words(record)
    for sentence in (
        "1 sequence in float32: textbook loop takes about 10 times as long as nn.LSTM.",
        "64 sequences in float32: textbook loop takes about 2.5 times as long as nn.LSTM.",
        "1 sequence in float32: nn.LSTM takes about 10 times as long as floor.",
        "64 sequences: nn.LSTM takes about 2 times as long in float32 as in tf32.",
        "float32: at most 1e-07 from float64.",
        "tf32: at most 1e-04 from float64.",
        "nn.LSTM in float32 is computed by cuDNN.",
        "fused loop, tf32: Odd: it broke",
    ):
        assert sentence in said


def test_a_record_is_read_where_there_is_one(tmp_path):
    assert gpu_record.recorded(tmp_path / "none.json") is None
    (tmp_path / "one.json").write_text(json.dumps(made_up()))
    assert gpu_record.recorded(tmp_path / "one.json") == made_up()


def test_the_kept_record_is_whole_where_there_is_one():
    record = gpu_record.recorded()
    if record is not None:
        assert datetime.date.fromisoformat(record["date"])
        assert record["device"]
        assert any("seconds" in entry for entry in record["times"])
        assert gpu_record.in_words(record)


def test_without_a_gpu_the_command_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(gpu_ladder, "device_name", lambda: "")
    monkeypatch.setattr(sys, "argv", ["gpu_ladder", str(tmp_path / "record.json")])
    with pytest.raises(SystemExit, match="There is no GPU here"):
        gpu_ladder.main()
    assert not list(tmp_path.iterdir())


def test_the_command_keeps_what_was_measured(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(gpu_ladder, "device_name", lambda: "a stand-in")
    monkeypatch.setattr(gpu_ladder.faulthandler, "dump_traceback_later", lambda seconds, exit: None)
    monkeypatch.setattr(gpu_ladder, "measure", lambda seconds, keep: keep(made_up()) or made_up())
    monkeypatch.setattr(sys, "argv", ["gpu_ladder", str(tmp_path / "new" / "record.json"), "--seconds", "7"])
    gpu_ladder.main()
    assert gpu_record.recorded(tmp_path / "new" / "record.json") == made_up()
    assert "textbook loop takes about 10 times as long as nn.LSTM" in capsys.readouterr().out


def test_pytorch_is_not_loaded_by_an_import():
    code = "import sys; from lstm_ref import gpu_ladder, gpu_record, ladder; print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
