# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 10 PyTorch, and where the time goes
#
# **Somebody else's LSTM takes your weights, gives your numbers, and is done long before your own loop. How can you be sure that it is still your network? And what did your loop do with all that time?**
#
# After this lesson you can put your weights into PyTorch's `nn.LSTM` and get equal numbers out; give the shape of everything that comes out, for any layers and directions; hand it sequences of unequal length without spoiling one; and find out where a network's time goes, and how fast it could be at best. You need the LSTM of lesson 06, and PyTorch. Allow about 60 minutes; what is marked **extra practice** may wait. The last part is about GPUs, and needs none.

# %%
import os

for library in ("OPENBLAS", "OMP", "MKL", "VECLIB"):  # one core for everybody: see "A fair race"
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np
import torch
from torch import nn

import lstm_ref
from grader import check, progress
from lstm_ref import figures, sigmoid

# %% [markdown]
# ## The same weights, in another order
#
# In lesson 06 an LSTM had twelve arrays: `W`, `U` and `b`, for each of f, i, c and o. PyTorch's layer is `nn.LSTM`. It keeps the same numbers in four arrays, each with all four gates in it.
#
# **Predict before you run:** for 5 inputs and 3 units, which shapes do the four have?

# %%
layer = nn.LSTM(5, 3)
for name, weight in layer.named_parameters():
    print(f"{name:12}", tuple(weight.shape))
print("numbers in all:", sum(weight.numel() for weight in layer.parameters()))
print("in lesson 06:  ", 4 * (3 * 5 + 3 * 3 + 3))

# %%
figures.torch_blocks(D=5, H=3)

# %% [markdown]
# `ih` stands for "from the input to the hidden state", `hh` for "from hidden state to hidden state", `l0` for layer 0. The gates lie on top of each other in the order **i, f, g, o**, and `g` is the candidate, this course's $\tilde c$.
#
# There are two biases, both added, so only their sum counts. That makes 4H numbers more than in lesson 06. (cuDNN, NVIDIA's library for GPUs, has two.)
#
# PyTorch computes with **tensors**: arrays that can lie on a GPU, and that keep notes for the way back of lesson 04. Here is how numbers get from NumPy into a layer. This small one, `nn.Linear`, is `V @ h + c`, the output of lesson 02.

# %%
V, c = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]), np.array([0.5, 0.0, -1.0])
linear = nn.Linear(2, 3)
linear.load_state_dict({"weight": torch.tensor(V), "bias": torch.tensor(c)})

h = np.array([1.0, 1.0])
with torch.no_grad():
    y = linear(torch.tensor(h, dtype=torch.float32))
print("PyTorch:", y.numpy(), y.dtype)
print("NumPy:  ", V @ h + c, V.dtype)

# %% [markdown]
# - `load_state_dict` copies tensors into the layer, each to its name. It complains of a missing name or a wrong shape. It cannot see a wrong order of gates: twelve rows are twelve rows.
# - A layer's numbers are **float32**, with about 7 digits; NumPy's are float64, with about 16. Weights are converted as they are loaded. What goes into the layer you convert yourself, with `dtype=torch.float32`.
# - Inside `torch.no_grad()` no notes are kept for the way back, and `.numpy()` works on what comes out.
#
# **Your turn.** Put the twelve arrays `p` into an `nn.LSTM`, run it, and return its outputs `y`. Create the layer with `nn.LSTM(D, H, batch_first=True)`; the next section explains the last argument. It gives two things at once: `y, (h_n, c_n) = layer(…)`.


# %% nbgrader={"grade": false, "grade_id": "torch-lstm", "locked": false, "schema_version": 3, "solution": true, "task": false}
def run_in_torch(x, p):
    """The hidden states that an nn.LSTM with the weights p gives.

    x (N, T, D), p as in lesson 06: p["W_f"] (H, D), p["U_f"] (H, H), p["b_f"] (H,) and so on -> y (N, T, H)
    """
    ### BEGIN SOLUTION
    H, D = p["W_f"].shape
    W, U, b = (np.concatenate([p[f"{letter}_{gate}"] for gate in "ifco"]) for letter in "WUb")
    arrays = {"weight_ih_l0": W, "weight_hh_l0": U, "bias_ih_l0": b, "bias_hh_l0": np.zeros(4 * H)}
    layer = nn.LSTM(D, H, batch_first=True)
    layer.load_state_dict({name: torch.tensor(array) for name, array in arrays.items()})
    with torch.no_grad():
        y, _ = layer(torch.tensor(x, dtype=torch.float32))
    return y.numpy()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-torch-lstm", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("torch-lstm", run_in_torch)

