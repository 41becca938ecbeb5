"""Draws figures of its gate in the cell of the answer, and shows them."""

# %% answer
import matplotlib.pyplot as plt


def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


z = np.linspace(-5, 5)
fig, ax = plt.subplots(1, 2, figsize=(6, 2))
ax[0].plot(z, sigmoid(z), label=r"$\sigma(z)$")
ax[0].legend()
ax[1].imshow(np.random.rand(5, 5))
plt.tight_layout()
plt.show()
plt.plot(z)
