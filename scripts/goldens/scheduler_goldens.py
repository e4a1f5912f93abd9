"""Trajectories of diffusers' schedulers on an analytic model.

  python scripts/goldens/scheduler_goldens.py src/test/resources/goldens/schedulers.json.gz

The model is f(x, t) = x / (1 + |x|) * (0.5 + t / 2000) + 0.1 in float32. Each case holds the state after every
call; noise comes from torch.Generator("cpu").manual_seed(seed).
"""
import gzip
import inspect
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


def add_noise(s, x0, noise, t):
    return s.add_noise(x0, noise, t) if hasattr(s, "add_noise") else s.scale_noise(x0, t, noise)


def make(cls, config):
    """As a pipeline does: a folder's config, which may have been saved by another class."""
    return getattr(diffusers, cls).from_config(config) if "_class_name" in config else getattr(diffusers, cls)(**config)


def run(cls, config, steps, strength=1.0, blend=False, seed=7, **extra):
    s = make(cls, config)
    g = torch.Generator("cpu").manual_seed(seed)
    x0 = torch.linspace(-1, 1, 20).reshape(SHAPE)
    noise = torch.randn(SHAPE, generator=g)
    s.set_timesteps(steps)
    n = min(int(steps * strength), steps)
    start = (steps - n) * s.order
    ts = s.timesteps[start:]
    if hasattr(s, "set_begin_index"):
        s.set_begin_index(start)
    init = float(getattr(s, "init_noise_sigma", 1.0))
    x = noise * init if strength == 1 else add_noise(s, x0, noise, ts[:1])
    mask = (torch.arange(20).reshape(SHAPE) % 3 == 0).float()
    kwargs = dict(extra)
    if "generator" in inspect.signature(s.step).parameters:
        kwargs["generator"] = g
    xs = [x]
    for i, t in enumerate(ts):
        out = model(s.scale_model_input(x, t) if hasattr(s, "scale_model_input") else x, t)
        x = s.step(out, t, x, **kwargs).prev_sample
        if blend:
            known = add_noise(s, x0, noise, ts[i + 1:i + 2]) if i + 1 < len(ts) else x0
            x = mask * x + (1 - mask) * known
        xs.append(x)
    if not torch.isfinite(torch.stack(xs)).all():
        raise ValueError("not finite")
    return dict(timesteps=[float(t) for t in ts], init=init,
                states=[[float(f"{v:.8g}") for v in x.ravel().tolist()] for x in xs])


E, V, S, F = "epsilon", "v_prediction", "sample", "flow_prediction"
CURVES = ("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas")
DDIM, DDPM, EULER, EULER_A = "DDIMScheduler", "DDPMScheduler", "EulerDiscreteScheduler", "EulerAncestralDiscreteScheduler"
HEUN, LMS, PNDM, MULTI = "HeunDiscreteScheduler", "LMSDiscreteScheduler", "PNDMScheduler", "DPMSolverMultistepScheduler"
SINGLE, KDPM2, KDPM2_A = "DPMSolverSinglestepScheduler", "KDPM2DiscreteScheduler", "KDPM2AncestralDiscreteScheduler"
DEIS, UNIPC, LCM, TCD = "DEISMultistepScheduler", "UniPCMultistepScheduler", "LCMScheduler", "TCDScheduler"
EDM, EDM_DPM, FLOW = "EDMEulerScheduler", "EDMDPMSolverMultistepScheduler", "FlowMatchEulerDiscreteScheduler"
TRAINED = {DDIM: (E, V, S), DDPM: (E, V, S), EULER: (E, V, S), EULER_A: (E, V), HEUN: (E, V, S), LMS: (E, V, S),
           PNDM: (E, V), MULTI: (E, V, S), SINGLE: (E, V, S), KDPM2: (E, V), KDPM2_A: (E, V), DEIS: (E, V, S),
           UNIPC: (E, V, S), LCM: (E, V, S), TCD: (E, V, S)}
NO_SPACING = (SINGLE, LCM, TCD)


