"""The loss of the denoiser and of control nets: one noise level a crop, error of the clean estimate in the hole."""
import torch

from palimpsest_train.model.noise_schedule import karras_timesteps

HIGH = 0.65  # exponent below 1: more training at high noise, where it is decided what lies in the hole


def loss_of(model, alpha, sigma, clean, hole, filled, ids, gen, bf16, residuals=None, lowest=0.0):
    """Squared error of the clean estimate in the hole, in units of the guess's mean square error in that hole (beyond 5 times a
    pixel's own: Huber); a hole weighs the root of its area.

    clean, hole and filled [B,1,n,n], ids [B,LENGTH]: a batch. gen: of the noise. residuals(sample, t, words) → down, mid: a
    control net. lowest: share of the noise levels that is left out, from below. Returns a scalar."""
    n = len(clean)
    eps = torch.randn(clean.shape, generator=gen).to(clean.device)
    u = lowest + (1 - lowest) * ((torch.arange(n) + torch.rand(n, generator=gen)) / n) ** HIGH
    t = karras_timesteps(u, alpha, sigma).to(clean.device)
    a, b = (table.to(clean.device)[t].reshape(-1, 1, 1, 1) for table in (alpha, sigma))
    with torch.autocast(clean.device.type, dtype=torch.bfloat16, enabled=bf16):
        sample, words = torch.cat([a * clean + b * eps, hole, filled], 1), model["text"](ids)
        added = residuals(sample, t, words) if residuals else ()
        x0, spread, _ = model["denoiser"].clean(sample, t, words, *added)
    error = ((x0.float() - clean) * hole / spread.float()) ** 2
    # a pixel far outside what the guess allows (a saturated spot) must not decide for all
    error = torch.where(error > 25, 10 * error.clamp(min=1e-6).sqrt() - 25, error)
    inside = lambda x: (x * hole).sum((1, 2, 3), keepdim=True) / hole.sum((1, 2, 3), keepdim=True)
    level = spread.float().square()
    weight = hole / hole.mean((1, 2, 3), keepdim=True).sqrt() * level / inside(level)
    return (error * weight).sum() / weight.sum()
