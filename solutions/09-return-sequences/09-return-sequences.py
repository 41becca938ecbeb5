# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 09 What an LSTM layer gives back
#
# **Three LSTM layers stand on top of each other, and Keras stops: `expected ndim=3, found ndim=2`. What is missing, and in which layer? And how could you have told before running anything?**
#
# After this lesson you can predict the shape of every output in a stack of Keras layers; choose `return_sequences` and `return_state`; build the five shapes of lesson 01 as models; and carry the weights of a Keras layer into a NumPy layer of your own. Allow 90 minutes, or about 60 without what is marked **extra practice**: nothing later in the lesson builds on that.

# %%
import numpy as np
from ipywidgets import fixed, interact

from grader import check, progress
from lstm_ref import figures, sigmoid

# %% [markdown]
# Keras is a program with which many people build their networks. It has ready-made layers, and a model is a list of them. The multiplying it leaves to another program, its *backend*: here PyTorch. The next cell loads both. That takes some seconds.

# %%
import os

os.environ.setdefault("KERAS_BACKEND", "torch")  # Keras reads it once, while it is loaded
os.environ.setdefault("OMP_NUM_THREADS", "1")  # models this small are fastest on one thread
try:
    import keras
    from keras import layers
except ImportError:
    print("Keras or PyTorch is not installed here: pip install keras torch==2.13.0")
    print("Without them, the cells about Keras stop with an error; those in NumPy work.")

# %% [markdown]
# ## One recording, or many
#
# The Japanese page of lesson 02 builds a model that recognises sign language. At each step it sees two hands, with 21 points a hand and 3 coordinates a point. A sign is 5 steps long. The page gives the size of the input as 5×126.
#
# `layers.LSTM(64)` makes a layer of 64 units, with random weights. Called like a function, it reads what it is given.
#
# **Predict before you run:** where does 126 come from? And will the layer take an array of shape `(5, 126)`?

# %%
rng = np.random.default_rng(9)
recording = rng.standard_normal((5, 126))  # made-up numbers, in the shape of a sign
print("features of a step:", 2 * 21 * 3)
try:
    layers.LSTM(64)(recording)
except ValueError as error:
    print("an error:", str(error).partition("layer: ")[2])

# %% [markdown]
# There is the sentence from above, for the first time. `ndim` is the number of axes, and the layer expects three: it reads a **batch**, N sequences side by side, of shape `(N, T, D)`. So every sequence goes through the same weights at the same time.
#
# One recording is a batch of one. Not a single number is missing, only an axis.
#
# **Your turn.** Put the batch axis back, in front.


# %% nbgrader={"grade": false, "grade_id": "batch-axis", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batch_of_one(x):
    """A batch that holds one recording: x (T, D) -> (1, T, D)."""
    ### BEGIN SOLUTION
    return x[None]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-batch-axis", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("batch-axis", batch_of_one)

# %% [markdown]
# Why in front? **Predict** what the layer says to each of these three. (`x[None]` and `x[:, None]` put an axis of 1 in front and in the middle.)

# %%
X = rng.standard_normal((20, 5, 126))  # 20 recordings
for x in (X, recording[None], recording[:, None]):
    print(x.shape, "->", tuple(layers.LSTM(64)(x).shape))

# %% [markdown]
# The third went wrong, and nobody noticed. Three axes, 126 features: Keras took the 5 steps for 5 recordings of one step each, and none of them hears another.
#
# Where the axes can be confused without an error, only knowing the shapes helps. So that is the subject of this lesson.
#
# ## What comes out
#
# Inside, a layer of H units is the step of lesson 06, taken T times, for N sequences at once. `h` and `c` start from zero. After each step there is a new `h`. Which of them does the layer give back?

# %%
figures.returned(T=5)

# %% [markdown]
# By default only the last one, `(N, H)`: many-to-one. With `return_sequences=True` the `h` of every step, `(N, T, H)`: synced many-to-many.

# %%
figures.returned(T=5, return_sequences=True)

# %% [markdown]
# What a layer gives out is called `y`. In an LSTM that is `h` itself: there is no matrix `V` in between.
#
# **Predict** both shapes for the 20 recordings and 64 units. And which of the two layers has more weights?

# %%
for every in (False, True):
    layer = layers.LSTM(64, return_sequences=every)
    shape = tuple(layer(X).shape)
    print(f"return_sequences={every}: {shape}, from {layer.count_params():,} weights and biases")

