# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 12 After the LSTM
#
# **An LSTM reads a million steps one after the other, for each step waits for the one before. Newer networks read the same million in twenty rounds. What did they give up for it?**
#
# After this lesson you can write a GRU step in both of its conventions; say what each gate is good for; read a sequence in a few rounds; keep an exponential gate from overflowing; and name a task that the new networks cannot do. Allow 75 to 90 minutes; the five parts may be done on five days, and what is marked **extra practice** can wait.
#
# **This lesson is optional.** No other lesson builds on it. It is an assignment of its own, with points of its own: an instructor may leave it out, or count it as a bonus.

# %%
import time

import numpy as np
from IPython.display import display
from ipywidgets import IntSlider, interact

import lstm_ref
from grader import check, progress
from lstm_ref import figures, sigmoid

# %% [markdown]
# ## Part 1. One gate in place of two
#
# An LSTM has one gate to keep and another to write. In 2014 Kyunghyun Cho and others asked whether one would do: **what is not kept is written anew.** Their cell is the **GRU**, the gated recurrent unit. It has one state, `h`, and no `c`.

# %%
figures.gru_cell(reset="before")

# %% [markdown]
# Each gate has the colour of the LSTM's gate whose work it does, and the candidate that of the LSTM's candidate. The **update gate** z keeps, as f did. The **reset gate** r decides what is shown of the past, as o did, but it shows it to the candidate alone:
#
# $${\color{#b74018}{z}} = \sigma({\color{#348ca0}{W_z}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{U_z}}\,{\color{#5891e9}{h_{t-1}}} + b_z)\tag{1}$$
#
# $${\color{#684dd9}{r}} = \sigma({\color{#348ca0}{W_r}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{U_r}}\,{\color{#5891e9}{h_{t-1}}} + b_r)\tag{2}$$
#
# $${\color{#92486c}{\tilde h}} = \tanh({\color{#348ca0}{W_h}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{U_h}}\,({\color{#684dd9}{r}} \odot {\color{#5891e9}{h_{t-1}}}) + b_h)\tag{3}$$
#
# $${\color{#5891e9}{h_t}} = {\color{#b74018}{z}} \odot {\color{#5891e9}{h_{t-1}}} + (1 - {\color{#b74018}{z}}) \odot {\color{#92486c}{\tilde h}}\tag{4}$$
#
# **Predict,** by hand: one unit has `h = 0.8`, `z = 0.75` and the candidate -0.4. What is its new state?

# %%
h, z, h_tilde = 0.8, 0.75, -0.4
print("kept:   ", round(z * h, 3))
print("written:", round((1 - z) * h_tilde, 3))
print("new h:  ", round(z * h + (1 - z) * h_tilde, 3))

# %% [markdown]
# Three quarters of the old and one quarter of the new: equation (4) is a mean.
#
# **Your turn.** Write the step, for any sizes. The nine arrays come in a dict `p`, by name: `p["W_z"]`, `p["U_z"]`, `p["b_z"]`, and so on for `r` and `h`.


# %% nbgrader={"grade": false, "grade_id": "gru-step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gru_step(x, h, p):
    """One step of a GRU: x (D,), h (H,), p the weights by name -> the new h (H,)."""
    ### BEGIN SOLUTION
    z = sigmoid(p["W_z"] @ x + p["U_z"] @ h + p["b_z"])
    r = sigmoid(p["W_r"] @ x + p["U_r"] @ h + p["b_r"])
    h_tilde = np.tanh(p["W_h"] @ x + p["U_h"] @ (r * h) + p["b_h"])
    return z * h + (1 - z) * h_tilde
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "check-gru-step", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("gru-step", gru_step)

# %% [markdown]
# Lesson 06 ended with a question: could a cell that uses 1 − f in place of i count to 1, 2, 3 and so on? The GRU is such a cell.
#
# **Predict:** a GRU of eight units with very large weights reads a thousand steps. How large does a state become at most? Can an LSTM's `c` be larger?

# %%
rng = np.random.default_rng(12)
gru = lstm_ref.gru_weights(D=2, H=8, rng=rng, reset_after=False)
lstm = lstm_ref.lstm_weights(D=2, H=8, rng=rng)
gru, lstm = ({name: 10 * w for name, w in p.items()} for p in (gru, lstm))
h_gru, h, c, sizes = np.zeros(8), np.zeros(8), np.zeros(8), []
for x in rng.standard_normal((1000, 2)):
    h_gru = lstm_ref.gru_step(x, h_gru, gru)
    h, c = lstm_ref.lstm_step(x, h, c, lstm)
    sizes.append((abs(h_gru).max(), abs(c).max()))
print("largest h of the GRU: {:.2f}, largest c of the LSTM: {:.2f}".format(*np.max(sizes, axis=0)))

# %% [markdown]
# A mean of two numbers between -1 and 1 lies between them. So a unit of a GRU cannot count without end, and the cell of an LSTM can: to add 1 and keep everything, it opens f **and** i. One gate less has its price.
#
# ### Before the product, or after it
#
# In Keras and PyTorch the reset gate sits in another place:

# %%
figures.gru_cell(reset="after")

