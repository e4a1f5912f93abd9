"""Muon (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks") for matrices and kernels, AdamW for the rest.

A matrix moves along its momentum with all singular values brought near 1, times 0.2 √(longer side): as far, root mean square,
as AdamW moves weights (Liu et al. 2025, "Muon is scalable for LLM training"). A kernel is the matrix [out, in·k·k]. State as
AdamW's, but that matrices have no second moment.
"""
import torch

MOMENTUM, BETAS, TINY = 0.95, (0.9, 0.99), 1e-8
SMALLEST = 16  # rows and columns of a matrix; smaller ones, and what reads or writes pixels and words, are AdamW's
APART = ("conv_in", "conv_out", "token", "place")


def is_matrix(name, p):
    """True if a parameter is moved by Muon, False if by AdamW."""
    return p.ndim >= 2 and min(p.shape[0], p.numel() // p.shape[0]) >= SMALLEST and not any(part in name for part in APART)


def near_orthogonal(m):
    """U Vᵀ of m = U S Vᵀ up to singular values in 0.7…1.2, by five Newton–Schulz steps."""
    x = m / (m.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(5):
        square = x @ x.T
        x = 3.4445 * x + (2.0315 * square @ square - 4.775 * square) @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """named: (name, parameter) pairs; rate: learning rate; decay: weight decay, times the rate."""

    def __init__(self, named, rate, decay=0.01):
        named = list(named)
        of = lambda kind: [p for n, p in named if is_matrix(n, p) == kind]
        super().__init__([{"params": of(True), "matrices": True}, {"params": of(False), "matrices": False}],
                         {"lr": rate, "weight_decay": decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["step"], state["exp_avg"] = torch.tensor(0.0), torch.zeros_like(p)
                state["step"] += 1
                move = self.of_matrix(p, state) if group["matrices"] else self.adam(p, state)
                p.mul_(1 - group["lr"] * group["weight_decay"]).add_(move, alpha=-group["lr"])

    @staticmethod
    def of_matrix(p, state):
        mean = state["exp_avg"].lerp_(p.grad, 1 - MOMENTUM)
        ahead = p.grad.lerp(mean, MOMENTUM).reshape(p.shape[0], -1)
        return (near_orthogonal(ahead) * (0.2 * max(ahead.shape) ** 0.5)).reshape(p.shape)

    @staticmethod
    def adam(p, state):
        square = state.setdefault("exp_avg_sq", torch.zeros_like(p))
        mean = state["exp_avg"].lerp_(p.grad, 1 - BETAS[0])
        square.mul_(BETAS[1]).addcmul_(p.grad, p.grad, value=1 - BETAS[1])
        first, second = (1 - beta ** state["step"].item() for beta in BETAS)
        return mean / first / ((square / second).sqrt() + TINY)
