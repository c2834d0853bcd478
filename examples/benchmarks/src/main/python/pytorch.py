#!/usr/bin/env python3
"""Times value + gradient of PyTorch's losses, for `examples/run bench --with FILE`.

    python3 pytorch.py --threads 1 --json pytorch.json [FILTER]

"pytorch" is its native loss, "pytorch-composed" the formula written in tensor operations, "pytorch-compiled" the same
through torch.compile, which needs a C++ compiler. Needs torch and nothing else; losses of pairs are measured if
pytorch-metric-learning is there, as "pytorch-metric-learning".
"""

import argparse
import json
import statistics
import time

import torch
import torch.nn.functional as F

SIZES = [(32, 10), (4096, 100), (1024, 1000), (4096, 1024), (4096, 4096)]
CTC = (32, 150, 80, 40)
EMBEDDINGS = [(64, 128), (256, 128), (1024, 128)]
LATENTS = 8
EXAMPLES_OF_A_CLASS = 8


def huber(x, y):
    error = (x - y).abs()
    return torch.where(error < 1, 0.5 * error * error, error - 0.5).mean()


def sigmoid_focal(x, y):
    p = torch.sigmoid(x)
    entropy = F.binary_cross_entropy_with_logits(x, y, reduction="none")
    right = p * y + (1 - p) * (1 - y)
    balance = 0.25 * y + 0.75 * (1 - y)
    return (balance * (1 - right) ** 2 * entropy).mean()


def softmax_focal(x, y):
    surprise = -(F.log_softmax(x, 1) * y).sum(1)
    return ((1 - torch.exp(-surprise)) ** 2 * surprise).mean()


def log_squared_error(x, y):
    return torch.log1p((x - y) ** 2).mean()


def vae(x, mean, log_variance, y):
    error = ((x - y) ** 2).sum(1)
    divergence = -0.5 * (1 + log_variance - mean**2 - log_variance.exp()).sum(1)
    return (error + divergence).mean()


def ctc(x, y):
    log_probabilities = F.log_softmax(x, 2).transpose(0, 1)
    n, t, _, length = CTC
    frames = torch.full((n,), t, dtype=torch.long)
    lengths = torch.full((n,), length, dtype=torch.long)
    return F.ctc_loss(log_probabilities, y, frames, lengths, reduction="sum") / n


NATIVE = {
    "mean_squared_error": F.mse_loss,
    "huber": F.huber_loss,
    "binary_cross_entropy": F.binary_cross_entropy_with_logits,
    "categorical_cross_entropy": F.cross_entropy,
    "sparse_categorical_cross_entropy": F.cross_entropy,
    "triplet_margin": F.triplet_margin_loss,
    "ctc": ctc,
}
COMPOSED = {
    "huber": huber,
    "sigmoid_focal": sigmoid_focal,
    "softmax_focal": softmax_focal,
    "log_squared_error": log_squared_error,
    "vae": vae,
}


def info_nce(anchor, positive):
    scores = F.normalize(anchor) @ F.normalize(positive).T / 0.1
    return F.cross_entropy(scores, torch.arange(len(anchor)))


COMPOSED["info_nce"] = info_nce


def metric_learning():
    """The losses of pytorch-metric-learning; none if it is not there."""
    try:
        from pytorch_metric_learning import distances, losses, miners, reducers
    except ImportError:
        return {}
    distance = distances.LpDistance(normalize_embeddings=False)
    triplet = losses.TripletMarginLoss(margin=1, distance=distance, reducer=reducers.MeanReducer())
    hard = miners.BatchHardMiner(distance=distance)
    semi_hard = miners.TripletMarginMiner(margin=1, type_of_triplets="semihard", distance=distance)
    return {
        "batch_hard_triplet": lambda x, y: triplet(x, y, hard(x, y)),
        "batch_all_triplet": losses.TripletMarginLoss(margin=0.2, distance=distance, reducer=reducers.AvgNonZeroReducer()),
        "semi_hard_triplet": lambda x, y: triplet(x, y, semi_hard(x, y)),
        "nt_xent": losses.NTXentLoss(temperature=0.07),
    }


