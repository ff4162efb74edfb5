"""Records scheduler_config.json as diffusers writes it, for every class it has and for options that people choose.

    pip install -r tests/parity/requirements.txt
    python tests/parity/record_scheduler_configs.py [--out FOLDER]

Classes that take betas get those of Stable Diffusion. The file holds the texts as they are: some are no JSON, because Python
writes -Infinity. What is right for each stands in the test (SchedulerVerdictsTest).
"""

import inspect
import json
import tempfile
from importlib.metadata import version
from pathlib import Path

import diffusers
from diffusers import schedulers
from diffusers.schedulers.scheduling_utils import SchedulerMixin

import recording

FILES = ["quarkus-frontend/core/src/test/resources/vectors/scheduler-configs.json"]
BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
ZERO_SNR = {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing", **BETAS}
OPTIONS = {
    "DDIM, v, zero SNR": ("DDIMScheduler", {**ZERO_SNR, "prediction_type": "v_prediction"}),
    "DDIM, epsilon, zero SNR": ("DDIMScheduler", ZERO_SNR),
    "DDIM, thresholding": ("DDIMScheduler", {**BETAS, "thresholding": True}),
    "DDIM, sample": ("DDIMScheduler", {**BETAS, "prediction_type": "sample"}),
    "DDIM, sigmoid betas": ("DDPMScheduler", {**BETAS, "beta_schedule": "sigmoid"}),
    "DDPM, learned variance": ("DDPMScheduler", {**BETAS, "variance_type": "learned_range"}),
    "PNDM, skip_prk_steps": ("PNDMScheduler", {**BETAS, "skip_prk_steps": True, "steps_offset": 1}),
    "Euler, v, zero SNR": ("EulerDiscreteScheduler", {**ZERO_SNR, "prediction_type": "v_prediction"}),
    "Euler, of a video model": ("EulerDiscreteScheduler", {
        **BETAS, "prediction_type": "v_prediction", "sigma_min": 0.002, "sigma_max": 700.0, "timestep_type": "continuous",
        "use_karras_sigmas": True}),
    "Euler, log-linear": ("EulerDiscreteScheduler", {**BETAS, "interpolation_type": "log_linear"}),
    "DPM++ 2M Karras": ("DPMSolverMultistepScheduler", {**BETAS, "use_karras_sigmas": True}),
    "DPM++ 2M SDE": ("DPMSolverMultistepScheduler", {**BETAS, "algorithm_type": "sde-dpmsolver++"}),
    "DPM++ 3M": ("DPMSolverMultistepScheduler", {**BETAS, "solver_order": 3}),
    "DEIS of third order": ("DEISMultistepScheduler", {**BETAS, "solver_order": 3}),
    "UniPC of third order": ("UniPCMultistepScheduler", {**BETAS, "solver_order": 3}),
    "UniPC of fourth order": ("UniPCMultistepScheduler", {**BETAS, "solver_order": 4}),
    "DPM without ++": ("DPMSolverMultistepScheduler", {**BETAS, "algorithm_type": "dpmsolver", "final_sigmas_type": "sigma_min"}),
    "DPM++ of a clipped cosine": ("DPMSolverMultistepScheduler", {
        "beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1}),
    "DPM++ with Euler at the end": ("DPMSolverMultistepScheduler", {**BETAS, "euler_at_final": True}),
    "DPM++ singlestep of third order": ("DPMSolverSinglestepScheduler", {**BETAS, "solver_order": 3}),
    "UniPC, flow": ("UniPCMultistepScheduler", {"use_flow_sigmas": True, "prediction_type": "flow_prediction"}),
    "UniPC without corrector": ("UniPCMultistepScheduler", {**BETAS, "disable_corrector": [0, 1]}),
    "LCM of 4 steps": ("LCMScheduler", {**BETAS, "original_inference_steps": 50, "set_alpha_to_one": False}),
}


def classes():
    found = {name: value for name, value in inspect.getmembers(schedulers, inspect.isclass)
             if issubclass(value, SchedulerMixin) and hasattr(value, "save_config") and value is not SchedulerMixin}
    return dict(sorted(found.items()))


def text(scheduler):
    with tempfile.TemporaryDirectory() as directory:
        scheduler.save_config(directory)
        return (Path(directory) / "scheduler_config.json").read_text()


def record(target):
    texts = {}
    for name, scheduler in classes().items():
        taken = inspect.signature(scheduler).parameters
        try:
            betas = {key: value for key, value in BETAS.items() if key in taken} if "beta_start" in taken else {}
            texts[name] = text(scheduler(**betas))
        except (TypeError, NotImplementedError, ImportError) as reason:
            print(f"{name} is left out: {reason}")
    for name, (scheduler, options) in OPTIONS.items():
        texts[name] = text(getattr(diffusers, scheduler)(**options))
    document = {
        "recorded_by": "tests/parity/record_scheduler_configs.py",
        "versions": {"diffusers": version("diffusers")},
        "texts": texts,
    }
    target.write_text(json.dumps(document, indent=1) + "\n")
    print(f"{target}: {len(texts)} texts")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
