# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 11 A model of your own
#
# **A model is right two times out of three. Is that good?**
#
# After this lesson you can build a whole model and train it, measure it on data that it has never seen, and say how good it is: better than what?
#
# There are three projects: signs of the hand, a sine with noise, and the letters of a book. Read all three and do the small exercises. Then **pick one** and make a model for it. Allow 90 minutes, half of them for your project.

# %%
import os

# for small matrices one core is faster than two that wait for each other
os.environ |= {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}

import numpy as np
from IPython.display import display
from ipywidgets import IntProgress, interact

import lstm_ref
from grader import check, progress
from lstm_ref import data, figures, losses
from lstm_ref.layers import LSTM, Dense, Model, Stack
from lstm_ref.optimise import Adam, clip_norm

# %% [markdown]
# ## Three projects, one question
#
# | | signs | sine | letters |
# |---|---|---|---|
# | comes in | two hands in 5 steps, `(N, 5, 126)` | 40 values with noise, `(N, 40, 1)` | 20 letters, `(N, 20)` |
# | is asked for | which of 6 signs: probabilities, `(N, 6)` | the next 30 values, `(N, 30)` | the next letter: probabilities, `(N, 35)` |
# | is measured by | share of wrong answers | mean squared error | perplexity |
# | first baseline | a linear map of the last step | the last value again, or always 0: the better of the two | by the last letter |
# | second baseline | a linear map of all 5 steps | a linear map of all 40 values | by the last two letters |
#
# In all three, the smaller the number, the better. But a number alone says nothing. It needs two things from lesson 03:
#
# - **held-out data**: what the model did not learn from;
# - a **baseline**: something so simple that a model must beat it to be worth its trouble. In each project the first looks at the last step alone, the second further back, by a simple rule.

# %% [markdown]
# ## One loop for all
#
# A whole model is a recurrent layer that reads, and dense layers on top that answer. `Model` puts them together, in NumPy, with `forward` and `backward`: the way back of lessons 04 and 07.
#
# Two helpers draw the weights. A forget gate starts half open; 1 more on its bias opens it further (lesson 07).


# %%
def lstm(D, H, rng):
    """A layer of H LSTM units that starts with open forget gates."""
    weights = lstm_ref.lstm_weights(D, H, rng)
    weights["b_f"] += 1
    return LSTM(weights)


def dense(H, O, rng, activation=None):
    """A dense layer from H numbers to O."""
    return Dense({"V": rng.standard_normal((O, H)) / np.sqrt(H), "c": np.zeros(O)}, activation)


# %% [markdown]
# The loop itself is ten lines, and you have met each of them: draw a batch, run forward, take the loss and its slope `dy`, go back, clip by the norm, change the weights a little.
#
# Two things are new. **Adam** moves each weight in its own measure: by the mean of its recent gradients, divided by their usual size. And `rate`, how far it goes, stays for the first half and then sinks to 0: large steps to get there, small ones to settle.


# %%
def bar(steps):
    """Count to steps, and show how far it has come."""
    shown = IntProgress(max=steps, description="learning")
    display(shown)
    for k in range(steps):
        yield k
        shown.value = k + 1


# %%
def fit(model, draw, loss, steps, rate):
    """Train: draw() gives x and what is right, loss(y, right) the loss and its slope dy."""
    adam, found = Adam(model.weights), []
    for k in bar(steps):
        x, right = draw()
        run = model.forward(x)
        value, dy = loss(run.hs, right)
        gradients = model.backward(run, dy).weights
        clip_norm(gradients, 1.0)
        adam.rate = rate * min(1, 2 - 2 * k / steps)
        adam.step(gradients)
        found.append(value)
    return found


# %% [markdown]
# Does it work? Take the task that was too much in lesson 04: the first number of a sequence is 1 or -1, noise follows, and at the end half of the first number is asked for. At 20 steps the RNN still said 0 after 300 steps of learning, with a loss of 0.25.
#
# **Predict before you run:** 16 LSTM units, 20 steps, 300 steps of learning. What will the loss be at the end?


