# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 02 Unrolling
#
# **A network with a fixed set of numbers reads three letters, or three thousand. How can it, and what does grow when the sequence gets longer?**
#
# After this lesson you can turn a step into a loop, and draw the loop unrolled; say what all the steps share; start a sequence, and carry on with one; give one output for a whole sequence or one for every step; turn outputs into probabilities; and count what grows with the length. Allow 45 to 60 minutes.

# %%
import time

import numpy as np
from ipywidgets import IntSlider, interact

from grader import check, progress
from lstm_ref import figures

# %% [markdown]
# ## The object, once more
#
# In lesson 01 an RNN was an object. Each call of `step` gave it one input, and it made its new hidden state from that input and from the state it had kept:
#
# $${\color{#5891e9}{h_t}} = \tanh({\color{#348ca0}{U}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{W}}\,{\color{#5891e9}{h_{t-1}}} + b)\tag{1}$$
#
# | name | what it is | shape |
# |---|---|---|
# | `x` | the input of one step, D numbers | `(D,)` |
# | `h` | the hidden state, one number for each of H units | `(H,)` |
# | `U` | weights on the input | `(H, D)` |
# | `W` | weights on the hidden state | `(H, H)` |
# | `b` | the bias | `(H,)` |
#
# Here it is again, for now without its output: the step as a function, and an object that keeps the state between its calls and gives it back.


# %%
def rnn_step(x, h, U, W, b):
    return np.tanh(U @ x + W @ h + b)


class RNN:
    def __init__(self, U, W, b):
        self.U, self.W, self.b = U, W, b
        self.h = np.zeros(len(b))

    def step(self, x):
        self.h = rnn_step(x, self.h, self.U, self.W, self.b)
        return self.h


# %% [markdown]
# ## A network to follow by hand
#
# One input a step, three units. The weights are set by hand, to 20 or 0, so that every state comes out as -1, 0 or 1: tanh(20) is so near to 1 that the computer stores it as 1.
#
# Row `k` of each array belongs to unit `k`. Unit 0 hears only the input. Unit 1 hears only what unit 0 was one step before. Unit 2 hears only what unit 1 was.
#
# **Predict, on paper:** the inputs are 1, 0, -1, 1, and the state starts as `[0, 0, 0]`. What is it after each of the four steps?

# %%
U = np.array([[20], [0], [0]])
W = np.array([[0, 0, 0], [20, 0, 0], [0, 20, 0]])
b = np.zeros(3)
x = np.array([[1.0], [0.0], [-1.0], [1.0]])

print("tanh(20) is stored as 1:", np.tanh(20) == 1)
rnn = RNN(U, W, b)
for x_t in x:
    print("input", x_t, "-> state", rnn.step(x_t))

# %% [markdown]
# The state holds the last three inputs, the newest first. At every step `W` moves them one place on, and `U` puts the new one in front. What falls off the end is forgotten.
#
# ## The loop, written out
#
# The object hides its state. Without the object the state is a variable, and goes from line to line. The same four steps are four lines.
#
# **Predict** the last state. (You have seen it above.)

# %%
h_0 = np.zeros(3)
h_1 = rnn_step(x[0], h_0, U, W, b)
h_2 = rnn_step(x[1], h_1, U, W, b)
h_3 = rnn_step(x[2], h_2, U, W, b)
h_4 = rnn_step(x[3], h_3, U, W, b)
print(h_4)

# %% [markdown]
# This is **unrolling**: the loop is written out, a line for each step. In the picture each line is a column.

# %%
figures.unrolled(4)

# %% [markdown]
# Left is the object, with its loop. Right is the loop, unrolled. Two things to know:
#
# - The picture counts the steps from 1, because `h_0` is where it starts. Python counts from 0: the first input, $x_1$, is `x[0]`.
# - The outputs $y$ and their arrow `V` come back later in this lesson.
#
# **Predict before you move the slider:** with 10 steps, how many blue arrows come into a state, on the right? How many matrices `W` are there?


# %% tags=["nbval-ignore-output"]
def unroll_picture(T):
    return figures.unrolled(T)


