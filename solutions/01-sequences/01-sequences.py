# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01 Sequences, and a network that remembers
#
# **The word `needle` holds the letter `e` three times. How can a network that hears one letter at a time tell the three apart?**
#
# After this lesson you can name the five shapes of sequence work; turn a letter into a vector; write one step of a recurrent network; make it an object that keeps its own memory; and stand one on top of another. Allow 45 to 60 minutes.

# %%
import numpy as np
from ipywidgets import interact

from grader import check, progress
from lstm_ref import figures

# %% [markdown]
# ## A network is made of sums
#
# Numbers come into a network. Each is multiplied by a number of the network's own, a **weight**, and the products are added up. One such sum is a **unit**.
#
# With three inputs, a unit has three weights. Two units have two rows of three: a table, called a **matrix**, of shape `(2, 3)`. In NumPy the sign `@` lets every row meet the vector of inputs, as in the last lesson.
#
# **Predict before you run:** one row of weights is `1 2 3`, the other is `-1 0 1`, and the inputs are `2 1 -1`. What are the two sums?

# %%
weights = np.array([[1, 2, 3], [-1, 0, 1]])
inputs = np.array([2, 1, -1])
print("by hand:", 1 * 2 + 2 * 1 + 3 * (-1), "and", -1 * 2 + 0 * 1 + 1 * (-1))
print("with @: ", weights @ inputs)

# %% [markdown]
# To each sum a unit adds one more number of its own, the **bias**. Then a curve squashes the sum, so that it cannot grow without end. The curve of this lesson is **tanh**, in NumPy `np.tanh`: the dashed one. (The other, σ, comes back in lesson 03.)

# %%
figures.squashing()

# %% [markdown]
# **Predict:** what does tanh make of 0, 1, 10 and -10?

# %%
for z in (0, 1, 10, -10):
    print(f"tanh({z}) = {np.tanh(z):.4f}")

# %% [markdown]
# ## Always the same size
#
# Sums, biases, a curve: that is a plain network. The matrix above takes three numbers and gives two. **Predict:** what happens if four come in?

# %%
for count in (3, 4):
    try:
        print(count, "numbers come in:", (weights @ np.ones(count)).size, "go out")
    except ValueError:
        print(count, "numbers come in: an error, for a row has", weights.shape[1], "weights")

# %% [markdown]
# A plain network is fixed: so many numbers in, so many out, after so many sums. But a word may have three letters or thirty, and a film does not say beforehand when it ends.
#
# Work with sequences lifts these limits: what comes in may have **many** steps, or what goes out, or both. There are five shapes. (They come from an article named under Sources.) Each has a task in the picture. The boxes in the middle are the **state**: what is known so far. It goes along the blue arrows from step to step. Only the first shape has no such arrow: that is the plain network.

# %%
figures.five_shapes()

# %% [markdown]
# The name says first what comes in, then what goes out. **Synced** means that each step has its own output, at once. In plain many-to-many, all is heard before the first word goes out, so the two sides may differ in length.
#
# **Your turn.** Which shape has each task? The five names are in the cell already.
#
# | name | task |
# |---|---|
# | `digit` | a picture of a single digit: which one is it? |
# | `rain` | the weather of each day since the year began: will it rain tomorrow? |
# | `melody` | one of ten dances: write a melody for it |
# | `article` | a newspaper article: sum it up in a few sentences |
# | `heart` | a heart is being recorded: at each beat, is this beat regular? |
# | `typing` | somebody is typing: after each letter, guess the next one |

# %% nbgrader={"grade": false, "grade_id": "classify-tasks", "locked": false, "schema_version": 3, "solution": true, "task": false}
one_to_one, one_to_many = "one-to-one", "one-to-many"
many_to_one, many_to_many = "many-to-one", "many-to-many"
synced = "synced many-to-many"

### BEGIN SOLUTION
digit = one_to_one
rain = many_to_one
melody = one_to_many
article = many_to_many
heart = synced
typing = synced
### END SOLUTION

kinds = {"digit": digit, "rain": rain, "melody": melody}
kinds |= {"article": article, "heart": heart, "typing": typing}

# %% nbgrader={"grade": true, "grade_id": "check-classify-tasks", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("classify-tasks", kinds)

# %% [markdown]
# ## A letter as a vector
#
# A network works on numbers, so a letter must become numbers. Why not d = 0, e = 1, l = 2, n = 3? Because then l would be twice e, which means nothing.
#
# In place of that, each letter gets a place of its own in a vector as long as the alphabet: 1 in that place, 0 in all others. Such a vector is called **one-hot**.
#
# Take the small alphabet `deln`: `d` has place 0, `e` place 1, `l` place 2, `n` place 3. Here is `needle`, a letter a row. **Predict:** what are T and D, the number of steps and of features?

