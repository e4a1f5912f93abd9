"""The texture prior: how strong the texture of a fill is to be, on made-up noise and edges."""
import pytest

torch = pytest.importorskip("torch")

from palimpsest_train.model import brightness_grid, texture_prior  # noqa: E402


def test_grain_goes_with_light():
    """Noise of variance 0.0001 in the dark and 0.01 in the light: a hole that is dark, beside the light, is grained as the dark."""
    light = torch.full((1, 1, 128, 128), -0.9)
    light[..., 64:] = 0.8
    noise = torch.randn(light.shape, generator=torch.Generator().manual_seed(0)) * torch.where(light > 0, 0.1, 0.01)
    hole = torch.zeros_like(light)
    hole[..., 40:100, 30:72] = 1
    for low, expected in ((light, 0.0001), (light.flip(-1), 0.01)):
        inside = torch.where(hole > 0, low, light)
        variance, deviation = brightness_grid.read(brightness_grid.grid(light, noise, hole, 0.1 * torch.ones_like(light)), inside).split(1, 1)
        found = torch.cat([variance, deviation.square()])[..., 48:92, 36:56]
        assert (found / expected - 1).abs().max() < 0.2, f"{found.min()} to {found.max()}, not {expected}"
    dim = torch.zeros_like(light)
    nowhere = brightness_grid.read(brightness_grid.grid(dim, noise, torch.ones_like(light), 0.25 * torch.ones_like(light)), dim)
    assert torch.allclose(nowhere, torch.tensor([0.25, 0.5]).reshape(1, 2, 1, 1), rtol=1e-3)


def test_noise_is_guessed_as_strong_as_it_is():
    """A hole in a flat picture with white noise: the fine bands of the guess vary as the noise does, however strong it is, within a factor of 3."""
    p, hole, ratios = texture_prior.TexturePrior(), torch.zeros(1, 1, 128, 128), []
    hole[..., 40:88, 40:88] = 1
    for strength in (0.02, 0.2):
        noise = strength * torch.randn(hole.shape, generator=torch.Generator().manual_seed(0))
        flat = noise * (1 - hole) - 0.5
        nothing, around, share = p.split(torch.zeros_like(hole), hole, flat)
        found, _, noise_share = (v[..., 64, 64] for v in p.variances(nothing, around, share, flat, hole, 1, 0.01))
        ratio = found[0, :2] / (strength ** 2 * noise_share[0, :2])
        assert ((ratio > 1 / 3) & (ratio < 3)).all(), ratio
        ratios.append(ratio)
    assert torch.allclose(*ratios, rtol=0.1), ratios


def test_edges_are_not_taken_for_grain():
    """Beside the edges of squares, sharp and without noise, a hole gets a hundredth of their mean square as grain at most; with
    noise, that noise within a factor of 3."""
    p, hole = texture_prior.TexturePrior(), torch.zeros(1, 1, 128, 128)
    hole[..., 40:88, 40:88] = 1
    rows = torch.arange(128)
    squares = ((rows[:, None] // 16 + rows // 16) % 2 - 0.5).reshape(1, 1, 128, 128)
    for strength in (0.0, 0.1):
        noise = strength * torch.randn(hole.shape, generator=torch.Generator().manual_seed(0))
        picture = torch.where(hole > 0, torch.full_like(hole, 0.5), squares + noise)
        nothing, around, share = p.split(torch.zeros_like(hole), hole, picture)
        found = p.variances(nothing, around, share, picture, hole, 1, 0.01)[0][0, 0, 64, 64]
        edges = p.split(nothing[:, :1], hole, squares)[1][0, 0].square().mean()
        grain = strength ** 2 * p.noise_share[0, 0, 0, 0]
        assert found < edges / 100 if strength == 0 else grain / 3 < found < grain * 3, (strength, found, edges, grain)


def test_what_emerges_is_grained_as_what_is_as_bright():
    """A bright object that the expectation has not foreseen: as soon as noise is weak it gets the grain of the light beside it,
    while what let it emerge, coarse bands and the scale of the network's output, stays as it was."""
    p, hole, object_ = texture_prior.TexturePrior(), torch.zeros(1, 1, 128, 128), torch.zeros(1, 1, 128, 128)
    hole[..., 40:104, 16:64] = 1
    object_[..., 52:92, 24:56] = 1.6
    light = torch.full_like(hole, -0.8)
    light[..., 72:] = 0.8
    picture = light + (1 - hole) * torch.randn(hole.shape, generator=torch.Generator().manual_seed(0)) * torch.where(light > 0, 0.1, 0.01)
    own, around, share = p.split(object_, hole, picture)
    early, late = (p.variances(own * a, around, share, picture, hole, a, b) for a, b in ((0.01, 1.0), (1.0, 0.01)))
    dark, light = (found[0][0, 0, 72, 40] for found in (early, late))
    assert light > 20 * dark, f"{light}, in the dark {dark}"
    assert torch.equal(early[0][:, texture_prior.GRAIN:], late[0][:, texture_prior.GRAIN:]) and torch.equal(early[1], late[1])