# %% tags=["nbval-ignore-output"]
def first_number(N, rng):
    """Noise with a first number to remember, (N, 20, 1), and half of that number, (N, 1)."""
    x = 0.3 * rng.standard_normal((N, 20, 1))
    x[:, 0, 0] = rng.choice([-1, 1], N)
    return x, 0.5 * x[:, 0]


rng = np.random.default_rng(4)
model = Model(lstm(1, 16, rng), dense(16, 1, rng))
found = fit(model, lambda: first_number(32, rng), losses.mean_squared_error, 300, 0.01)
for k in (0, 100, 280):
    print(f"mean loss of the steps {k} to {k + 19}: {np.mean(found[k : k + 20]):.4f}")

# %%
curves = {}  # for the losses of your own training, by the name of the project
figures.learning_curve(found, {"always 0": 0.25})

# %% [markdown]
# It remembers. What the RNN did not learn in 300 steps, the LSTM learns in a few dozen: through open forget gates the gradient finds its way back.
#
# `fit` asks three things of you: a model, a function that draws a batch, and a loss. That is a project.
#
# For grading, your notebook runs again on one core, and a cell may take 30 seconds. So let training take at most 15 here, with random numbers from a fixed seed.

# %% [markdown]
# ## Signs
#
# The model of the Japanese page (lessons 08 and 09) is made for this: a camera sees two hands at 5 steps, and a program finds 21 points on each, the **landmarks**. 2 × 21 × 3 coordinates are 126 numbers a step. Here is one *open*: a fist becomes a hand, and the other hand rests.

# %%
examples, kinds = data.signs(60, np.random.default_rng(3))
print("x:", examples.shape, " label:", kinds.shape, " signs:", ", ".join(data.SIGNS))
figures.moving_hands(examples[np.flatnonzero(kinds == 0)[0]])

# %% [markdown]
# No camera was there: a small model of a hand made it, of bones with fixed lengths and joints that bend. It makes people of different sizes, who stand in different places, look in different directions, and use either hand. The six signs are made up; they are words of no language. **Choose** one and look.


# %% tags=["nbval-ignore-output"]
def show(sign):
    return figures.moving_hands(examples[np.flatnonzero(kinds == data.SIGNS.index(sign))[0]])


chosen = interact(show, sign=list(data.SIGNS))

# %% [markdown]
# **Predict:** how often is blind guessing wrong? Which signs can you tell apart by the last step alone? And for which two do you need the order of the steps?
#
# The baselines are linear maps: one number for each sign is a weighted sum of what is seen, with the weights that fit 2000 examples best, by least squares. The highest number wins.


# %%
def linear(x, right):
    """The linear map from x to right that fits best: a function."""

    def flat(x):
        return np.c_[x.reshape(len(x), -1), np.ones(len(x))]

    weights = np.linalg.lstsq(flat(x), right, rcond=1e-9)[0]
    return lambda x: flat(x) @ weights


# %%
x_old, label_old = data.signs(2000, np.random.default_rng(1))
x_new, label_new = data.signs(1000, np.random.default_rng(2))
wanted = np.eye(6)[label_old]
last, all_five = linear(x_old[:, -1], wanted)(x_new[:, -1]), linear(x_old, wanted)(x_new)

print(f"wrong by blind guessing     {1 - 1 / 6:.2f}")
print(f"wrong from the last step    {(last.argmax(axis=1) != label_new).mean():.2f}")
print(f"wrong from all five steps   {(all_five.argmax(axis=1) != label_new).mean():.2f}")

# %%
counts = np.zeros((6, 6), int)
np.add.at(counts, (label_new, all_five.argmax(axis=1)), 1)
figures.confusion(counts, data.SIGNS)

# %% [markdown]
# There is the model of the question: right two times out of three, and a sum of products can do it. Look where it fails: *wave*, *circle* and *circle back* may begin anywhere on their way, and no weighted sum can tell one way round from the other.
#
# A network can. But first help it. Where the hands are says nothing about the sign, and makes for most of the numbers; only what changes counts.
#
# **Your turn.** Take away what stands still: from each sequence, for each feature, the mean over its steps.