# %% [markdown]
# Is it still your network? The course's own step runs in NumPy, in float64; PyTorch runs once in each kind of number. (`lstm_ref.convert` stacks the weights.)
#
# **Predict:** how small is the largest difference, for each kind?

# %%
rng = np.random.default_rng(10)
p, x = lstm_ref.lstm_weights(5, 3, rng), rng.standard_normal((2, 4, 5))
expected, _ = lstm_ref.unroll(lstm_ref.lstm_step, x, (np.zeros((2, 3)), np.zeros((2, 3))), p)
arrays = lstm_ref.convert.torch.to_lstm(p)
for kind in (torch.float32, torch.float64):
    layer = nn.LSTM(5, 3, batch_first=True, dtype=kind)
    layer.load_state_dict({name: torch.tensor(array) for name, array in arrays.items()})
    with torch.no_grad():
        y = layer(torch.tensor(x, dtype=kind))[0].numpy()
    off = np.abs(y - expected).max()
    print(f"{kind}: below 1e-6 {off < 1e-6}, below 1e-14 {off < 1e-14}")

# %% [markdown]
# Equal, as far as each kind of number reaches. That is the proof: **the same weights and the same random inputs give equal outputs.** With two gates exchanged the first digits would differ.
#
# ## Which axis is time?
#
# | | `x` | `y` | `h_n`, `c_n` |
# |---|---|---|---|
# | `nn.LSTM(D, H)` | (T, N, D) | (T, N, H) | (1, N, H) |
# | `nn.LSTM(D, H, batch_first=True)` | (N, T, D) | (N, T, H) | (1, N, H) |
#
# `y` holds the hidden states of all steps; `h_n` and `c_n` are the two states after the last one. Left to itself, PyTorch has time as its first axis.
#
# **Predict:** below are four sequences of seven steps. One layer is told so, the other is not. Is there an error? Which shapes come out?

# %%
x = torch.tensor(rng.standard_normal((4, 7, 5)), dtype=torch.float32)
for batch_first in (True, False):
    layer = nn.LSTM(5, 3, batch_first=batch_first)
    with torch.no_grad():
        y, (h_n, c_n) = layer(x)
    print(f"batch_first={batch_first}: y {tuple(y.shape)}, h_n {tuple(h_n.shape)}")

# %% [markdown]
# No error, and `y` looks the same. Only `h_n` gives it away: the second layer believes in seven sequences of four steps. It has read from one sequence on into the next.
#
# `batch_first` is about `x` and `y` alone. `h_n` and `c_n` have no axis of time, and stay as they are. So do the two states that you may hand in to start from.
#
# There is a test that finds this mistake in any model: change one sequence, and see whose output moves. **Predict** for both layers what moves when sequence 0 is changed.

# %%
changed = x.clone()
changed[0] += 1
for batch_first in (True, False):
    layer = nn.LSTM(5, 3, batch_first=batch_first)
    with torch.no_grad():
        moved = (layer(changed)[0] - layer(x)[0]).abs().amax(dim=(1, 2)) > 1e-6
    print(f"batch_first={batch_first}: sequences that moved {moved.tolist()}")

# %% [markdown]
# One sequence must not hear another. Keep this test for every model that you build.
#
# ## Layers and directions
#
# `num_layers=2` puts a second LSTM on top of the first, as in lesson 01. With `bidirectional=True` each layer gets a twin with weights of its own, which reads from the end. The outputs of the two lie side by side, and go up to the next layer so.
#
# **Predict:** two layers in two directions. How many last states are there, and where in the picture does each of them stand?

