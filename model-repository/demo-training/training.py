"""What every stage shares: parallel processes, averaged weights, checkpoints and one training loop."""

import copy
import math
import os
import random
import time

import torch
import torch.distributed as dist
import torch.multiprocessing as mp

SEED = 20240607
SAVE_SECONDS = 60


def run_parallel(processes, work, function, *arguments):
    """Runs function(rank, processes, work, *arguments) in several processes with one thread each.

    On few cores two processes are much faster than one process with two threads.
    """
    rendezvous = work / f"rendezvous-{function.__name__}"
    rendezvous.unlink(missing_ok=True)
    mp.spawn(_start, (processes, str(rendezvous), work, function, arguments), nprocs=processes)


def _start(rank, processes, rendezvous, work, function, arguments):
    torch.set_num_threads(1)
    if processes > 1:
        dist.init_process_group("gloo", init_method=f"file://{rendezvous}", rank=rank, world_size=processes)
    function(rank, processes, work, *arguments)
    if processes > 1:
        dist.barrier()
        dist.destroy_process_group()


def _average_gradients(parameters, processes):
    if processes == 1:
        return
    flat = torch.cat([p.grad.reshape(-1) for p in parameters])
    dist.all_reduce(flat)
    flat /= processes
    offset = 0
    for p in parameters:
        p.grad.copy_(flat[offset:offset + p.numel()].view_as(p))
        offset += p.numel()


def cosine(step, steps, warm_up, final=0.02):
    """Share of the peak learning rate: a linear start, then half a cosine down to the final share."""
    if step < warm_up:
        return (step + 1) / warm_up
    progress = (step - warm_up) / max(1, steps - warm_up)
    return final + (1 - final) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))


class Average:
    """Exponential average of the weights; samples from it are far better than from the raw weights."""

    def __init__(self, model, decay):
        self.model, self.decay, self.updates = copy.deepcopy(model).requires_grad_(False), decay, 0

    @torch.no_grad()
    def update(self, model):
        # A young average follows quickly, otherwise the random start would linger in it.
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        for mine, theirs in zip(self.model.parameters(), model.parameters()):
            mine.lerp_(theirs, 1 - decay)


class Stage:
    """Trains one module and leaves <name>.pt with its weights, its averaged weights and all that resuming needs."""

    def __init__(self, name, work, steps, rate, warm_up=100, decay=0.998):
        self.name, self.path = name, work / f"{name}.pt"
        self.steps, self.rate, self.warm_up, self.decay = steps, rate, warm_up, decay

    def finished(self):
        return self.path.exists() and torch.load(self.path, weights_only=False)["step"] >= self.steps

    def run(self, rank, processes, model, loss_of, groups=None):
        """loss_of(step, rng) is one batch's loss. groups: parameters and their share of the rate."""
        groups = groups or [(list(model.parameters()), 1.0)]
        parameters = [p for group, _ in groups for p in group]
        optimizer = torch.optim.AdamW([{"params": g, "share": share} for g, share in groups], lr=self.rate,
                                      betas=(0.9, 0.99), weight_decay=0.01)
        average = Average(model, self.decay)
        start = self._resume(model, average, optimizer)
        saved = begun = time.time()
        total = 0.0
        for step in range(start, self.steps):
            seed = SEED + 1000003 * step + rank
            torch.manual_seed(seed)
            for group in optimizer.param_groups:
                group["lr"] = self.rate * group["share"] * cosine(step, self.steps, self.warm_up)
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(step, random.Random(seed))
            loss.backward()
            _average_gradients(parameters, processes)
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            average.update(model)
            total += loss.item()
            if rank == 0 and (step + 1) % 50 == 0:
                print(f"{self.name} step {step + 1}/{self.steps} loss {total / 50:.4f} "
                      f"{(time.time() - begun) / (step + 1 - start):.3f} s/step", flush=True)
                total = 0.0
            if rank == 0 and (time.time() - saved > SAVE_SECONDS or step + 1 == self.steps):
                self._save(model, average, optimizer, step + 1)
                saved = time.time()

    def _resume(self, model, average, optimizer):
        if not self.path.exists():
            return 0
        state = torch.load(self.path, weights_only=False)
        model.load_state_dict(state["model"])
        average.model.load_state_dict(state["average"])
        average.updates = state["step"]
        optimizer.load_state_dict(state["optimizer"])
        return state["step"]

    def _save(self, model, average, optimizer, step):
        save(self.path, {"step": step, "model": model.state_dict(), "average": average.model.state_dict(),
                         "optimizer": optimizer.state_dict()})


def save(path, value):
    """Writes to a temporary name first: an interrupted run never leaves half a checkpoint."""
    temporary = path.with_suffix(".tmp")
    torch.save(value, temporary)
    os.replace(temporary, path)


def averaged_weights(path):
    return torch.load(path, weights_only=False)["average"]