def grid():
    """Every scheduler, prediction type and spacing; then lengths, strength and blending."""
    for cls, preds in TRAINED.items():
        for pred, spacing, (_, betas) in itertools.product(preds, SPACINGS, BETAS.items()):
            if cls in NO_SPACING and spacing != SPACINGS[0]:
                continue
            base = dict(prediction_type=pred, timestep_spacing=spacing, **betas)
            if spacing == "leading":
                base["steps_offset"] = 1
            if cls in NO_SPACING:
                base.pop("timestep_spacing")
            yield cls, base, dict(steps=6)
        base = dict(prediction_type=preds[0], **BETAS["scaled"])
        for steps in (1, 2, 3, 17):
            yield cls, base, dict(steps=steps)
        for strength, steps in ((0.57, 20), (0.57, 7), (0.3, 4), (0.9, 10)):
            yield cls, base, dict(steps=steps, strength=strength)
        yield cls, base, dict(steps=7, blend=True)
        yield cls, base, dict(steps=10, strength=0.6, blend=True)
        yield cls, dict(base, rescale_betas_zero_snr=True, prediction_type=V, timestep_spacing="trailing",
                        _class_name=cls), dict(steps=5)


def sigmas():
    for cls in (EULER, HEUN, LMS, MULTI, SINGLE, KDPM2, KDPM2_A, DEIS, UNIPC):
        for curve, (_, betas) in itertools.product(CURVES, BETAS.items()):
            yield cls, dict(betas, **{curve: True}), dict(steps=6)
        yield cls, dict(BETAS["scaled"], **{CURVES[0]: True}), dict(steps=1)
        yield cls, dict(BETAS["scaled"], **{CURVES[0]: True}), dict(steps=20, strength=0.5)
    for cls in (EULER, UNIPC):
        yield cls, dict(BETAS["scaled"], use_karras_sigmas=True, sigma_min=0.05, sigma_max=10.0), dict(steps=6)
    yield EULER, dict(BETAS["scaled"], timestep_type="continuous", prediction_type=V), dict(steps=5)
    for cls in (EULER, MULTI, SINGLE, UNIPC):
        yield cls, dict(BETAS["scaled"], final_sigmas_type="sigma_min"), dict(steps=5)
        if cls == UNIPC or cls == MULTI:
            for curve in CURVES:
                yield cls, dict(BETAS["scaled"], final_sigmas_type="sigma_min", **{curve: True}), dict(steps=5)
    for betas in BETAS.values():
        yield MULTI, dict(betas, use_lu_lambdas=True), dict(steps=6)
    for change in ({}, dict(use_karras_sigmas=True), dict(timestep_spacing="trailing", prediction_type=V), dict(final_sigmas_type="sigma_min")):
        for how in (dict(steps=6), dict(steps=10, strength=0.6)):
            yield EULER, dict(BETAS["scaled"], interpolation_type="log_linear", **change), how


