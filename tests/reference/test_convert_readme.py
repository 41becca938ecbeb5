"""The examples in the package's README, run as they stand there."""

import os
import re
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch

import lstm_ref

# the variables of Keras, turned into arrays by Keras itself, warn so under NumPy 2.4
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")

README = (Path(lstm_ref.__file__).parent / "README.md").read_text(encoding="utf-8")
KERAS_TO_NUMPY, KERAS_TO_TORCH = re.findall(r"```python\n(.+?)```", README, flags=re.DOTALL)


def test_three_lines_reproduce_a_keras_lstm_and_a_fourth_takes_it_to_pytorch():
    rng = np.random.default_rng(0)
    layer = keras.layers.LSTM(12, return_sequences=True)
    layer.build((None, None, 80))
    layer.set_weights([0.1 * rng.standard_normal(tuple(one.shape)) for one in layer.weights])
    x = rng.standard_normal((3, 6, 80)).astype("float32")
    expected = keras.ops.convert_to_numpy(layer(x))

    assert len([line for line in KERAS_TO_NUMPY.splitlines() if line]) == 3
    names = {"layer": layer, "x": x}
    exec(KERAS_TO_NUMPY + KERAS_TO_TORCH, names)
    np.testing.assert_allclose(names["y"], expected, rtol=1e-6, atol=1e-6)
    assert np.abs(expected).max() > 0.1

    model = torch.nn.LSTM(80, 12, batch_first=True)
    model.load_state_dict({name: torch.tensor(array) for name, array in names["state"].items()})
    with torch.no_grad():
        np.testing.assert_allclose(model(torch.from_numpy(x))[0].numpy(), expected, rtol=1e-6, atol=1e-6)
