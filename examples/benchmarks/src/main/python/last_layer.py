"""Measures a linear layer under softmax cross-entropy in PyTorch, whole and in chunks, as `examples/run bench last-layer` does ours.

Prints, for each way, the milliseconds of a step (forward and backward to input, weights and biases) and the resident memory that it
takes at its peak, without what is in use before. Each way runs in a process of its own. Linux only; needs PyTorch 2.13.

    python3 last_layer.py --rows 8192 --features 512 --classes 32768 --threads 2
"""

import argparse
import multiprocessing
import statistics
import time


def ways(features, classes):
    import torch
    from torch.nn.modules.linear_cross_entropy_options import LinearCrossEntropyOptions

    def whole():
        linear = torch.nn.Linear(features, classes)
        loss = torch.nn.CrossEntropyLoss()
        return linear, lambda x, y: loss(linear(x), y)

    def chunked():
        loss = torch.nn.LinearCrossEntropyLoss(features, classes, bias=True, options=LinearCrossEntropyOptions())
        return loss, loss

    return {"Linear, CrossEntropyLoss": whole, "LinearCrossEntropyLoss, in chunks": chunked}


def memory(field):
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field))


def measure(name, options, results):
    import torch

    torch.set_num_threads(options.threads)
    torch.manual_seed(20260101)
    prepare = ways(options.features, options.classes)[name]
    module, loss = prepare()
    x = torch.randn(options.rows, options.features, requires_grad=True)
    y = torch.randint(options.classes, (options.rows,))

    def step(rows):
        module.zero_grad(set_to_none=True)
        x.grad = None
        loss(x[:rows], y[:rows]).backward()

    step(64)  # what the library needs to load is there before memory is looked at
    with open("/proc/self/clear_refs", "w", encoding="ascii") as peak:
        peak.write("5")
    before = memory("VmRSS")
    step(options.rows)
    times = []
    for _ in range(options.steps):
        start = time.perf_counter()
        step(options.rows)
        times.append((time.perf_counter() - start) * 1e3)
    results.put((statistics.median(times), memory("VmHWM") - before))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=8192)
    parser.add_argument("--features", type=int, default=512)
    parser.add_argument("--classes", type=int, default=32768)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    print(f"| {options.rows} rows, {options.features} features, {options.classes} classes | ms a step | peak MiB |")
    print("|---|---|---|")
    for name in ways(options.features, options.classes):
        results = spawn.Queue()
        process = spawn.Process(target=measure, args=(name, options, results))
        process.start()
        milliseconds, peak = results.get()
        process.join()
        print(f"| PyTorch: {name} | {milliseconds:.0f} | {peak / 2**20:.0f} |", flush=True)


if __name__ == "__main__":
    main()