def solvers():
    a = BETAS["scaled"]
    yield DDIM, dict(a, set_alpha_to_one=False, clip_sample=False), dict(steps=5, eta=0.7)
    yield DDIM, dict(a), dict(steps=5, eta=1.0)
    # no signal is left at the first timestep: what noise prediction says there is infinite until it is clipped
    for cls in (DDIM, DDPM, LCM):
        yield cls, dict(a, rescale_betas_zero_snr=True, timestep_spacing="trailing", clip_sample=True), dict(steps=4)
    yield DDIM, dict(a, clip_sample_range=0.5), dict(steps=5)
    yield DDPM, dict(a, variance_type="fixed_large"), dict(steps=5)
    yield DDPM, dict(a, variance_type="fixed_small_log"), dict(steps=5)
    yield HEUN, dict(a, clip_sample=True), dict(steps=5)
    for cls in (DDIM, DDPM, MULTI, SINGLE, DEIS, UNIPC, LCM):
        yield cls, dict(a, thresholding=True), dict(steps=5)
        yield cls, dict(a, thresholding=True, dynamic_thresholding_ratio=0.7, sample_max_value=1.5), dict(steps=5)
    for cls, (order, steps) in itertools.product((MULTI, SINGLE, DEIS, UNIPC), ((1, 6), (2, 16), (2, 15), (3, 6),
                                                                              (3, 7), (3, 8), (3, 16))):
        yield cls, dict(a, solver_order=order), dict(steps=steps)
    for cls in (MULTI, SINGLE):
        for change in (dict(algorithm_type="sde-dpmsolver++"), dict(algorithm_type="sde-dpmsolver++", solver_type="heun"),
                       dict(algorithm_type="sde-dpmsolver++", solver_order=3), dict(solver_type="heun"),
                       dict(solver_type="heun", solver_order=3), dict(algorithm_type="dpmsolver", final_sigmas_type="sigma_min"),
                       dict(algorithm_type="dpmsolver", solver_type="heun", final_sigmas_type="sigma_min"),
                       dict(algorithm_type="sde-dpmsolver++", solver_type="heun", solver_order=3),
                       dict(algorithm_type="sde-dpmsolver", final_sigmas_type="sigma_min"),
                       dict(algorithm_type="sde-dpmsolver", solver_order=3, final_sigmas_type="sigma_min"),
                       dict(algorithm_type="dpmsolver", solver_order=3, final_sigmas_type="sigma_min"),
                       dict(algorithm_type="dpmsolver", solver_order=3, solver_type="heun", final_sigmas_type="sigma_min"),
                       dict(algorithm_type="dpmsolver", prediction_type=V, final_sigmas_type="sigma_min"),
                       dict(lambda_min_clipped=-5.1), dict(euler_at_final=True), dict(lower_order_final=False),
                       dict(lower_order_final=False, final_sigmas_type="sigma_min"), dict(algorithm_type="deis"),
                       dict(euler_at_final=True, solver_order=3, final_sigmas_type="sigma_min")):
            yield cls, dict(a, _class_name=cls, **change), dict(steps=9 if change.get("solver_order") == 3 else 8)
    for cls in (MULTI, SINGLE, DEIS, UNIPC):
        yield cls, dict(a, use_flow_sigmas=True, prediction_type=F, flow_shift=3.0), dict(steps=8)
        yield cls, dict(a, use_flow_sigmas=True, prediction_type=F), dict(steps=5, strength=0.7)
    yield UNIPC, dict(a, use_flow_sigmas=True, prediction_type=F, shift_terminal=0.1), dict(steps=5)
    yield UNIPC, dict(a, use_flow_sigmas=True, prediction_type=F, use_karras_sigmas=True), dict(steps=5)
    for change in (dict(solver_type="bh1"), dict(solver_type="bh1", solver_order=3), dict(predict_x0=False),
                   dict(predict_x0=False, solver_order=3, prediction_type=V), dict(disable_corrector=[0, 2]),
                   dict(solver_order=4), dict(lower_order_final=False, final_sigmas_type="sigma_min")):
        if change.get("predict_x0") is False:
            change = dict(change, final_sigmas_type="sigma_min")
        yield UNIPC, dict(a, **change), dict(steps=8)
    yield DEIS, dict(a, lower_order_final=False, solver_order=3), dict(steps=8)
    for spacing, steps in itertools.product(SPACINGS, (5, 6, 11)):
        for pred in (E, V):
            yield PNDM, dict(a, skip_prk_steps=True, timestep_spacing=spacing, prediction_type=pred), dict(steps=steps)
    for steps, strength in ((10, 0.57), (7, 0.9), (5, 0.2), (1, 1.0), (2, 1.0), (3, 0.7)):
        yield PNDM, dict(a, skip_prk_steps=True, steps_offset=1, set_alpha_to_one=True), dict(steps=steps, strength=strength)
    yield PNDM, dict(a, skip_prk_steps=True), dict(steps=6, blend=True)
    for cls, steps in itertools.product((LCM, TCD), (4, 7, 13)):
        yield cls, dict(original_inference_steps=20), dict(steps=steps)
    for eta in (0.0, 0.5, 1.0):
        yield TCD, {}, dict(steps=5, eta=eta)
    yield LCM, dict(clip_sample=True, timestep_scaling=1.0), dict(steps=4)


