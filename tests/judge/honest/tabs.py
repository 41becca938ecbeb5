"""Is indented with tabs, form feeds and trailing blanks."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
	def total():
		z = W_f @ x   	
		if len(h):
			z = z + U_f @ h
		return z + b_f
	return sigmoid(total())
