#!/usr/bin/env python3
"""Checks and times, on a CPU or a GPU, the losses that `examples/run export` wrote.

    python3 check_export.py DIR --device cuda

Each TorchScript module, which is the one that the adapter for DJL runs, computes value and gradients, which are compared
with the recorded ones. Needs PyTorch and nothing else. The exit code is 1 if anything differs.

Devices without a GPU: "meta" and "fake-cuda" compute no numbers, and show that every tensor that a module makes is of its
inputs' type and on its inputs' device, and that nothing waits for a number to arrive on the host.
"""

import argparse
import array
import contextlib
import io
import json
import os
import platform
import statistics
import sys
import time
import warnings
import zipfile

import torch
import torch.nn.functional as F

FORMAT = "losses4j-export-1"
TYPES = {"float32": torch.float32, "float64": torch.float64}
# TorchScript profiles its first run, and optimises what it runs from the second or third on.
RUNS = 3
PATIENCE = 4


class Export:
    """The folder of an export."""

    def __init__(self, folder):
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
            self.manifest = json.load(file)
        if self.manifest["format"] != FORMAT:
            sys.exit(f"{folder}: this script reads {FORMAT}, and the export is {self.manifest['format']}")
        self.modules = zipfile.ZipFile(os.path.join(folder, self.manifest["modules"]))
        self.arrays = zipfile.ZipFile(os.path.join(folder, self.manifest["arrays"]))

    def array(self, entry):
        """An array of the manifest, in float64 on the CPU. Numbers that JSON does not have are "inf", "-inf" and "nan"."""
        if "file" in entry:
            numbers = array.array("f")
            numbers.frombytes(self.arrays.read(entry["file"]))
            if sys.byteorder == "big":
                numbers.byteswap()
            return torch.frombuffer(numbers, dtype=torch.float32).double().reshape(entry["shape"])
        values = [float(value) for value in entry["values"]]
        return torch.tensor(values, dtype=torch.float64).reshape(entry["shape"])

    def module(self, case, type_name):
        return torch.jit.load(io.BytesIO(self.modules.read(case["modules"][type_name])))

    def inputs(self, case, dtype, device):
        """The arguments of a module, of which those that gradients are wanted by require them."""
        tensors = []
        for entry in case["inputs"]:
            tensor = self.array(entry).to(device, dtype)
            tensors.append(tensor.requires_grad_(entry["role"] in case["gradients"]))
        return tensors + [self.array(entry).to(device, dtype) for entry in case["literals"]]


def compute(module, inputs):
    """The value, and the gradients of its sum by the inputs that require one."""
    for tensor in inputs:
        tensor.grad = None
    value = module(*inputs)
    wanted = [tensor for tensor in inputs if tensor.requires_grad]
    if wanted:
        value.sum().backward()
    return value.detach(), [tensor.grad for tensor in wanted]


def trimmed(shape):
    """A shape without trailing axes of one element."""
    shape = list(shape)
    while shape and shape[-1] == 1:
        shape.pop()
    return shape


class NotCheckable(Exception):
    """PyTorch cannot run an operation without numbers."""


class Difference(Exception):
    """A result is not what was recorded."""


