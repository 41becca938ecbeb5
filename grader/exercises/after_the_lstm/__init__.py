"""Exercises of lesson 12: the GRU in its conventions, scans, exponential gates, and parity."""

from grader.exercises.after_the_lstm.compose_steps import COMPOSE_STEPS
from grader.exercises.after_the_lstm.exp_gate_step import EXP_GATE_STEP
from grader.exercises.after_the_lstm.gru_let_go import GRU_LET_GO
from grader.exercises.after_the_lstm.gru_reset_after import GRU_RESET_AFTER
from grader.exercises.after_the_lstm.gru_step import GRU_STEP
from grader.exercises.after_the_lstm.mingru_terms import MINGRU_TERMS
from grader.exercises.after_the_lstm.parallel_scan import PARALLEL_SCAN
from grader.exercises.after_the_lstm.parity_terms import PARITY_TERMS
from grader.exercises.after_the_lstm.two_unit_parity import TWO_UNIT_PARITY
from grader.exercises.declare import Lesson

LESSON = Lesson(
    "12-after-the-lstm",
    "After the LSTM",
    [
        GRU_STEP,
        GRU_RESET_AFTER,
        GRU_LET_GO,
        MINGRU_TERMS,
        COMPOSE_STEPS,
        PARALLEL_SCAN,
        EXP_GATE_STEP,
        TWO_UNIT_PARITY,
        PARITY_TERMS,
    ],
    needs=("06-lstm-gates",),
    gives="write a GRU, scan a sequence in a few rounds, and say what the newer networks give up",
)
