"""Uses names and strings in other scripts, letters with marks, and symbols."""

# %% own
σ = lambda ζ: 1 / (1 + np.exp(-ζ))
größe = "größer als null"
формула = "σ(W·x + U·h + b) 🙂 ﷽ \u202e"
名前 = {"門": "忘却", "ℌ": "fraktur"}
print(größe, формула, 名前)

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    """¿Cuánto se olvida? Ένα ποσοστό."""
    Σ = W_f @ x + U_f @ h + b_f
    ﬁnal = σ(Σ)
    return final
