"""What runs inside the walls: a warm interpreter, its forks, how an answer is asked. Nothing here knows what is right.

This folder is all of the grader that a walled process can see. Its modules import each other and what is installed.
"""