slider = interact(unroll_picture, T=IntSlider(value=4, min=1, max=10))

# %% [markdown]
# Ten arrows, one matrix. A colour is a matrix: wherever you see a blue arrow, it is the same `W`, with the same numbers. The steps **share** it.
#
# So a change of one number in `W` is heard wherever there is a blue arrow. Below, unit 1 no longer hears unit 0: one 20 becomes 0.
#
# **Predict:** which of the four states are different now? Why is the first one not?

# %%
W_cut = W.copy()
W_cut[1, 0] = 0
before, after = RNN(U, W, b), RNN(U, W_cut, b)
for t, x_t in enumerate(x, start=1):
    print(f"h_{t}:", before.step(x_t), "->", after.step(x_t))

# %% [markdown]
# Three of the four states are different, by one number in one matrix. The first is the same: its `W` meets `h_0`, which is all zeros.
#
# Why share? With weights of its own for each step, this network would have four `W`, and none for a fifth input. And what it learned for step 1 would say nothing about step 2. A shared step can be taken as often as you like.
#
# **Your turn.** Put the four lines back into a loop, for any number of steps. Start from the given `h`, and return the states after every step. `rnn_step` is there for you.
#
# | name | what it is | shape |
# |---|---|---|
# | `x` | the sequence | `(T, D)` |
# | `h` | the state to start from | `(H,)` |
# | returns | the states after the steps, one a row | `(T, H)` |


# %% nbgrader={"grade": false, "grade_id": "unroll", "locked": false, "schema_version": 3, "solution": true, "task": false}
def unroll(x, h, U, W, b):
    """The hidden states after all steps.

    x (T, D), h (H,), U (H, D), W (H, H), b (H,) -> states (T, H)
    """
    ### BEGIN SOLUTION
    hs = []
    for x_t in x:
        h = rnn_step(x_t, h, U, W, b)
        hs.append(h)
    return np.array(hs)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-unroll", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("unroll", unroll)

# %% [markdown]
# ## Where to start
#
# A Japanese page that many learners read unrolls a network over 10 steps in just this way, with a loop and the same weights at every step. But before the first step it fills the state with **random** numbers.
#
# Here is a small network with random weights. It reads one and the same sequence three times, and starts each time from another random state.
#
# **Predict:** is its state the same in all three readings after the first step? After the third? After the 20th?

# %%
rng = np.random.default_rng(2)
U_5, W_5, b_5 = rng.normal(0, 0.3, (3, 5)), rng.normal(0, 0.9, (3, 3)), rng.normal(0, 0.3, 3)
x_20 = rng.standard_normal((20, 5))

for reading in (1, 2, 3):
    rnn = RNN(U_5, W_5, b_5)
    rnn.h = rng.uniform(-1, 1, 3)
    print("reading", reading)
    for t, x_t in enumerate(x_20, start=1):
        h = rnn.step(x_t)
        if t in (1, 3, 20):
            print(f"  after step {t}:", h.round(2))

# %% [markdown]
# Another start, another answer, for the same sequence. In this network the start fades, but after three steps it still shows.
#
# So the convention is **zeros**: in this course, in the frameworks Keras and PyTorch, and in ONNX, a format for storing networks.
#
# - The same sequence gives the same states, each time.
# - `W @ h_0` is zero, as it should be: nothing has been heard yet.
#
# Some networks learn their start: `h_0` is then H more numbers to learn, the same for every sequence.
#
# But a sequence that **goes on** starts from the state that it left.
#
# **Predict, by hand:** the network to follow by hand reads 1, 0, -1, 1. All four at once; or three, and later one, by the same object; or the last one by a new object. What is the last state in each case?

# %%
at_once = RNN(U, W, b)
carried = RNN(U, W, b)
anew = RNN(U, W, b)
for x_t in x:
    at_once.step(x_t)
for x_t in x[:3]:
    carried.step(x_t)
for x_t in x[3:]:
    carried.step(x_t)
    anew.step(x_t)
print("four at once:      ", at_once.h)
print("three, then one:   ", carried.h)
print("one, from new:     ", anew.h)