def continuous():
    """EDM and flow matching, which have no training timesteps to space."""
    for pred, schedule, final in itertools.product((E, V), ("karras", "exponential"), ("zero", "sigma_min")):
        for cls in (EDM, EDM_DPM):
            yield cls, dict(prediction_type=pred, sigma_schedule=schedule, final_sigmas_type=final), dict(steps=6)
    for cls in (EDM, EDM_DPM):
        for steps in (1, 2, 3, 17):
            yield cls, {}, dict(steps=steps)
        yield cls, dict(sigma_min=0.01, sigma_max=20.0, sigma_data=1.0, rho=5.0), dict(steps=5)
        yield cls, {}, dict(steps=10, strength=0.6)
        yield cls, {}, dict(steps=7, blend=True)
    for change in (dict(solver_order=1), dict(solver_order=3), dict(solver_type="heun"), dict(thresholding=True),
                   dict(algorithm_type="sde-dpmsolver++"), dict(algorithm_type="sde-dpmsolver++", solver_type="heun"),
                   dict(euler_at_final=True, final_sigmas_type="sigma_min")):
        yield EDM_DPM, change, dict(steps=8)
    for change in ({}, dict(shift=3.0), dict(shift_terminal=0.1), dict(stochastic_sampling=True),
                   *(dict(shift=3.0, **{curve: True}) for curve in CURVES)):
        yield FLOW, change, dict(steps=6)
    for steps in (1, 2, 3, 17):
        yield FLOW, dict(shift=3.0), dict(steps=steps)
    yield FLOW, dict(shift=3.0), dict(steps=10, strength=0.57)
    yield FLOW, dict(shift=3.0), dict(steps=7, blend=True)


def folders():
    """Configurations as real folders have them, used with other classes."""
    sd15 = dict(_class_name=PNDM, _diffusers_version="0.6.0", beta_end=0.012, beta_schedule="scaled_linear", beta_start=0.00085,
                num_train_timesteps=1000, set_alpha_to_one=False, skip_prk_steps=True, steps_offset=1, trained_betas=None,
                clip_sample=False)
    sd21 = dict(_class_name=DDIM, beta_end=0.012, beta_schedule="scaled_linear", beta_start=0.00085, clip_sample=False,
                num_train_timesteps=1000, prediction_type=V, set_alpha_to_one=False, skip_prk_steps=True, steps_offset=1,
                trained_betas=None)
    sdxl = dict(_class_name=EULER, beta_end=0.012, beta_schedule="scaled_linear", beta_start=0.00085, clip_sample=False,
                interpolation_type="linear", num_train_timesteps=1000, prediction_type=E, sample_max_value=1.0,
                set_alpha_to_one=False, skip_prk_steps=True, steps_offset=1, timestep_spacing="leading", trained_betas=None,
                use_karras_sigmas=False)
    dpm = dict(make(MULTI, BETAS["scaled"]).config, _class_name=MULTI)
    dpm = {k: v for k, v in dpm.items() if k not in ("_use_default_values", "lambda_min_clipped")}
    uni = dict(make(UNIPC, BETAS["scaled"]).config, _class_name=UNIPC)
    uni = {k: v for k, v in uni.items() if k != "_use_default_values"}
    ddim = dict(make(DDIM, BETAS["scaled"]).config, _class_name=DDIM)
    ddim = {k: v for k, v in ddim.items() if k != "_use_default_values"}
    for config, cls in itertools.product((sd15, sd21, sdxl, dpm, uni, ddim), TRAINED):
        if cls == PNDM and config.get("prediction_type") == S:
            continue
        yield cls, config, dict(steps=5)


def cases():
    seen = set()
    for cls, config, how in itertools.chain(grid(), sigmas(), solvers(), continuous(), folders()):
        key = json.dumps([cls, config, how], sort_keys=True)
        if key not in seen:
            seen.add(key)
            yield cls, config, how


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