# %% [markdown]
# Neither: both compute an `h` at every step. The one gives all of them back, the other only the last.
#
# ## Every shape of the page's model
#
# Above its LSTMs the page has **Dense** layers. A Dense layer is the `V h + c` of lesson 02 (where `c` is a bias, not a cell state), and may squash what it gives: the page uses `relu`, which makes every negative number 0, and at the end softmax. It changes the last axis and leaves all others alone.
#
# | layer | units | `return_sequences` |
# |---|---|---|
# | `lstm_1` | 64 | `True` |
# | `lstm_2` | 128 | `True` |
# | `lstm_3` | 64 | `False` |
# | `dense_1` | 64 | |
# | `dense_2` | 32 | |
# | `dense_3` | 3, one for each sign | |
#
# **Your turn.** A batch of 20 recordings goes in. Write down its shape, and the shape of what comes out of each layer.

# %% nbgrader={"grade": false, "grade_id": "page-shapes", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
x_shape = (20, 5, 126)
lstm_1_shape = (20, 5, 64)
lstm_2_shape = (20, 5, 128)
lstm_3_shape = (20, 64)
dense_1_shape = (20, 64)
dense_2_shape = (20, 32)
dense_3_shape = (20, 3)
### END SOLUTION

shapes = {"x": x_shape, "lstm_1": lstm_1_shape, "lstm_2": lstm_2_shape}
shapes |= {"lstm_3": lstm_3_shape, "dense_1": dense_1_shape}
shapes |= {"dense_2": dense_2_shape, "dense_3": dense_3_shape}

# %% nbgrader={"grade": true, "grade_id": "check-page-shapes", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("page-shapes", shapes)

# %% [markdown]
# Now the model itself. A `Sequential` model is a list of layers, and `add` puts one more on top. `summary()` prints what comes out of each.

# %%
LSTM, Dense = layers.LSTM, layers.Dense
signs = keras.Sequential(name="signs")
signs.add(keras.Input((5, 126)))
signs.add(LSTM(64, return_sequences=True, activation="relu", name="lstm_1"))
signs.add(LSTM(128, return_sequences=True, activation="relu", name="lstm_2"))
signs.add(LSTM(64, activation="relu", name="lstm_3"))
signs.add(Dense(64, activation="relu", name="dense_1"))
signs.add(Dense(32, activation="relu", name="dense_2"))
signs.add(Dense(3, activation="softmax", name="dense_3"))
signs.summary()

# %% [markdown]
# `None` stands in the place of your 20. A model takes batches of any size, so Keras leaves that number open. In `keras.Input((5, 126))` the batch is left out altogether: there, 5×126 is right.
#
# (In its LSTMs the page replaces tanh by `relu`. No shape depends on it. Lesson 08 counts the parameters.)
#
# To scale, for one recording:

# %%
every, last = "return_sequences=True", "the last output"
outs = {"input": (5, 126), f"LSTM 64, {every}": (5, 64), f"LSTM 128, {every}": (5, 128)}
outs |= {f"LSTM 64, {last}": (64,), "Dense 64": (64,), "Dense 32": (32,), "Dense 3": (3,)}
figures.layer_outputs(outs)

# %% [markdown]
# **Extra practice.** The same for any stack. It comes as a list, the lowest layer first, of pairs: the kind of the layer and its units. `"LSTM seq"` is an LSTM with `return_sequences=True`, `"LSTM"` one without.
#
# Return a list with the shape that comes out of each layer. The input is `(N, T, D)`, or `(N, D)` where there are no steps; every stack fits its input.


# %% nbgrader={"grade": false, "grade_id": "stack-shapes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stack_shapes(x_shape, stack):
    """The shape that comes out of each layer, as a list of tuples.

    x_shape (20, 5, 126), stack [("LSTM seq", 64), ("LSTM", 8), ("Dense", 3)]
    -> [(20, 5, 64), (20, 8), (20, 3)]
    """
    ### BEGIN SOLUTION
    shapes = []
    shape = x_shape
    for kind, units in stack:
        kept = shape[:1] if kind == "LSTM" else shape[:-1]
        shape = (*kept, units)
        shapes.append(shape)
    return shapes
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-stack-shapes", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("stack-shapes", stack_shapes)

# %% [markdown]
# ## The error
#
# Back to the question. Here is a small stack of three LSTMs. All three have the default.
#
# **Predict:** what does each layer get? Which layer will Keras name?


