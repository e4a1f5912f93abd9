"""The scheduler that lies in the model folder, and the loop over its timesteps: the same for exported networks (sample.py) and for
those in training (sheet.py)."""
import torch
from diffusers import DPMSolverMultistepScheduler

from net import BETAS


def scheduler():
    return DPMSolverMultistepScheduler(**BETAS, prediction_type="v_prediction", timestep_spacing="trailing", use_karras_sigmas=True,
                                       algorithm_type="dpmsolver++", solver_order=2)


def noise(shape, seed):
    """White noise that depends on the seed alone, not on the device."""
    return torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed))


def solve(predict, scheduler, start, extra, steps):
    """The clean sample [B,1,h,w] from the noise start. extra [B,2,h,w] = hole, pre-filled picture; predict(sample [B,3,h,w],
    timestep) → v [B,1,h,w]."""
    s = start
    scheduler.set_timesteps(steps)
    for t in scheduler.timesteps:
        s = scheduler.step(predict(torch.cat([s, extra], 1), int(t)), t, s).prev_sample
    return s
