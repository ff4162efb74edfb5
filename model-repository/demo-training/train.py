"""Trains everything, stage by stage, and continues where an earlier run stopped: python train.py"""

import argparse
from pathlib import Path

from latents import compute_latents
from text_stage import learn_tokenizer, text_stage, train_text
from training import run_parallel
from unet_stage import MAIN_SIZE, SIZES, denoiser_stage, polish_denoiser, polish_stage, train_denoiser
from vae_stage import autoencoder_stage, decoder_stage, save_whitened, train_autoencoder, train_decoder

VAE_STEPS = 1800
TEXT_STEPS = 700
MAIN_STEPS = 9000
MAIN_SHARDS = 14
DECODER_STEPS = 3400
POLISH_STEPS = 4800


def train_vae(work, processes):
    if not autoencoder_stage(work, VAE_STEPS).finished():
        run_parallel(processes, work, train_autoencoder, VAE_STEPS)
    if not (work / "autoencoder.pt").exists():
        save_whitened(work)


def train_text_encoder(work, processes):
    if not (work / "tokenizer").exists():
        learn_tokenizer(work)
    if not text_stage(work, TEXT_STEPS).finished():
        run_parallel(processes, work, train_text, TEXT_STEPS)


def train_main(work, processes):
    run_parallel(processes, work, compute_latents, {MAIN_SIZE: MAIN_SHARDS})
    if not denoiser_stage(work, MAIN_STEPS).finished():
        run_parallel(processes, work, train_denoiser, MAIN_STEPS, MAIN_SHARDS)


def train_clean_edges(work, processes):
    if not decoder_stage(work, DECODER_STEPS).finished():
        run_parallel(processes, work, train_decoder, DECODER_STEPS)


def train_other_sizes(work, processes):
    run_parallel(processes, work, compute_latents, {size: MAIN_SHARDS if size == MAIN_SIZE else 1 for size in SIZES})
    if not polish_stage(work, POLISH_STEPS).finished():
        run_parallel(processes, work, polish_denoiser, POLISH_STEPS, MAIN_SHARDS)


STAGES = {"vae": train_vae, "text": train_text_encoder, "unet": train_main, "decoder": train_clean_edges,
          "sizes": train_other_sizes}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("work"), help="folder for checkpoints and caches")
    parser.add_argument("--processes", type=int, default=2, help="parallel processes, one thread each")
    parser.add_argument("--stage", choices=STAGES, help="only this stage")
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    for name in [options.stage] if options.stage else STAGES:
        STAGES[name](work, options.processes)


if __name__ == "__main__":
    main()
