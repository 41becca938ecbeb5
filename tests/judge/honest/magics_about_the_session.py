"""Uses magics about the session: precision, names, history, settings, macros and what is kept."""

# %% own
%precision 3
%load_ext autoreload
%autoreload 1
%who
%whos
%pwd
%lsmagic
%env MY_SETTING=5
%alias_magic t timeit
%xmode Verbose

# %% own
%history -n 1-2
%macro again 1-2
%store -r
%config InteractiveShell.ast_node_interactivity = "last_expr_or_assign"
%colors nocolor
%pprint
%automagic off

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
