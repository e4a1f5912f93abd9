"""Sampling: the scheduler that the model folder names (DPM++ 2M, log-SNRs evenly spaced) and the loop over its timesteps.

The loop serves exported networks (evaluate/onnx_inpainter.py) and those in training (train/sample_sheet.py) alike.
"""
import torch
from diffusers import DPMSolverMultistepScheduler

from palimpsest_train.model.noise_schedule import BETAS


def scheduler():
    """DPM++ 2M for v, the log-SNRs of its timesteps evenly spaced (Lu et al. 2022): ten steps fill as well as twenty with Karras sigmas."""
    return DPMSolverMultistepScheduler(**BETAS, prediction_type="v_prediction", timestep_spacing="trailing", use_lu_lambdas=True,
                                       algorithm_type="dpmsolver++", solver_order=2)


def initial_noise(shape, seed):
    """White noise that depends on the seed alone, not on the device."""
    return torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed))


def sample(predict, scheduler, start, extra, steps):
    """The clean sample [B,1,h,w] from the noise start. extra [B,2,h,w] = hole, pre-filled picture; predict(sample [B,3,h,w],
    timestep) → v [B,1,h,w]."""
    s = start
    scheduler.set_timesteps(steps)
    for t in scheduler.timesteps:
        s = scheduler.step(predict(torch.cat([s, extra], 1), int(t)), t, s).prev_sample
    return s