METRIC_LEARNING = metric_learning()
PAIRS = [*METRIC_LEARNING, "info_nce"]
LOSSES = list(dict.fromkeys([*NATIVE, *COMPOSED, *METRIC_LEARNING]))


def inputs(loss, rows, columns):
    """Those that gradients are wanted by, and the others."""
    x = torch.empty(rows, columns).uniform_(-4, 4)
    if loss == "triplet_margin":
        return [torch.empty(rows, columns).uniform_(-1, 1) for _ in range(3)], []
    if loss == "info_nce":
        return [torch.empty(rows, columns).uniform_(-1, 1) for _ in range(2)], []
    if loss in METRIC_LEARNING:
        return [torch.empty(rows, columns).uniform_(-1, 1)], [torch.randint(0, rows // EXAMPLES_OF_A_CLASS, (rows,))]
    if loss == "ctc":
        n, t, _, length = CTC
        return [x.reshape(n, t, columns)], [torch.randint(1, columns, (n, length))]
    if loss in ("binary_cross_entropy", "sigmoid_focal"):
        return [x], [torch.randint(0, 2, (rows, columns)).float()]
    classes = torch.randint(0, columns, (rows,))
    if loss == "sparse_categorical_cross_entropy":
        return [x], [classes]
    if loss in ("categorical_cross_entropy", "softmax_focal"):
        return [x], [F.one_hot(classes, columns).float()]
    y = torch.empty(rows, columns).uniform_(-4, 4)
    if loss == "vae":
        return [x, *(torch.empty(rows, LATENTS).uniform_(-2, 2) for _ in range(2))], [y]
    return [x], [y]


def samples(function, trained, given, seconds):
    """Nanoseconds for each of some computations."""
    for tensor in trained:
        tensor.requires_grad_(True)

    def compute():
        for tensor in trained:
            tensor.grad = None
        start = time.perf_counter_ns()
        function(*trained, *given).backward()
        return time.perf_counter_ns() - start

    until = time.perf_counter() + seconds / 2
    compute()
    while time.perf_counter() < until:
        compute()
    until = time.perf_counter() + seconds
    times = []
    while len(times) < 5 or time.perf_counter() < until:
        times.append(compute())
    return times


def write(figures, path):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(figures, file, indent=2)
        file.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="?", default="", help="measure only what has this in LOSS/SIZE/CONTENDER")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1, help="for each measurement; default 1")
    parser.add_argument("--json", help="write the figures here")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(20260101)

    figures = []
    for loss in LOSSES:
        n, t, classes, _ = CTC
        for rows, columns in [(n * t, classes)] if loss == "ctc" else EMBEDDINGS if loss in PAIRS else SIZES:
            trained, given = inputs(loss, rows, columns)
            contenders = {"pytorch": NATIVE.get(loss), "pytorch-composed": COMPOSED.get(loss)}
            contenders["pytorch-metric-learning"] = METRIC_LEARNING.get(loss)
            if loss in COMPOSED:
                contenders["pytorch-compiled"] = torch.compile(COMPOSED[loss], dynamic=False)
            for contender, function in contenders.items():
                name = f"{loss}/{rows}x{columns}/{contender}"
                if function is None or options.filter not in name:
                    continue
                try:
                    times = samples(function, trained, given, options.seconds)
                except Exception as error:  # torch.compile, where there is no compiler
                    print(f"{name:65} not measured: {type(error).__name__}", flush=True)
                    continue
                low, median, high = (q / (rows * columns) for q in statistics.quantiles(times, n=4))
                half = len(times) // 2
                warming_up = statistics.median(times[half:]) < 0.9 * statistics.median(times[:half])
                print(f"{name:65} {median:9.3f} ns per element  (half within {low:.3f} to {high:.3f})", flush=True)
                figures.append(
                    {
                        "loss": loss,
                        "size": f"{rows}x{columns}",
                        "contender": contender,
                        "threads": options.threads,
                        "median": median,
                        "low": low,
                        "high": high,
                        "slowest": median,
                        "warming_up": warming_up,
                    }
                )
                if options.json:  # each time, since code that torch.compile makes may end the process
                    write(figures, options.json)


if __name__ == "__main__":
    main()
