"""Batches → weights.pt: the trainings of the expectation, denoiser and control nets, and what changes weights afterwards."""
