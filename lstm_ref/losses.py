"""What a model is judged by while it learns: each loss gives its value and its gradient."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def softmax(z: ArrayLike) -> NDArray:
    """Turn logits into probabilities: exp(z) over its sum along the last axis.

    The largest logit is taken off first, which changes nothing and never overflows.

    Args:
        z: logits, shape (..., O).

    Returns:
        Probabilities, the shape of `z`, that sum to 1 along the last axis.
    """
    z = np.asarray(z)
    with np.errstate(under="ignore"):  # a probability too small for a number is zero
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


def cross_entropy(logits: ArrayLike, labels: ArrayLike) -> tuple[float, NDArray]:
    """Judge logits by the labels: the mean of −log softmax(logits)[label].

    Args:
        logits: what comes before a softmax, shape (..., O): (N, O) or (N, T, O).
        labels: the right classes, whole numbers from 0 to O − 1, shape (...).

    Returns:
        The loss, and its gradient with respect to the logits, (softmax − one-hot) / number of labels.

    Raises:
        ValueError: where a shape or a label cannot be.

    Source: Goodfellow, Bengio and Courville (2016), section 6.2.2.3.
    """
    logits, labels = np.asarray(logits), np.asarray(labels)
    if labels.shape != logits.shape[:-1]:
        hint = " One-hot? labels.argmax(-1) gives the classes." if labels.shape == logits.shape else ""
        raise ValueError(f"labels must be {logits.shape[:-1]} for logits {logits.shape}, got {labels.shape}.{hint}")
    classes = logits.shape[-1]
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= classes:
        came = f"{labels.dtype}, {labels.min()} to {labels.max()}"
        raise ValueError(f"labels must be whole numbers from 0 to {classes - 1}, got {came}.")
    labels = labels[..., None]
    with np.errstate(under="ignore"):
        z = logits - logits.max(axis=-1, keepdims=True)
        log_sum = np.log(np.exp(z).sum(axis=-1, keepdims=True))
        loss = (log_sum - np.take_along_axis(z, labels, axis=-1)).mean()
        dlogits = np.exp(z - log_sum)
        np.put_along_axis(dlogits, labels, np.take_along_axis(dlogits, labels, axis=-1) - 1, axis=-1)
        return float(loss), dlogits / labels.size


def mean_squared_error(y: ArrayLike, target: ArrayLike) -> tuple[float, NDArray]:
    """Judge numbers by the right ones: the mean of (y − target)².

    Args:
        y: what the model says, any shape.
        target: what is right, the same shape.

    Returns:
        The loss, and its gradient with respect to `y`, 2 (y − target) / number of entries.

    Raises:
        ValueError: where the shapes differ; they are not broadcast, for (N, 1) − (N,) would be (N, N).
    """
    y, target = np.asarray(y), np.asarray(target)
    if y.shape != target.shape:
        raise ValueError(f"target must have the shape of y, {y.shape}, got {target.shape}.")
    with np.errstate(under="ignore"):
        error = y - target
        return float((error**2).mean()), 2 * error / error.size