# %%
def broken(T, D, n):
    model = keras.Sequential([keras.Input((T, D))])
    model.add(layers.LSTM(6, name="lower"))
    model.add(layers.LSTM(5, name="middle"))
    model.add(layers.LSTM(4, name="upper"))
    model.add(layers.Dense(n, activation="softmax"))
    return model


try:
    broken(T=5, D=3, n=2)
except ValueError as error:
    print(error)


# %% [markdown]
# Read it from the end. Two axes arrived, `(None, 6)`: the sequences, and 6 units. The layer with 6 units is `lower`: it gave its last output only. `middle`, which Keras names, is the one that complains. **The fault is in the layer below.**
#
# **Your turn.** Repair the stack, and change nothing else. For each sequence one answer is wanted, of shape `(N, n)`.


# %% nbgrader={"grade": false, "grade_id": "repair-stack", "locked": false, "schema_version": 3, "solution": true, "task": false}
def repaired(T, D, n):
    """The stack above, mended: a model from (N, T, D) to (N, n)."""
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input((T, D))])
    model.add(layers.LSTM(6, return_sequences=True, name="lower"))
    model.add(layers.LSTM(5, return_sequences=True, name="middle"))
    model.add(layers.LSTM(4, name="upper"))
    model.add(layers.Dense(n, activation="softmax"))
    return model
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-repair-stack", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("repair-stack", repaired)

# %% [markdown]
# So an LSTM that stands below another LSTM gives every output. What the topmost one gives depends on the question.
#
# **Predict:** and if all three have `return_sequences=True`? Is there an error? What comes out for 20 sequences?

# %%
too_many = keras.Sequential([keras.Input((5, 3))])
for units in (6, 5, 4):
    too_many.add(layers.LSTM(units, return_sequences=True))
too_many.add(layers.Dense(2, activation="softmax"))
x = rng.standard_normal((20, 5, 3))
print(too_many.predict(x, verbose=0).shape)  # verbose=0: no progress bar

# %% [markdown]
# No error: Dense has answered at every step. A missing `return_sequences` stops the model, one too many does not. Look at the shape of the output before you train.
#
# ## The states, if asked for
#
# Of `c` nothing has come out so far. But whoever wants to go on later from where a sequence stopped (lesson 02) needs both states. With `return_state=True` a layer gives three values: `y`, then `h`, then `c`, both after the last step.
#
# **Before you tick and untick:** in which of the four settings is `y` the same as `h`?

# %% tags=["nbval-ignore-output"]
options = {"T": fixed(5), "return_sequences": False, "return_state": True}
choices = interact(figures.returned, **options)

# %% [markdown]
# Where `return_state` is on and `return_sequences` is off: there the layer gives the same numbers twice.
#
# Next you build such a layer, in NumPy. Here is the step of lesson 06, for N sequences at once. A sequence is a row, and `x @ W.T` does for every row what `W @ x` did for one vector.


# %%
def lstm_step(x, h, c, p):
    """One step: x (N, D), h and c (N, H) -> the new h and c, (N, H) each."""
    f = sigmoid(x @ p["W_f"].T + h @ p["U_f"].T + p["b_f"])
    i = sigmoid(x @ p["W_i"].T + h @ p["U_i"].T + p["b_i"])
    c_tilde = np.tanh(x @ p["W_c"].T + h @ p["U_c"].T + p["b_c"])
    c = f * c + i * c_tilde
    o = sigmoid(x @ p["W_o"].T + h @ p["U_o"].T + p["b_o"])
    h = o * np.tanh(c)
    return h, c


# %% [markdown]
# First by hand. One unit, with weights and biases of 20 or 0, so that all gates are open, and the candidate is 1 where the input is 1, and −1 where it is −1. So `c` adds up what comes in.
#
# **Predict,** for the inputs 1, 1, −1: what is `c` after each step? And `h`? (tanh(1) is 0.76, tanh(2) is 0.96.)

# %%
p_add = {f"{letter}_{gate}": np.zeros((1, 1)) for letter in "WU" for gate in "fico"}
p_add |= {"b_f": np.array([20]), "b_i": np.array([20]), "b_o": np.array([20])}
p_add |= {"W_c": np.array([[20]]), "b_c": np.array([0])}

