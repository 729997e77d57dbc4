"""A training run as it is described: by a file, a dict, an optimizer, a checkpoint or a trace."""