# %% [markdown]
# $${\color{#92486c}{\tilde h}} = \tanh({\color{#348ca0}{W_h}}\,{\color{#348ca0}{x_t}} + {\color{#684dd9}{r}} \odot ({\color{#5891e9}{U_h}}\,{\color{#5891e9}{h_{t-1}}} + d_h) + b_h)\tag{3'}$$
#
# The reason is speed. Now `U_z`, `U_r` and `U_h` all meet the same `h`, so one large product serves all three. In (3) the third product has to wait for r. There is also a second bias, `d_h`, inside what is reset.
#
# Keras calls this `reset_after=True`, and it is the default. PyTorch has nothing else. ONNX has `linear_before_reset`, and its default is 0: the reset comes first.
#
# **Predict:** two units, `d_h` zero, and a reset gate that is open for unit 0 and closed for unit 1. What does each candidate hear of the past?

# %%
U_h, h, r = np.array([[2, 1], [1, 3]]), np.array([1, -1]), np.array([1, 0])
print("reset before:", U_h @ (r * h))
print("reset after: ", r * (U_h @ h))

# %% [markdown]
# Before: nobody hears unit 1, for its state was **hidden**. After: unit 1 hears nobody, for it was made **deaf**; unit 0 still hears it.
#
# **Your turn.** Write the step with equation (3'). The weights have `p["d_h"]` besides.


# %% nbgrader={"grade": false, "grade_id": "gru-reset-after", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gru_step_reset_after(x, h, p):
    """One step of a GRU with the reset after the product: x (D,), h (H,) -> the new h (H,)."""
    ### BEGIN SOLUTION
    z = sigmoid(p["W_z"] @ x + p["U_z"] @ h + p["b_z"])
    r = sigmoid(p["W_r"] @ x + p["U_r"] @ h + p["b_r"])
    h_tilde = np.tanh(p["W_h"] @ x + r * (p["U_h"] @ h + p["d_h"]) + p["b_h"])
    return z * h + (1 - z) * h_tilde
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "check-gru-reset-after", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("gru-reset-after", gru_step_reset_after)

# %% [markdown]
# How much does it matter? The same weights, with `d_h` zero, read the same 20 steps in both conventions.
#
# **Predict:** in which of these three cases do both give the same? First, the weights as they were drawn. Then with the reset gate held open (1 for all). Then with a `U_h` that is diagonal, so that each unit hears only itself.

# %%
p = lstm_ref.gru_weights(D=4, H=3, rng=rng) | {"d_h": np.zeros(3)}
sequence = rng.standard_normal((20, 4))
changes = {"as drawn": {}}
changes["r open"] = {"W_r": 0 * p["W_r"], "U_r": 0 * p["U_r"], "b_r": np.full(3, 50.0)}
changes["U_h diagonal"] = {"U_h": np.diag([0.5, -1, 2])}
for name, change in changes.items():
    before = after = np.zeros(3)
    for x in sequence:
        before = lstm_ref.gru_step(x, before, p | change)
        after = lstm_ref.gru_step_reset_after(x, after, p | change)
    print(f"{name:13} before {before.round(3)}  after {after.round(3)}")

# %% [markdown]
# Where units hear each other and the gate does something, they are different networks. But for `d_h` the names and shapes are the same, so nothing warns you. And no recipe turns the weights of one into weights of the other: a network must be run as it was trained.
#
# ### Which way round is z?
#
# Another choice can be converted. In this course, in Keras and in PyTorch, z = 1 keeps. In Chung and others (2014), in Olah's drawings and in the paper on minGRU below, z = 1 lets go: h = (1 − z) ⊙ h + z ⊙ h̃.
#
# So their gate is 1 minus ours. **Predict:** which of these three numbers are equal?

# %%
print("σ(2)     =", sigmoid(2.0).round(4))
print("1 - σ(2) =", (1 - sigmoid(2.0)).round(4))
print("σ(-2)    =", sigmoid(-2.0).round(4))

# %% [markdown]
# **Extra practice.** You get the weights of a page where z lets go, a dict. Give back a dict of the same names and shapes, with which *our* equation (4) gives what their equation gave.


# %% nbgrader={"grade": false, "grade_id": "gru-let-go", "locked": false, "schema_version": 3, "solution": true, "task": false}
def from_let_go(p):
    """Weights of a GRU whose z lets go -> weights of the same GRU, whose z keeps."""
    ### BEGIN SOLUTION
    return p | {name: -p[name] for name in ("W_z", "U_z", "b_z")}
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "check-gru-let-go", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("gru-let-go", from_let_go)

# %% [markdown]
# ## Part 2. Which gates matter?
#
# Take a part out, and see how much worse the network becomes: that is called an **ablation**. Here are two small tasks. In both, a step has a number, and a signal that is mostly 0. Asked for at *every* step is:
#
# - **hold:** the number that came with the last signal. All others are to be ignored.
# - **tally:** the sum of the numbers since the last signal. At a signal it starts anew, from 0.