# %%
figures.last_states(layers=2, directions=2)

# %% [markdown]
# Each row ends somewhere, and `h_n` has one entry for each row: the lowest layer first, and in each layer the direction from the start first. `c_n` likewise.
#
# **Your turn.** Give the three shapes, for any sizes. `directions` is 1 or 2.


# %% nbgrader={"grade": false, "grade_id": "torch-shapes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def torch_shapes(N, T, H, layers, directions, batch_first):
    """The shapes of y, h_n and c_n for N sequences of T steps and H units: three tuples."""
    ### BEGIN SOLUTION
    y = (N, T, directions * H) if batch_first else (T, N, directions * H)
    last = (layers * directions, N, H)
    return y, last, last
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-torch-shapes", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("torch-shapes", torch_shapes)

# %% [markdown]
# "The last output" is what a sentence or a film is often judged by. Many programs take `y[:, -1]` for it.
#
# **Predict,** for the two layers in two directions of the picture: which of these lines are True? (`y` is (N, T, 6): three numbers from the start, then three from the end.)

# %%
layer = nn.LSTM(5, 3, num_layers=2, bidirectional=True, batch_first=True)
with torch.no_grad():
    y, (h_n, c_n) = layer(x)
print("from the start, at step -1:", torch.equal(y[:, -1, :3], h_n[2]))
print("from the end, at step -1:  ", torch.equal(y[:, -1, 3:], h_n[3]))
print("from the end, at step 0:   ", torch.equal(y[:, 0, 3:], h_n[3]))

# %% [markdown]
# At step −1 the direction from the end has read one single step. It ends at step 0.
#
# **Your turn.** Take the last output of both directions out of `y`. Keep their order.


