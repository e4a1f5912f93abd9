"""The variance-preserving noise schedule: x = α x₀ + σ ε with α² + σ² = 1, for 1 000 timesteps."""
import torch
from diffusers import DDPMScheduler

BETAS = {"beta_schedule": "scaled_linear", "beta_start": 1e-4, "beta_end": 0.02, "num_train_timesteps": 1000}


def alphas_sigmas():
    """α and σ of every timestep, float32 [1000] each."""
    product = DDPMScheduler(**BETAS).alphas_cumprod
    return product.sqrt(), (1 - product).sqrt()


def karras_timesteps(u, alpha, sigma, rho=7):
    """u in 0…1 → timesteps spread like those of a Karras sampling run: training goes where sampling goes."""
    ratio = sigma / alpha
    low, high = ratio[0] ** (1 / rho), ratio[-1] ** (1 / rho)
    wanted = (low + u * (high - low)) ** rho
    return torch.searchsorted(ratio, wanted).clamp(max=len(ratio) - 1)