# %%
def examples(rng, N=16, T=14):
    number, signal = rng.uniform(-1, 1, (N, T)), rng.uniform(size=(N, T)) < 0.1
    signal[:, 0] = True
    last = np.where(signal, np.arange(T), 0)
    last = np.maximum.accumulate(last, axis=1)  # the step of the last signal
    held = np.take_along_axis(number, last, axis=1)
    total = np.cumsum(number, axis=1)
    tally = total - np.take_along_axis(total, last, axis=1)
    return np.stack([number, signal], axis=2), {"hold": held, "tally": tally}


x, wanted = examples(np.random.default_rng(2))
rows = {"number": x[0, :, 0], "signal": x[0, :, 1]} | {task: row[0] for task, row in wanted.items()}
for name, row in rows.items():
    print(f"{name:6}", *(f"{value:4.1f}" for value in row))

# %% [markdown]
# Each change is one **flag**: it puts weights back to what it allows, again and again while the network learns. A gate is taken out by holding it at 1: no weights, and a bias of 20.
#
# Two flags need a word. With `i = 1 − f` the gates are tied as in the GRU: σ(−s) = 1 − σ(s), so the weights of i must be those of f with a minus. With **peepholes** the gates look at the cell state too: an old idea (Gers and others, 2002) that adds something and takes nothing away.

# %%
FLAGS = ["whole LSTM", "no forget gate", "no input gate", "no output gate"]
FLAGS += ["i = 1 − f", "peepholes", "gates hear x only"]


def obey(flag, p):
    """Put the weights of an LSTM, in place, back to what the flag allows."""
    if flag.endswith(" gate"):
        gate = flag[3]  # "no forget gate": f
        p[f"W_{gate}"][:], p[f"U_{gate}"][:], p[f"b_{gate}"][:] = 0, 0, 20
    for letter in "WUb" if flag == "i = 1 − f" else "":
        tied = (p[f"{letter}_f"] - p[f"{letter}_i"]) / 2
        p[f"{letter}_f"][:], p[f"{letter}_i"][:] = tied, -tied
    for gate in "fio" if flag == "gates hear x only" else "":
        p[f"U_{gate}"][:] = 0

# %% [markdown]
# The networks have four units and an output `V h + c` at every step. The forward run, the way back and the learning, by a recipe called Adam, are the course's own, for 16 sequences at once.


# %%
def network(flag, rng):
    p = lstm_ref.lstm_weights(D=2, H=4, rng=rng, peepholes=flag == "peepholes")
    lstm = lstm_ref.layers.LSTM(p)
    lstm.weights["b_f"][:] += 1  # start with an open forget gate
    V, c = 0.3 * rng.standard_normal((1, 4)), np.zeros(1)
    return lstm, lstm_ref.layers.Dense({"V": V, "c": c})


def gradients(lstm, output, x, wanted):
    run = lstm.forward(x)
    y = output.forward(run.hs)
    loss, dy = lstm_ref.losses.mean_squared_error(y.hs, wanted[:, :, None])
    back = output.backward(y, dy)
    return loss, {**lstm.backward(run, back.dx).weights, **back.weights}

# %% [markdown]
# They learn for 100 steps, and are judged by their mean loss over the last 20.


# %%
def learn(task, flag, seed):
    rng, losses = np.random.default_rng(seed), []
    lstm, output = network(flag, rng)
    adam = lstm_ref.optimise.Adam({**lstm.weights, **output.weights}, rate=0.05)
    for _ in range(100):
        obey(flag, lstm.weights)
        x, wanted = examples(rng)
        loss, slopes = gradients(lstm, output, x, wanted[task])
        adam.step(slopes)
        losses.append(loss)
    return np.mean(losses[-20:])

# %% [markdown]
# **Predict:** which gate does *hold* need most? Which one does *tally* need most? Is there one that neither needs? Does it do harm if the gates do not hear `h`?

# %%
_, many = examples(np.random.default_rng(2), N=2000)
losses = {}
for task in ("hold", "tally"):
    losses[task] = {flag: [learn(task, flag, seed) for seed in range(3)] for flag in FLAGS}
    means = [np.mean(seeds) for seeds in losses[task].values()]
    silent = (many[task] ** 2).mean()
    print(f"{task}: loss of always saying 0: {silent:.2f},", end=" ")
    print(f"of the whole LSTM: {means[0]:.2f}, of the worst: {max(means):.2f}")
figures.ablation(losses)

# %% [markdown]
# *hold* needs the input gate: held at 1, it lets in every number. *tally* needs the forget gate: it must let go of a whole sum in one step. So it depends on the task what a part is good for.
#
# Apart from the input gate in *tally*, at ×2.5, everything else stays below ×2. Is that much? **Predict:** how far apart are three seeds of one and the same network, the whole LSTM?

# %%
for task, row in losses.items():
    print(f"{task}: the three seeds of the whole LSTM", np.round(row["whole LSTM"], 3))

# %% [markdown]
# Further apart than most of the bars are long. From so little nobody may conclude that peepholes harm, or that the output gate is good for nothing.
#
# Klaus Greff and others (2017) did it at large, in 5400 runs on speech, handwriting and music. Hardest to do without were the forget gate and the tanh on the way out. Tying i to f and leaving out peepholes did hardly any harm.
#
# ## Part 3. Gates that hear only the input
#
# The last row of the picture is the door to what came later. If the gates hardly need `h`, let nothing but the last line of the step hear it. **Predict,** by hand, for one unit that starts at 0: the gates of three steps are known beforehand, and so are the candidates.

