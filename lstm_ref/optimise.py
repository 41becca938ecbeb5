"""What turns gradients into better weights, in place: gradient descent, Adam, and clipping."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


class SGD:
    """Gradient descent: each step goes down the slope, and with momentum a ball rolls.

    Args:
        weights: arrays by name, which `step` changes in place: a layer's `weights`, or several layers' in one dict.
        rate: how far to go, times the gradient.
        momentum: how much of the last step is kept, from 0 to below 1.

    Source: Polyak (1964), in the form of Sutskever et al. (2013), without Nesterov's correction.
    """

    def __init__(self, weights: Mapping[str, NDArray], rate: float, momentum: float = 0.0) -> None:
        self.weights, self.rate, self.momentum = weights, rate, momentum
        self._velocity = {name: np.zeros_like(weight) for name, weight in weights.items()}

    def step(self, gradients: Mapping[str, NDArray]) -> None:
        """Change the weights once.

        Raises:
            ValueError: where the gradients do not have the names and shapes of the weights.
        """
        _require_same(self.weights, gradients)
        with np.errstate(under="ignore"):
            for name, weight in self.weights.items():
                velocity = self._velocity[name]
                velocity *= self.momentum
                velocity -= self.rate * gradients[name]
                weight += velocity


class Adam:
    """Adam: each weight goes its own way, by the mean of its gradients over the root of their mean square.

    Args:
        weights: arrays by name, which `step` changes in place.
        rate: about how far a weight goes in one step.
        decay: how much of the two means is kept at each step.
        epsilon: what keeps the division whole.

    Source: Kingma and Ba (2015), algorithm 1.
    """

    def __init__(
        self,
        weights: Mapping[str, NDArray],
        rate: float = 1e-3,
        decay: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
    ) -> None:
        self.weights, self.rate, self.decay, self.epsilon, self.steps = weights, rate, decay, epsilon, 0
        self._mean = {name: np.zeros_like(weight) for name, weight in weights.items()}
        self._square = {name: np.zeros_like(weight) for name, weight in weights.items()}

    def step(self, gradients: Mapping[str, NDArray]) -> None:
        """Change the weights once.

        Raises:
            ValueError: where the gradients do not have the names and shapes of the weights.
        """
        _require_same(self.weights, gradients)
        self.steps += 1
        first, second = self.decay
        with np.errstate(under="ignore"):
            for name, weight in self.weights.items():
                gradient, mean, square = gradients[name], self._mean[name], self._square[name]
                mean += (1 - first) * (gradient - mean)
                square += (1 - second) * (gradient**2 - square)
                unbiased = mean / (1 - first**self.steps)  # both means started at zero
                spread = np.sqrt(square / (1 - second**self.steps))
                weight -= self.rate * unbiased / (spread + self.epsilon)


def clip_norm(gradients: Mapping[str, NDArray], limit: float) -> float:
    """Shorten gradients, in place, to the length `limit` where they are longer: the direction stays.

    Args:
        gradients: arrays by name, taken together as one vector.
        limit: the greatest length allowed, above 0.

    Returns:
        The length before.

    Raises:
        ValueError: where the limit is not above 0, or a gradient is not finite: no length mends that.

    Source: Pascanu, Mikolov and Bengio (2013).
    """
    if not limit > 0:
        raise ValueError(f"limit is the greatest length allowed, above 0, got {limit}.")
    largest = 0.0
    for name, gradient in gradients.items():
        if not np.isfinite(gradient).all():
            raise ValueError(f"The gradient of {name} is not finite. A smaller rate, or clipping from the start?")
        largest = max(largest, float(np.abs(gradient).max(initial=0)))
    if largest == 0:
        return 0.0
    with np.errstate(under="ignore"):
        # squares of what is at most 1 do not overflow, and `limit / norm` might be too small a number for float32
        squares = sum(float(np.square(gradient / largest).sum()) for gradient in gradients.values())
        norm = largest * squares**0.5
        if norm > limit:
            for gradient in gradients.values():
                gradient /= largest
                gradient *= limit / squares**0.5
    return norm


def _require_same(weights: Mapping[str, NDArray], gradients: Mapping[str, NDArray]) -> None:
    for name in weights.keys() | gradients.keys():
        if name not in weights or name not in gradients:
            raise ValueError(f"{name} has {'no gradient' if name in weights else 'a gradient but is no weight here'}.")
        if weights[name].shape != gradients[name].shape:
            raise ValueError(f"The gradient of {name} must be {weights[name].shape}, got {gradients[name].shape}.")