x_add = np.array([[[1], [1], [-1]]])  # one sequence, three steps, one feature
h = c = np.zeros((1, 1))
for t in range(3):
    h, c = lstm_step(x_add[:, t], h, c, p_add)
    print(f"step {t}: x = {x_add[0, t, 0]:2}, c = {c.item():.2f}, h = {h.item():.2f}")

# %% [markdown]
# The layer would give back, of these numbers:
#
# | | `return_state=False` | `return_state=True` |
# |---|---|---|
# | `return_sequences=False` | 0.76 | 0.76, then `h` 0.76, then `c` 1.00 |
# | `return_sequences=True` | 0.76, 0.96, 0.76 | 0.76, 0.96, 0.76, then `h` 0.76, then `c` 1.00 |
#
# **Your turn.** Write the layer for any weights. Both states start from zeros, `(N, H)`; the length of `p["b_f"]` is H. `x[:, t]` is step `t` of all sequences. With `return_state` return three values, `y, h, c`; without it only `y`.


# %% nbgrader={"grade": false, "grade_id": "lstm-layer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lstm_layer(x, p, return_sequences=False, return_state=False):
    """An LSTM layer: x (N, T, D) -> y (N, H), or (N, T, H); then h and c (N, H), if asked for."""
    ### BEGIN SOLUTION
    h = c = np.zeros((len(x), len(p["b_f"])))
    hs = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, p)
        hs.append(h)
    y = np.stack(hs, axis=1) if return_sequences else h
    return (y, h, c) if return_state else y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-lstm-layer", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
check("lstm-layer", lstm_layer)

# %% [markdown]
# In which order do the two states come? In Keras and PyTorch `h` is first. In TensorFlow 1 and flax it is `c`. Both have the same shape, so nothing warns you if you take the one for the other. (Keras's `SimpleRNN` and `GRU` have one state only, and give `y, h`.)
#
# **Your turn.** A program gives you `y`, with every step, and two states, `a` and `b`. It does not say which is which. Find out, and return `h, c`.


# %% nbgrader={"grade": false, "grade_id": "which-state", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sort_states(y, a, b):
    """Which state is which: y (N, T, H), a and b (N, H), h and c in unknown order -> h, c."""
    ### BEGIN SOLUTION
    return (a, b) if np.allclose(y[:, -1], a) else (b, a)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-which-state", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("which-state", sort_states)

# %% [markdown]
# Now Keras. What its layer gives is a *tensor* of PyTorch, and `keras.ops.convert_to_numpy` makes an array of it.
#
# **Predict** the three shapes, and the two answers.

# %%
to_numpy = keras.ops.convert_to_numpy
layer = layers.LSTM(8, return_sequences=True, return_state=True)
y, h, c = (to_numpy(part) for part in layer(X))
print("shapes:", y.shape, h.shape, c.shape)
print("the last step of y is h:", np.allclose(y[:, -1], h))
print("the last step of y is c:", np.allclose(y[:, -1], c))

# %% [markdown]
# ## The five shapes as models
#
# You know these from lesson 01.

# %%
figures.five_shapes()

# %% [markdown]
# In Keras each is a short list of layers. In what follows, T counts the steps that come in, S those that go out, and D, H and O the features, units and outputs. The first shape has no steps, so it needs no LSTM. The third you know: the LSTM keeps its last output, and a Dense layer makes the answer of it.
#
# **Predict** both shapes of each model, with `None` for the batch.


# %%
def one_to_one(D, O):
    return keras.Sequential([keras.Input((D,)), layers.Dense(O)])


def many_to_one(T, D, H, O):
    return keras.Sequential([keras.Input((T, D)), layers.LSTM(H), layers.Dense(O)])


for model in (one_to_one(D=4, O=2), many_to_one(T=5, D=4, H=6, O=2)):
    print(model.input_shape, "->", model.output_shape)


# %% [markdown]
# **Your turn.** The synced shape: one LSTM of H units, and O plain numbers, without softmax, at **every** step.


# %% nbgrader={"grade": false, "grade_id": "synced-model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def synced(T, D, H, O):
    """Synced many-to-many: a model from (N, T, D) to (N, T, O)."""
    ### BEGIN SOLUTION
    return keras.Sequential(
        [keras.Input((T, D)), layers.LSTM(H, return_sequences=True), layers.Dense(O)]
    )
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-synced-model", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("synced-model", synced)

# %% [markdown]
# Many programs write `layers.TimeDistributed(layers.Dense(O))` here. `TimeDistributed` takes a layer and applies it to each step by itself, always with the same weights.
#
# **Predict:** does it have more weights than the plain Dense? With the same weights, does it give something else?

