"""The report on a class's work: gathered from gradebook and notebooks, summed up as plain data, laid out as a page."""
