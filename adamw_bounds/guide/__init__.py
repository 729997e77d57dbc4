"""The manual: a page a topic, in Markdown."""
