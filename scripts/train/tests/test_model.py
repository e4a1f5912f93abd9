"""The parts of the denoiser, on pictures whose answers are known."""
import pytest

torch = pytest.importorskip("torch")

from torch.nn import functional  # noqa: E402

from palimpsest_train.model import biharmonic, int8, texture_prior  # noqa: E402
from palimpsest_train.model.controlnet import ControlNet  # noqa: E402
from palimpsest_train.model.denoiser import build  # noqa: E402
from palimpsest_train.model.layers import PixelNorm, unshuffle  # noqa: E402


@pytest.fixture(scope="module")
def untrained():
    torch.manual_seed(0)
    return build().eval()


def hole_in_the_middle(side=64, rim=20):
    hole = torch.zeros(1, 1, side, side)
    hole[..., rim:-rim, rim:-rim] = 1
    return hole


def test_unshuffle_undoes_a_pixel_shuffle():
    x = torch.arange(64.0).reshape(1, 4, 4, 4)
    assert torch.equal(unshuffle(functional.pixel_shuffle(x, 2)), x)


def test_pixel_norm_gives_each_pixel_unit_mean_square():
    y = PixelNorm.of(8)(100 * torch.randn(2, 8, 3, 3, generator=torch.Generator().manual_seed(0)))
    torch.testing.assert_close(y.square().mean(1), torch.ones(2, 3, 3), rtol=1e-4, atol=1e-4)


def test_a_slope_goes_on_through_a_hole():
    """A plane solves the biharmonic equation; what is known stays to the bit."""
    row = torch.linspace(-1, 1, 64)
    plane, hole = (0.5 * row[:, None] + 0.3 * row).reshape(1, 1, 64, 64), hole_in_the_middle()
    filled = torch.where(hole > 0, torch.zeros(1), plane)
    found = biharmonic.continued(filled, hole, biharmonic.stencil())
    assert torch.equal(found[hole == 0], plane[hole == 0])
    assert (found - plane).abs().max() < 0.03


def test_bands_add_up_and_noise_has_its_share_of_each():
    prior, hole = texture_prior.TexturePrior(), hole_in_the_middle()
    residual = hole * torch.randn(hole.shape, generator=torch.Generator().manual_seed(0))
    own, around, _ = prior.split(residual, hole, residual)
    torch.testing.assert_close(own.sum(1, keepdim=True), residual, atol=1e-5, rtol=1e-5)
    shares = texture_prior.noise_shares()
    assert shares[0] == pytest.approx(1 - 2 * 0.25 + 0.375 ** 2) and all(a > b for a, b in zip(shares, shares[1:-1]))


def test_an_untrained_denoiser_keeps_known_pixels_and_expects_the_continued_picture(untrained):
    net, hole = untrained["denoiser"], hole_in_the_middle(32, 8)
    generator = torch.Generator().manual_seed(0)
    clean, noise = (torch.randn(hole.shape, generator=generator).clamp(-1, 1) for _ in range(2))
    filled, t = torch.where(hole > 0, torch.zeros(1), clean), torch.tensor([500])
    a, b = net.alpha[t], net.sigma[t]
    sample = torch.cat([a * clean + b * noise, hole, filled], 1)
    with torch.no_grad():
        v = net(sample, t, torch.zeros(1, 12, 64))
        known = hole == 0
        torch.testing.assert_close(v[known], ((a * sample[:, :1] - filled) / b)[known], rtol=1e-5, atol=1e-5)
        assert torch.equal(net.expected(sample), net.continued(sample))


def test_an_untrained_control_net_changes_nothing(untrained):
    net, sample = ControlNet(untrained["denoiser"]), torch.zeros(1, 3, 32, 32)
    with torch.no_grad():
        seen = untrained["denoiser"].shown(sample, torch.tensor([500]))
        down, mid = net(seen, torch.tensor([500]), torch.zeros(1, 12, 64), torch.rand(1, 1, 32, 32))
    assert not any(r.any() for r in (*down, mid))


def test_eight_bits_are_off_by_half_a_level_at_most():
    w = torch.randn(32, 32, generator=torch.Generator().manual_seed(0))
    levels, scale = int8.quantised(w)
    assert levels.dtype == torch.int8 and scale.shape == (32, 1)
    assert ((levels * scale - w).abs() <= scale / 2 + 1e-6).all() and torch.equal(levels.abs().amax(1), torch.full((32,), 127, dtype=torch.int8))
    assert torch.equal(int8.rounded(w[0]), w[0]) and not int8.rounded(torch.zeros(32, 32)).any()