def error(what, got, wanted, case, type_name, dtype, device):
    """The largest error, as a share of what is allowed."""
    if got is None:
        raise Difference(f"{what} is missing")
    if got.dtype != dtype or got.device.type != device.type:
        raise Difference(f"{what} is {got.dtype} on {got.device}, not {dtype} on {device}")
    if trimmed(got.shape) != trimmed(wanted.shape):
        raise Difference(f"{what} has the shape {list(got.shape)}, not {list(wanted.shape)}")
    got = got.detach().cpu().double().reshape(-1)
    wanted = wanted.reshape(-1)
    if wanted.numel() == 0:
        return 0.0
    tolerance = case["tolerances"][type_name]
    finite = torch.isfinite(wanted)
    largest = wanted[finite].abs().max().item() if finite.any() else 0.0
    share = largest if case["tolerances"]["scaled"] else 1.0
    allowed = tolerance["absolute"] * share + tolerance["relative"] * wanted.abs()
    apart = (got - wanted).abs()
    same = (got == wanted) | (got.isnan() & wanted.isnan())
    # An infinite number passes only as itself.
    shares = torch.where(same, 0.0, torch.where(finite & got.isfinite(), apart / allowed, float("inf")))
    worst = int(shares.argmax())
    if not shares[worst] <= 1:
        place = "" if wanted.numel() == 1 else f" (element {worst})"
        raise Difference(f"{what}{place} is {got[worst].item()!r}, not {wanted[worst].item()!r}")
    return shares[worst].item()


def check(export, case, type_name, device, synchronising):
    """The largest error of a case over several runs, as a share of what is allowed."""
    dtype = TYPES[type_name]
    module = export.module(case, type_name)
    inputs = export.inputs(case, dtype, device)
    expected = export.array(case["expected"])
    roles = [entry["role"] for entry in case["inputs"] if entry["role"] in case["gradients"]]
    largest = 0.0
    for run in range(1 if case["timed"] else RUNS):
        with noting_synchronisation(device, synchronising, case):
            value, gradients = compute(module, inputs)
        largest = max(largest, error("the value", value, expected, case, type_name, dtype, device))
        for role, gradient in zip(roles, gradients):
            wanted = export.array(case["gradients"][role])
            what = f"the gradient by {role}"
            largest = max(largest, error(what, gradient, wanted, case, type_name, dtype, device))
    return largest


@contextlib.contextmanager
def noting_synchronisation(device, synchronising, case):
    """Notes whether the host waits for the GPU, which costs time in each step."""
    if device.type != "cuda":
        yield
        return
    torch.cuda.synchronize(device)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        torch.cuda.set_sync_debug_mode("warn")
        try:
            yield
        finally:
            torch.cuda.set_sync_debug_mode("default")
    if any("synchroniz" in str(warning.message) for warning in caught):
        synchronising.add(next(iter(case["modules"].values())).rsplit("-", 1)[0])


def check_without_numbers(export, case, type_name, kind):
    """Runs a module on tensors that have a type and a device but no numbers."""
    dtype = TYPES[type_name]
    module = export.module(case, type_name)
    with fake_mode() if kind == "fake-cuda" else contextlib.nullcontext():
        device = torch.device("cuda:0" if kind == "fake-cuda" else "meta")
        # Autograd asks for the driver of the device of a fake tensor, so there it only computes; the formula is detached.
        derived = kind == "meta"
        inputs = [
            torch.empty(entry["shape"], dtype=dtype, device=device).requires_grad_(
                derived and entry["role"] in case["gradients"]
            )
            for entry in case["inputs"]
        ]
        inputs += [torch.empty(entry["shape"], dtype=dtype, device=device) for entry in case["literals"]]
        try:
            value, gradients = compute(module, inputs)
        except RuntimeError as fault:
            # PyTorch has no shape function for this kernel.
            if "_ctc_loss" in str(fault):
                raise NotCheckable from fault
            raise
        for what, got in [("the value", value), *(("a gradient", gradient) for gradient in gradients)]:
            if got.dtype != dtype or got.device != device:
                raise Difference(f"{what} is {got.dtype} on {got.device}, not {dtype} on {device}")


def fake_mode():
    from torch._subclasses.fake_tensor import FakeTensorMode

    return FakeTensorMode()


def chosen(export, options):
    """The losses to look at."""
    losses = export.manifest["losses"]
    names = [loss["name"] for loss in losses]
    for name in options.loss or []:
        if name not in names:
            sys.exit(f"There is no loss '{name}' in the export; there are {', '.join(names)}")
    return [loss for loss in losses if not options.loss or loss["name"] in options.loss]


