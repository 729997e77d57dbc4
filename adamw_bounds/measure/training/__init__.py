"""Spectra while a model trains, in Lightning and in Hugging Face's Trainer.

=============== ==================================================================
``observer``    when to measure, under which name, what to do where it fails
``data``        which samples training draws, and batches of them
``callback``    `SpectrumCallback`, a callback of each framework
``lightning``   what is trained in Lightning
``transformers`` what is trained in Hugging Face's Trainer
=============== ==================================================================
"""