# %%
z, h_tilde = np.array([0.5, 0.25, 0.5]), np.array([4.0, 8.0, 1.0])
h = 0.0
for t in range(3):
    h = z[t] * h + (1 - z[t]) * h_tilde[t]
    print(f"after step {t}: {h}")

# %% [markdown]
# In 2024 Leo Feng and others cut the GRU down to that, and took away r and tanh as well. In our convention **minGRU** is
#
# $${\color{#b74018}{z_t}} = \sigma({\color{#348ca0}{W_z}}\,{\color{#348ca0}{x_t}} + b_z) \qquad {\color{#92486c}{\tilde h_t}} = {\color{#348ca0}{W_h}}\,{\color{#348ca0}{x_t}} + b_h\tag{5}$$
#
# $${\color{#5891e9}{h_t}} = {\color{#b74018}{z_t}} \odot {\color{#5891e9}{h_{t-1}}} + (1 - {\color{#b74018}{z_t}}) \odot {\color{#92486c}{\tilde h_t}}\tag{6}$$
#
# Line (5) waits for nothing: all steps at once. Line (6) multiplies the old state by something and adds something:
#
# $${\color{#5891e9}{h_t}} = a_t \odot {\color{#5891e9}{h_{t-1}}} + b_t\tag{7}$$
#
# **Your turn.** Give `a` and `b` of all steps, without a loop. `x` is (T, D): all inputs, a row a step.


# %% nbgrader={"grade": false, "grade_id": "mingru-terms", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mingru_terms(x, p):
    """The terms of minGRU, all steps at once.

    x (T, D), p with W_z and W_h (H, D), b_z and b_h (H,) -> a (T, H), b (T, H)
    """
    ### BEGIN SOLUTION
    z = sigmoid(x @ p["W_z"].T + p["b_z"])
    h_tilde = x @ p["W_h"].T + p["b_h"]
    return z, (1 - z) * h_tilde
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "check-mingru-terms", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("mingru-terms", mingru_terms)

# %% [markdown]
# ### Two steps in one
#
# Equation (7) still looks like a loop. But its steps are so simple that two of them are again one of the same kind.
#
# **Predict:** the first step is h → 2h + 1, the second h → 3h − 4. Both together are h → a h + b. What are a and b?

# %%
for h in (0, 1, 5):
    first = 2 * h + 1
    second = 3 * first - 4
    print(f"from {h}: {first}, then {second}; in one step: {6 * h - 1}")

# %% [markdown]
# **Your turn.** Write it for any two steps. A step is a pair (a, b), of numbers or of vectors (H,).


# %% nbgrader={"grade": false, "grade_id": "compose-steps", "locked": false, "schema_version": 3, "solution": true, "task": false}
def compose(first, second):
    """Two steps in one: first (a, b), then second (a, b) -> the (a, b) of both together."""
    ### BEGIN SOLUTION
    a_1, b_1 = first
    a_2, b_2 = second
    return a_2 * a_1, a_2 * b_1 + b_2
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "check-compose-steps", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("compose-steps", compose)

# %% [markdown]
# **Predict:** three steps in a row. Does it matter whether you first join 1 with 2, or first 2 with 3? Does it matter whether 1 comes before 2?

# %%
one, two, three = (2.0, 1.0), (3.0, -4.0), (0.5, 10.0)
try:
    print("(1 with 2) with 3:", *compose(compose(one, two), three))
    print("1 with (2 with 3):", *compose(one, compose(two, three)))
    print("(2 with 1) with 3:", *compose(compose(two, one), three))
except Exception:
    print("This waits for your compose: the card above says more.")

# %% [markdown]
# The order counts, the brackets do not: the operation is **associative**. And that is all it takes. Whoever may choose the brackets need not wait.
#
# ### A scan
#
# Let every step be joined with the one before it, all at the same time. Then each box stands for two steps. Join it with the box two to its left, and it stands for four; then four to its left. This is a **scan**.
#
# **Predict:** how many rounds for 8 steps? For 9? For 16?

# %%
figures.scan(8)

# %% tags=["nbval-ignore-output"]
slider = interact(figures.scan, T=IntSlider(value=9, min=1, max=12))

# %% [markdown]
# A round doubles what a box stands for. So each doubling of the length costs one round more: 3 for 8 steps, 4 for 9 and for 16.
#
# **Your turn.** Give all states of equation (7), and the number of rounds. In a round at distance d, *all* boxes from d on are joined with those d to their left: slices such as `a[d:]` and `a[:-d]` do that at once. The distance is 1, 2, 4, …, as long as there is a step so far back. A finished box is a step from the very start: apply it to `h`.
#
# | name | what it is | shape |
# |---|---|---|
# | `a`, `b` | the terms of each step | `(T, H)` |
# | `h` | the state before the first step | `(H,)` |
# | `hs` | the state after each step | `(T, H)` |
# | `rounds` | how many rounds it took | a whole number |