# %%
needle = np.array(
    [
        [0, 0, 0, 1],
        [0, 1, 0, 0],
        [0, 1, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 1, 0],
        [0, 1, 0, 0],
    ]
)
T, D = needle.shape
print("T =", T, "letters, D =", D, "places")

# %% [markdown]
# **Your turn.** Make the vector of one letter, for any alphabet. `alphabet` is a text, and each letter is in it once. For a text, `alphabet.index(letter)` gives the place of a letter.


# %% nbgrader={"grade": false, "grade_id": "one-hot", "locked": false, "schema_version": 3, "solution": true, "task": false}
def one_hot(letter, alphabet):
    """The vector of a letter: as long as the alphabet, 1 in the letter's place, 0 elsewhere."""
    ### BEGIN SOLUTION
    vector = np.zeros(len(alphabet))
    vector[alphabet.index(letter)] = 1
    return vector
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-one-hot", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("one-hot", one_hot)

# %% [markdown]
# ## A step that hears the step before
#
# Now a network for one letter at a time. Its state is a vector `h`, the **hidden state**, with one number for each unit. At each step every unit hears two things: the letter, and the hidden state that the step before has left. So the network has a loop; it is **recurrent**, an RNN. On the left it is drawn with its loop. On the right it is drawn again for each letter of `needle`: same network, later step.

# %%
figures.unrolled(T=6)

# %% [markdown]
# With $t$ for this step and $t-1$ for the step before:
#
# $${\color{#5891e9}{h_t}} = \tanh({\color{#348ca0}{U}}\,{\color{#348ca0}{x_t}} + {\color{#5891e9}{W}}\,{\color{#5891e9}{h_{t-1}}} + b)\tag{1}$$
#
# | name | what it is | shape |
# |---|---|---|
# | `x` | the input: one letter | `(D,)` |
# | `h` | the hidden state, one number for each unit | `(H,)` |
# | `U` | weights on the input, a row for each unit | `(H, D)` |
# | `W` | weights on the old state, a row for each unit | `(H, H)` |
# | `b` | the bias, one number for each unit | `(H,)` |
#
# `D` counts the inputs, `H` the units. `W` is square, because every unit hears every unit. The arrows `V` are for later: they carry what goes out.
#
# Now by hand, with two units and the letter `n`. **Predict:** which numbers of `U` are left in `U @ x`? And what are the two sums?

# %%
U = np.array([[0, 2, -1, 1], [1, 0, 2, -3]])
W = np.array([[2, 0], [4, 2]])
b = np.array([-1, 2])
x, h = np.array([0, 0, 0, 1]), np.array([0.5, -0.5])

print("from the letter:   ", U @ x)
print("from the old state:", W @ h)
print("the bias:          ", b)

# %% [markdown]
# A one-hot vector picks one column of `U`: here the last one, `1` and `-3`. So each letter has its own column, and says the same thing whenever it comes. `W @ h` gives 1 for both units, and with the bias the sums are 1 + 1 - 1 = 1 and -3 + 1 + 2 = 0. Last comes tanh: the new state is 0.76 and 0.
#
# **Your turn.** Write equation (1), for any sizes.


# %% nbgrader={"grade": false, "grade_id": "rnn-step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rnn_step(x, h, U, W, b):
    """The new hidden state.

    x (D,), h (H,), U (H, D), W (H, H), b (H,) -> h (H,)
    """
    ### BEGIN SOLUTION
    return np.tanh(U @ x + W @ h + b)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-rnn-step", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check("rnn-step", rnn_step)

# %% [markdown]
# ## Letter by letter
#
# A whole word is this step, again and again. Before the first letter nothing has been heard, so `h` starts at **zero**. Here are three units with random weights. First with `W` set to zero, so that no unit hears the step before.
#
# **Predict:** which of the six hidden states will be equal?


# %%
def read(word, U, W, b):
    h, states = np.zeros(len(b)), []
    for x in word:
        h = np.tanh(U @ x + W @ h + b)
        states.append(h)
    return states


rng = np.random.default_rng(11)
U, W, b = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (3, 3)), rng.uniform(-1, 1, 3)
figures.hidden_states("needle", read(needle, U, 0 * W, b), mark="e")

# %% [markdown]
# The three marked columns are equal. Without `W` the network is a plain one: it hears a letter and nothing else.
#
# **Predict:** what changes when `W` is back? Is there a letter whose state stays as it was?

