"""What stands where a submission runs in the place of `lstm_ref` and `grader`; none of it is imported here."""