# %% nbgrader={"grade": false, "grade_id": "parallel-scan", "locked": false, "schema_version": 3, "solution": true, "task": false}
def parallel_scan(a, b, h):
    """All states of h = a * h + b: a (T, H), b (T, H), h (H,) -> hs (T, H), rounds."""
    ### BEGIN SOLUTION
    rounds, d = 0, 1
    while d < len(a):
        a, b = (
            np.concatenate([a[:d], a[d:] * a[:-d]]),
            np.concatenate([b[:d], a[d:] * b[:-d] + b[d:]]),
        )
        rounds, d = rounds + 1, 2 * d
    return a * h + b, rounds
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "check-parallel-scan", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("parallel-scan", parallel_scan)

# %% [markdown]
# Is it the same as the loop? And how many rounds is it? **Predict** for 1000 steps, and for 20,000.


# %%
def by_loop(a, b, h):
    hs = np.empty_like(b)
    for t in range(len(a)):
        hs[t] = h = a[t] * h + b[t]
    return hs


try:
    for T in (8, 1000, 20_000):
        a, b, h = rng.uniform(0, 1, (T, 3)), rng.standard_normal((T, 3)), np.ones(3)
        hs, rounds = parallel_scan(a.copy(), b.copy(), h.copy())
        equal = np.allclose(hs, by_loop(a, b, h))
        print(f"{T:6} steps, {rounds:2} rounds, equal to the loop: {equal}")
except Exception:
    print("This waits for your parallel_scan: the card above says more.")

# %% [markdown]
# It does not come for free. In a round nearly every box has something to do, so in all there is *more* to do than in the loop. What is gained is that nobody waits. A graphics chip has thousands of hands for each round. Even NumPy on one core gains, for a round is one operation on whole arrays. **Predict:** how many times as fast as the loop is it here?


# %% tags=["nbval-ignore-output"]
def seconds(way, T=20_000):
    a, b, taken = rng.uniform(0, 1, (T, 3)), rng.standard_normal((T, 3)), []
    for _ in range(3):
        start = time.perf_counter()
        _first = way(a.copy(), b.copy(), np.zeros(3))[0]
        taken.append(time.perf_counter() - start)
    return min(taken)


joined = sum(20_000 - 2**k for k in range(15))
print(f"joined in the scan: {joined:,} pairs, in the loop: 20,000")
try:
    print(f"the scan is {seconds(by_loop) / seconds(parallel_scan):.1f} times as fast")
except Exception:
    print("Whether the scan is faster: this waits for your parallel_scan.")

# %% [markdown]
# ## Part 4. A gate without an upper limit
#
# σ ends at 1. So what is new can never outweigh what is old, unless the old is forgotten.
#
# In their xLSTM of 2024 Maximilian Beck and others (one of them Hochreiter, of the LSTM) let the input gate be **exponential**: i = exp(…), and f either σ(…) or exp(…). A second state n, the **normaliser**, adds up the weights, and what is shown is a mean:
#
# $${\color{#b08114}{c_t}} = {\color{#b74018}{f}} \odot {\color{#b08114}{c_{t-1}}} + {\color{#46a474}{i}} \odot {\color{#92486c}{\tilde c}} \qquad n_t = {\color{#b74018}{f}} \odot n_{t-1} + {\color{#46a474}{i}} \qquad {\color{#5891e9}{h_t}} = {\color{#684dd9}{o}} \odot \frac{{\color{#b08114}{c_t}}}{n_t}\tag{8}$$
#
# **Predict,** with f and o at 1: the weights i are 1, 3, 4, the candidates 0.8, 0.4, -0.2. What is shown after each step?

# %%
c, n = 0.0, 0.0
for i, c_tilde in ((1, 0.8), (3, 0.4), (4, -0.2)):
    c, n = c + i * c_tilde, n + i
    print(f"c = {c:.1f}, n = {n:.0f}, shown {c / n:.2f}")

# %% [markdown]
# Suppose that each step has a value and a **score**, and the cell should hold the value of the best score so far. Here are five values with their scores. The gate is `exp(4 * score)`; in the picture the scores stand below. **Predict** what is shown after each step: the last value, their mean, or which one?

# %%
scores, values = np.array([0, 2, 1, 5, 3]), np.array([0.3, -0.6, 0.9, 0.1, -0.8])
c, n, shown = 0.0, 0.0, []
for score, value in zip(scores, values, strict=True):
    i = np.exp(4 * score)
    c, n = c + i * value, n + i
    shown.append(c / n)
weights = np.exp(4 * scores) / np.exp(4 * scores).sum()
print(f"shown at the end: {shown[-1]:.6f}")
print(f"a softmax of all the scores, times the values: {weights @ values:.6f}")
figures.gates_over_time({"c_tilde": values, "h": shown}, inputs=scores)

# %% [markdown]
# It holds the value of the best score so far: a weight of $e^{8}$ dwarfs one of $e^{4}$. The gate heard nothing of the past. The past is in n, which knows what has been weighed. In fact it is the softmax of lesson 02 over all steps so far, made step by step.
#
# And it has the softmax's weakness. **Predict:** what is shown if the scores are a hundred times as large? Networks mostly compute with 32 bits a number. From which sum on does exp overflow there?

