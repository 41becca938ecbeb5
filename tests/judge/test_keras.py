"""Answers that are Keras models: what Keras says of them is made short, and the dots of a blank are no error."""

import pytest

from grader.exercises import EXERCISES
from grader.judge.compare import plainer
from grader.judge.verdict import NOT_ANSWERED, judge

LONG = (
    "Exception encountered when calling Sequential.call().\n\n\x1b[1mInvalid input shape for input tensor([[1., 2.],\n"
    "  [3., 4.]]) with name 'keras_tensor_49'. Expected shape (None, 5, 3).\x1b[0m\n\nArguments received"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Input 0 with name 'None' of layer 'lstm_17' is incompatible: expected ndim=3, found ndim=2.",
            "Input 0 with name 'None' of layer 'lstm' is incompatible: expected ndim=3, found ndim=2.",
        ),
        (
            LONG,
            "Invalid input shape for input tensor with name 'keras_tensor'. Expected shape (None, 5, 3).",
        ),
        (LONG[:90], "Invalid input shape for input t"),
        ('Layer "dense_3" expects 1 input. Inputs received: [<KerasTensor shape=', 'Layer "dense" expects 1 input.'),
        ("'h_1' and W_2 stay as they are", "'h_1' and W_2 stay as they are"),
    ],
)
def test_of_an_error_of_keras_only_what_is_wrong_is_said(text, said):
    assert plainer(text) == said


@pytest.mark.parametrize("name", ["repair-stack", "one-to-many-model", "from-keras"])
def test_the_dots_of_a_blank_are_not_answered_where_a_result_is_kept_for_later(name):
    verdict = judge(EXERCISES[name], lambda *given: ..., seed=0)
    assert (verdict.outcome, verdict.earned, verdict.mistake) == (NOT_ANSWERED, 0, "")
    assert all("the dots are still there" in line.message for line in verdict.lines)