# %%
hs = rng.standard_normal((20, 5, 6))
plain, wrapped = layers.Dense(2), layers.TimeDistributed(layers.Dense(2))
for layer in (plain, wrapped):
    layer.build(hs.shape)  # now it knows what will come in, and draws its weights
print("weights and biases:", plain.count_params(), "and", wrapped.count_params())

wrapped.set_weights(plain.get_weights())
y_plain, y_wrapped = to_numpy(plain(hs)), to_numpy(wrapped(hs))
print("the same output:", np.allclose(y_plain, y_wrapped, atol=1e-6))

# %% [markdown]
# No difference: Dense meets the last axis only, so it acts at each step anyway. `TimeDistributed` is for layers that would take the steps for something else, such as one made for pictures, when each step is a picture.
#
# Next, one-to-many: a vector comes in, and an LSTM wants steps. `RepeatVector` makes them. **Predict** what it gives for one vector with the numbers 7 and 8:

# %%
vector = np.array([[7, 8]])
repeated = to_numpy(layers.RepeatVector(3)(vector))
print(vector.shape, "->", repeated.shape)
print(repeated[0])

# %% [markdown]
# So the LSTM hears the same at each step. Its outputs differ all the same, because its state does.
#
# **Your turn.** One-to-many: repeat the vector S times, then go on as in the synced model.


# %% nbgrader={"grade": false, "grade_id": "one-to-many-model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def one_to_many(D, S, H, O):
    """One-to-many: a model from (N, D) to (N, S, O)."""
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input((D,)), layers.RepeatVector(S)])
    model.add(layers.LSTM(H, return_sequences=True))
    model.add(layers.Dense(O))
    return model
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-one-to-many-model", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("one-to-many-model", one_to_many)

# %% [markdown]
# Many-to-many, where the two sides differ in length, is the two put together. One LSTM reads everything and keeps its last output. That vector is all that the second LSTM hears; it writes the answer. They are called **encoder** and **decoder**.
#
# **Your turn.** T steps in, S steps out, H units in each LSTM.


# %% nbgrader={"grade": false, "grade_id": "many-to-many-model", "locked": false, "schema_version": 3, "solution": true, "task": false}
def many_to_many(T, D, S, H, O):
    """Many-to-many: a model from (N, T, D) to (N, S, O)."""
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input((T, D)), layers.LSTM(H)])
    model.add(layers.RepeatVector(S))
    model.add(layers.LSTM(H, return_sequences=True))
    model.add(layers.Dense(O))
    return model
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-many-to-many-model", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("many-to-many-model", many_to_many)

# %% [markdown]
# All five, with 5 steps in and 7 steps out. **Predict** the five shapes on the right.

# %%
models = {"one-to-one": one_to_one(4, 2), "one-to-many": one_to_many(4, 7, 6, 2)}
models |= {"many-to-one": many_to_one(5, 4, 6, 2)}
models |= {"many-to-many": many_to_many(5, 4, 7, 6, 2)}
models |= {"synced many-to-many": synced(5, 4, 6, 2)}
for name, model in models.items():
    if model is ...:
        print(f"{name:20} appears here once it is written")
    else:
        print(f"{name:20} {model.input_shape!s:14} -> {model.output_shape}")

# %% [markdown]
# ## Keras's weights in your layer
#
# Is your layer the same as Keras's? Give both the same weights, and see. First, how does Keras keep them? Lesson 03 had the row: units are columns, and four blocks lie side by side, in the order **i, f, c, o**.
#
# **Predict** the three shapes, for 4 inputs and 3 units. A new layer has biases of 0, but for one block: which gate should be open at the start?

# %%
layer = layers.LSTM(3)
layer.build((None, 5, 4))
kernel, recurrent_kernel, bias = layer.get_weights()
print("kernel          ", kernel.shape)
print("recurrent_kernel", recurrent_kernel.shape)
print("bias            ", bias.shape, bias)

# %% [markdown]
# The second block holds the ones: f. A new layer keeps what is in its memory, until it has learned better.
#
# **Your turn.** Cut the three arrays into the twelve of the course. Return a dict with `"W_f"` (H, D), `"U_f"` (H, H), `"b_f"` (H,), and so on for `i`, `c` and `o`. Mind the blocks of `U`: they are square, so their shape is right whether they are turned or not.