# %%
c, n = 0.0, 0.0
with np.errstate(over="ignore", invalid="ignore"):
    for score, value in zip(100 * scores, values, strict=True):
        i = np.exp(4 * score)
        c, n = c + i * value, n + i
        print(f"i = {i:.3g}, c = {c:.3g}, n = {n:.3g}, shown {c / n:.3g}")
for kind in (np.float32, np.float64):
    print(f"{kind.__name__}: exp overflows above {np.log(np.finfo(kind).max):.1f}")

# %% [markdown]
# At the second step the weight is infinite, and infinite over infinite is `nan`: for ever, for the states keep it. A sum of 89 is enough in 32 bits, and forget gates above 1 get there by multiplying.
#
# The mend is that of the softmax: take the largest exponent off. But here it is not known beforehand. So a third state m, the **stabiliser**, keeps the largest so far:
#
# $$m_t = \max(\log {\color{#b74018}{f}} + m_{t-1},\ \log {\color{#46a474}{i}})\tag{9}$$
#
# $${\color{#b74018}{f'}} = \exp(\log {\color{#b74018}{f}} + m_{t-1} - m_t) \qquad {\color{#46a474}{i'}} = \exp(\log {\color{#46a474}{i}} - m_t)\tag{10}$$
#
# Then (8) as before, with f' and i'. **Predict:** how large can the two become? Which of them is 1?

# %%
for kept, new in ((3, 5), (5, 3), (2000, 1999), (-1000, -1001)):  # log f + m, and log i
    m = max(kept, new)
    f, i = np.exp(kept - m), np.exp(new - m)
    print(f"{kept:5} and {new:5}: m = {m:5}, f' = {f:.3f}, i' = {i:.3f}")

# %% [markdown]
# The larger one gives a gate of exactly 1, the other one less: nothing can overflow. Both c and n are stored without the factor exp(m), and in c / n it cancels.
#
# **Your turn.** Write a step. `log_f` and `log_i` are what stands in the exponents, the plain sums of the gates. At the start nothing has been weighed: c and n are 0, and m is minus infinity, `-np.inf`. (NumPy computes with it: exp of it is 0.)


# %% nbgrader={"grade": false, "grade_id": "exp-gate-step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def exp_gate_step(c, n, m, log_f, log_i, c_tilde):
    """One step of exponential gates with a stabiliser: everything is (H,) -> the new c, n, m."""
    ### BEGIN SOLUTION
    m_new = np.maximum(log_f + m, log_i)
    f = np.exp(log_f + m - m_new)
    i = np.exp(log_i - m_new)
    return f * c + i * c_tilde, f * n + i, m_new
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "check-exp-gate-step", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("exp-gate-step", exp_gate_step)

# %% [markdown]
# **Predict** what your step shows, for two units side by side: one with the scores of before, one with those a hundred times as large.

# %%
try:
    c, n, m = np.zeros(2), np.zeros(2), np.full(2, -np.inf)
    for score, value in zip(scores, values, strict=True):
        log_i = np.array([4.0, 400.0]) * score  # one unit with each
        c, n, m = exp_gate_step(c, n, m, np.zeros(2), log_i, np.full(2, value))
        print("m =", m, " n =", np.round(n, 4), " shown", np.round(np.divide(c, n), 4))
except Exception:
    print("This waits for your exp_gate_step: the card above says more.")

# %% [markdown]
# ## Part 5. What was given up
#
# Bits come in, and after each one the network should say whether the number of 1s so far is **odd**: 1 for odd, 0 for even. This is called **parity**. **Predict** it after each of the bits 0 1 1 0 1.

# %%
bits = np.array([0, 1, 1, 0, 1])
print("bits:  ", bits)
print("parity:", np.cumsum(bits) % 2)

# %% [markdown]
# A 0 leaves it as it is, a 1 turns it over. Take the plain RNN of lesson 01. **Predict:** can one tanh unit do it?
#
# It cannot. Let w be its weight on itself. If w is above 0, `tanh(w * h + …)` rises with `h`, whatever the bit is; if w is below 0 it falls. But after a 0 the higher of its two states must stay the higher one, and after a 1 the two must change places: rising for one bit, falling for the other.
#
# With two units it goes. Odd means: *at least one, but not both,* of the new bit and the old parity. So let unit 0 be on where there is at least one, unit 1 where there are both. **Predict** `(h[0] - h[1]) / 2`:

# %%
for count in (0, 1, 2):  # the bit plus the old parity
    h = np.tanh([10 * (count - 0.5), 10 * (count - 1.5)])
    print(f"bit + parity = {count}: h = {h.round(3)}, (h[0] - h[1]) / 2 = {(h[0] - h[1]) / 2:.3f}")

# %% [markdown]
# The 10 makes the units decided: on is nearly 1, off is nearly −1. And `(h[0] - h[1]) / 2` is the new parity. It is 0 at the start too, where `h` is zero. This class runs such a network:


