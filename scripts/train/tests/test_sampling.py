"""Noise schedule and scheduler, against closed forms."""
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from palimpsest_train.model import sampling  # noqa: E402
from palimpsest_train.model.noise_schedule import alphas_sigmas, karras_timesteps  # noqa: E402


def test_the_schedule_is_the_product_of_one_minus_beta():
    beta = np.linspace(1e-4 ** 0.5, 0.02 ** 0.5, 1000) ** 2
    alpha, sigma = alphas_sigmas()
    np.testing.assert_allclose(alpha.numpy() ** 2, np.cumprod(1 - beta), rtol=1e-4)
    np.testing.assert_allclose((alpha ** 2 + sigma ** 2).numpy(), 1, atol=1e-6)


def test_timesteps_are_spread_as_those_of_karras():
    alpha, sigma = alphas_sigmas()
    ratio, u = sigma / alpha, torch.linspace(0, 1, 11)
    t = karras_timesteps(u, alpha, sigma)
    assert t[0] <= 1 and t[-1] >= 998 and (t.diff() > 0).all()
    wanted = (ratio[0] ** (1 / 7) + u * (ratio[-1] ** (1 / 7) - ratio[0] ** (1 / 7))) ** 7
    assert (ratio[t] >= wanted * (1 - 1e-5)).all() and (ratio[(t - 1).clamp(min=0)] <= wanted * (1 + 1e-5)).all()


def gaussian_error(steps, deviation=0.5):
    """How far sampling ends from the closed form where x₀ is Gaussian: x follows its deviation √(α² s² + σ²)."""
    alpha, sigma = alphas_sigmas()

    def predict(x, t):
        a, b = alpha[t], sigma[t]
        x0 = a * deviation ** 2 / (a * a * deviation ** 2 + b * b) * x[:, :1]
        return (a * x[:, :1] - x0) / b

    start = torch.tensor([[[[1.0, -2.0]]]])
    end = sampling.sample(predict, sampling.scheduler(), start, torch.zeros(1, 2, 1, 2), steps)
    exact = start * deviation / (alpha[-1] ** 2 * deviation ** 2 + sigma[-1] ** 2).sqrt()
    return float((end - exact).abs().max())


def test_sampling_comes_to_the_closed_form():
    errors = [gaussian_error(steps) for steps in (10, 20, 40)]
    assert errors[0] > errors[1] > errors[2] and errors[2] < 0.02, errors


def test_noise_depends_on_the_seed_alone():
    assert torch.equal(sampling.initial_noise((1, 1, 4, 4), 3), sampling.initial_noise((1, 1, 4, 4), 3))
    assert not torch.equal(sampling.initial_noise((1, 1, 4, 4), 3), sampling.initial_noise((1, 1, 4, 4), 4))
