"""Golden trajectories of diffusers' schedulers on an analytic model: python sample_goldens.py OUT.json.gz

The model is f(x, t) = x / (1 + |x|) * (0.5 + t / 2000) + 0.1 in float32. Each case holds the state after every
call; noise comes from torch.Generator("cpu").manual_seed(seed).
"""
import gzip
import itertools
import json
import sys

import diffusers
import torch

SHAPE = (1, 1, 4, 5)
SPACINGS = ("linspace", "leading", "trailing")
BETAS = {"scaled": dict(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012),
         "cosine": dict(beta_schedule="squaredcos_cap_v2")}


def model(x, t):
    t = torch.as_tensor(t, dtype=torch.float32)
    return x / (1 + x.abs()) * (0.5 + t / 2000) + 0.1


def run(cls, config, steps, strength=1.0, blend=False, seed=7, **extra):
    s = getattr(diffusers, cls)(**config)
    g = torch.Generator("cpu").manual_seed(seed)
    x0 = torch.linspace(-1, 1, 20).reshape(SHAPE)
    noise = torch.randn(SHAPE, generator=g)
    s.set_timesteps(steps)
    n = min(int(steps * strength), steps)
    start = (steps - n) * s.order
    ts = s.timesteps[start:]
    if hasattr(s, "set_begin_index"):
        s.set_begin_index(start)
    x = noise * s.init_noise_sigma if strength == 1 else s.add_noise(x0, noise, ts[:1])
    mask = (torch.arange(20).reshape(SHAPE) % 3 == 0).float()
    kwargs = dict(extra)
    import inspect
    if "generator" in inspect.signature(s.step).parameters:
        kwargs["generator"] = g
    xs = [x]
    for i, t in enumerate(ts):
        out = model(s.scale_model_input(x, t), t)
        x = s.step(out, t, x, **kwargs).prev_sample
        if blend:
            known = s.add_noise(x0, noise, ts[i + 1:i + 2]) if i + 1 < len(ts) else x0
            x = mask * x + (1 - mask) * known
        xs.append(x)
    return dict(timesteps=[float(t) for t in ts], init=float(s.init_noise_sigma),
                states=[[float(f"{v:.8g}") for v in x.ravel().tolist()] for x in xs])


def cases():
    for cls, preds in {
        "DDIMScheduler": ("epsilon", "v_prediction", "sample"), "DDPMScheduler": ("epsilon", "v_prediction", "sample"),
        "EulerDiscreteScheduler": ("epsilon", "v_prediction", "sample"),
        "EulerAncestralDiscreteScheduler": ("epsilon", "v_prediction"),
        "HeunDiscreteScheduler": ("epsilon", "v_prediction", "sample"),
        "DPMSolverMultistepScheduler": ("epsilon", "v_prediction", "sample"),
    }.items():
        for pred, spacing, (_, betas) in itertools.product(preds, SPACINGS, BETAS.items()):
            offset = dict(steps_offset=1) if spacing == "leading" else {}
            base = dict(prediction_type=pred, timestep_spacing=spacing, **betas, **offset)
            yield cls, base, dict(steps=6)
        base = dict(prediction_type=preds[0], **BETAS["scaled"])
        yield cls, base, dict(steps=20, strength=0.57)
        yield cls, base, dict(steps=7, strength=1.0, blend=True)
        yield cls, dict(base, rescale_betas_zero_snr=True, prediction_type="v_prediction",
                        timestep_spacing="trailing"), dict(steps=5)
    d = "DDIMScheduler"
    yield d, dict(BETAS["scaled"], set_alpha_to_one=False, clip_sample=False), dict(steps=5, eta=0.7)
    yield d, dict(BETAS["scaled"], thresholding=True), dict(steps=5)
    for c in ("EulerDiscreteScheduler", "HeunDiscreteScheduler", "DPMSolverMultistepScheduler"):
        for k in ("use_karras_sigmas", "use_exponential_sigmas"):
            for betas in BETAS.values():
                yield c, dict(betas, **{k: True}), dict(steps=6)
    yield "EulerDiscreteScheduler", dict(BETAS["scaled"], final_sigmas_type="sigma_min"), dict(steps=5)
    m = "DPMSolverMultistepScheduler"
    for order, steps in ((1, 6), (2, 16), (3, 6), (3, 16)):
        yield m, dict(BETAS["scaled"], solver_order=order), dict(steps=steps)
    for change in (dict(algorithm_type="sde-dpmsolver++"), dict(algorithm_type="sde-dpmsolver++", solver_order=3),
                   dict(solver_type="heun"), dict(algorithm_type="dpmsolver", final_sigmas_type="sigma_min"),
                   dict(algorithm_type="sde-dpmsolver", final_sigmas_type="sigma_min"), dict(lambda_min_clipped=-5.1),
                   dict(euler_at_final=True), dict(lower_order_final=False), dict(final_sigmas_type="sigma_min"),
                   dict(thresholding=True), dict(algorithm_type="dpmsolver", solver_order=3,
                                                 final_sigmas_type="sigma_min"),
                   dict(use_flow_sigmas=True, prediction_type="flow_prediction", flow_shift=3.0)):
        yield m, dict(BETAS["scaled"], **change), dict(steps=8)


def main():
    out = []
    for cls, config, how in cases():
        try:
            out.append(dict(scheduler=cls, config=config, how=how, **run(cls, config, **how)))
        except Exception as e:
            print("not in diffusers:", cls, config, how, repr(e)[:120])
    rng = {}
    for seed, sizes in ((0, (1, 5, 15, 3)), (7, (16, 17, 31, 100)), (2 ** 32 + 5, (4096,)), (-1, (20, 2, 20))):
        g = torch.Generator("cpu").manual_seed(seed)
        rng[str(seed)] = [torch.randn(n, generator=g).tolist()[-40:] for n in sizes]
        rng[str(seed) + " sizes"] = list(sizes)
    with gzip.open(sys.argv[1], "wt") as f:
        json.dump(dict(diffusers=diffusers.__version__, torch=torch.__version__, random=rng, cases=out), f)
    print(len(out), "cases")


main()