def check_all(export, options, device):
    """Prints the table of all losses; gives the number of failures."""
    print(f"{'loss':32} {'type':8} {'cases':>5}  {'worst error':12} result")
    failures = []
    unchecked = []
    synchronising = set()
    cases = 0
    for loss in chosen(export, options):
        for type_name in options.types:
            worst, failed = 0.0, 0
            known = [case for case in loss["cases"] if type_name in case["modules"]]
            for case in known:
                cases += 1
                try:
                    if device is None:
                        check_without_numbers(export, case, type_name, options.device)
                    else:
                        worst = max(worst, check(export, case, type_name, device, synchronising))
                except NotCheckable:
                    unchecked.append(case["name"])
                except Exception as fault:  # each kind of fault is a failure of the case
                    failed += 1
                    lines = [line for line in str(fault).strip().splitlines() if line.strip()] or [""]
                    kind = "" if isinstance(fault, Difference) else type(fault).__name__ + ": "
                    failures.append(f"FAILED {case['name']}, {type_name}: {kind}{lines[-1].strip()}")
            if known:
                share = "not compared" if device is None else f"{worst:7.1%}"
                result = "pass" if failed == 0 else f"{failed} FAILED"
                result = "PyTorch cannot tell without numbers" if set(case["name"] for case in known) <= set(unchecked) else result
                print(f"{loss['name'][:32]:32} {type_name:8} {len(known):5}  {share:12} {result}", flush=True)
    for failure in failures:
        print(failure)
    for loss in chosen(export, options):
        for reason in dict.fromkeys(left["reason"] for left in loss["left_out"]):
            number = sum(left["reason"] == reason for left in loss["left_out"])
            print(f"left out of the export: {number} of {loss['name']}: {reason}")
    if synchronising:
        print("the host waits for the GPU within: " + ", ".join(sorted(synchronising)))
    print("The worst error is a share of what is allowed.")
    skipped = f", {len(unchecked)} skipped" if unchecked else ""
    print(f"{cases - len(failures) - len(unchecked)} passed, {len(failures)} failed{skipped}")
    return len(failures)


def peer(case):
    """PyTorch's own loss for a case, as a function of the inputs by role: native, composed of operations, or None."""
    loss = case.get("loss")
    if loss is None or (case["example"], case["batch"]) != ("mean", "mean"):
        return None
    name = loss["name"]
    p = dict(loss)
    get = p.get
    logits, soft = get("from_logits"), get("label_smoothing")
    native = {
        "mean_squared_error": lambda x: F.mse_loss(x["prediction"], x["target"]),
        "mean_absolute_error": lambda x: F.l1_loss(x["prediction"], x["target"]),
        "huber": lambda x: F.huber_loss(x["prediction"], x["target"], delta=p["delta"]),
        "smooth_l1": lambda x: F.smooth_l1_loss(x["prediction"], x["target"], beta=p["beta"]),
        "soft_margin": lambda x: F.soft_margin_loss(x["prediction"], x["target"]),
        "hinge_embedding": lambda x: F.hinge_embedding_loss(x["prediction"], x["target"], margin=p["margin"]),
        "margin_ranking": lambda x: F.margin_ranking_loss(x["first"], x["second"], x["target"], margin=p["margin"]),
        "cosine_embedding": lambda x: F.cosine_embedding_loss(x["first"], x["second"], x["target"], margin=p["margin"]),
        "multi_margin": lambda x: F.multi_margin_loss(x["prediction"], x["target"], p=p["p"], margin=p["margin"]),
        "negative_log_likelihood": lambda x: F.nll_loss(x["prediction"], x["target"]),
        "poisson_nll": lambda x: F.poisson_nll_loss(x["prediction"], x["target"], log_input=p["log_input"], eps=1e-8),
        "gaussian_nll": lambda x: F.gaussian_nll_loss(x["prediction"], x["target"], x["variance"], eps=p["epsilon"]),
        "triplet_margin": lambda x: F.triplet_margin_loss(
            x["anchor"], x["positive"], x["negative"], margin=p["margin"], p=p["p"], eps=p["epsilon"], swap=p["swap"]
        ),
    }
    if name == "binary_cross_entropy" and not soft:
        function = F.binary_cross_entropy_with_logits if logits else F.binary_cross_entropy
        native[name] = lambda x: function(x["prediction"], x["target"])
    if name in ("categorical_cross_entropy", "sparse_categorical_cross_entropy") and logits:
        native[name] = lambda x: F.cross_entropy(x["prediction"], x["target"], label_smoothing=soft or 0.0)
    if name == "kl_divergence":
        native[name] = lambda x: F.kl_div(
            x["prediction"], x["target"], reduction="batchmean", log_target=bool(get("log_target"))
        )
    composed = {
        "sigmoid_focal": lambda x: sigmoid_focal(x["prediction"], x["target"], p["alpha"], p["gamma"]),
        "softmax_focal": lambda x: softmax_focal(x["prediction"], x["target"], p["gamma"]),
        "log_cosh": lambda x: log_cosh(x["prediction"], x["target"]),
    }
    if name in native:
        return "PyTorch's own", native[name]
    return ("composed", composed[name]) if name in composed else None


