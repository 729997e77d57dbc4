"""What is written down of a training run while it trains: a few numbers a step."""
