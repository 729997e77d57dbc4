"""Spectra while a model trains: in a loop of one's own, in Lightning, in Hugging Face's Trainer.

=============== ==================================================================
``observer``    when to measure, under which name, what to do where it fails
``sampling``    which samples training draws, and how often
``data``        batches of them to measure on
``loop``        `SpectrumRecorder`, for a training loop of one's own
``callback``    `SpectrumCallback`, a callback of each framework
``lightning``   what is trained in Lightning
``transformers`` what is trained in Hugging Face's Trainer
=============== ==================================================================
"""
