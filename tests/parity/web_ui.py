"""AUTOMATIC1111's web UI, as far as it samples: its own files (web_ui_source.py), in which nothing is replaced.

What they ask of the rest of the web UI stands here in place of it: a model, which whoever calls gives as a function, a device
(the CPU), a state that nobody watches, and its options, whose defaults are read in the file that has them. Two of them are set
otherwise: the noise is the CPU's, and nothing is shown of a run. k-diffusion is the package (kdiffusion.py), of which the web UI
has a copy.
"""

import ast
import contextlib
import importlib
import os
import sys
import tempfile
import types
from functools import cache
from pathlib import Path
from unittest import mock

import numpy as np
import torch

import kdiffusion
import web_ui_source

STAND_INS = ("devices", "images", "script_callbacks", "sd_hijack", "sd_models", "sd_vae_approx", "sd_vae_taesd", "shared")
OPTIONS = {"randn_source": "CPU", "live_previews_enable": False}


def defaults(path):
    """The options of the web UI with their defaults, as far as those are written out."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text())):
        for key, value in zip(node.keys, node.values) if isinstance(node, ast.Dict) else ():
            while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
                value = value.func.value  # of OptionInfo(...).info(...)
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "OptionInfo":
                with contextlib.suppress(ValueError):
                    found[ast.literal_eval(key)] = ast.literal_eval(value.args[0])
    return found


def stand_in(name, **values):
    module = types.ModuleType(f"modules.{name}")
    module.__dict__.update(values)
    sys.modules[module.__name__] = module
    setattr(sys.modules["modules"], name, module)
    return module


def callbacks():
    """Extensions may change what goes in and out of a model; there are none."""
    progress = ("sampling_step", "total_sampling_steps")
    parameters = {
        "CFGDenoiserParams": ("x", "image_cond", "sigma", *progress, "text_cond", "text_uncond", "denoiser"),
        "CFGDenoisedParams": ("x", *progress, "inner_model"),
        "AfterCFGCallbackParams": ("x", *progress),
        "ExtraNoiseParams": ("noise", "x", "xi"),
    }

    def kind(fields):
        return lambda *values: types.SimpleNamespace(**dict(zip(fields, values, strict=True)))

    calls = ("cfg_denoiser_callback", "cfg_denoised_callback", "cfg_after_cfg_callback", "extra_noise_callback")
    return {name: kind(fields) for name, fields in parameters.items()} | {name: lambda _: None for name in calls}


@cache
def rescaling():
    """The web UI's function for a noise schedule of zero terminal SNR; the file that has it imports all of the web UI and is not run.

    The web UI calls it on the GPU, whose square root is rounded correctly, as numpy's is. torch's on a CPU is not with every library of vectors.
    """
    with tempfile.TemporaryDirectory() as folder:
        web_ui_source.copy(["sd_models.py"], Path(folder))
        tree = ast.parse((Path(folder) / "sd_models.py").read_text())
    tree.body = [node for node in tree.body if getattr(node, "name", None) == "rescale_zero_terminal_snr_abar"]
    names = {}
    exec(compile(tree, "sd_models.py", "exec"), names)

    def rescaled(alphas):
        with mock.patch.object(torch.Tensor, "sqrt", lambda values: torch.from_numpy(np.sqrt(values.numpy()))):
            return names["rescale_zero_terminal_snr_abar"](alphas)

    return rescaled


def alphas_cumprod(config, rescaled=False):
    """The noise schedule of a checkpoint, as the web UI has it: in double precision until it is kept; diffusers has single precision.

    What trained the models computes it, LatentDiffusion.register_schedule with make_beta_schedule of CompVis' ldm (sgm's for SDXL).
    config: of a scheduler of diffusers, whose words for the betas are others. rescaled: whether to zero terminal SNR.
    """
    ends, count = (config["beta_start"], config["beta_end"]), config["num_train_timesteps"]
    if config["beta_schedule"] == "scaled_linear":
        betas = torch.linspace(*(end**0.5 for end in ends), count, dtype=torch.float64) ** 2
    elif config["beta_schedule"] == "linear":
        betas = torch.linspace(*ends, count, dtype=torch.float64)
    else:
        raise ValueError(config["beta_schedule"])
    alphas = torch.tensor(np.cumprod(1 - betas.numpy()), dtype=torch.float32)
    return rescaling()(alphas) if rescaled else alphas


def schedule_sigmas(label, alphas_cumprod, steps):
    """What a schedule makes of a noise schedule, with where the last step leads."""
    training = kdiffusion.external.DiscreteSchedule(((1 - alphas_cumprod) / alphas_cumprod) ** 0.5, False)
    scheduler = modules().sd_schedulers.schedulers_map[label]
    inner = {"inner_model": training} if scheduler.need_inner_model else {}
    ends = {"sigma_min": training.sigma_min.item(), "sigma_max": training.sigma_max.item()}
    return scheduler.function(n=steps, **ends, **inner, device=torch.device("cpu"))


def restart(model, x, sigmas, noise_sampler):
    """The sampler, which takes its noise from torch."""
    modules()
    with mock.patch.object(torch, "randn_like", lambda _: noise_sampler(None, None)):
        return sys.modules["modules.sd_samplers_extra"].restart_sampler(model, x, sigmas, disable=True)


@cache
def modules():
    """The web UI's module of all samplers and schedules, with all that it imports; fetched once for a process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        web_ui_source.copy(web_ui_source.DIGESTS, folder)
        package = sys.modules["modules"] = types.ModuleType("modules")
        package.__path__ = [name]
        for missing in STAND_INS:
            stand_in(missing)
        cpu = torch.device("cpu")
        sys.modules["modules.devices"].__dict__.update(cpu=cpu, device=cpu, dtype=torch.float32, dtype_vae=torch.float32)
        sys.modules["modules.script_callbacks"].__dict__.update(callbacks())
        sys.modules["modules.shared"].__dict__.update(
            device=cpu,
            opts=types.SimpleNamespace(**{**defaults(folder / "shared_options.py"), **OPTIONS}),
            state=types.SimpleNamespace(interrupted=False, skipped=False),
            total_tqdm=types.SimpleNamespace(update=lambda: None),
            sd_model=Model,
        )
        sys.modules["modules.sd_hijack"].model_hijack = types.SimpleNamespace(
            embedding_db=types.SimpleNamespace(find_embedding_at_position=lambda *_: (None, None)), extra_generation_params={}
        )
        sys.modules["modules.devices"].torch_npu_set_device = lambda: None
        importlib.import_module("modules.rng")
        importlib.import_module("modules.sd_hijack_clip")
        return importlib.import_module("modules.sd_samplers")


