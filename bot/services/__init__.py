"""Use cases, one module each. They know the domain and their own ports, nothing else."""