# %%
class TwoUnits:
    """An RNN of two units, h = tanh(U x + W h + b), that says 1 where V h is above one half."""

    def __init__(self, U, W, b, V):
        self.weights, self.states = (U, W, b, V), []

    def read(self, bits):
        if any(part is ... for part in self.weights):
            return ...
        U, W, b, V = map(np.ravel, self.weights)
        h, self.states = np.zeros(2), []
        for bit in bits:
            h = np.tanh(U * bit + W.reshape(2, 2) @ h + b)
            self.states.append(h)
        return np.array([int(V @ h > 0.5) for h in self.states])

# %% [markdown]
# **Your turn.** Find the weights.
#
# - unit 0 is tanh(10 × (bit + parity − 0.5)), and unit 1 is tanh(10 × (bit + parity − 1.5)).
# - The network does not have the old parity, it has the old `h`: put `(h[0] - h[1]) / 2` in its place. Then read off what meets the bit, what meets `h`, and what is left.
#
# `U` is two numbers, one for each unit; `W` two rows of two, such as `[[1, 2], [3, 4]]`; `b` two numbers; `V` two numbers, which make the parity of the new `h`. Any other weights that do it are right as well.

# %% nbgrader={"grade": false, "grade_id": "two-unit-parity", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
U = [10, 10]
W = [[5, -5], [5, -5]]
b = [-5, -15]
V = [0.5, -0.5]
### END SOLUTION

parity_rnn = TwoUnits(U, W, b, V)

# %% nbgrader={"grade": true, "grade_id": "check-two-unit-parity", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("two-unit-parity", parity_rnn)

# %% [markdown]
# Let it read ten thousand bits. Then see its states for eight of them. (The picture was made for words, so it calls a bit a letter.) **Predict:** after which bits is unit 1 on?

# %%
bits = np.random.default_rng(12).integers(0, 2, 10_000)
try:
    said = parity_rnn.read(bits)
    right = np.array_equal(said, np.cumsum(bits) % 2)
    print(f"right after each of {len(said):,} bits: {right}")
    parity_rnn.read([0, 1, 1, 0, 1, 0, 0, 1])
    display(figures.hidden_states("01101001", parity_rnn.states, mark="1"))
except Exception:
    print("This waits for your weights: the card above says more.")

# %% [markdown]
# Now equation (7) with gates between 0 and 1. Let only 1s come in, so that the parity turns at every step. The gates hear nothing but the bit, and so they are the same at every step: h → a h + b, with one a and one b for each unit.
#
# **Predict:** where does such a unit go in the long run? Does it ever turn round?

# %%
for a, b in ((0.5, 1.0), (0.9, -0.3)):
    h, states = 0.0, []
    for _ in range(8):
        h = a * h + b
        states.append(h)
    print(f"a = {a}, b = {b}: {np.round(states, 2)}, in the end {b / (1 - a):.2f}")

# %% [markdown]
# It creeps towards b / (1 − a), each step a share of what is left, and never turns. A readout may add up many such units, some fast, some slow. But a sum of H such curves can cross a line at most H times (a relative of a rule of Descartes). Parity crosses at every step.
#
# Here is the best that can be done: H units, and a readout V that is *computed* to be right for as long as possible. **Predict** for how many steps.

# %%
for H in (1, 2, 4, 8):
    a = np.linspace(0.1, 0.9, H) if H > 1 else np.array([0.5])
    steps = np.arange(1, 201)[:, None]
    curves = np.hstack([a**steps, np.ones((200, 1))])  # the units, and a 1 for the bias
    parity = steps[:, 0] % 2
    V_c = np.linalg.solve(curves[: H + 1], parity[: H + 1].astype(float))
    said = curves @ V_c > 0.5
    right, turns = np.argmin(said == parity), np.count_nonzero(np.diff(said))
    print(f"H = {H}: right for {right} steps; turns in 200 steps: {turns}, then {int(said[-1])} for ever")

# %% [markdown]
# As many turns as units, and then silence: right for one step more than it has units. To read longer sequences it would need more units, and the RNN needs two. Layers on top do not help: what they hear settles, so they settle too. (Papers under Sources prove it for networks that compute with finitely many digits.)
#
# What is it that forbids it? Not that the recurrence is linear. It is the range of a. **Extra practice.** Let a be any number. Find a and b for each bit, so that equation (7), with a single unit that starts at 0, *is* the parity.


# %% nbgrader={"grade": false, "grade_id": "parity-terms", "locked": false, "schema_version": 3, "solution": true, "task": false}
def parity_terms(x):
    """Terms of a unit that starts at 0 and is the parity: x (T,) -> a (T,), b (T,)."""
    ### BEGIN SOLUTION
    return 1 - 2 * x, x
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "check-parity-terms", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("parity-terms", parity_terms)

# %% [markdown]
# A gate of −1 turns over. And it is still equation (7), so a scan will do. **Predict:** how many rounds for the 10,000 bits?

# %%
try:
    a, b = map(np.asarray, parity_terms(bits.astype(float)))
    hs, rounds = parallel_scan(a[:, None], b[:, None], np.zeros(1))
    print(f"{rounds} rounds, right: {np.array_equal(hs[:, 0], np.cumsum(bits) % 2)}")