def sigmoid_focal(x, y, alpha, gamma):
    p = torch.sigmoid(x)
    entropy = F.binary_cross_entropy_with_logits(x, y, reduction="none")
    right = p * y + (1 - p) * (1 - y)
    balance = 1 if alpha is None else alpha * y + (1 - alpha) * (1 - y)
    return (balance * (1 - right) ** gamma * entropy).mean()


def softmax_focal(x, y, gamma):
    surprise = -(F.log_softmax(x, 1) * y).sum(1)
    return ((1 - torch.exp(-surprise)) ** gamma * surprise).mean()


def log_cosh(x, y):
    error = (x - y).abs()
    return (error + F.softplus(-2 * error) - 0.6931471805599453).mean()


def wait(device):
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def seconds(function, repeats, device):
    """Seconds of one computation, as the mean of some that run one after the other."""
    wait(device)
    begin = time.perf_counter()
    for _ in range(repeats):
        function()
    wait(device)
    return (time.perf_counter() - begin) / repeats


def measure(function, options, device):
    """The median and the middle half of microseconds of a computation; None while it still becomes faster."""
    for _ in range(RUNS + 2):
        function()
    once = seconds(function, 1, device)
    repeats = max(1, int(2e-3 / max(once, 1e-7)))
    for _ in range(PATIENCE):
        samples = []
        until = time.perf_counter() + options.seconds
        while len(samples) < 10 or time.perf_counter() < until:
            samples.append(1e6 * seconds(function, repeats, device))
        half = len(samples) // 2
        if statistics.median(samples[half:]) >= 0.9 * statistics.median(samples[:half]):
            low, median, high = statistics.quantiles(samples, n=4)
            return median, low, high
    return None


def contenders(export, case, device):
    """What computes a batch: functions that give value and gradients, by name, each checked against the recorded value."""
    inputs = export.inputs(case, torch.float32, device)
    module = export.module(case, "float32")
    found = {"losses4j": lambda: compute(module, inputs)}
    known = peer(case)
    if known is None:
        return found, ""
    kind, function = known
    roles = [entry["role"] for entry in case["inputs"]]
    given = {}
    for entry, tensor in zip(case["inputs"], inputs):
        indices = entry["whole"] and entry["role"] == "target" and len(entry["shape"]) < len(case["inputs"][0]["shape"])
        given[entry["role"]] = tensor.long() if indices else tensor
    trained = [given[role] for role in roles if role in case["gradients"]]
    expected = export.array(case["expected"]).item()
    with torch.no_grad():
        value = function(given).item()
    if abs(value - expected) > 1e-4 * max(1, abs(expected)):
        return found, f"{kind} computes something else: {value:.6g}, not {expected:.6g}"

    def run(loss):
        for tensor in trained:
            tensor.grad = None
        loss(given).backward()

    found[kind] = lambda: run(function)
    if hasattr(torch, "compile"):
        compiled = torch.compile(function, dynamic=False)
        found[kind + ", compiled"] = lambda: run(compiled)
    return found, ""


