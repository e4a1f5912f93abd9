"""The optimiser."""
import pytest

torch = pytest.importorskip("torch")

from palimpsest_train.train.muon import Muon, is_matrix, near_orthogonal  # noqa: E402


def steps(optimiser, p, gradients):
    for g in gradients:
        p.grad = g.clone()
        optimiser.step()


def test_vectors_move_as_with_adamw():
    gradients = torch.randn(5, 8, generator=torch.Generator().manual_seed(0))
    ours, theirs = (torch.nn.Parameter(torch.ones(8)) for _ in range(2))
    steps(Muon([("bias", ours)], 0.01), ours, gradients)
    steps(torch.optim.AdamW([theirs], lr=0.01, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.01), theirs, gradients)
    torch.testing.assert_close(ours, theirs, rtol=1e-6, atol=1e-7)


def test_what_is_a_matrix():
    assert is_matrix("mid.weight", torch.zeros(16, 2, 3, 3)) and not is_matrix("mid.weight", torch.zeros(8, 99))
    assert not is_matrix("conv_in.weight", torch.zeros(64, 64)) and not is_matrix("norm.weight", torch.zeros(64))


@pytest.mark.parametrize("shape", ((16, 48), (48, 16), (32, 32)))
def test_singular_values_come_near_one(shape):
    m = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    u, _, v = torch.linalg.svd(m, full_matrices=False)
    found = near_orthogonal(m)
    values = torch.linalg.svdvals(found)
    assert 0.2 < values.min() and values.max() < 1.25 and values.median() > 0.6
    off = u.T @ found @ v.T  # diagonal: the singular vectors are kept
    assert (off - off.diag().diag()).abs().max() < 1e-3


def test_the_first_step_of_a_matrix():
    """A gradient with all 16 singular values equal: s of them becomes p(s) in each of five steps; the way is .2 √16 of that."""
    q = torch.linalg.qr(torch.randn(16, 16, generator=torch.Generator().manual_seed(0)))[0]
    p = torch.nn.Parameter(torch.zeros(16, 16))
    steps(Muon([("mid.weight", p)], 0.5, decay=0.0), p, [3 * q])
    s = 1 / 4
    for _ in range(5):
        s = 3.4445 * s - 4.775 * s ** 3 + 2.0315 * s ** 5
    torch.testing.assert_close(p.detach(), -0.5 * 0.2 * 4 * s * q, rtol=1e-4, atol=1e-5)


def test_weights_decay():
    p = torch.nn.Parameter(torch.ones(16, 16))
    steps(Muon([("mid.weight", p)], 0.5, decay=0.1), p, [torch.zeros(16, 16)])
    torch.testing.assert_close(p.detach(), torch.full((16, 16), 0.95))
