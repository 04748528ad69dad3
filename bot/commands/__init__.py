"""The subcommands of ``xiaoer``, one module each."""