# %%
figures.hidden_states("needle", read(needle, U, W, b), mark="e")

# %% [markdown]
# Now the three differ. The same letter adds the same numbers each time, but it comes upon another state. Only the first column is as it was: `n` is the first letter, so it came upon zeros.
#
# Nobody has taught this network anything; its weights are random. That the past makes a difference comes from the loop alone. What a network does with the difference, it has to learn.

# %% [markdown]
# ## An object that remembers
#
# In `read`, the loop carries `h` from one step to the next. The article of the five shapes hides `h` inside an object with a single function, `step`. First a smaller object of this kind:


# %%
class Total:
    def __init__(self):
        self.total = 0

    def step(self, x):
        self.total = self.total + x
        return self.total


# %% [markdown]
# A **class** is a plan. `Total()` makes an **object** from it, and runs `__init__` once. In a function of the class, `self` is the object itself: what is put into `self.total` is still there at the next call.
#
# **Predict** the four numbers:

# %%
one, other = Total(), Total()
print(one.step(5), one.step(5), other.step(5), one.step(0))

# %% [markdown]
# The same call, `one.step(5)`, gave 5 and then 10: the object remembers. And `other` has a total of its own.
#
# An RNN is such an object. Its memory is `h`, and its output is one more product:
#
# $$y_t = {\color{#a0623a}{V}}\,{\color{#5891e9}{h_t}}\tag{2}$$
#
# `V` has shape `(O, H)`, for `O` outputs. The article has other names:
#
# | the article | here | meets |
# |---|---|---|
# | `W_xh` | `U` | the input |
# | `W_hh` | `W` | the old state |
# | `W_hy` | `V` | the new state |
#
# It has no biases. We keep `b`; the output gets a bias in lesson 02. Ask what a matrix meets, not what it is called.

# %% [markdown]
# **Your turn.** Complete the class. `start` gives the state before the first step. `step` hears `x`, puts the new state into `self.h`, and returns `y`. You may call `rnn_step`. Use `self.b`, not `b`: each object has its own weights.


# %% nbgrader={"grade": false, "grade_id": "rnn-class", "locked": false, "schema_version": 3, "solution": true, "task": false}
class RNN:
    def __init__(self, U, W, V, b):
        self.U, self.W, self.V, self.b = U, W, V, b
        self.h = self.start()

    def start(self):
        ### BEGIN SOLUTION
        return np.zeros(len(self.b))
        ### END SOLUTION

    def step(self, x):
        ### BEGIN SOLUTION
        self.h = rnn_step(x, self.h, self.U, self.W, self.b)
        return self.V @ self.h
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-rnn-class", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check("rnn-class", RNN)

# %% [markdown]
# Let your object hear the word. (It says `Ellipsis` as long as there are dots in your class.) **Predict:** will two of the six outputs be equal?

# %%
V = rng.uniform(-1, 1, (2, 3))
rnn = RNN(U, W, V, b)
for x in needle:
    print(rnn.step(x))

# %% [markdown]
# No two are equal, for each is made from another state.
#
# ## One on top of the other
#
# An object with `step` takes a vector and gives a vector, so what one gives, another can take. The article **stacks** two in two lines:
#
# `y1 = rnn1.step(x)`
#
# `y = rnn2.step(y1)`
#
# Here 1 and 2 number the networks, not the steps. Neither network knows of the other, and each keeps its own state. Try it with two totals. The first adds up what comes in, the second adds up what the first one says. **Predict** the three numbers, if 1 comes in three times:

# %%
first, second = Total(), Total()
for x in (1, 1, 1):
    y1 = first.step(x)
    y = second.step(y1)
    print("in:", x, " first:", y1, " second:", y)

# %% [markdown]
# The same with two RNNs, this time without objects: both states come in, and both new states go out, so that nothing is hidden. The programs with which most networks are built, called frameworks, work like this inside.
#
# | name | what it is |
# |---|---|
# | `x` | the input: it is heard by the first RNN only |
# | `h1`, `h2` | the states of the first and the second RNN |
# | `p1`, `p2` | their weights, by name: `p1["U"]`, `p1["W"]`, `p1["V"]`, `p1["b"]` |
# | returns | `y`, the output of the second, then the new `h1`, then the new `h2` |
#
# **Your turn.** You may call `rnn_step`.


