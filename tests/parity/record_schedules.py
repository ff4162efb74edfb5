"""Records runs with the schedules that only AUTOMATIC1111 has, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_schedules.py [--out FOLDER]

Writes sampler-schedules.json.gz, in the form of samplers.json.gz. Samplers and the model are those of record_samplers.py: step
code of diffusers and k-diffusion on sigmas of the web UI's own schedules (web_ui.py).
A schedule's number of steps is one where it is special: DDIM's of 30 has 31, Align Your Steps was made for 11 sigmas.

The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

import diffusers
import torch

import record_samplers
import recording

FILES = ["quarkus-frontend/core/src/test/resources/vectors/sampler-schedules.json.gz"]
STEPS = {"Polyexponential": (5, 20), "KL Optimal": (5, 20), "Align Your Steps": (10, 11, 25), "DDIM": (5, 30)}


def trajectories():
    known = (*record_samplers.DIFFUSERS, *record_samplers.K_DIFFUSION)
    scheduled = [name for name in dict.fromkeys(known) if name not in (*record_samplers.AT_TIMESTEPS, *record_samplers.DISTILLED)]
    for name in scheduled:
        for schedule in record_samplers.LATER_SCHEDULES:
            for steps in STEPS[schedule]:
                yield record_samplers.trajectory(name, schedule, {}, steps)
        yield record_samplers.trajectory(name, "KL Optimal", {"prediction_type": "v_prediction"}, 20)


def record(path):
    torch.set_num_threads(1)
    diffusers.utils.logging.set_verbosity_error()
    header = {**record_samplers.header(), "recorded_by": "tests/parity/record_schedules.py"}
    record_samplers.write(path, {**header, "trajectories": list(trajectories())})


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