# %% [markdown]
# The state is all that a step knows of the past. Carried on, it loses nothing: T steps, and then S steps from the state they left, are T + S steps. The new object has not heard the first three inputs.
#
# **Your turn.** A long sequence comes in pieces. Start from the given `h`, read the pieces one after another, and return the last state. You may call your `unroll`.
#
# | name | what it is | shape |
# |---|---|---|
# | `pieces` | a list of sequences, in order, not all equally long | each `(T, D)` |
# | `h` | the state to start from | `(H,)` |
# | returns | the state after the last step of the last piece | `(H,)` |


# %% nbgrader={"grade": false, "grade_id": "read-in-pieces", "locked": false, "schema_version": 3, "solution": true, "task": false}
def read_in_pieces(pieces, h, U, W, b):
    """The last state of a sequence that comes in pieces.

    pieces: a list of (T, D), h (H,), U (H, D), W (H, H), b (H,) -> state (H,)
    """
    ### BEGIN SOLUTION
    for piece in pieces:
        h = unroll(piece, h, U, W, b)[-1]
    return h
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-read-in-pieces", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("read-in-pieces", read_in_pieces)

# %% [markdown]
# ## Outputs
#
# A state is the network's own. What others read is the **output**. In lesson 01 the matrix `V` made it from the state; here a bias of its own, `c`, is added, which most networks have:
#
# $$y_t = {\color{#a0623a}{V}}\,{\color{#5891e9}{h_t}} + c\tag{2}$$
#
# `O` counts the outputs, so `V` has shape `(O, H)` and `c` has shape `(O,)`. Nothing squashes an output.
#
# Of the five shapes of lesson 01, two differ here by nothing but which states get an arrow `V`. (The one with an output at every step is the *synced* many-to-many. From here on, many-to-many means the synced one.)

# %%
figures.outputs(4)

# %% [markdown]
# The *Deep Learning* book writes $o_t$ for the output $y_t$. In this course the letter o waits for the output gate of lesson 06.
#
# Back to the network to follow by hand, which holds the last three inputs. It gets two outputs: the first row of `V` adds up its three units, the second takes unit 2 alone. Here `c` is `[0, 10]`.
#
# **Predict** the four outputs, two numbers each. The states are `[1, 0, 0]`, `[0, 1, 0]`, `[-1, 0, 1]` and `[1, -1, 0]`.

# %%
V = np.array([[1, 1, 1], [0, 0, 1]])
c = np.array([0, 10])
for h in (h_1, h_2, h_3, h_4):
    print("state", h, "-> output", V @ h + c)

# %% [markdown]
# Number 0 is the sum of the last three inputs, number 1 is the input of two steps before, plus 10.
#
# **Your turn.** Many-to-many: from the states of all steps, the outputs of all steps.


# %% nbgrader={"grade": false, "grade_id": "many-to-many", "locked": false, "schema_version": 3, "solution": true, "task": false}
def many_to_many(hs, V, c):
    """An output for every state: hs (T, H), V (O, H), c (O,) -> y (T, O)."""
    ### BEGIN SOLUTION
    return hs @ V.T + c
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-many-to-many", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("many-to-many", many_to_many)

# %% [markdown]
# Many-to-one is for a question about the whole sequence: is this review good or bad? Who is speaking? Only the last state has heard everything, so only it gets an output.
#
# **Your turn.** Write it from the beginning: a new sequence comes in, one output goes out. Nobody gives you a state to start from. Which one do you take, and how long is it?


# %% nbgrader={"grade": false, "grade_id": "many-to-one", "locked": false, "schema_version": 3, "solution": true, "task": false}
def many_to_one(x, U, W, V, b, c):
    """One output for a whole sequence.

    x (T, D), U (H, D), W (H, H), V (O, H), b (H,), c (O,) -> y (O,)
    """
    ### BEGIN SOLUTION
    hs = unroll(x, np.zeros(len(b)), U, W, b)
    return V @ hs[-1] + c
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-many-to-one", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("many-to-one", many_to_one)