# %% nbgrader={"grade": false, "grade_id": "stacked-step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stacked_step(x, h1, h2, p1, p2):
    """One step of two RNNs, the second on top of the first: y, the new h1, the new h2."""
    ### BEGIN SOLUTION
    h1 = rnn_step(x, h1, p1["U"], p1["W"], p1["b"])
    y1 = p1["V"] @ h1
    h2 = rnn_step(y1, h2, p2["U"], p2["W"], p2["b"])
    y = p2["V"] @ h2
    return y, h1, h2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-stacked-step", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check("stacked-step", stacked_step)

# %% [markdown]
# And here are two at work on `needle`. RNN 1 has the three units from before. RNN 2 stands on it, with three units and random weights of its own. It never hears a letter: all it hears is the two numbers that RNN 1 gives out at each step.
#
# **Predict:** will RNN 2 have different states for the three `e`? Follow the arrows.

# %%
U2, W2, b2 = rng.uniform(-1, 1, (3, 2)), rng.uniform(-1, 1, (3, 3)), rng.uniform(-1, 1, 3)


def spell(word):
    letters = np.eye(4)[["deln".index(letter) for letter in word]]
    states1 = read(letters, U, W, b)
    outputs1 = [V @ h for h in states1]
    states2 = read(outputs1, U2, W2, b2)
    return figures.hidden_states(word, states1, states2, mark="e")


spell("needle")

# %% [markdown]
# They differ, too. Two arrows meet in each column of RNN 2: what RNN 1 says now, and its own state of the step before. Both know of the past.
#
# (RNN 2 could as well hear `h1` itself, with no `V` in between. Many frameworks do it like that: lesson 09.)
#
# Choose other words. **Before you do:** will the columns of `need` be the same as the first four of `needle`? And do `eel` and `lee`, the same letters in another order, end in the same state?

# %% tags=["nbval-ignore-output"]
chooser = interact(spell, word=["needle", "need", "eel", "lee", "needleneedle"])

# %% [markdown]
# `need` begins just as `needle` does: a state knows what came before it, never what comes after. `eel` and `lee` end in different states: the order counts.
#
# ## Back to the question
#
# How can a network that hears one letter at a time tell three equal letters apart? By its state. The letter comes in through `U`, always with the same numbers. What was heard before comes in through `W`. Their sum differs because the past differs.
#
# And the word may be of any length. **Predict:** how many numbers do `U`, `W` and `b` of RNN 1 hold together, to read `eel`? And to read `needleneedle`?

# %%
print("U", U.size, "+ W", W.size, "+ b", b.size, "=", U.size + W.size + b.size)

# %% [markdown]
# The count does not depend on the word: the step is repeated, and its weights with it.
#
# One more. **Predict:** if only `e` comes in, again and again, can the network tell the second from the third? The thirtieth from the thirty-first? The cell prints the largest difference between the two states.

# %%
states = read(40 * [[0, 1, 0, 0]], U, W, b)
for place in (2, 5, 10, 20, 30):
    apart = abs(states[place] - states[place - 1]).max()
    print(f"e number {place} and e number {place + 1}: {apart:.7f}")

# %% [markdown]
# This network loses count: its state settles, and one `e` becomes like the next. How far back an RNN can learn from, and why no further, is the question of lesson 04. The network of lesson 06 remembers longer.

# %%
progress()

# %% [markdown]
# ## What you should remember
#
# - A plain network maps one size to one size. Sequences lift that: one-to-many, many-to-one, many-to-many, synced many-to-many.
# - A letter becomes a one-hot vector: a place of its own for each letter.
# - `h = np.tanh(U @ x + W @ h + b)`: `U` meets the input, `W` the old state. Then `y = V @ h`.
# - `h` has one number for each unit, and starts at zero.
# - The same weights are used at every step. Only the state changes.
# - An object with `step` keeps its state to itself. What goes out of one can go into another: that is a stack.

# %% [markdown]
# ## One question to stretch
#
# Set the weights of a single unit by hand, for the alphabet `deln`, so that its state says whether an `l` has come yet: near 1 once there was one, however long ago, and below 0 as long as there was none. `U` has shape `(1, 4)`, `W` has shape `(1, 1)`. Try it with `read`. Why does it not work with `W` at 1 or below?

# %% [markdown]
# ## Sources
#
# - The article of the five shapes: a public one on recurrent networks, in a Dutch translation. It retells Karpathy's, below. Its five shapes, its `step` and its stack are right; where it prints `W_hhh`, read `W_hh`.
# - A. Karpathy, *The Unreasonable Effectiveness of Recurrent Neural Networks*, 2015: the five shapes, the object with `step`, and stacking.
# - J. Elman, *Finding Structure in Time*, Cognitive Science 14 (2), 1990: a state fed back into the next step, and words heard letter by letter.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, chapter 10, 2016: the letters U, V, W.
