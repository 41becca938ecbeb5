"""A whole model: the same as its layers one after another, with every gradient right."""

import numpy as np
import pytest

from lstm_ref import losses, lstm_weights
from lstm_ref.layers import LSTM, Dense, Model, Stack
from lstm_ref.optimise import Adam


def lstm(D, H, rng):
    return LSTM(lstm_weights(D, H, rng))


def dense(H, O, rng, activation=None):  # noqa: E741
    return Dense({"V": rng.standard_normal((O, H)), "c": rng.standard_normal(O)}, activation)


def made(rng, every_step):
    return Model(
        Stack([lstm(3, 4, rng), lstm(4, 5, rng)]), dense(5, 6, rng, "tanh"), dense(6, 2, rng), every_step=every_step
    )


@pytest.mark.parametrize("every_step", [False, True])
def test_it_is_its_layers_one_after_another(every_step):
    rng = np.random.default_rng(1)
    model, x = made(rng, every_step), rng.standard_normal((7, 8, 3))
    run = model.forward(x)
    below = model.recurrent.forward(x)
    hs = below.hs if every_step else below.hs[:, -1]
    np.testing.assert_array_equal(run.hs, model.dense[1](model.dense[0](hs)))
    np.testing.assert_array_equal(model(x), run.hs)
    assert run.hs.shape == ((7, 8, 2) if every_step else (7, 2))
    np.testing.assert_array_equal(run.state[-1][0], below.hs[:, -1])
    assert (model.input_size, model.output_size) == (3, 2)
    assert model.size == 4 * (4 * (3 + 4) + 4) + 4 * (5 * (4 + 5) + 5) + 6 * 6 + 2 * 7


@pytest.mark.parametrize("every_step", [False, True])
def test_every_gradient_is_that_of_central_differences(every_step):
    rng = np.random.default_rng(2)
    model, x = made(rng, every_step), rng.standard_normal((3, 4, 3))
    right = rng.standard_normal((3, 4, 2) if every_step else (3, 2))
    run = model.forward(x)
    _, dy = losses.mean_squared_error(run.hs, right)
    gradients = model.backward(run, dy)
    assert gradients.weights.keys() == model.weights.keys()

    def slope(array, place):
        found = []
        for move in (1e-6, -1e-6):
            array[place] += move
            found.append(losses.mean_squared_error(model(x), right)[0])
            array[place] -= move
        return (found[0] - found[1]) / 2e-6

    for name, weight in [*model.weights.items(), ("x", x)]:
        gradient = gradients.dx if name == "x" else gradients.weights[name]
        assert gradient.shape == weight.shape
        for _ in range(4):
            place = tuple(rng.integers(weight.shape))
            assert gradient[place] == pytest.approx(slope(weight, place), abs=1e-8), name


def test_a_run_goes_on_from_a_state():
    rng = np.random.default_rng(3)
    model, x = made(rng, every_step=True), rng.standard_normal((2, 9, 3))
    first = model.forward(x[:, :4])
    second = model.forward(x[:, 4:], first.state)
    np.testing.assert_allclose(np.concatenate([first.hs, second.hs], axis=1), model(x), atol=1e-12)


def test_an_optimiser_changes_the_model_in_place():
    rng = np.random.default_rng(4)
    model = Model(lstm(1, 8, rng), dense(8, 1, rng))
    x = rng.standard_normal((16, 5, 1))
    right, adam, found = x[:, 0], Adam(model.weights, 0.02), []
    for _ in range(150):
        run = model.forward(x)
        loss, dy = losses.mean_squared_error(run.hs, right)
        adam.step(model.backward(run, dy).weights)
        found.append(loss)
    assert found[-1] < 0.05 * found[0]


def test_without_dense_layers_it_is_the_recurrent_one():
    rng = np.random.default_rng(5)
    layer, x = lstm(3, 4, rng), rng.standard_normal((2, 3, 3))
    model = Model(layer)
    np.testing.assert_array_equal(model(x), layer(x))
    run = model.forward(x)
    dy = rng.standard_normal(run.hs.shape)
    expected = layer.backward(layer.forward(x), dstate=(dy, None))
    np.testing.assert_array_equal(model.backward(run, dy).dx, expected.dx)


def test_what_does_not_fit_is_said():
    rng = np.random.default_rng(6)
    with pytest.raises(ValueError, match="Dense layer 2 takes 5 numbers, but below it there are 6"):
        Model(lstm(3, 4, rng), dense(4, 6, rng), dense(5, 2, rng))
    model = Model(lstm(3, 4, rng), dense(4, 2, rng))
    with pytest.raises(ValueError, match=r"dy must be as y, \(1, 2\), got \(1, 3\)"):
        model.backward(model.forward(np.ones((1, 2, 3))), np.ones((1, 3)))