def time_all(export, options, device):
    """Prints how long value and gradient of each batch take."""
    print()
    print(f"{'microseconds for value and gradient, float32':58} {'median':>9}   middle half")
    figures = []
    for loss in chosen(export, options):
        for case in (case for case in loss["cases"] if case["timed"]):
            shape = "x".join(str(extent) for extent in case["inputs"][0]["shape"])
            functions, note = contenders(export, case, device)
            if note:
                print(f"{loss['name'] + ' ' + shape:58} {note}")
            for contender, function in functions.items():
                name = f"{loss['name']} {shape} {contender}"
                try:
                    figure = measure(function, options, device)
                except Exception as fault:  # torch.compile, where there is no compiler
                    print(f"{name:58} not measured: {type(fault).__name__}", flush=True)
                    continue
                if figure is None:
                    print(f"{name:58} still warming up; give more --seconds", flush=True)
                    continue
                median, low, high = figure
                print(f"{name:58} {median:9.1f}   {low:.1f} to {high:.1f}", flush=True)
                figures.append({"loss": loss["name"], "shape": shape, "contender": contender, "median": median, "low": low, "high": high})
    return figures


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def describe(export, options, device):
    print(f"PyTorch {torch.__version__}, Python {platform.python_version()}, {platform.platform()}")
    print(f"CPU: {processor()}, {torch.get_num_threads()} threads")
    if device is not None and device.type == "cuda":
        properties = torch.cuda.get_device_properties(device)
        memory = properties.total_memory / 2**30
        print(f"GPU: {properties.name}, {memory:.0f} GiB, compute capability {properties.major}.{properties.minor}")
        print(f"CUDA {torch.version.cuda}, TF32 for matrix products: {torch.backends.cuda.matmul.allow_tf32}")
    print(f"device: {options.device}; the export was made with {export.manifest['pytorch']}")
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="DIR", help="what examples/run export wrote")
    parser.add_argument("--device", default="cpu", help="cpu, cuda, cuda:1, meta or fake-cuda; default cpu")
    parser.add_argument("--dtype", choices=[*TYPES, "both"], default="both", help="default both")
    parser.add_argument("--loss", action="append", metavar="NAME", help="this loss only; may be repeated")
    parser.add_argument("--time", action="store_true", help="measure too, next to PyTorch's own losses")
    parser.add_argument("--only-time", action="store_true", help="measure, and check nothing")
    parser.add_argument("--seconds", type=float, default=1, help="for each measurement; default 1")
    parser.add_argument("--threads", type=int, help="of the CPU; PyTorch's choice by default")
    parser.add_argument("--json", metavar="FILE", help="write the measurements here")
    options = parser.parse_args()
    options.types = list(TYPES) if options.dtype == "both" else [options.dtype]
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    if options.threads:
        torch.set_num_threads(options.threads)
    export = Export(options.folder)
    without_numbers = options.device in ("meta", "fake-cuda")
    device = None if without_numbers else torch.device(options.device)
    if device is not None and device.type == "cuda" and not torch.cuda.is_available():
        sys.exit("PyTorch sees no GPU: it needs an NVIDIA GPU, its driver, and a build of PyTorch with CUDA")
    describe(export, options, device)
    failures = 0 if options.only_time else check_all(export, options, device)
    if (options.time or options.only_time) and device is not None:
        figures = time_all(export, options, device)
        if options.json:
            with open(options.json, "w", encoding="utf-8") as file:
                json.dump(figures, file, indent=2)
                file.write("\n")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
