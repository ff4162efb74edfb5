"""The noise schedule of Stable Diffusion 1.5."""

import numpy as np

TRAIN_STEPS = 1000
BETA_START, BETA_END = 0.00085, 0.012
LATENT_SCALE = 0.18215


def alphas_cumprod():
    betas = np.linspace(BETA_START ** 0.5, BETA_END ** 0.5, TRAIN_STEPS) ** 2
    return np.cumprod(1.0 - betas)


def angle_polynomial(degree=8):
    """Coefficients, highest power first, of angle(u) with u = sqrt((t + 1) / 1000) - 0.5, cos(angle)^2 = alphas_cumprod[t].

    In the root of the time the angle is smooth down to the first step, and unlike a polynomial of alphas_cumprod
    it keeps cosine and sine exact partners in any precision.
    """
    bar = alphas_cumprod()
    angle = np.arctan2(np.sqrt(1.0 - bar), np.sqrt(bar))
    u = np.sqrt(np.arange(1, TRAIN_STEPS + 1) / TRAIN_STEPS) - 0.5
    return np.polyfit(u, angle, degree).tolist()