# %% [markdown]
# ## Probabilities
#
# Often the O outputs stand for O answers of which one is right: good, bad, or neither. Then each output is a score, any number, and the larger the better. **Softmax** turns scores into probabilities, positive numbers that add up to 1:
#
# $$\hat y_k = \frac{\exp(y_k)}{\exp(y_0) + \exp(y_1) + \dots}\tag{3}$$
#
# Here the index counts answers, not steps. exp(y) is a power, $e^y$ with e = 2.718…, and positive for every y. The division makes the sum 1. An output with a softmax is often called the **head** of a network.
#
# **Predict, by hand,** for the scores log 1, log 2 and log 3: log, the natural logarithm, undoes exp, so exp(log 3) is 3.

# %%
y = np.log([1, 2, 3])
print("scores:       ", y.round(3))
print("exp:          ", np.exp(y).round(3), "with the sum", np.exp(y).sum().round(3))
print("probabilities:", (np.exp(y) / np.exp(y).sum()).round(3))

# %% [markdown]
# The same scores again, with 100 added to each, and then 1000.
#
# **Predict:** what happens to the probabilities? Take a pencil: exp(y + 100) is exp(y) times exp(100), above and below the line of the fraction.

# %%
with np.errstate(all="ignore"):  # without this line NumPy would warn, rightly
    for more in (0, 100, 1000):
        e = np.exp(y + more)
        print(f"+ {more}: exp is", [f"{value:.3g}" for value in e], "probabilities", (e / e.sum()).round(3))
    print(f"exp(709) is {np.exp(709):.3g}, exp(710) is {np.exp(710)}")

# %% [markdown]
# On paper nothing changes: the factor is above and below the line. In the computer exp(710) is too large for a number and becomes `inf`; `inf / inf` is `nan`, not a number. One large score, and the whole network says `nan`.
#
# The repair is in what you have just seen. The same number may be added to all scores, or **taken off**. Which number, taken off, makes sure that no exp is larger than 1?
#
# **Your turn.** Write a softmax for scores of any size. It takes the scores of one step, `(O,)`, or those of all steps, `(T, O)`; then each row is turned into probabilities by itself. `y.sum(axis=-1, keepdims=True)` adds up each row and keeps its axis, so that it can be divided by; `max` has the same two options.