@contextlib.contextmanager
def noise(source):
    """Within this the web UI draws from another source than OPTIONS say: "NV" are the numbers of a GPU, computed on the CPU."""
    modules()
    with mock.patch.object(sys.modules["modules.shared"].opts, "randn_source", source):
        yield sys.modules["modules.rng"]


class Model:
    """What the web UI's samplers ask of a checkpoint.

    apply: of scaled latents, timesteps and text states, a row for each; gives the outputs. encode: of texts, the states.
    """

    device = torch.device("cpu")
    cond_stage_key = "txt"
    is_sdxl = False
    sd_checkpoint_info = None

    def __init__(self, alphas_cumprod, apply, encode, prediction="epsilon"):
        self.alphas_cumprod = alphas_cumprod
        self.parameterization = "v" if prediction == "v_prediction" else "eps"
        self.model = types.SimpleNamespace(conditioning_key="crossattn")
        self.apply, self.get_learned_conditioning = apply, encode

    def apply_model(self, x, timesteps, cond):
        return self.apply(x, timesteps, *cond["c_crossattn"])


class Run:
    """A run of a sampler for one picture. Afterwards, calls has latents and σ (or timestep) of every call of the denoiser."""

    def __init__(self, model, sampler, schedule, steps, seed, guidance=1.0, eta=None, prompts=("", "")):
        """schedule: by the web UI's name or label; prompts: negative and positive."""
        self.all = modules()
        self.parser, self.shared = sys.modules["modules.prompt_parser"], sys.modules["modules.shared"]
        self.shared.sd_model = self.model = model
        self.sampler = self.all.create_sampler(sampler, model)
        self.steps, self.seed, self.prompts, self.calls = steps, seed, prompts, []
        self.asked = types.SimpleNamespace(
            **dict.fromkeys(("mask", "nmask", "scripts", "image_cfg_scale", "hr_scheduler")),
            **dict.fromkeys(("refiner_switch_at", "refiner_checkpoint_info")),
            **dict.fromkeys(("s_min_uncond", "s_churn", "s_tmin", "s_tmax", "iteration"), 0),
            sampler_noise_scheduler_override=None,
            is_hr_pass=False,
            s_noise=1.0,
            batch_size=1,
            extra_generation_params={},
            steps=steps,
            scheduler=schedule,
            cfg_scale=guidance,
            eta=eta,
            all_seeds=[seed],
        )
        self.sampler.model_wrap_cfg.register_forward_pre_hook(lambda _, given: self.calls.append(given[:2]))

    def sigmas(self):
        """Those of the run, and where its last step leads."""
        return self.sampler.get_sigmas(self.asked, self.steps)

    def timesteps(self):
        """Of samplers without σ: from the first to the last."""
        return self.sampler.get_timesteps(self.asked, self.steps)

    @torch.no_grad()
    def drawn(self, shape, image=None, strength=None):
        """The last latents of a run from noise, or from a picture's latents."""
        rng = self.asked.rng = sys.modules["modules.rng"].ImageRNG(shape, [self.seed])
        self.asked.denoising_strength = strength
        noise = rng.next()
        negative, positive = self.prompts
        states = (
            self.parser.get_multicond_learned_conditioning(self.model, [positive], self.steps),
            self.parser.get_learned_conditioning(self.model, [negative], self.steps),
        )
        more = {"image_conditioning": noise.new_zeros(1, 5, 1, 1)}
        try:
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):  # bars of progress
                if image is None:
                    return self.sampler.sample(self.asked, noise, *states, **more)
                return self.sampler.sample_img2img(self.asked, image, noise, *states, **more)
        finally:
            kdiffusion.sampling.torch = torch  # which the web UI replaced, for its own noise