# %% nbgrader={"grade": false, "grade_id": "from-keras", "locked": false, "schema_version": 3, "solution": true, "task": false}
def from_keras(kernel, recurrent_kernel, bias):
    """kernel (D, 4H), recurrent_kernel (H, 4H), bias (4H,) -> the twelve arrays by name."""
    ### BEGIN SOLUTION
    H = len(recurrent_kernel)
    p = {}
    for k, gate in enumerate("ifco"):
        block = slice(k * H, (k + 1) * H)
        p[f"W_{gate}"] = kernel[:, block].T
        p[f"U_{gate}"] = recurrent_kernel[:, block].T
        p[f"b_{gate}"] = bias[block]
    return p
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-from-keras", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("from-keras", from_keras)

# %% [markdown]
# Now the 20 recordings through both: a Keras layer of 16 units, with random biases too, and your layer with its weights.
#
# **Predict:** will all digits agree? Keras computes with `float32`, numbers of about 7 digits, and your NumPy with about 16.

# %%
layer = layers.LSTM(16, return_sequences=True, return_state=True)
layer.build(X.shape)
layer.set_weights([0.1 * rng.standard_normal(w.shape) for w in layer.get_weights()])
theirs = [to_numpy(part) for part in layer(X)]

p = from_keras(*layer.get_weights())
yours = ... if p is ... else lstm_layer(X, p, return_sequences=True, return_state=True)
if yours is ...:
    print("The comparison appears here once from_keras and lstm_layer are written.")
else:
    for k, name in enumerate("yhc"):
        apart = np.abs(yours[k] - theirs[k]).max()
        print(name, yours[k].shape, "equal to a millionth:", apart < 1e-6)

# %% [markdown]
# To a millionth, in every number. So you know now what is inside: nothing but the six lines of lesson 06, a loop, and a choice of what to give back.
#
# (`lstm_ref.convert.keras.from_lstm` does the same with a list of the three, and `to_lstm` goes back.)
#
# ## Both ways
#
# An LSTM at step t knows nothing of later steps. If the whole recording is there, a second LSTM can read it from the end: `layers.Bidirectional(layers.LSTM(H))`. Each has weights of its own, and their outputs are joined: 2H numbers.

# %%
figures.both_ways(T=5)

# %% [markdown]
# **Predict** the shapes for the 20 recordings, with 8 units each way. And how many times the weights of one LSTM are there?

# %%
for every in (False, True):
    both = layers.Bidirectional(layers.LSTM(8, return_sequences=every))
    print(f"return_sequences={every}: {tuple(both(X).shape)}", end=", ")
    print("weights:", both.count_params() / both.forward_layer.count_params(), "times as many")

# %% [markdown]
# And what is the last output, without `return_sequences`? It should be made by those who have read everything. Look at the picture: is it `y[:, -1]`?
#
# **Your turn.** Take it out of the outputs of all steps: the forward half comes first in each `y`, and the backward half has been put back in the order of the steps.