# %% nbgrader={"grade": false, "grade_id": "softmax", "locked": false, "schema_version": 3, "solution": true, "task": false}
def softmax(y):
    """Probabilities from scores: y (O,) or (T, O), each row by itself -> the shape of y."""
    ### BEGIN SOLUTION
    e = np.exp(y - y.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-softmax", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("softmax", softmax)

# %% [markdown]
# ## What grows with the length
#
# Now count. A network **keeps** its weights and biases, its *parameters*: the numbers that learning changes. And it **works**: in a product with `@` every number of the matrix is multiplied by one number of the vector.
#
# Here are 5 inputs, 3 units and 2 outputs, many-to-many, over 3 steps.
#
# **Predict** before you run the cell: how many numbers are kept, and how many multiplications are done? (`b` and `c` are added; nothing is multiplied.)

# %%
figures.work(T=3, D=5, H=3, O=2)

# %% [markdown]
# **Predict before you move the slider:** what becomes of the two numbers with 10 steps?


# %% tags=["nbval-ignore-output"]
def work_picture(T):
    return figures.work(T, D=5, H=3, O=2)


slider = interact(work_picture, T=IntSlider(value=3, min=1, max=10))

# %% [markdown]
# **Your turn.** How many parameters does an RNN have, with `D` inputs, `H` units and `O` outputs, unrolled over `T` steps? Count `U`, `W`, `b`, `V` and `c`. You get all four sizes, and need not use them all.


# %% nbgrader={"grade": false, "grade_id": "shared-parameters", "locked": false, "schema_version": 3, "solution": true, "task": false}
def parameters(T, D, H, O):
    """How many numbers an RNN keeps, unrolled over T steps."""
    ### BEGIN SOLUTION
    return H * D + H * H + H + O * H + O
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-shared-parameters", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("shared-parameters", parameters)

# %% [markdown]
# **Your turn.** And how many multiplications does it do, many-to-many, in all its `T` steps? Count the products with `U`, `W` and `V`, at the first step like at any other.


# %% nbgrader={"grade": false, "grade_id": "work-over-time", "locked": false, "schema_version": 3, "solution": true, "task": false}
def multiplications(T, D, H, O):
    """How many multiplications an RNN does over T steps, with an output at every step."""
    ### BEGIN SOLUTION
    return T * (H * D + H * H + O * H)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-work-over-time", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("work-over-time", multiplications)

# %% [markdown]
# ## Back to the question
#
# A network for letters: 26 inputs, for a letter is one-hot, as in lesson 01; 12 units; and 26 outputs, a score for each letter that may come next. It reads three letters, and then three thousand.
#
# **Predict:** for each of the two, how many parameters? How many multiplications? And how much longer does the second take? (Clocks waver, so the cell only tests for 100 times.)

# %%
D, H, O = 26, 12, 26
U, W, b = rng.normal(0, 0.2, (H, D)), rng.normal(0, 0.2, (H, H)), np.zeros(H)
V, c = rng.normal(0, 0.2, (O, H)), np.zeros(O)
seconds = {3: [], 3000: []}
for T in seconds:
    x = np.eye(D)[rng.integers(D, size=T)]
    for _ in range(5):
        rnn, start = RNN(U, W, b), time.perf_counter()
        y = np.array([V @ rnn.step(x_t) + c for x_t in x])
        seconds[T].append(time.perf_counter() - start)
    kept, done = U.size + W.size + b.size + V.size + c.size, T * (U.size + W.size + V.size)
    print(f"{T} letters: {kept} parameters, {done:,} multiplications, outputs {y.shape}")
print("more than 100 times as long:", min(seconds[3000]) > 100 * min(seconds[3]))

# %% [markdown]
# That is the answer. The network is one step, and the step has a fixed set of numbers. A longer sequence takes the same step more often: **work grows with the length, parameters do not.** The work is 1000 times as much, and the time about 1000 times as long.
#
# The outputs grow too, and so do the states, if they are all kept. To read on, the last state is enough; to learn, all of them are needed, as lesson 04 shows.
#
# One thing more does not grow: the state itself. Whatever three thousand letters said, 12 numbers have to hold it.
#
# (Often many sequences are read side by side, along an axis N in front, as in the next lesson. The loop over time stays the same.)

# %%
progress()

# %% [markdown]
# ## What you should remember
#
# - Unrolling writes a loop out, a column for each step. The arrows of one colour are one matrix.
# - All steps share `U`, `W`, `b`, `V` and `c`. More steps add work, never parameters.
# - A new sequence starts from a state of zeros, never from random numbers.
# - A sequence that goes on starts from the state that it left: T steps and then S steps are T + S steps.
# - Many-to-many gives `(T, O)`, an output for every state. Many-to-one gives `(O,)`, from the last state.
# - A softmax takes off the largest score first. On paper that changes nothing; in the computer it keeps `nan` away.

# %% [markdown]
# ## One question to stretch
#
# The network to follow by hand held the last three inputs with three units, and forgot the fourth. How many units does it take to hold the last `K` inputs in this way? How do its parameters and its work per step grow with `K`? Suppose that a network kept all the inputs it has heard, and looked at all of them again at every step. What would grow then, and how fast?

# %% [markdown]
# ## Sources
#
# - J. Elman, *Finding Structure in Time*, Cognitive Science 14 (2), 1990: the plain RNN.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, chapter 10, 2016: unrolling, there called unfolding, and the letters U, V, W, b and c.
# - J. Bridle, *Probabilistic Interpretation of Feedforward Classification Network Outputs*, in *Neurocomputing*, Springer 1990: the softmax.
# - A. Karpathy, *The Unreasonable Effectiveness of Recurrent Neural Networks*, 2015: the object with a step, and the shapes of sequence work.
# - The page with ten steps and a random start: an article of hocvietcode.com on the parameters of an LSTM, in a Japanese translation. Its loop and its sharing are right; its start is set right here.