# %% nbgrader={"grade": false, "grade_id": "both-ends", "locked": false, "schema_version": 3, "solution": true, "task": false}
def last_of_both(y):
    """What each direction says when it has read everything: y (N, T, 2H), an array -> (N, 2H)."""
    ### BEGIN SOLUTION
    H = y.shape[2] // 2
    return np.concatenate([y[:, -1, :H], y[:, 0, H:]], axis=1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-both-ends", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("both-ends", last_of_both)

# %% [markdown]
# ## Sequences of unequal length
#
# A batch is one array, so all its sequences must be equally long. Words and films are not. Short ones are filled up with zeros at the end, which is called **padding**. On the left of the picture are three sequences of 6, 2 and 4 steps, padded to 6.

# %%
figures.padded([6, 2, 4])

# %% [markdown]
# In code, `pad_sequence` fills up. Here a layer in two directions reads the padded batch, and then each sequence alone.
#
# **Predict** for sequence 1, with its four steps of padding: do the two agree in `y` at the real steps? In `h_n`? In which direction?

# %%
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

lengths = torch.tensor([6, 2, 4])
sequences = [torch.tensor(rng.standard_normal((T, 5)), dtype=torch.float32) for T in lengths]
x = pad_sequence(sequences, batch_first=True)
layer = nn.LSTM(5, 3, bidirectional=True, batch_first=True)
with torch.no_grad():
    y, (h_n, _) = layer(x)
    alone = [layer(sequence[None]) for sequence in sequences]
print("x:", tuple(x.shape), " step 2 of sequence 1:", x[1, 2].tolist())

# %%
for n, (y_n, (h, _)) in enumerate(alone):
    T = len(sequences[n])
    for k, (way, part) in enumerate({"start": slice(0, 3), "end": slice(3, 6)}.items()):
        same_y = torch.allclose(y[n, :T, part], y_n[0, :, part], atol=1e-6)
        same_h = torch.allclose(h_n[k, n], h[k, 0], atol=1e-6)
        print(f"sequence {n} from the {way:5}: y {same_y!s:5}  h_n {same_h}")

# %% [markdown]
# Sequence 0 has no padding, and is right. The others:
#
# - From the start, the padding comes after the real steps, and cannot change their `y`. But `h_n` is the state after the padding. A zero is not nothing: at a step of zeros `U @ h + b` still works, and the state moves on.
# - From the end, the padding is read first. Nothing after it is right.
#
# The cure is on the right of the picture. **Packing** keeps only the real steps, with the longest sequence on top, so that at each step those that still run lie together.
#
# **Predict:** how many steps does the packed batch hold? And how many sequences run at each step?

# %%
packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
print("real steps:", tuple(packed.data.shape), " running at each step:", packed.batch_sizes.tolist())
with torch.no_grad():
    y, (h_n, c_n) = layer(packed)  # this y is packed too
y, _ = pad_packed_sequence(y, batch_first=True)
print("unpacked, y:", tuple(y.shape), " y in the padding of sequence 1:", y[1, 2].tolist())

# %% [markdown]
# Without `enforce_sorted=False` the longest sequence must come first in the batch, and there is an error where it does not. With it, PyTorch sorts, and puts everything back into your order.
#
# **Your turn.** Give the last hidden state of every sequence, as if it had run alone: (N, H), or (N, 2H) where `layer.bidirectional` is True, and of the top layer where there are several. `torch.cat` joins tensors as `np.concatenate` joins arrays, with `dim` for `axis`.


# %% nbgrader={"grade": false, "grade_id": "padded-batch", "locked": false, "schema_version": 3, "solution": true, "task": false}
def last_states(layer, x, lengths):
    """The last hidden state of each sequence of a padded batch.

    layer: an nn.LSTM with batch_first=True; x (N, T, D) and lengths (N,): tensors -> (N, directions * H)
    """
    ### BEGIN SOLUTION
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    _, (h_n, _) = layer(packed)
    if layer.bidirectional:
        return torch.cat([h_n[-2], h_n[-1]], dim=1)
    return h_n[-1]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-padded-batch", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("padded-batch", last_states)

# %% [markdown]
# Whatever is computed from all the steps, such as a mean or a loss, needs to know which are real. In the middle of the picture is the **mask**, which says so. `np.arange(T) < lengths[:, None]` makes one: a row of steps meets a column of lengths, and NumPy stretches both (lesson 05).
#
# **Extra practice.** Give the mean of `y` over the real steps of each sequence. What stands in the padding may be any number, not only 0.


# %% nbgrader={"grade": false, "grade_id": "masked-mean", "locked": false, "schema_version": 3, "solution": true, "task": false}
def masked_mean(y, lengths):
    """The mean over the real steps: y (N, T, H) and lengths (N,), arrays -> (N, H)."""
    ### BEGIN SOLUTION
    mask = np.arange(y.shape[1]) < lengths[:, None]
    return (y * mask[:, :, None]).sum(axis=1) / lengths[:, None]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-masked-mean", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("masked-mean", masked_mean)

# %% [markdown]
# ## The loop of the textbook
#
# Now for the time. Here is the step of lesson 06 in a loop over a whole batch. With the batch in front each product is turned round: not `W @ x` but `x @ W.T`, which multiplies every row of `x`.


# %%
def textbook(x, p):
    h = c = np.zeros((len(x), len(p["b_f"])), x.dtype)
    y = []
    for t in range(x.shape[1]):
        z = {g: x[:, t] @ p[f"W_{g}"].T + h @ p[f"U_{g}"].T + p[f"b_{g}"] for g in "fico"}
        c = sigmoid(z["f"]) * c + sigmoid(z["i"]) * np.tanh(z["c"])
        h = sigmoid(z["o"]) * np.tanh(c)
        y.append(h)
    return np.stack(y, axis=1)


# %% [markdown]
# Eight products a step. **Predict:** which of them have to wait for the step before? And below, which of the three products give the same numbers?

# %%
x, W = rng.standard_normal((64, 50, 10)), rng.standard_normal((20, 10))
step_by_step = np.stack([x[:, t] @ W.T for t in range(50)], axis=1)
with_three_axes = x @ W.T
as_one_table = (x.reshape(64 * 50, 10) @ W.T).reshape(64, 50, 20)
print("three axes:", step_by_step.shape == with_three_axes.shape, np.allclose(step_by_step, with_three_axes))
print("one table: ", step_by_step.shape == as_one_table.shape, np.allclose(step_by_step, as_one_table))

# %% [markdown]
# All three. Only the four products with `h` have to wait; the input is there from the beginning, and its products can be made for all steps at once. To take out of a loop what need not be in it is called **hoisting**.
#
# Of the two ways at once, the second is usually faster: all steps of all sequences are rows of one table, and meet `W` in one large product. With three axes NumPy makes a small product for each sequence.
#
# **Your turn.** Hoist the products with `x`, and the biases along with them. Start from `textbook`, and give the same `y`. Each `W` should meet `x` once.


# %% nbgrader={"grade": false, "grade_id": "hoist", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hoisted(x, p):
    """The hidden states, with the products of the input made before the loop.

    x (N, T, D), p as in lesson 06 -> y (N, T, H)
    """
    ### BEGIN SOLUTION
    N, T, D = x.shape
    H, table = len(p["b_f"]), x.reshape(N * T, D)
    given = {gate: (table @ p[f"W_{gate}"].T + p[f"b_{gate}"]).reshape(N, T, H) for gate in "fico"}
    h = c = np.zeros((N, H), x.dtype)
    y = []
    for t in range(T):
        z = {gate: given[gate][:, t] + h @ p[f"U_{gate}"].T for gate in "fico"}
        c = sigmoid(z["f"]) * c + sigmoid(z["i"]) * np.tanh(z["c"])
        h = sigmoid(z["o"]) * np.tanh(c)
        y.append(h)
    return np.stack(y, axis=1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-hoist", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("hoist", hoisted)

# %% [markdown]
# One rung further up, the four gates become one. Stack the four `U`, as PyTorch does, and one product serves all of them; put the three gates next to each other, and one σ does too. That is called **fused**.


# %%
def fused(x, p):
    W, U, b = (np.concatenate([p[f"{letter}_{gate}"] for gate in "fioc"]) for letter in "WUb")
    (N, T, D), H = x.shape, len(b) // 4
    given = (x.reshape(N * T, D) @ W.T + b).reshape(N, T, 4 * H)
    h, c, y = np.zeros((N, H), x.dtype), np.zeros((N, H), x.dtype), []
    for t in range(T):
        z = given[:, t] + h @ U.T
        gates = sigmoid(z[:, : 3 * H])
        f, i, o = gates[:, :H], gates[:, H : 2 * H], gates[:, 2 * H :]
        c = f * c + i * np.tanh(z[:, 3 * H :])
        h = o * np.tanh(c)
        y.append(h)
    return np.stack(y, axis=1)


# %% [markdown]
# Two rungs are left. `lstm_ref.layers.LSTM` is fused too, and writes into arrays that lie ready in place of making new ones. `nn.LSTM` has no Python between its steps: the loop is written in C++.
#
# Before anything is timed: **do all of them give the same numbers?**


# %%
def drawn(N, T, D, H):
    rng = np.random.default_rng(10)
    p = {name: array.astype(np.float32) for name, array in lstm_ref.lstm_weights(D, H, rng).items()}
    return rng.standard_normal((N, T, D)).astype(np.float32), p


def rungs(x, p):
    fast, layer = lstm_ref.layers.LSTM(p), nn.LSTM(x.shape[2], len(p["b_f"]), batch_first=True)
    arrays = lstm_ref.convert.torch.to_lstm(p)
    layer.load_state_dict({name: torch.tensor(array) for name, array in arrays.items()})
    without_notes, tensor = torch.no_grad()(layer), torch.tensor(x)
    calls = {f.__name__: lambda f=f: f(x, p) for f in (textbook, hoisted, fused)}
    calls["lstm_ref"] = lambda: fast(x, return_sequences=True)
    return calls | {"nn.LSTM": lambda: without_notes(tensor)[0]}


# %%
x, p = drawn(N=3, T=6, D=5, H=4)
for name, call in rungs(x, p).items():
    y = call()
    print(f"{name:8}", "not answered yet" if y is ... else np.allclose(y, textbook(x, p), atol=1e-6))

# %% [markdown]
# ## A fair race
#
# Two programs are compared fairly when what is compared is the programs, and nothing else. **Your turn.** What is wrong with each of these? One is fair.
#
# | name | what was done |
# |---|---|
# | `turns` | Each is called once before the clock counts. Then they take turns, nine times, and the fastest of each counts. |
# | `kinds` | NumPy's loop gets `rng.standard_normal(…)`, `nn.LSTM` gets `torch.randn(…)`. |
# | `notes` | NumPy's loop runs forwards; `nn.LSTM` does too, without `torch.no_grad()`. |
# | `compiled` | A function is compiled when it is first called. It is called once, between two looks at the clock. |
# | `laptop` | NumPy may use one core, and PyTorch all sixteen. |
# | `queue` | On a GPU, where a call only puts work into a queue: look at the clock, call, look again. |

# %% nbgrader={"grade": false, "grade_id": "fair-or-not", "locked": false, "schema_version": 3, "solution": true, "task": false}
fair, first_call, other_numbers = "fair", "the first call", "other numbers"
more_work, more_cores, nobody_waited = "more work", "more cores", "nobody waited"

### BEGIN SOLUTION
turns = fair
kinds = other_numbers
notes = more_work
compiled = first_call
laptop = more_cores
queue = nobody_waited
### END SOLUTION

comparisons = {"turns": turns, "kinds": kinds, "notes": notes}
comparisons |= {"compiled": compiled, "laptop": laptop, "queue": queue}

# %% nbgrader={"grade": true, "grade_id": "check-fair-or-not", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("fair-or-not", comparisons)

# %% [markdown]
# So this lesson gave everybody one core, in its first cell, and float32. The race below is run in turns, after a first call that does not count, and the fastest of each counts: whatever else the machine does can only make a call slower.
#
# ## The floor
#
# "Ten times as fast" says little: as fast as what? There is one thing that no program gets around. It must make the multiplications of its matrix products. Count them, measure how fast this machine multiplies when it does nothing else, and divide: that is the **floor**.
#
# **Predict:** how many multiplications a second does one core make, in one large product?

# %% tags=["nbval-ignore-output"]
from lstm_ref import ladder

rate = ladder.multiplication_rate()
print(f"about {rate / 1e9:.0f} thousand million a second, each with its addition")

# %% [markdown]
# **Your turn.** Give the floor in seconds, for `N` sequences of `T` steps. Count only the matrix products: `W @ x` with `W` (H, D), `U @ h` with `U` (H, H), for three gates and a candidate. `rate` is in multiplications a second.


# %% nbgrader={"grade": false, "grade_id": "time-floor", "locked": false, "schema_version": 3, "solution": true, "task": false}
def floor_seconds(N, T, D, H, rate):
    """The seconds that the multiplications of an LSTM take at this rate."""
    ### BEGIN SOLUTION
    return N * T * 4 * H * (D + H) / rate
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-time-floor", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("time-floor", floor_seconds)

# %% [markdown]
# ## The ladder
#
# First a small task: one sequence of 50 steps, with 10 inputs and 20 units. (`lstm_ref.count` counts for the floor, and ⊙ along with it.)
#
# **Predict:** how many times the floor does the textbook loop take? And `nn.LSTM`?


# %% tags=["nbval-ignore-output"]
def climb(N, T, D, H):
    x, p = drawn(N, T, D, H)
    floor = N * T * lstm_ref.count.lstm_multiplications(D, H) / rate
    return figures.speed_ladder(ladder.in_turns(rungs(x, p)), floor)


climb(N=1, T=50, D=10, H=20)

# %% [markdown]
# Everybody is far above the floor, so none of them spends its time on multiplying. And the rungs lie far apart.
#
# Now a large task: 64 sequences of 10 steps, 256 inputs, 256 units. **Predict:** will the rungs lie further apart, or closer together?

# %% tags=["nbval-ignore-output"]
climb(N=64, T=10, D=256, H=256)

# %% [markdown]
# Closer together, and much nearer to the floor. Hoisting and fusing save calls, and make few large products out of many small ones; but they save no multiplication.
#
# What is the textbook's time made of? Below, its matrix products and its squashing are timed alone. What neither explains is mostly calls: dozens of times a step Python asks NumPy for something, and asking takes its time, however little there is to do.

# %% tags=["nbval-ignore-output"]
for sizes in ((1, 50, 10, 20), (64, 10, 256, 256)):
    x, p = drawn(*sizes)
    parts = {"products": ladder.products(x, p), "squashing": ladder.squashing(x, p)}
    times = ladder.in_turns({"all": rungs(x, p)["textbook"]} | parts)
    shares = {name: times[name] / times["all"] for name in parts}
    shares["calls and the rest"] = max(0, 1 - sum(shares.values()))
    said = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
    print(f"{sizes[0]} × {sizes[1]} steps: {said}")

# %% [markdown]
# A step costs its calls, and asking costs the same for one sequence as for many. So what does it cost to add sequences to a batch?
#
# **Predict:** up to which size of a batch are more sequences nearly free? Is it the same for the loop and for `nn.LSTM`?

# %% tags=["nbval-ignore-output"]
batches, times = [1, 4, 16, 64, 256], {}
for N in batches:
    x, p = drawn(N, T=10, D=64, H=64)
    calls = rungs(x, p)
    pair = {name: calls[name] for name in ("textbook", "nn.LSTM")}
    measured = ladder.in_turns(pair, seconds=0.15)
    for name in pair:
        times[name] = [*times.get(name, []), measured[name]]
each = 10 * lstm_ref.count.lstm_multiplications(64, 64) / rate
figures.time_against_size(batches, times, [N * each for N in batches])

# %% [markdown]
# Where a line is nearly flat, the machine is busy with calls, and further sequences ride along. Where it rises as steeply as the floor, the machine is busy multiplying, and each further sequence costs its share. That is why people learn with batches.
#
# ## On a GPU
#
# *This part is optional. Without a GPU its cells say so, and you lose nothing.*
#
# A GPU multiplies far faster than a core, but only if it gets much to do at once. It works through a queue: a call of Python puts a **kernel**, a small program for the device, into the queue, and comes back at once. So a clock has to wait for the end of the queue. Better still, after a warm-up, two **events** in the queue let the device take the time itself.

# %% tags=["nbval-ignore-output"]
from lstm_ref import gpu_ladder, gpu_record

gpu = gpu_ladder.device_name()
print(f"A GPU: {gpu}" if gpu else "There is no GPU here that PyTorch can use: the next cells pass.")


# %%
def device_seconds(call, number=20):
    for _ in range(3):
        call()  # warm-up: what happens only once
    before, after = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    before.record()
    for _ in range(number):
        call()
    after.record()
    torch.cuda.synchronize()  # wait for the end of the queue
    return before.elapsed_time(after) / number / 1000  # events count in milliseconds


# %% [markdown]
# The ladder on the device, from the bottom:
#
# | rung | what it is |
# |---|---|
# | textbook loop | eight products a step; each operation is a kernel of its own |
# | fused loop | as above, in PyTorch's operations |
# | fused loop, replayed | all kernels of the loop are recorded once, as a **CUDA graph**, and then started with one call: `graph.replay()` |
# | compiled step | `torch.compile` turns the operations between two products into one kernel |
# | compiled step, replayed | both |
# | nn.LSTM | on a GPU: cuDNN, NVIDIA's library. `torch.compile` leaves it as it is |
# | products alone | the products of the fused loop and nothing else, replayed |
#
# **Predict:** for one sequence, which rung gains most over the one before it?

# %% tags=["nbval-ignore-output"]
def drawing(record):
    curves, floor = gpu_record.curves(record, "float32"), gpu_record.floors(record, "float32")
    return figures.time_against_size(gpu_record.batches(record), curves, floor)


if gpu:
    lstm, batch = nn.LSTM(256, 256).to("cuda"), torch.randn(32, 16, 256, device="cuda")
    with torch.no_grad():
        print(f"nn.LSTM, 16 sequences of 32 steps: {1e6 * device_seconds(lambda: lstm(batch)):.0f} µs")
    mine = gpu_ladder.measure(seconds=60, T=32, width=256, batches=(1, 16, 256, 4096))
    print("\n".join(gpu_record.in_words(mine)))
else:
    print("There is no GPU here, so nothing is measured.")
drawing(mine) if gpu else None

# %% [markdown]
# Three kinds of multiplying are tried. **float32** is the one that you know. **TF32** keeps float32, but looks at 10 of its 23 bits after the point when it multiplies. **bfloat16** also keeps only 7 of them. Both are faster on recent GPUs, and both are wrong sooner: by how much is measured too, against float64.
#
# For readers without a GPU, a run on a large one is kept with the course, with its date, as soon as there is one.

# %%
kept = gpu_record.recorded()
if kept is None:
    print("No run on a GPU has been recorded for this lesson yet.")
else:
    print(f"{kept['device']}, {kept['date']}, PyTorch {kept['torch']}")
    print(f"T = {kept['steps']} steps, D = H = {kept['width']}")
    for precision in kept["rates"]:
        print(f"\nmilliseconds in {precision}\n{gpu_record.table(kept, precision)}")
    print("", *gpu_record.in_words(kept), sep="\n")
drawing(kept) if kept else None

# %% [markdown]
# How to read such a plot? As the one of your own machine above. Where a line is flat, the device waits for its queue, and the rungs above help: fewer kernels, or all of them started at once. Where the lines run together beside the floor, the device is busy, and only a cheaper multiplication helps.

# %%
progress()

# %% [markdown]
# ## Back to the question
#
# How can you be sure that it is your network? Your weights, in the order i, f, g, o, and random inputs: equal outputs, in float64 to the last digits. And for the rest: change one sequence, and no other may move; run a sequence alone, and it must say what it says in the batch.
#
# And the time? In a small task your loop hardly multiplied at all. It asked NumPy for dozens of small things a step, and asking was what took the time. `nn.LSTM` multiplies no less; it asks less. In a large task the multiplying itself takes much of the time, and the floor is not far below. So before you make anything faster, find out which of the two it is.

# %% [markdown]
# ## What you should remember
#
# - PyTorch stacks the gates i, f, g, o as rows, and adds two biases. Same weights, same inputs, equal outputs: check it on random numbers.
# - Time is the first axis unless you say `batch_first=True`, and that changes `x` and `y` only. `h_n` and `c_n` are always (layers · directions, N, H).
# - The direction from the end ends at step 0. `y[:, -1]` is not "the last output" of both.
# - Padding is read like everything else. Pack it away, or mask what you compute from it.
# - Compare the same numbers, the same kind, the same cores, warmed up, in turns. Wait for a GPU.
# - The floor is multiplications over the measured rate. Far above it, save calls: hoist, fuse, batch. Near it, multiply less, or cheaper.

# %% [markdown]
# ## One question to stretch
#
# The four products with `h` cannot be hoisted, so a thousand steps are a thousand products, one after another, on however large a GPU. What would a network have to give up for all its steps to be made at once? (Which letters in equations (1) to (6) of lesson 06 would have to go?) And what would it lose?

# %% [markdown]
# ## Sources
#
# - The reference pages of PyTorch 2.13: `nn.LSTM`, `pack_padded_sequence`, `torch.cuda.CUDAGraph`, `torch.compile`, and its notes on CUDA (events, TF32). That the second bias is there for cuDNN is said in its source, `torch/nn/modules/rnn.py`.
# - J. Appleyard, T. Kočiský and P. Blunsom, *Optimizing Performance of Recurrent Neural Networks on GPUs*, 2016: hoisting, fusing and more, as cuDNN does it.
# - S. Chetlur and others, *cuDNN: Efficient Primitives for Deep Learning*, 2014.
# - M. Schuster and K. Paliwal, *Bidirectional Recurrent Neural Networks*, IEEE Transactions on Signal Processing 45 (11), 1997.
# - S. Williams, A. Waterman and D. Patterson, *Roofline: An Insightful Visual Performance Model for Multicore Architectures*, Communications of the ACM 52 (4), 2009: a floor from what the machine can do.
