"""What every layer over sequences offers: forward, backward, and a call that answers as Keras does."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, NamedTuple

from numpy.typing import ArrayLike, NDArray


class Run(NamedTuple):
    """What a forward pass gives: every output, the last state, and the tape that the backward pass reads.

    `hs` is (N, T, H), zero at padded steps; `state` a tuple, `(h,)` or `(h, c)`, each (N, H), as each sequence ended.
    """

    hs: NDArray
    state: tuple
    tape: Any


class Gradients(NamedTuple):
    """What a backward pass gives: the gradients of the loss for the input, the weights by name, and the first state."""

    dx: NDArray
    weights: dict[str, NDArray]
    state: tuple


class Layer(ABC):
    """A layer over sequences, (N, T, `input_size`) in and (N, T, `output_size`) out.

    `weights` holds its arrays by name: change them in place and the layer has changed. `causal` says whether a step
    sees the past only; `states` counts the parts of its state.
    """

    weights: Mapping[str, NDArray]
    input_size: int
    output_size: int
    states: int
    causal = True

    @abstractmethod
    def forward(self, x: ArrayLike, state: tuple | None = None, lengths: ArrayLike | None = None) -> Run:
        """Run the layer over a batch of sequences.

        Args:
            x: the sequences, shape (N, T, D); computed with in the dtype of the weights.
            state: where to start, a tuple as `Run.state`; zeros where it is None.
            lengths: how many steps of each sequence are real, shape (N,), each 0 to T; the others are padding on the
                right, whatever they hold. All T where it is None.

        Raises:
            ValueError: where a shape or a length cannot be.
        """

    @abstractmethod
    def backward(self, run: Run, dhs: ArrayLike | None = None, dstate: tuple | None = None) -> Gradients:
        """Take the gradient of a loss back through a run: backpropagation through time.

        Args:
            run: what `forward` gave. The weights must not have changed since.
            dhs: the gradient of the loss for every output, shape (N, T, H); zeros where it is None. What it says of
                padded steps is not looked at.
            dstate: the gradient for the last state, a tuple as `run.state`; None, or a part that is None, is zeros.

        Raises:
            ValueError: where a shape cannot be.
        """

    @abstractmethod
    def last(self, state: tuple) -> NDArray:
        """Give the last output of every sequence, shape (N, `output_size`), out of the last state of a run."""

    @abstractmethod
    def last_backward(self, dy: NDArray) -> tuple:
        """Give the `dstate` of a loss that looks at `last` only and whose gradient there is `dy`."""

    def _answer(self, x: ArrayLike, state: tuple | None, lengths: ArrayLike | None) -> Run:
        """Run the layer for its outputs and last state only, where a layer knows how to do with less than `forward`."""
        return self.forward(x, state, lengths)

    def __call__(
        self,
        x: ArrayLike,
        state: tuple | None = None,
        lengths: ArrayLike | None = None,
        return_sequences: bool = False,
        return_state: bool = False,
    ) -> NDArray | tuple:
        """Answer as a Keras layer does: the last output (N, H), or every output (N, T, H), and the state if asked.

        Args:
            x: the sequences, shape (N, T, D).
            state: where to start; zeros where it is None.
            lengths: how many steps of each sequence are real, shape (N,).
            return_sequences: whether to give the output of every step.
            return_state: whether to give the last state too, as `(y, h)` or `(y, h, c)`.
        """
        run = self._answer(x, state, lengths)
        y = run.hs if return_sequences else self.last(run.state)
        return (y, *run.state) if return_state else y
