"""Asks for a kernel that is a shell command, a language that is a path, and a lexer with script in its name."""
# outcome: not answered
# second: 3

# %% edit
notebook.metadata.kernelspec = {
    "name": "python3 -c 'open(\"/tmp/hostile-kernel\", \"w\")' <img src=x onerror=alert(1)>",
    "argv": ["touch", "/tmp/hostile-kernel"],
    "language": "../../../etc/passwd",
    "display_name": ["not", "a", "name"],
}
notebook.metadata.language_info = {
    "name": "bash",
    "pygments_lexer": "'><script>hostile</script>",
    "nbconvert_exporter": "os.system",
    "file_extension": "/../../hostile",
    "codemirror_mode": {"name": 1},
}
notebook.metadata.title = "</title><script>hostile</script>"
notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}}