# %% nbgrader={"grade": false, "grade_id": "centre", "locked": false, "schema_version": 3, "solution": true, "task": false}
def centre(x):
    """Subtract from each sequence its own mean over the steps: x (N, T, D) -> (N, T, D)."""
    ### BEGIN SOLUTION
    return x - x.mean(axis=1, keepdims=True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-centre", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("centre", centre)

# %% [markdown]
# **Your project, if you pick the signs.** Build a model, train it with `fit` on fresh batches of `data.signs(N, rng)`, and return a function that gives probabilities. Keep the losses in `curves["signs"]` for the picture.
#
# - The page's model is `Stack([…])` of LSTMs with 64, 128 and 64 units, read at the last step, then dense layers with 64 and 32 units (`"relu"`: what is below 0 becomes 0), then 6.
# - `losses.cross_entropy(y, label)` is the loss: -log of the probability of the right sign. It takes what comes *before* the softmax; `losses.softmax` makes the probabilities.
# - What you do to `x` in training, do to `x` in the answer.
#
# If you pick another project, leave the dots.


# %% nbgrader={"grade": false, "grade_id": "capstone-signs", "locked": false, "schema_version": 3, "solution": true, "task": false} tags=["nbval-ignore-output"]
def signs_model():
    """Train a model; give the function from x (N, 5, 126) to probabilities (N, 6)."""
    ### BEGIN SOLUTION
    rng = np.random.default_rng(11)
    reads = Stack([lstm(126, 64, rng), lstm(64, 128, rng), lstm(128, 64, rng)])
    top = dense(64, 64, rng, "relu"), dense(64, 32, rng, "relu"), dense(32, 6, rng)
    model = Model(reads, *top)
    print(f"{model.size:,} numbers to learn")

    def draw():
        x, label = data.signs(64, rng)
        return centre(x), label

    curves["signs"] = fit(model, draw, losses.cross_entropy, steps=150, rate=0.002)
    return lambda x: losses.softmax(model(centre(x)))
    ### END SOLUTION


predict_signs = signs_model()

# %% [markdown]
# How good is it, on the 1000 new signs on which the baselines were measured? And what does it take for what?

# %%
if callable(predict_signs):
    said = np.argmax(predict_signs(x_new), axis=1)
    print(f"wrong: {(said != label_new).mean():.3f}")
    counts = np.zeros((6, 6), int)
    np.add.at(counts, (label_new, said), 1)
    display(figures.confusion(counts, data.SIGNS))
else:
    print("No model for the signs.")
if "signs" in curves:
    display(figures.learning_curve(curves["signs"]))

# %% [markdown]
# ## Sine
#
# A sine of unknown height, period and beginning, with noise on it. Forty steps are seen; what are the next thirty, without the noise?

# %%
seen_old, right_old = data.sines(2000, np.random.default_rng(1))
seen_new, right_new = data.sines(1000, np.random.default_rng(2))
print("seen:", seen_new.shape, " right:", right_new.shape)
figures.forecast(seen_new[3, :, 0], right_new[3])

# %% [markdown]
# Three simple answers: the last value again (its usual name is **persistence**), always 0, and a linear map of all forty values.
#
# **Predict** the order of the three. Which one is best for the very next step, and which at ten steps ahead?

# %%
simple = {
    "the last value again": np.repeat(seen_new[:, -1], 30, axis=1),
    "always 0": np.zeros_like(right_new),
    "linear": linear(seen_old, right_old)(seen_new),
}
for name, y in simple.items():
    print(f"{name:21} mean squared error {((y - right_new) ** 2).mean():.3f}")

# %% [markdown]
# Over all thirty steps, saying 0 is twice as good as the last value. One number hides when that is so. Errors grow with the distance, and each model grows in its own way.
#
# **Your turn.** Give the mean squared error for each step ahead: over all sines, but not over the steps.


# %% nbgrader={"grade": false, "grade_id": "error-growth", "locked": false, "schema_version": 3, "solution": true, "task": false}
def error_growth(y, right):
    """The mean squared error at each step ahead: y and right (N, K) -> errors (K,)."""
    ### BEGIN SOLUTION
    return ((y - right) ** 2).mean(axis=0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-error-growth", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("error-growth", error_growth)

# %% [markdown]
# The three, step by step:


# %%
def growth(y):
    return ((y - right_new) ** 2).mean(axis=0)


figures.error_ahead({name: growth(y) for name, y in simple.items()})

# %% [markdown]
# At the next step the last value is not bad. Half a period on it is as wrong as can be, for the sine has turned over. The linear map is the best of the three; but its weights are the same for every period, so far ahead it can only come back to 0.
#
# **Your project, if you pick the sine.** A model that reads the forty values and answers with thirty numbers at the end (many-to-one, with 30 outputs). `data.sines(N, rng)` draws fresh batches, `losses.mean_squared_error` is the loss. Keep the losses in `curves["sine"]`.


# %% nbgrader={"grade": false, "grade_id": "capstone-sine", "locked": false, "schema_version": 3, "solution": true, "task": false} tags=["nbval-ignore-output"]
def sine_model():
    """Train a model; give the function from x (N, 40, 1) to the next values (N, 30)."""
    ### BEGIN SOLUTION
    rng = np.random.default_rng(11)
    model = Model(lstm(1, 32, rng), dense(32, 30, rng))

    def draw():
        return data.sines(64, rng)

    curves["sine"] = fit(model, draw, losses.mean_squared_error, steps=400, rate=0.01)
    return model
    ### END SOLUTION


predict_sine = sine_model()

# %% [markdown]
# How good is it, and how does its error grow?

# %%
if callable(predict_sine):
    answers = {"your model": np.asarray(predict_sine(seen_new))} | simple
    print(f"mean squared error {((answers['your model'] - right_new) ** 2).mean():.3f}")
    display(figures.error_ahead({name: growth(y) for name, y in answers.items()}))
    lines = {name: answers[name][3] for name in ("your model", "linear")}
    display(figures.forecast(seen_new[3, :, 0], right_new[3], lines))
else:
    print("No model for the sine.")

# %% [markdown]
# ## Letters
#
# The first four chapters of *Alice's Adventures in Wonderland*, in 35 signs: the blank, 26 small letters, and eight more. `data.encode` turns a text into places in `data.ALPHABET`, `data.decode` turns them back.
#
# Here the first 40,000 letters are for learning, and the rest is held out. At the end of the lesson your model meets another part of the book.

# %%
code = data.encode(data.alice())
old, new = code[:40_000], code[40_000:]
print(repr(data.decode(old[:70])))
print("places:", old[:12], " signs:", len(data.ALPHABET), " held out:", len(new))

# %% [markdown]
# The first baseline knows the last letter only. It counts: how often did `b` come right after `a`? Two letters in a row are a **bigram**.
#
# What never came in 40,000 letters may come in the next. So all counts start at 1, and nothing gets a probability of 0.
#
# **Your turn.** Make the table of probabilities: row `a` holds what may come after `a`, and adds up to 1. Careful: with `pairs[a, b] += 1` and arrays of places, NumPy counts each different pair only once. `np.add.at(pairs, (a, b), 1)` counts them all.


# %% nbgrader={"grade": false, "grade_id": "bigram", "locked": false, "schema_version": 3, "solution": true, "task": false}
def bigram(code, size):
    """Probabilities of the next letter by the last one.

    code (T,) holds places from 0 to size - 1 -> p (size, size)
    """
    ### BEGIN SOLUTION
    pairs = np.ones((size, size))
    np.add.at(pairs, (code[:-1], code[1:]), 1)
    return pairs / pairs.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-bigram", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("bigram", bigram)

# %% [markdown]
# How good are such probabilities? Ask what probability was given to the letter that came. The loss is the mean of -log of it, as for the signs. `np.exp` of the loss is the **perplexity**: 5 means that the model is as unsure as if it had to guess among 5 letters, all alike.
#
# **Predict:** what is the perplexity of a model that gives every one of 35 signs the same? And of one that is certain, and right? And certain, but once wrong?
#
# **Your turn.** Row `n` of `p` holds the probabilities at place `n`, and `came[n]` is the letter that came.


# %% nbgrader={"grade": false, "grade_id": "perplexity", "locked": false, "schema_version": 3, "solution": true, "task": false}
def perplexity(p, came):
    """exp of the mean of -log of what was given to the letters that came.

    p (N, O), came (N,) -> a number
    """
    ### BEGIN SOLUTION
    given = p[np.arange(len(came)), came]
    return np.exp(-np.log(given).mean())
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-perplexity", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("perplexity", perplexity)

# %% [markdown]
# The second baseline looks back two letters, a **trigram**. Most triples never come in 40,000 letters, so where there is little to count it leans on the bigram: as if five more letters had been seen, spread as the bigram says. Here are both.


# %%
def tables(code, size=35, lean=5):
    """Probabilities by the last letter (O, O), and by the last two (O, O, O)."""
    pairs, triples = np.ones((size, size)), np.zeros((size, size, size))
    np.add.at(pairs, (code[:-1], code[1:]), 1)
    np.add.at(triples, (code[:-2], code[1:-1], code[2:]), 1)
    by_one = pairs / pairs.sum(axis=1, keepdims=True)
    return by_one, (triples + lean * by_one) / (triples.sum(axis=2, keepdims=True) + lean)


by_one, by_two = tables(old)
first, second, came = new[:-2], new[1:-1], new[2:]
for name, p in (("bigram", by_one[second, came]), ("trigram", by_two[first, second, came])):
    print(f"{name:8} loss {-np.log(p).mean():.2f}, perplexity {np.exp(-np.log(p).mean()):.2f}")

# %% [markdown]
# From 35 letters to about 10, and to about 6, by counting. That is what a network has to beat.
#
# A model that gives probabilities can also write: draw a letter by them, take it as the next one, and go on. Before that one can make it bolder or more careful. Divide the scores that go into the softmax by a number τ (say *tau*), the **temperature**:
#
# $$p_k = \frac{e^{z_k/\tau}}{\sum_j e^{z_j/\tau}}$$
#
# **Predict:** what happens to the favourite with a small τ? What is left of all differences with a very large one? Here is what the bigram says after a `t`.

# %%
after_t = np.log(by_one[data.ALPHABET.index("t")])  # logarithms can serve as scores
rows = {f"tau = {tau}": losses.softmax(after_t / tau) for tau in (0.5, 1, 2)}
figures.temperatures(rows, data.ALPHABET)

# %% [markdown]
# **Extra practice.** Write it: a softmax with a temperature, for the scores of one step. As in lesson 02, large scores must not end in `nan`.


# %% nbgrader={"grade": false, "grade_id": "temperature", "locked": false, "schema_version": 3, "solution": true, "task": false}
def temperature(z, tau):
    """Probabilities from scores at a temperature: z (O,), tau above 0 -> p (O,)."""
    ### BEGIN SOLUTION
    z = z / tau
    e = np.exp(z - z.max())
    return e / e.sum()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-temperature", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("temperature", temperature)

# %% [markdown]
# **Your project, if you pick the letters.** Train on pieces of `old`, with an answer at *every* step: at each letter the next one is right, so a piece of 41 letters holds 40 questions. `Model(…, every_step=True)` gives y of shape `(N, T, 35)`, and `losses.cross_entropy` takes it as it is. A letter goes in as a one-hot vector (lesson 01): `np.eye(35)[places]`.
#
# The function that you return gets places `(N, 20)`, and answers for the letter after them alone: `(N, 35)`. Keep the losses in `curves["letters"]`.


# %% nbgrader={"grade": false, "grade_id": "capstone-letters", "locked": false, "schema_version": 3, "solution": true, "task": false} tags=["nbval-ignore-output"]
def letters_model():
    """Train a model; give the function from places x (N, 20) to probabilities (N, 35)."""
    ### BEGIN SOLUTION
    rng, one_hot = np.random.default_rng(11), np.eye(35)
    model = Model(lstm(35, 96, rng), dense(96, 35, rng), every_step=True)

    def draw():
        piece = old[rng.integers(len(old) - 40, size=(16, 1)) + np.arange(41)]
        return one_hot[piece[:, :-1]], piece[:, 1:]

    curves["letters"] = fit(model, draw, losses.cross_entropy, steps=600, rate=0.01)
    return lambda x: losses.softmax(model(one_hot[x])[:, -1])
    ### END SOLUTION


predict_letters = letters_model()

# %% [markdown]
# How good is it? On pieces of 21 letters from what was held out: 20 to read, one to come.

# %%
pieces = new[: len(new) // 21 * 21].reshape(-1, 21)
came, answers = pieces[:, -1], {}
if callable(predict_letters):
    answers["your model"] = np.asarray(predict_letters(pieces[:, :-1]))
answers["bigram"] = by_one[pieces[:, -2]]
answers["trigram"] = by_two[pieces[:, -3], pieces[:, -2]]
reached = {name: -np.log(p[np.arange(len(came)), came]).mean() for name, p in answers.items()}
for name, loss in reached.items():
    favourite = (answers[name].argmax(axis=1) == came).mean()
    print(f"{name:11} loss {loss:.2f}, perplexity {np.exp(loss):.2f}, favourite right {favourite:.2f}")

# %%
if "letters" in curves:
    counted = {name: reached[name] for name in ("bigram", "trigram")}
    display(figures.learning_curve(curves["letters"], counted))


# %% [markdown]
# And it can write. Each line starts from the same twenty letters of the book.


# %%
def write(answer, tau, length=56, seed=11):
    """Let a model go on from twenty letters of the book."""
    rng, places = np.random.default_rng(seed), list(old[:20])
    for _ in range(length):
        p = np.asarray(answer(np.array([places[-20:]])), dtype=float)[0] ** (1 / tau)
        places.append(rng.choice(35, p=p / p.sum()))
    return data.decode(places[20:])


writers = {"bigram": lambda x: by_one[x[:, -1]], "your model": predict_letters}
for name in [name for name in writers if callable(writers[name])]:
    for tau in (0.3, 0.7, 1.0, 1.5):
        print(f"{name:11} tau = {tau}  {write(writers[name], tau)}")

# %% [markdown]
# ## Hand in
#
# `predict` passes each question to the function that you made for it. The check draws new signs and new sines, and takes pieces from later chapters of the book; it counts its own bigram and trigram in all four chapters, not in `old` alone. One project is enough: each line counts for the best of them.
#
# | line | points | signs | sine | letters |
# |---|---|---|---|---|
# | better than the last step alone | 2 | first baseline | first baseline | first baseline |
# | better than the second baseline | 3 | second baseline | second baseline | second baseline |
# | well beyond both | 3 | half as many wrong | half the error | perplexity 5 % lower |
# | far beyond both | 2 | a quarter as many wrong | a quarter of the error | perplexity 10 % lower |


# %%
def predict(project, x):
    """Your answer for one of the projects; dots where there is none."""
    if project == "signs":
        answer = predict_signs
    elif project == "sine":
        answer = predict_sine
    else:
        answer = predict_letters
    return answer(x) if callable(answer) else ...


# %% nbgrader={"grade": true, "grade_id": "check-capstone", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false}
check("capstone", predict)

# %% [markdown]
# Is a line missing? Change one thing at a time, and measure again: more steps, more units, another rate, other inputs. Here every try meets the same new data. Where your notebook is graded, it meets data that nobody has seen.
#
# ## The same in PyTorch
#
# `predict` only has to return numbers; where they come from is up to you. Here is the loop in PyTorch, on the task of the first number. Line by line it is `fit`; the way back is hidden in `loss.backward()`.
#
# **Predict:** PyTorch starts its forget gates half open. Will this network learn to remember as quickly?


# %%
import torch


class Reader(torch.nn.Module):
    def __init__(self, D, H, O):
        super().__init__()
        self.lstm = torch.nn.LSTM(D, H, batch_first=True)
        self.dense = torch.nn.Linear(H, O)

    def forward(self, x):
        hs, _ = self.lstm(x)
        return self.dense(hs[:, -1])


# %%
def fit_torch(network, draw, loss, steps, rate):
    adam, found = torch.optim.Adam(network.parameters(), rate), []
    for _ in range(steps):
        x, right = map(torch.from_numpy, draw())
        value = loss(network(x), right)
        adam.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        adam.step()
        found.append(value.item())
    return found


# %%
def learned(more):
    """The last losses, with more on the forget gates' biases."""
    torch.manual_seed(11)
    rng = np.random.default_rng(4)
    network = Reader(1, 16, 1).double()
    with torch.no_grad():
        network.lstm.bias_ih_l0[16:32] += more  # the forget gates: PyTorch's second block
    mean_square = torch.nn.functional.mse_loss
    return fit_torch(network, lambda: first_number(32, rng), mean_square, 120, 0.01)[-20:]


for more in (0, 1):
    print(f"forget bias {more:+d}: loss {np.mean(learned(more)):.3f} at the end")

# %% [markdown]
# The same network, the same loop, and one number on sixteen biases decides whether it learns. That is worth remembering the next time a network learns nothing.
#
# ## Back to the question
#
# A model is right two times out of three. Is that good? For six signs it is what a weighted sum reaches. For the next letter of a book it would be more than any model of this lesson has reached. A number becomes an answer when three things stand beside it: the data it was measured on, what something simple reaches there, and where it goes wrong.

# %%
progress()

# %% [markdown]
# ## What you should remember
#
# - A whole model: layers, a loss, and a loop of ten lines.
# - Measure on data that the model has not seen, and beside a baseline: first the last step alone, then a simple rule of more.
# - One number hides where a model fails. Draw the error by distance, or what is taken for what.
# - Prepare inputs so that they show what counts, and do it in the same way in training and in use.
# - Perplexity is `exp` of the loss: among how many letters the model is undecided.
# - A low temperature makes the favourite take all, a high one makes everything alike.
# - Open the forget gates at the start.

# %% [markdown]
# ## One question to stretch
#
# Whoever knows that the curve is a sine can try a hundred periods and keep the one that fits best, without any network. How large is its error? (It passes the check.) When is knowing the formula better than learning, and when is it the other way round? Then take a second look at the letters: your model was trained on 40,000 of them. How does its perplexity change if it gets only 10,000, and how does the trigram's?

# %% [markdown]
# ## Sources
#
# - L. Carroll, *Alice's Adventures in Wonderland*, 1865, as Project Gutenberg has it; titles of chapters, songs and rows of stars are left out.
# - F. Zhang and others, *MediaPipe Hands: On-device Real-time Hand Tracking*, 2020: a program that finds 21 landmarks on a hand.
# - D. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, 2015.
# - C. Shannon, *Prediction and Entropy of Printed English*, Bell System Technical Journal 30 (1), 1951: people guess the next letter.
# - F. Jelinek and R. Mercer, *Interpolated estimation of Markov source parameters from sparse data*, 1980: leaning on a simpler model where there is little to count.
# - A. Karpathy, *The Unreasonable Effectiveness of Recurrent Neural Networks*, 2015: text, letter by letter, at several temperatures.
# - R. Jozefowicz, W. Zaremba and I. Sutskever, *An Empirical Exploration of Recurrent Network Architectures*, 2015: the open forget gate.
# - The model on (5, 126): an article of hocvietcode.com, in a Japanese translation. It squashes with relu inside its LSTMs; here tanh is used, as everywhere else.