# %% nbgrader={"grade": false, "grade_id": "bidirectional-last", "locked": false, "schema_version": 3, "solution": true, "task": false}
def last_of_both(y):
    """What has read everything, forward half first: y (N, T, 2H) -> (N, 2H)."""
    ### BEGIN SOLUTION
    H = y.shape[2] // 2
    return np.concatenate([y[:, -1, :H], y[:, 0, H:]], axis=1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-bidirectional-last", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("bidirectional-last", last_of_both)

# %% [markdown]
# And Keras? The two layers below have the same weights. **Predict** the first answer.

# %%
every = layers.Bidirectional(layers.LSTM(8, return_sequences=True))
last = layers.Bidirectional(layers.LSTM(8))
for layer in (every, last):
    layer.build(X.shape)
last.set_weights(every.get_weights())

y, y_last = to_numpy(every(X)), to_numpy(last(X))
print("the last output is y[:, -1]:", np.allclose(y_last, y[:, -1], atol=1e-6))
yours = last_of_both(y)
if yours is not ...:
    print("the last output is yours:   ", np.allclose(y_last, yours, atol=1e-6))

# %% [markdown]
# Whoever takes `y[:, -1]` gets a backward half that has read one single step. There is no error: the shape is right.
#
# ## Extra practice: pieces and padding
#
# Each call of a layer starts from zeros. With `stateful=True` it goes on from the states that the call before has left, row by row.
#
# **Predict:** the first 3 steps of the recordings come in, then the other 2, then those 2 once more. Which of the three outputs equals that of all 5 steps at once? And what does `reset_state()` do?

# %%
plain, stateful = layers.LSTM(4), layers.LSTM(4, stateful=True)
for layer in (plain, stateful):
    layer.build(X.shape)
stateful.set_weights(plain.get_weights())
whole = to_numpy(plain(X))

for piece in (X[:, :3], X[:, 3:], X[:, 3:]):
    y = to_numpy(stateful(piece))
    print(piece.shape, "gives the output of the whole:", np.allclose(y, whole, atol=1e-6))
stateful.reset_state()
y = to_numpy(stateful(X))
print("after reset_state() all at once does:", np.allclose(y, whole, atol=1e-6))

# %% [markdown]
# The second did: it went on from the first. The third went on from there. So a stateful layer must get the same sequences in the same rows, and be reset before new ones.
#
# And if recordings differ in length? In one array they must be equally long, so the short ones are filled up with zeros. But to an LSTM a step of zeros is a step. `layers.Masking()` marks steps that are all zeros, and the layers above skip them: the states stay as they were.
#
# **Predict:** recordings of 3 steps, then the same with 2 steps of zeros behind them, then masked. Which outputs are equal?

# %%
short, padded = X[:, :3], X.copy()
padded[:, 3:] = 0
y_short, y_padded = to_numpy(plain(short)), to_numpy(plain(padded))
y_masked = to_numpy(plain(layers.Masking()(padded)))
print("padded: the same as short?", np.allclose(y_padded, y_short, atol=1e-6))
print("masked: the same as short?", np.allclose(y_masked, y_short, atol=1e-6))

# %% [markdown]
# Masking skips a real step, too, if all its features happen to be zero. Lesson 10 comes back to padding.
#
# ## Back to the question
#
# Three LSTMs, and `expected ndim=3, found ndim=2`. An axis is missing in what a layer **gets**. If the named layer is the first, look at your data: it is the batch. Otherwise look at the layer below: it gave its last output only, and `return_sequences=True` is missing there.
#
# How to tell before? Write the shapes beside the layers. An LSTM makes `(N, T, H)` or `(N, H)`, Dense changes the last axis, and that is all it takes.

# %%
progress()

# %% [markdown]
# ## What you should remember
#
# - Keras reads `(N, T, D)`. One sequence is a batch of one; `None` means any number of sequences.
# - `return_sequences=False`, the default, gives the last `h`, `(N, H)`; `True` gives every `h`, `(N, T, H)`. Neither has more weights.
# - An LSTM below another one needs `return_sequences=True`. The error names the layer above the fault.
# - `return_state=True` gives `y, h, c`, in this order. `h` is the last step of `y`.
# - Dense acts on the last axis, at every step. `RepeatVector` makes steps of a vector.
# - Keras's blocks lie in the order i, f, c, o, units as columns: cut, then turn.
# - The last output of both directions is forwards at the last step and backwards at the first: not `y[:, -1]`.
#
# ## One question to stretch
#
# In your many-to-many model the decoder hears the encoder's last `h` at every step, and starts from zeros. Another design hands over both states: the decoder **starts** from the encoder's `h` and `c`. In Keras, `layers.LSTM(H)(x, initial_state=[h, c])` does that. Build it with `keras.Model(inputs, outputs)`. What should the decoder hear then? And which design tells a decoder of a hundred steps more about what was read?
#
# ## Sources
#
# - The page with the model for (5, 126): an article of hocvietcode.com on the parameters of an LSTM, in a Japanese translation. Its shapes are right; the batch axis is added here.
# - The article of the five shapes, in a Dutch translation; it retells A. Karpathy, *The Unreasonable Effectiveness of Recurrent Neural Networks*, 2015.
# - The reference pages of Keras 3: `LSTM`, `Bidirectional`, `TimeDistributed`, `RepeatVector`, `Masking`.
# - M. Schuster and K. Paliwal, *Bidirectional Recurrent Neural Networks*, IEEE Transactions on Signal Processing 45 (11), 1997.
# - K. Cho and others, *Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation*, 2014; I. Sutskever, O. Vinyals and Q. Le, *Sequence to Sequence Learning with Neural Networks*, 2014: encoder and decoder.
# - R. Jozefowicz, W. Zaremba and I. Sutskever, *An Empirical Exploration of Recurrent Network Architectures*, 2015: the forget bias of 1.