except Exception:
    print("This waits for your parity_terms and your parallel_scan.")

# %% [markdown]
# ## Where this leads
#
# Equation (7) is a linear recurrence: the new state is a product with the old one, and a sum. Control engineers call a system with such a state a **state-space model**, and under that name it came back:
#
# | network | what its gates hear | what multiplies the old state | all steps at once |
# |---|---|---|---|
# | LSTM, GRU | `x` and `h` | 0 to 1 | no |
# | S4 (2022) | nothing: they are fixed | complex, of size below 1 | yes |
# | Mamba (2023) | `x` | 0 to 1 | yes |
# | minGRU, minLSTM (2024) | `x` | 0 to 1 | yes |
# | sLSTM, of xLSTM (2024) | `x` and `h` | σ or exponential | no |
# | mLSTM, of xLSTM (2024) | `x`; its memory is a matrix | σ or exponential | yes |
#
# They are built in many layers, with plain layers in between. The state of one layer is a sum over the past, weighed by gates; what to make of it is left to the next layer.

# %% [markdown]
# ## Back to the question
#
# **Predict** once more: how many rounds for a million steps?

# %%
reach, rounds = 1, 0  # how many steps a box stands for
while reach < 1_000_000:
    reach, rounds = 2 * reach, rounds + 1
print(f"{rounds} rounds, and a box could stand for {reach:,} steps")

# %% [markdown]
# What was given up for it? **That the gates hear the state.** Where a step depends on the state only by a multiplication and a sum, steps can be joined before the state is known, and a scan does it in as many rounds as the length has doublings.
#
# But then no gate can say: if I hold this, do that. With gates between 0 and 1 such a network settles under a steady input, and cannot even tell odd from even over any length. An RNN of two units can. Much of what we want from a network does not need that, and then the bargain is a good one.

# %%
progress()

# %% [markdown]
# ## What you should remember
#
# - A GRU has one state and two gates. z keeps, 1 − z writes: a mean, which cannot count.
# - The reset before the product hides a unit, after it makes a unit deaf. Same weights, different networks.
# - Pages differ in whether z keeps or lets go: σ(−s) = 1 − σ(s) translates.
# - An ablation says what a part is good for *on a task*. Another task, another answer.
# - h → a h + b: two such steps are one. So T steps take about log₂ T rounds.
# - Exponential gates need a normaliser, and a stabiliser: take the largest exponent off.
# - Gates between 0 and 1 that do not hear `h` cannot do parity. A gate of −1 can.

# %% [markdown]
# ## One question to stretch
#
# Count modulo three: say 0, 1, 2, 0, 1, 2 as signals come in. A gate of −1 is not enough, for turning twice is not turning at all. Which *complex* number, multiplied three times by itself, gives 1, and not earlier? What would the readout be? Could a real 2×2 matrix do the same work in the place of a, and would a scan still be possible?

# %% [markdown]
# ## Sources
#
# - K. Cho and others, *Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation*, 2014: the GRU. Its first version on arXiv (1406.1078v1) has the reset after the product, its later ones before it.
# - J. Chung and others, *Empirical Evaluation of Gated Recurrent Neural Networks on Sequence Modeling*, 2014: z lets go.
# - G. Weiss, Y. Goldberg and E. Yahav, *On the Practical Computational Power of Finite Precision RNNs for Language Recognition*, 2018: the LSTM counts, the GRU does not.
# - F. Gers, N. Schraudolph and J. Schmidhuber, *Learning Precise Timing with LSTM Recurrent Networks*, Journal of Machine Learning Research 3, 2002: peepholes.
# - K. Greff and others, *LSTM: A Search Space Odyssey*, IEEE Transactions on Neural Networks and Learning Systems 28 (10), 2017: the large ablation.
# - L. Feng and others, *Were RNNs All We Needed?*, 2024: minGRU and minLSTM.
# - E. Martin and C. Cundy, *Parallelizing Linear Recurrent Neural Nets Over Sequence Length*, 2018: the scan for recurrent networks.
# - W. Hillis and G. Steele, *Data Parallel Algorithms*, Communications of the ACM 29 (12), 1986: the scan by doubling. G. Blelloch, *Prefix Sums and Their Applications*, 1990: one with less work.
# - M. Beck and others, *xLSTM: Extended Long Short-Term Memory*, 2024: exponential gates and their stabiliser.
# - A. Gu, K. Goel and C. Ré, *Efficiently Modeling Long Sequences with Structured State Spaces*, 2022: S4. A. Gu and T. Dao, *Mamba: Linear-Time Sequence Modeling with Selective State Spaces*, 2023.
# - W. Merrill, J. Petty and A. Sabharwal, *The Illusion of State in State-Space Models*, 2024. Y. Sarrof, Y. Veitsman and M. Hahn, *The Expressive Capacity of State Space Models: A Formal Language Perspective*, 2024. R. Grazzi and others, *Unlocking State-Tracking in Linear RNNs Through Negative Eigenvalues*, 2025: parity, and what gates below 0 change.
