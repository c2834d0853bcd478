"""Records the case files of core/src/test/resources/cases, one for each loss, from PyTorch, Optax, other libraries and definitions.

Values and gradients are float64 and by autograd; nothing here comes from this project's own code.
    pip install torch torchvision optax keras timm pytorch-metric-learning mpmath && python3 core/src/test/python/record_cases.py
"""

import importlib
import importlib.util
import itertools
import json
import math
import os
import pathlib
import sys
import types

import jax
import mpmath
import numpy as np
import optax
import torch
import torch.nn.functional as F
from pytorch_metric_learning import distances as metric_distances
from pytorch_metric_learning import losses as metric_losses
from pytorch_metric_learning import miners as metric_miners
from pytorch_metric_learning.reducers import AvgNonZeroReducer, DoNothingReducer

jax.config.update("jax_enable_x64", True)
OUT = pathlib.Path(__file__).parent.parent / "resources" / "cases"
INF = float("inf")
random = np.random.default_rng(20260101)
files = {}


def plain(x):
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    x = float(x)
    if math.isnan(x):
        return "nan"
    return ("inf" if x > 0 else "-inf") if math.isinf(x) else x


def normal(*shape, scale=1.0):
    return np.round(random.normal(size=shape) * scale, 3)


def uniform(*shape, low=0.0, high=1.0):
    return np.round(random.uniform(low, high, size=shape), 3)


def labels(classes, *shape):
    return random.integers(0, classes, size=shape).astype(float)


def one_hot(index, classes):
    return np.eye(classes)[index.astype(int)]


def soft(*shape):
    x = random.uniform(0.05, 1, size=shape)
    return x / x.sum(-1, keepdims=True)


def reduce(unreduced, example, batch, weights=None, unit_weights=None):
    """The two reductions as the documentation of the cases defines them."""
    w = None
    if weights is not None:
        w = torch.as_tensor(np.asarray(weights, dtype=float))
        while w.dim() > 0 and w.shape[-1] == 1:
            w = w[..., 0]
    if w is not None and w.dim() == unreduced.dim() and w.dim() > 0:
        unreduced = unreduced * w
        w_units = w.mean(-1) if example in ("mean", "sum") else w
        w = None
    else:
        w_units = w
    if example == "mean":
        unreduced = unreduced.mean(-1)
    elif example == "sum":
        unreduced = unreduced.sum(-1)
    if w is not None:
        unreduced = unreduced * w.reshape(w.shape + (1,) * (unreduced.dim() - w.dim()))
    if batch == "none":
        return unreduced
    if batch == "sum":
        return unreduced.sum()
    if batch == "mean":
        return unreduced.mean()
    if batch == "example_mean":
        return unreduced.sum() / unreduced.shape[0]
    total = torch.ones_like(unreduced)
    if w_units is not None:
        total = total * w_units.reshape(w_units.shape + (1,) * (unreduced.dim() - w_units.dim()))
    if unit_weights is not None:
        total = total * unit_weights
    total = total.sum()
    return unreduced.sum() / total if total != 0 else unreduced.sum()


def case(loss, formula, inputs, by, params=None, example=None, batch="mean", weights=None, unit_weights=None,
         source="PyTorch", rtol=1e-9, atol=1e-11):
    tensors = {k: torch.tensor(np.asarray(v, dtype=float), requires_grad=k in by) for k, v in inputs.items()}
    unreduced = formula(**tensors)
    units = unit_weights(**tensors) if unit_weights else None
    value = reduce(unreduced, example, batch, weights, units)
    value.sum().backward()
    record(loss, params, example, batch, weights, inputs, value.detach().tolist(),
           {k: tensors[k].grad.tolist() for k in by}, source, rtol, atol)


def record(loss, params, example, batch, weights, inputs, expected, gradients, source, rtol=1e-9, atol=1e-11):
    cases = files.setdefault(loss, [])
    entry = {"name": f"{loss}/{len(cases)}", "loss": loss, "params": params or {}}
    if example:
        entry["example"] = example
    entry["batch"] = batch
    if weights is not None:
        entry["weights"] = plain(np.asarray(weights, dtype=float).tolist())
    entry["inputs"] = {k: plain(np.asarray(v, dtype=float).tolist()) for k, v in inputs.items()}
    entry["expected"] = plain(expected)
    entry["gradients"] = {k: plain(v) for k, v in gradients.items()}
    entry.update(rtol=rtol, atol=atol, source=source)
    cases.append(entry)


REDUCTIONS = [("none", "none"), ("mean", "mean"), ("sum", "mean"), ("none", "mean"), ("mean", "sum"), ("sum", "sum"),
              ("mean", "weighted_mean"), ("sum", "example_mean")]


def pointwise(loss, formula, inputs, by=("prediction",), params=None, source="PyTorch", **tolerance):
    """All reductions, and weights of each alignment, over [3, 2, 4] inputs."""
    for example, batch in REDUCTIONS:
        case(loss, formula, inputs, by, params, example, batch, source=source, **tolerance)
    for weights in (2.5, [1.0, 0.0, 3.0], uniform(3, 2, low=0.1, high=2), uniform(3, 2, 4, low=0.1, high=2)):
        case(loss, formula, inputs, by, params, "mean", "mean", weights, source=source, **tolerance)
        case(loss, formula, inputs, by, params, "sum", "weighted_mean", weights, source=source, **tolerance)


def few(loss, formula, inputs, by=("prediction",), params=None, source="PyTorch", **tolerance):
    for example, batch in (("none", "none"), ("mean", "mean")):
        case(loss, formula, inputs, by, params, example, batch, source=source, **tolerance)


x, y = normal(3, 2, 4, scale=2), normal(3, 2, 4, scale=2)
both = {"prediction": x, "target": y}
pointwise("mean_squared_error", lambda prediction, target: F.mse_loss(prediction, target, reduction="none"), both)
pointwise("mean_absolute_error", lambda prediction, target: F.l1_loss(prediction, target, reduction="none"), both)
for delta in (0.3, 1.0, 2.5):
    few("huber", lambda prediction, target: F.huber_loss(prediction, target, reduction="none", delta=delta), both,
        params={"delta": delta})
    few("smooth_l1", lambda prediction, target: F.smooth_l1_loss(prediction, target, reduction="none", beta=delta), both,
        params={"beta": delta})
pointwise("huber", lambda prediction, target: F.huber_loss(prediction, target, reduction="none"), both)
few("huber", lambda prediction, target: F.huber_loss(prediction, target, reduction="none"),
    {"prediction": [[1e9, -1e9, 0.0]], "target": [[0.0, 0.0, 0.0]]})
few("log_cosh", lambda prediction, target: torch.log(torch.cosh(prediction - target)), both, source="log(cosh(e))")
few("log_cosh", lambda prediction, target: (prediction - target).abs() - math.log(2),
    {"prediction": [[800.0, -1e6]], "target": [[0.0, 0.0]]}, source="the limit |e| - log 2")
for tau in (0.1, 0.5, 0.9):
    few("quantile", lambda prediction, target: torch.where(
        target >= prediction, tau * (target - prediction), (1 - tau) * (prediction - target)), both, params={"tau": tau},
        source="R. Koenker, G. Bassett 1978, by cases")
few("mean_absolute_percentage_error",
    lambda prediction, target: 100 * (target - prediction).abs() / target.abs().clamp(min=1e-7), both,
    source="the definition of Keras")
few("mean_absolute_percentage_error",
    lambda prediction, target: 100 * (target - prediction).abs() / target.abs().clamp(min=0.5), both,
    params={"epsilon": 0.5}, source="the definition of Keras")
few("mean_squared_logarithmic_error",
    lambda prediction, target: (torch.log(prediction.clamp(min=1e-7) + 1) - torch.log(target.clamp(min=1e-7) + 1)) ** 2,
    both, source="the definition of Keras")
rates = {"prediction": uniform(3, 2, 4, low=0.1, high=5), "target": labels(7, 3, 2, 4)}
few("poisson", lambda prediction, target: prediction - target * torch.log(prediction + 1e-7), rates,
    source="the definition of Keras")
few("poisson_nll", lambda prediction, target: F.poisson_nll_loss(prediction, target, log_input=True, reduction="none"),
    {"prediction": x, "target": rates["target"]})
few("poisson_nll", lambda prediction, target: F.poisson_nll_loss(prediction, target, log_input=False, reduction="none"),
    rates, params={"log_input": False})
for log_input in (True, False):
    few("poisson_nll", lambda prediction, target: F.poisson_nll_loss(
        prediction, target, log_input=log_input, full=True, eps=1e-3, reduction="none"), rates,
        params={"log_input": log_input, "full": True, "epsilon": 1e-3})
variance = uniform(3, 2, 4, low=0.2, high=3)
few("gaussian_nll",
    lambda prediction, target, variance: F.gaussian_nll_loss(prediction, target, variance, reduction="none"),
    {**both, "variance": variance}, by=("prediction", "target", "variance"))
few("gaussian_nll",
    lambda prediction, target, variance: F.gaussian_nll_loss(prediction, target, variance, full=True, reduction="none"),
    {**both, "variance": variance}, by=("prediction", "variance"), params={"full": True})

yes = labels(2, 3, 2, 4)
likely = uniform(3, 2, 4)
logits = {"prediction": normal(3, 2, 4, scale=3), "target": yes}
soft_logits = {"prediction": normal(3, 2, 4, scale=3), "target": likely}
chances = {"prediction": uniform(3, 2, 4, low=0.02, high=0.98), "target": likely}
bce = lambda prediction, target: F.binary_cross_entropy_with_logits(prediction, target, reduction="none")
pointwise("binary_cross_entropy", bce, logits)
few("binary_cross_entropy", bce, soft_logits)
few("binary_cross_entropy", bce, {"prediction": [[1e9, -1e9, 1e9, -1e9, 0.0, 0.0, 40.0]],
                                  "target": [[1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0]]})
few("binary_cross_entropy", lambda prediction, target: bce(prediction, target * 0.8 + 0.1), logits,
    params={"label_smoothing": 0.2})
few("binary_cross_entropy", lambda prediction, target: F.binary_cross_entropy(prediction, target, reduction="none"),
    chances, params={"from_logits": False})
few("binary_cross_entropy", lambda prediction, target: F.binary_cross_entropy(
    prediction.clamp(1e-3, 1 - 1e-3), target, reduction="none"),
    {"prediction": [[0.0, 1.0, 0.5, 1e-4, 0.9]], "target": [[1.0, 1.0, 0.25, 0.0, 0.0]]},
    params={"from_logits": False, "epsilon": 1e-3})
few("binary_cross_entropy",
    lambda prediction, target, pos_weight, class_weights: F.binary_cross_entropy_with_logits(
        prediction, target, weight=class_weights, pos_weight=pos_weight, reduction="none"),
    {**soft_logits, "pos_weight": [0.5, 1.0, 2.0, 7.0], "class_weights": [1.0, 0.0, 0.3, 2.0]})


def focal(alpha, gamma):
    def formula(prediction, target):
        p = torch.sigmoid(prediction)
        a1, a0 = (1, 1) if alpha is None else (alpha, 1 - alpha)
        return (-a1 * target * (1 - p) ** gamma * F.logsigmoid(prediction)
                - a0 * (1 - target) * p ** gamma * F.logsigmoid(-prediction))
    return formula


for alpha, gamma in ((0.25, 2.0), (None, 2.0), (0.6, 0.5), (0.25, 0.0), (0.9, 5.0), (0.0, 1.0), (1.0, 1.0)):
    params = {"alpha": alpha, "gamma": gamma}
    few("sigmoid_focal", focal(alpha, gamma), soft_logits, params=params, source="T.-Y. Lin et al. 2017, equation 5")
    few("sigmoid_focal", lambda prediction, target: focal(alpha, gamma)(torch.logit(prediction), target), chances,
        params={**params, "from_logits": False}, source="T.-Y. Lin et al. 2017, equation 5")
few("sigmoid_focal", lambda prediction, target: focal(0.25, 2.0)(prediction, target * 0.7 + 0.15), logits,
    params={"label_smoothing": 0.3}, source="T.-Y. Lin et al. 2017, equation 5")
pointwise("sigmoid_focal", focal(0.25, 2.0), logits, source="T.-Y. Lin et al. 2017, equation 5")
for extreme in (1e9, 800.0, 40.0):
    # With gamma = 0.5: a certain and right answer costs nothing, a certain and wrong one its logit, slope 1.
    record("sigmoid_focal", {"alpha": None, "gamma": 0.5}, "none", "none", None,
           {"prediction": [extreme, -extreme, -extreme, extreme], "target": [1.0, 0.0, 1.0, 0.0]},
           [0.0, 0.0, extreme, extreme], {"prediction": [0.0, 0.0, -1.0, 1.0]},
           "the limits for gamma = 0.5", atol=1e-7)
signs = {"prediction": normal(3, 2, 4), "target": np.where(yes > 0, 1.0, -1.0)}
for name, formula in (("hinge", lambda m: m.clamp(min=0)), ("squared_hinge", lambda m: m.clamp(min=0) ** 2)):
    few(name, lambda prediction, target: formula(1 - target * prediction), signs, source="the definition of Keras")
    few(name, lambda prediction, target: formula(1 - (2 * target - 1) * prediction), {**signs, "target": yes},
        source="the definition of Keras")

logp = np.log(soft(3, 2, 5))
kl = {"prediction": logp, "target": soft(3, 2, 5)}
few("kl_divergence", lambda prediction, target: F.kl_div(prediction, target, reduction="none"), kl,
    by=("prediction", "target"))
few("kl_divergence", lambda prediction, target: F.kl_div(prediction, target, reduction="none", log_target=True),
    {"prediction": logp, "target": np.log(soft(3, 2, 5))}, by=("prediction", "target"), params={"log_target": True})
few("kl_divergence", lambda prediction, target: F.kl_div(torch.log(prediction), target, reduction="none"),
    {"prediction": soft(3, 2, 5), "target": soft(3, 2, 5)}, params={"log_prediction": False})
few("kl_divergence", lambda prediction, target: F.kl_div(prediction, target, reduction="none"),
    {"prediction": logp[0], "target": one_hot(labels(5, 2), 5)})

scores = normal(3, 2, 5, scale=3)
index = labels(5, 3, 2)
cw = np.array([0.5, 2.0, 0.0, 1.5, 1.0])


def cross_entropy(prediction, target, class_weights=None, **options):
    moved = prediction.movedim(-1, 1) if prediction.dim() > 2 else prediction
    return F.cross_entropy(moved, target.long(), weight=class_weights, reduction="none", **options)


def picked(prediction, target, class_weights=None):
    w = torch.ones(prediction.shape[-1], dtype=torch.float64) if class_weights is None else class_weights.detach()
    return w[target.long()]


name = "sparse_categorical_cross_entropy"
for batch in ("none", "mean", "sum", "weighted_mean", "example_mean"):
    case(name, cross_entropy, {"prediction": scores, "target": index}, ("prediction",), batch=batch)
    case(name, cross_entropy, {"prediction": scores, "target": index, "class_weights": cw}, ("prediction",), batch=batch,
         unit_weights=picked)
    for weights in (2.0, [1.0, 0.0, 3.0], uniform(3, 2)):
        case(name, cross_entropy, {"prediction": scores, "target": index, "class_weights": cw}, ("prediction",),
             batch=batch, weights=weights, unit_weights=picked)
    case(name, lambda **inputs: cross_entropy(label_smoothing=0.3, **inputs),
         {"prediction": scores, "target": index, "class_weights": cw}, ("prediction",), {"label_smoothing": 0.3},
         batch=batch, unit_weights=picked)
    some = index.copy()
    some[0, 1] = some[2, 0] = -100
    case(name, lambda **inputs: cross_entropy(ignore_index=-100, **inputs), {"prediction": scores, "target": some},
         ("prediction",), {"ignore_index": -100}, batch=batch,
         unit_weights=lambda prediction, target: (target != -100).double())
    case(name, lambda **inputs: cross_entropy(ignore_index=2, label_smoothing=0.1, **inputs),
         {"prediction": scores, "target": index, "class_weights": cw + 0.1}, ("prediction",),
         {"ignore_index": 2, "label_smoothing": 0.1}, batch=batch,
         unit_weights=lambda prediction, target, class_weights: picked(prediction, target, class_weights)
         * (target != 2))
    none_left = np.full((3, 2), -1.0)
    record(name, {"ignore_index": -1}, None, batch, None, {"prediction": scores, "target": none_left},
           np.zeros((3, 2)).tolist() if batch == "none" else 0.0, {"prediction": np.zeros((3, 2, 5)).tolist()},
           "nothing is left: 0, never NaN")
case(name, lambda prediction, target: F.cross_entropy(prediction, target.long(), reduction="none"),
     {"prediction": normal(2, 3, 4, 2), "target": labels(3, 2, 4, 2)}, ("prediction",), {"axis": 1}, batch="none")
case(name, lambda prediction, target, class_weights: F.cross_entropy(
    prediction, target.long(), weight=class_weights, reduction="none"),
     {"prediction": normal(2, 3, 4, 2), "target": labels(3, 2, 4, 2), "class_weights": [1.0, 5.0, 0.1]}, ("prediction",),
     {"axis": 1}, batch="weighted_mean",
     unit_weights=lambda prediction, target, class_weights: class_weights.detach()[target.long()])
case(name, lambda prediction, target: F.cross_entropy(prediction, target[:, 0].long(), reduction="none"),
     {"prediction": normal(4, 3), "target": labels(3, 4, 1)}, ("prediction",), batch="none")
case(name, cross_entropy, {"prediction": [[1e9, -1e9, 0.0], [0.0, 1e9, -1e9]], "target": [1.0, 1.0]}, ("prediction",),
     batch="none")
case(name, lambda prediction, target: -torch.log(prediction)[range(4), target.long()],
     {"prediction": soft(4, 3), "target": labels(3, 4)}, ("prediction",), {"from_logits": False}, batch="none")
nll = lambda prediction, target, class_weights=None: F.nll_loss(
    prediction.movedim(-1, 1), target.long(), weight=class_weights, reduction="none")
for batch in ("none", "mean", "weighted_mean"):
    case("negative_log_likelihood", nll, {"prediction": logp, "target": index}, ("prediction",), batch=batch)
    case("negative_log_likelihood", nll, {"prediction": logp, "target": index, "class_weights": cw}, ("prediction",),
         batch=batch, unit_weights=picked)
dense = lambda prediction, target, class_weights=None, **options: F.cross_entropy(
    prediction.movedim(-1, 1), target.movedim(-1, 1), weight=class_weights, reduction="none", **options)
for target in (one_hot(index, 5), soft(3, 2, 5)):
    for batch in ("none", "mean", "sum", "weighted_mean"):
        case("categorical_cross_entropy", dense, {"prediction": scores, "target": target}, ("prediction",), batch=batch)
    case("categorical_cross_entropy", dense, {"prediction": scores, "target": target, "class_weights": cw},
         ("prediction",), batch="mean")
    case("categorical_cross_entropy", lambda **inputs: dense(label_smoothing=0.2, **inputs),
         {"prediction": scores, "target": target}, ("prediction",), {"label_smoothing": 0.2}, batch="none")
    case("categorical_cross_entropy", dense, {"prediction": scores, "target": target}, ("prediction",), batch="mean",
         weights=[[1.0], [0.5], [0.0]])
    case("categorical_cross_entropy", lambda prediction, target: -(target * torch.log(prediction)).sum(-1),
         {"prediction": soft(3, 2, 5), "target": target}, ("prediction",), {"from_logits": False}, batch="mean",
         source="the definition")
case("categorical_cross_entropy", lambda prediction, target: F.cross_entropy(prediction, target, reduction="none"),
     {"prediction": normal(2, 3, 4), "target": np.moveaxis(soft(2, 4, 3), -1, 1)}, ("prediction",), {"axis": 1},
     batch="none")


def renormalised(prediction, target):
    p = (prediction / prediction.sum(-1, keepdim=True)).clamp(1e-2, 1 - 1e-2)
    return -(target * torch.log(p)).sum(-1)


case("categorical_cross_entropy", renormalised,
     {"prediction": [[0.2, 0.9, 0.4], [0.001, 5.0, 1.0]], "target": [[0.0, 1.0, 0.0], [0.5, 0.0, 0.5]]}, ("prediction",),
     {"from_logits": False, "epsilon": 1e-2}, batch="none", source="the definition of Keras")


def softmax_focal(gamma, alpha=1.0, smoothing=0.0):
    def formula(prediction, target, class_weights=None):
        log_p = F.log_softmax(prediction, -1)
        t = target * (1 - smoothing) + smoothing / target.shape[-1]
        terms = -alpha * t * (1 - log_p.exp()) ** gamma * log_p
        return (terms if class_weights is None else terms * class_weights).sum(-1)
    return formula


for gamma in (0.0, 0.5, 1.0, 2.0, 4.0):
    case("softmax_focal", softmax_focal(gamma), {"prediction": scores, "target": soft(3, 2, 5)}, ("prediction",),
         {"gamma": gamma}, batch="none", source="T.-Y. Lin et al. 2017 over classes")
    case("softmax_focal", softmax_focal(gamma, 0.25, 0.1),
         {"prediction": scores, "target": one_hot(index, 5), "class_weights": cw}, ("prediction",),
         {"gamma": gamma, "alpha": 0.25, "label_smoothing": 0.1}, batch="mean",
         source="T.-Y. Lin et al. 2017 over classes")
    sparse = lambda prediction, target, class_weights=None: softmax_focal(gamma)(
        prediction, F.one_hot(target.long(), 5).double(), class_weights)
    for batch in ("none", "weighted_mean"):
        case("sparse_softmax_focal", sparse, {"prediction": scores, "target": index, "class_weights": cw},
             ("prediction",), {"gamma": gamma}, batch=batch, unit_weights=picked,
             source="T.-Y. Lin et al. 2017 over classes")
        case("sparse_softmax_focal", sparse, {"prediction": scores, "target": index}, ("prediction",), {"gamma": gamma},
             batch=batch, source="T.-Y. Lin et al. 2017 over classes")
for extreme in (1e9, 60.0):
    record("softmax_focal", {"gamma": 0.5}, None, "none", None,
           {"prediction": [[extreme, 0.0], [0.0, extreme]], "target": [[1.0, 0.0], [1.0, 0.0]]}, [0.0, extreme],
           {"prediction": [[0.0, 0.0], [-1.0, 1.0]]}, "the limits for gamma = 0.5", atol=1e-7)


def by_optax(loss, formula, inputs, by, params, batch):
    values = {k: np.asarray(v, dtype=float) for k, v in inputs.items()}
    total = lambda trained: (formula(**{**values, **trained}).sum() if batch != "mean"
                             else formula(**{**values, **trained}).mean())
    trained = {k: values[k] for k in by}
    value = np.asarray(formula(**values)).tolist() if batch == "none" else float(total(trained))
    gradients = {k: np.asarray(v).tolist() for k, v in jax.grad(total)(trained).items()}
    record(loss, params, None, batch, None, inputs, value, gradients, "Optax 0.2.8")


for epsilon in (2.0, 1.0, -1.0, 0.0):
    by_optax("poly1_cross_entropy",
             lambda prediction, target: optax.losses.poly_loss_cross_entropy(prediction, target, epsilon=epsilon),
             {"prediction": scores, "target": soft(3, 2, 5)}, ("prediction",), {"poly_epsilon": epsilon}, "none")
hinge_scores = normal(3, 2, 5)
case("categorical_hinge", lambda prediction, target: (
    ((1 - target) * prediction).max(-1).values - (target * prediction).sum(-1) + 1).clamp(min=0),
     {"prediction": hinge_scores, "target": one_hot(index, 5)}, ("prediction",), batch="none",
     source="the definition of Keras")
for output, sign, offset in (("distance", -1, 1), ("similarity", 1, 0), ("negative_similarity", -1, 0)):
    case("cosine_similarity", lambda prediction, target: offset + sign * F.cosine_similarity(prediction, target, dim=-1),
         {"prediction": scores, "target": normal(3, 2, 5)}, ("prediction", "target"), {"output": output}, batch="none")
case("cosine_similarity", lambda prediction, target: 1 - F.cosine_similarity(prediction, target, dim=1),
     {"prediction": scores, "target": normal(3, 2, 5)}, ("prediction",), {"axis": 1}, batch="mean")

triplet = {"anchor": normal(5, 3), "positive": normal(5, 3), "negative": normal(5, 3)}
for margin, p, epsilon, swap in ((1.0, 2.0, 1e-6, False), (0.2, 2.0, 0.0, True), (2.0, 1.0, 1e-6, True),
                                 (1.0, 3.0, 1e-3, False)):
    case("triplet_margin", lambda anchor, positive, negative: F.triplet_margin_loss(
        anchor, positive, negative, margin, p, epsilon, swap, reduction="none"), triplet, tuple(triplet),
         {"margin": margin, "p": p, "epsilon": epsilon, "swap": swap}, batch="none")
record("triplet_margin", {"epsilon": 0.0}, None, "none", None,
       {"anchor": [[1.0, 2.0]], "positive": [[1.0, 2.0]], "negative": [[1.0, 2.0]]}, [1.0],
       {k: [[0.0, 0.0]] for k in triplet}, "all distances 0: the margin, with a subgradient of 0")
case("contrastive", lambda prediction, target: target * prediction ** 2
     + (1 - target) * (1.5 - prediction).clamp(min=0) ** 2,
     {"prediction": uniform(8, high=3), "target": labels(2, 8)}, ("prediction",), {"margin": 1.5}, batch="mean",
     source="R. Hadsell et al. 2006")


def distances(embedding, kind):
    if kind == "cosine":
        unit = embedding / embedding.norm(dim=1, keepdim=True)
        return 1 - unit @ unit.T
    squared = ((embedding[:, None] - embedding[None]) ** 2).sum(-1)
    if kind == "squared_euclidean":
        return squared
    zero = squared == 0
    return torch.where(zero, 0.0, torch.where(zero, 1.0, squared).sqrt())


def compared(embedding, target, reference, reference_target, kind):
    """The distances to the references, and these' classes: the batch's own without references."""
    if reference is None:
        return distances(embedding, kind), target
    joint = distances(torch.cat([embedding, reference]), kind)
    return joint[:len(embedding), len(embedding):], reference_target


def batch_hard(margin, soft_margin, kind, easy=False):
    def formula(embedding, target, reference=None, reference_target=None):
        d, classes = compared(embedding, target, reference, reference_target, kind)
        values = []
        for i in range(len(target)):
            same = [d[i, j] for j in range(len(classes)) if classes[j] == target[i] and j != i]
            other = [d[i, j] for j in range(len(classes)) if classes[j] != target[i]]
            gap = ((min(same) if easy else max(same)) if same else 0) - min(other)
            values.append(F.softplus(gap) if soft_margin else (gap + margin).clamp(min=0))
        return torch.stack(values)
    return formula


def semi_hard(margin, kind):
    def formula(embedding, target, reference=None, reference_target=None):
        d, classes = compared(embedding, target, reference, reference_target, kind)
        values = []
        for i in range(len(target)):
            other = sorted((d[i, k] for k in range(len(classes)) if classes[k] != target[i]), key=float)
            for j in range(len(classes)):
                if classes[j] == target[i] and i != j:
                    farther = [n for n in other if n > d[i, j]]
                    values.append((d[i, j] - (farther[0] if farther else other[-1]) + margin).clamp(min=0))
        return torch.stack(values).mean()
    return formula


embedded = {"embedding": normal(10, 4), "target": [0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 3.0, 0.0]}
lonely = {"embedding": normal(6, 3), "target": [0.0, 0.0, 1.0, 2.0, 2.0, 3.0]}
for kind in ("euclidean", "squared_euclidean", "cosine"):
    for inputs in (embedded, lonely):
        case("batch_hard_triplet", batch_hard(0.7, False, kind), inputs, ("embedding",),
             {"margin": 0.7, "distance": kind}, batch="none", source="A. Hermans et al. 2017, by loops")
        case("batch_hard_triplet", batch_hard(0, True, kind), inputs, ("embedding",),
             {"soft_margin": True, "distance": kind}, batch="mean", source="A. Hermans et al. 2017, by loops")
        case("semi_hard_triplet", semi_hard(0.7, kind), inputs, ("embedding",), {"margin": 0.7, "distance": kind},
             batch="mean", source="F. Schroff et al. 2015, by loops")
for temperature in (0.07, 0.5):
    for inputs in (embedded, lonely):
        by_optax("nt_xent", lambda embedding, target: optax.losses.ntxent(
            embedding, target.astype(int), temperature), inputs, ("embedding",), {"temperature": temperature}, "mean")


def info_nce(temperature, normalised, symmetric):
    def formula(anchor, positive):
        a, b = (F.normalize(anchor, dim=1), F.normalize(positive, dim=1)) if normalised else (anchor, positive)
        s, own = a @ b.T / temperature, torch.arange(len(anchor))
        one = F.cross_entropy(s, own, reduction="none")
        return (one + F.cross_entropy(s.T, own, reduction="none")) / 2 if symmetric else one
    return formula


for temperature, normalised, symmetric in ((0.1, True, False), (0.5, True, True), (1.0, False, False)):
    case("info_nce", info_nce(temperature, normalised, symmetric), {"anchor": normal(6, 3), "positive": normal(6, 3)},
         ("anchor", "positive"), {"temperature": temperature, "normalised": normalised, "symmetric": symmetric},
         batch="none")

mean, log_variance = normal(3, 4), normal(3, 4)
latent = {"mean": mean, "log_variance": log_variance}
divergence = lambda mean, log_variance: torch.distributions.kl_divergence(
    torch.distributions.Normal(mean, (log_variance / 2).exp()), torch.distributions.Normal(0.0, 1.0))
few("gaussian_kl", divergence, latent, by=("mean", "log_variance"), source="torch.distributions")
image, pixels = normal(3, 2, 5), uniform(3, 2, 5)
for beta in (0.0, 1.0, 4.0):
    for kind, distance in (("squared_error", F.mse_loss), ("binary_cross_entropy", F.binary_cross_entropy_with_logits)):
        case("vae", lambda prediction, target, mean, log_variance: distance(
            prediction, target, reduction="none").sum((1, 2)) + beta * divergence(mean, log_variance).sum(1),
             {"prediction": image, "target": pixels, **latent}, ("prediction", "mean", "log_variance"),
             {"reconstruction": kind, "beta": beta}, batch="none", source="PyTorch and torch.distributions")
critics = {"real": normal(6, scale=2), "fake": normal(6, scale=2)}
one = torch.ones(6, dtype=torch.float64)
for smoothing in (0.0, 0.2):
    case("gan_discriminator", lambda real, fake: bce(real, one * (1 - smoothing / 2)) + bce(fake, one * 0), critics,
         ("real", "fake"), {"label_smoothing": smoothing}, batch="mean")
case("gan_generator", lambda prediction: bce(prediction, one), {"prediction": critics["fake"]}, ("prediction",))
case("gan_generator", lambda prediction: -bce(prediction, one * 0), {"prediction": critics["fake"]}, ("prediction",),
     {"saturating": True})
case("least_squares_gan_discriminator", lambda real, fake: ((real - 1) ** 2 + fake ** 2) / 2, critics, ("real", "fake"))
case("least_squares_gan_generator", lambda prediction: (prediction - 1) ** 2 / 2, {"prediction": critics["fake"]},
     ("prediction",))
case("hinge_gan_discriminator", lambda real, fake: F.relu(1 - real) + F.relu(1 + fake), critics, ("real", "fake"))
case("wasserstein_critic", lambda real, fake: fake - real, critics, ("real", "fake"))
case("wasserstein_generator", lambda fake: -fake, {"fake": critics["fake"]}, ("fake",))
for target in (1.0, 0.0):
    case("gradient_penalty", lambda gradient: (gradient.flatten(1).norm(dim=1) - target) ** 2,
         {"gradient": normal(4, 2, 3)}, ("gradient",), {"target": target}, batch="none")
record("gradient_penalty", {}, None, "none", None, {"gradient": [[0.0, 0.0]]}, [1.0], {"gradient": [[0.0, 0.0]]},
       "no direction at 0: a subgradient of 0")


def region(kind, aggregate, smoothing, exclusive, alpha=0.5, beta=0.5):
    def formula(prediction, target):
        p = torch.softmax(prediction, -1) if exclusive else torch.sigmoid(prediction)
        dims = {"example": (1, 2), "class": (0, 1, 2), "batch": (0, 1, 2, 3)}[aggregate]
        i, a, b = (p * target).sum(dims), p.sum(dims), target.sum(dims)
        score = {"dice": lambda: (2 * i + smoothing) / (a + b + smoothing),
                 "jaccard": lambda: (i + smoothing) / (a + b - i + smoothing),
                 "tversky": lambda: (i + smoothing) / (i + alpha * (a - i) + beta * (b - i) + smoothing)}[kind]()
        return (1 - score).mean(-1) if aggregate == "example" else 1 - score
    return formula


regions = {"prediction": normal(3, 2, 4, 5, scale=2), "target": one_hot(labels(5, 3, 2, 4), 5)}
for kind in ("dice", "jaccard", "tversky"):
    for aggregate in ("example", "class", "batch"):
        for smoothing, exclusive in ((1.0, False), (0.0, True)):
            extra = {"alpha": 0.3, "beta": 0.7} if kind == "tversky" else {}
            case(kind, region(kind, aggregate, smoothing, exclusive, **extra), regions, ("prediction",),
                 {"aggregate": aggregate, "smoothing": smoothing, "exclusive": exclusive, **extra}, batch="none",
                 source="the definition")


def ctc_case(logits, target, input_lengths, target_lengths, blank=0, zero=False, normalise=False, batch="none"):
    x = torch.tensor(logits, requires_grad=True)
    log_p = F.log_softmax(x, -1).transpose(0, 1)
    losses = F.ctc_loss(log_p, torch.tensor(target).long(), torch.tensor(input_lengths).long(),
                        torch.tensor(target_lengths).long(), blank=blank, reduction="none", zero_infinity=zero)
    if normalise:
        losses = losses / torch.tensor(target_lengths, dtype=torch.float64).clamp(min=1)
    value = reduce(losses, None, batch)
    value[torch.isfinite(value)].sum().backward() if batch == "none" else value.backward()
    gradient = torch.where(torch.isnan(x.grad), 0.0, x.grad)
    for n, length in enumerate(input_lengths):
        gradient[n, int(length):] = 0
    record("ctc", {"blank": blank, "zero_infinity": zero, "normalise_by_target_length": normalise}, None, batch, None,
           {"prediction": logits, "target": target, "input_lengths": input_lengths, "target_lengths": target_lengths},
           value.detach().tolist(), {"prediction": gradient.tolist()}, "PyTorch, ctc_loss", atol=1e-9)


ctc_logits = normal(4, 9, 5, scale=2)
ctc_target = np.array([[1.0, 2.0, 2.0, 4.0], [3.0, 3.0, 3.0, 1.0], [4.0, 1.0, 0.0, 0.0], [2.0, 0.0, 0.0, 0.0]])
for batch in ("none", "mean", "sum"):
    ctc_case(ctc_logits, ctc_target, [9.0, 8.0, 6.0, 1.0], [4.0, 4.0, 2.0, 1.0], batch=batch)
    ctc_case(ctc_logits, ctc_target, [9.0, 8.0, 6.0, 1.0], [4.0, 4.0, 2.0, 1.0], normalise=True, batch=batch)
ctc_case(ctc_logits, ctc_target, [5.0, 6.0, 2.0, 3.0], [4.0, 4.0, 2.0, 0.0])
ctc_case(ctc_logits, ctc_target, [5.0, 6.0, 2.0, 3.0], [4.0, 4.0, 2.0, 1.0], zero=True, batch="mean")
ctc_case(ctc_logits[:, :, [1, 2, 3, 4, 0]], ctc_target - 1, [9.0, 9.0, 5.0, 4.0], [4.0, 4.0, 2.0, 1.0], blank=4)
ctc_case(ctc_logits * 300, ctc_target, [9.0, 9.0, 9.0, 9.0], [4.0, 4.0, 2.0, 1.0])

few("soft_margin", lambda prediction, target: F.soft_margin_loss(prediction, target, reduction="none"), signs)
pointwise("soft_margin", lambda prediction, target: F.soft_margin_loss(
    prediction, torch.where(target == 0, -1.0, 1.0), reduction="none"), {"prediction": x, "target": yes})
record("soft_margin", {}, "none", "none", None,
       {"prediction": [[1e9, -1e9, 800.0, -800.0, 0.0]], "target": [[-1.0, -1.0, 1.0, 1.0, 1.0]]},
       [[1e9, 0.0, 0.0, 800.0, math.log(2)]], {"prediction": [[1.0, 0.0, 0.0, -1.0, -0.5]]}, "the limits")
ranked = {"first": x, "second": y, "target": signs["target"]}
for margin in (0.0, 0.5, 2.0):
    few("margin_ranking", lambda first, second, target: F.margin_ranking_loss(
        first, second, target, margin=margin, reduction="none"), ranked, by=("first", "second"), params={"margin": margin})
few("margin_ranking", lambda first, second, target: F.margin_ranking_loss(
    first, second, target, reduction="none"), {"first": [[1.0, 1.0, 2.0]], "second": [[1.0, 1.0, 1.0]],
                                               "target": [[1.0, -1.0, 1.0]]}, by=("first", "second"))
pointwise("margin_ranking", lambda first, second, target: F.margin_ranking_loss(
    first, second, torch.where(target == 0, -1.0, 1.0), margin=0.3, reduction="none"), {**ranked, "target": yes},
    by=("first", "second"), params={"margin": 0.3})
apart = {"prediction": uniform(3, 2, 4, high=3), "target": signs["target"]}
for margin in (1.0, 0.0, 2.5):
    few("hinge_embedding", lambda prediction, target: F.hinge_embedding_loss(
        prediction, target, margin=margin, reduction="none"), apart, params={"margin": margin})
few("hinge_embedding", lambda prediction, target: F.hinge_embedding_loss(prediction, target, reduction="none"),
    {"prediction": [[0.0, 1.0, 0.0, 1.0]], "target": [[1.0, 1.0, -1.0, -1.0]]})
pointwise("hinge_embedding", lambda prediction, target: F.hinge_embedding_loss(
    prediction, torch.where(target == 0, -1.0, 1.0), reduction="none"), {**apart, "target": yes})
for margin in (0.0, 0.4, 3.0):
    for name, power in (("hinge", 1), ("squared_hinge", 2)):
        few(name, lambda prediction, target: F.margin_ranking_loss(
            prediction, torch.zeros_like(prediction), target, margin=margin, reduction="none") ** power, signs,
            params={"margin": margin}, source="PyTorch, margin_ranking_loss against 0")
for temperature in (2.0, 1.0, 0.5, 7.0):
    for batch in ("none", "mean", "sum"):
        case("distillation", lambda prediction, target: temperature ** 2 * F.kl_div(
            F.log_softmax(prediction / temperature, -1), F.softmax(target / temperature, -1), reduction="none").sum(-1),
            both, ("prediction",), {"temperature": temperature}, batch=batch, source="PyTorch, kl_div")
for weights in (2.5, [1.0, 0.0, 3.0], uniform(3, 2, low=0.1, high=2)):
    case("distillation", lambda prediction, target: 4 * F.kl_div(
        F.log_softmax(prediction / 2, -1), F.softmax(target / 2, -1), reduction="none").sum(-1),
        both, ("prediction",), batch="weighted_mean", weights=weights, source="PyTorch, kl_div")
record("distillation", {"temperature": 1.0}, None, "none", None,
       {"prediction": [[1e9, 0.0, 0.0], [0.0, 0.0, -INF]], "target": [[1e9, 0.0, 0.0], [0.0, 0.0, -INF]]},
       [0.0, 0.0], {"prediction": [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]}, "the limits")
few("log_squared_error", lambda prediction, target: torch.log1p((prediction - target) ** 2), both)

# From here on each group of losses has random numbers of its own, so that a new group changes no other.
random = np.random.default_rng(20261128)


def box_loss(name):
    """A loss of torchvision without its package, which loads compiled operators that not every build of torch has."""
    if "torchvision" not in sys.modules:
        root = pathlib.Path(importlib.util.find_spec("torchvision").origin).parent
        for package, folder in (("torchvision", root), ("torchvision.ops", root / "ops")):
            sys.modules[package] = types.ModuleType(package)
            sys.modules[package].__path__ = [str(folder)]
    module = {"giou": "giou_loss", "diou": "diou_loss", "ciou": "ciou_loss"}[name]
    function = {"giou": "generalized", "diou": "distance", "ciou": "complete"}[name] + "_box_iou_loss"
    return getattr(importlib.import_module(f"torchvision.ops.{module}"), function)


def boxes(*shape):
    corner, size = uniform(*shape, 2, high=8), uniform(*shape, 2, low=0.5, high=6)
    return np.concatenate([corner, corner + size], -1)


def corners(numbers):
    centre, half = numbers[..., :2], numbers[..., 2:].exp() / 2
    return torch.cat([centre - half, centre + half], -1)


two_boxes = {"prediction": boxes(3, 4), "target": boxes(3, 4)}
centred = np.round(np.random.default_rng(20261130).normal([4, 4, 1, 1], [3, 3, 0.7, 0.7], size=(3, 4, 4)), 3)
for name in ("giou", "diou", "ciou"):
    def of_torchvision(prediction, target, epsilon=1e-7):
        return box_loss(name)(prediction, target, eps=epsilon)

    def of_torchvision_iou(prediction, target, epsilon=0.5):
        # torchvision's complete_box_iou_loss has eps in alpha alone; this is the definition with it everywhere.
        distance, iou = importlib.import_module("torchvision.ops.diou_loss")._diou_iou_loss(prediction, target, epsilon)
        ratio = [torch.atan((b[..., 2] - b[..., 0]) / (b[..., 3] - b[..., 1])) for b in (target, prediction)]
        v = 4 / math.pi ** 2 * (ratio[0] - ratio[1]) ** 2
        return distance + (v / (1 - iou + v + epsilon)).detach() * v

    smoothed = of_torchvision_iou if name == "ciou" else lambda prediction, target: of_torchvision(prediction, target, 0.5)
    for batch in ("none", "mean", "sum", "example_mean"):
        case(name, of_torchvision, two_boxes, ("prediction",), batch=batch, source="torchvision")
    for weights in (2.5, [1.0, 0.0, 3.0], uniform(3, 4, low=0.1, high=2)):
        case(name, of_torchvision, two_boxes, ("prediction",), batch="weighted_mean", weights=weights, source="torchvision")
    case(name, smoothed, two_boxes, ("prediction",), {"epsilon": 0.5}, batch="none", source="torchvision")
    case(name, of_torchvision, {"prediction": [[0, 0, 2, 2], [0, 0, 2, 2], [0, 0, 4, 4], [0, 0, 1, 8]],
                                "target": [[5, 5, 7, 9], [2, 0, 4, 2], [1, 1, 2, 3], [0, 0, 8, 1]]},
         ("prediction",), batch="none", source="torchvision: apart, touching, within, across")
    record(name, {}, None, "none", None, {"prediction": [[1.0, 2.0, 4.0, 8.0]], "target": [[1.0, 2.0, 4.0, 8.0]]},
           [0.0], {"prediction": [[0.0, 0.0, 0.0, 0.0]]}, "equal boxes: the least", atol=1e-8)
    for batch in ("none", "mean"):
        case(name, lambda prediction, target: of_torchvision(corners(prediction), target),
             {"prediction": centred, "target": two_boxes["target"]}, ("prediction",),
             {"prediction_format": "center_log_size"}, batch=batch, source="torchvision")


def counted(loss, formula, counts, inputs, params, source, name="embedding"):
    """All reductions of a loss of which some examples do not count: they are worth 0 and in no mean."""
    n = len(inputs[name])
    for batch, weights in (("none", None), ("sum", None), ("mean", None), ("weighted_mean", None), ("example_mean", None),
                           ("mean", uniform(n, low=0.1, high=2)), ("weighted_mean", uniform(n, low=0.1, high=2)),
                           ("sum", 2.5)):
        x = torch.tensor(np.asarray(inputs[name], dtype=float), requires_grad=True)
        count = torch.tensor(counts(np.asarray(inputs["target"])), dtype=torch.float64)
        w = torch.ones(n, dtype=torch.float64) if weights is None else torch.as_tensor(np.asarray(weights)).expand(n)
        values = formula(x, torch.tensor(inputs["target"]).long()) * count * w
        divisor = {"mean": count.sum(), "weighted_mean": (w * count).sum(), "example_mean": n}.get(batch, 1)
        value = values if batch == "none" else values.sum() / divisor
        value.sum().backward()
        record(loss, params, None, batch, weights, inputs, value.detach().tolist(), {name: x.grad.tolist()}, source,
               atol=1e-9)


def has_pair(target):
    return [(target == c).sum() > 1 for c in target]


def has_both(target):
    return [(target == c).sum() > 1 and (target != c).any() for c in target]


def each_counts(target):
    return np.ones(len(target))


def of_anchors(loss):
    return lambda embedding, target: loss(embedding, target)["loss"]["losses"].reshape(-1)


grouped = {"embedding": normal(8, 3), "target": [0.0, 1.0, 0.0, 2.0, 1.0, 1.0, 3.0, 2.0]}
separate = {"embedding": normal(5, 4), "target": [0.0, 4.0, 0.0, 2.0, 3.0]}
for inputs in (grouped, separate):
    for temperature in (0.1, 0.5, 2.0):
        counted("supervised_contrastive", of_anchors(metric_losses.SupConLoss(temperature, reducer=DoNothingReducer())),
                has_pair, inputs, {"temperature": temperature}, "pytorch-metric-learning, SupConLoss")
    for alpha, beta, base in ((2.0, 50.0, 0.5), (0.7, 3.0, -0.2)):
        counted("multi_similarity",
                of_anchors(metric_losses.MultiSimilarityLoss(alpha, beta, base, reducer=DoNothingReducer())),
                each_counts, inputs, {"alpha": alpha, "beta": beta, "base": base},
                "pytorch-metric-learning, MultiSimilarityLoss")
    for margin, gamma in ((0.4, 80.0), (0.0, 2.0), (0.25, 7.0)):
        counted("circle", of_anchors(metric_losses.CircleLoss(margin, gamma, reducer=DoNothingReducer())), has_both, inputs,
                {"margin": margin, "gamma": gamma}, "pytorch-metric-learning, CircleLoss")
of_kind = {"euclidean": metric_distances.LpDistance(normalize_embeddings=False),
           "squared_euclidean": metric_distances.LpDistance(normalize_embeddings=False, power=2),
           "cosine": metric_distances.CosineSimilarity()}
for kind, margin, batch, weights in itertools.product(of_kind, (0.2, 0.0, 1.5), ("mean", "sum", "none"), (None, 2.5)):
    for inputs in (grouped, separate):
        triplets = metric_losses.TripletMarginLoss(margin, distance=of_kind[kind], reducer=AvgNonZeroReducer())
        embedding = torch.tensor(inputs["embedding"], requires_grad=True)
        value = triplets(embedding, torch.tensor(inputs["target"]).long()) * (1 if weights is None else weights)
        value.backward()
        record("batch_all_triplet", {"margin": margin, "distance": kind}, None, batch, weights, inputs, value.item(),
               {"embedding": embedding.grad.tolist()}, "pytorch-metric-learning, TripletMarginLoss")
record("batch_all_triplet", {"margin": 0.5}, None, "mean", None,
       {"embedding": [[0.0, 0.0], [0.0, 0.0], [9.0, 0.0], [9.0, 1.0]], "target": [0.0, 0.0, 1.0, 1.0]}, 0.0,
       {"embedding": [[0.0, 0.0]] * 4}, "all triplets apart")
record("batch_all_triplet", {"margin": 0.5}, None, "mean", None,
       {"embedding": [[1.0, 2.0]] * 4, "target": [0.0, 0.0, 1.0, 1.0]}, 0.5,
       {"embedding": [[0.0, 0.0]] * 4}, "all distances 0: the margin, with a subgradient of 0")


def mined_triplets(kind, margin, miner, embedding, target, reference=None, reference_target=None):
    """The value of TripletMarginLoss over the triplets of a miner; references have the batch in front, which makes no pairs with itself."""
    triplets = metric_losses.TripletMarginLoss(margin, distance=of_kind[kind], reducer=AvgNonZeroReducer())
    if reference is None:
        return triplets(embedding, target, miner(embedding, target))
    candidates = all_triplets(target, reference_target)
    chosen = miner.mine_triplets(embedding, reference, candidates, of_kind[kind], margin)
    return triplets(embedding, target, chosen, ref_emb=reference, ref_labels=reference_target)


def all_triplets(target, reference_target):
    n, r = len(target), len(reference_target)
    return [torch.tensor(x).long() for x in zip(*(
        (a, p, m) for a in range(n) for p in range(r) for m in range(r)
        if a != p and target[a] == reference_target[p] and target[a] != reference_target[m]))]


class Chosen:
    """The rule of TripletMarginMiner, on triplets that are given."""
    def __init__(self, kind):
        self.kind = kind

    def mine_triplets(self, embedding, reference, candidates, distance, margin):
        anchors, positives, negatives = candidates
        gap = distance.margin(*[distance(embedding, reference)[anchors, other] for other in (positives, negatives)])
        chosen = {"all": gap < math.inf, "hard": gap >= 0, "semi_hard": gap < 0}[self.kind]
        return anchors[chosen], positives[chosen], negatives[chosen]


earlier, random = random, np.random.default_rng(20261128)
crowded = {"embedding": normal(9, 3), "target": [0.0, 1.0, 0.0, 2.0, 1.0, 1.0, 3.0, 2.0, 0.0]}
referring = {**grouped, "reference": np.concatenate([grouped["embedding"], normal(5, 3)]),
             "reference_target": grouped["target"] + [0.0, 2.0, 3.0, 4.0, 1.0]}
for kind, margin in itertools.product(of_kind, (0.2, 1.5)):
    for triplets, name in (("hard", "hard"), ("semi_hard", "semihard")):
        miner = metric_miners.TripletMarginMiner(margin, type_of_triplets=name, distance=of_kind[kind])
        embedding = torch.tensor(crowded["embedding"], requires_grad=True)
        value = mined_triplets(kind, margin, miner, embedding, torch.tensor(crowded["target"]).long())
        value.backward()
        record("batch_all_triplet", {"margin": margin, "distance": kind, "triplets": triplets}, None, "mean", None, crowded,
               value.item(), {"embedding": embedding.grad.tolist()},
               "pytorch-metric-learning, TripletMarginLoss and TripletMarginMiner")
    for triplets in ("all", "hard", "semi_hard"):
        leaves = [torch.tensor(referring[role], requires_grad=True) for role in ("embedding", "reference")]
        value = mined_triplets(kind, margin, Chosen(triplets), leaves[0], torch.tensor(referring["target"]).long(), leaves[1],
                               torch.tensor(referring["reference_target"]).long())
        value.backward()
        record("batch_all_triplet", {"margin": margin, "distance": kind, "triplets": triplets}, None, "mean", None, referring,
               value.item(), {role: leaf.grad.tolist() for role, leaf in zip(("embedding", "reference"), leaves)},
               "pytorch-metric-learning, TripletMarginLoss with ref_emb")


def referring_pairs(target, reference_target):
    n = len(target)
    same = target[:, None] == reference_target[None]
    others = ~torch.eye(len(reference_target), dtype=torch.bool)[:n]
    return torch.where(same & others) + torch.where(~same)


def of_references(loss):
    def formula(embedding, target, reference, reference_target):
        target, reference_target = target.detach().long(), reference_target.detach().long()
        values = loss(embedding, target, referring_pairs(target, reference_target), reference, reference_target)
        return values["loss"]["losses"].reshape(-1)
    return formula


for loss, params, theirs in (
        ("supervised_contrastive", {"temperature": 0.5}, metric_losses.SupConLoss(0.5, reducer=DoNothingReducer())),
        ("multi_similarity", {"alpha": 0.7, "beta": 3.0, "base": -0.2},
         metric_losses.MultiSimilarityLoss(0.7, 3.0, -0.2, reducer=DoNothingReducer())),
        ("circle", {"margin": 0.25, "gamma": 7.0}, metric_losses.CircleLoss(0.25, 7.0, reducer=DoNothingReducer()))):
    for batch in ("none", "sum"):
        case(loss, of_references(theirs), referring, ("embedding", "reference"), params, batch=batch,
             source=f"pytorch-metric-learning, {type(theirs).__name__} with ref_emb", atol=1e-9)


for kind in of_kind:
    for inputs in (crowded, lonely):
        case("batch_hard_triplet", batch_hard(0.7, False, kind, easy=True), inputs, ("embedding",),
             {"margin": 0.7, "distance": kind, "positives": "easy"}, batch="none", source="H. Xuan et al. 2020, by loops")
    for easy in (False, True):
        case("batch_hard_triplet", batch_hard(0.7, False, kind, easy), referring, ("embedding", "reference"),
             {"margin": 0.7, "distance": kind, "positives": "easy" if easy else "hard"}, batch="none", source="by loops")
    case("semi_hard_triplet", semi_hard(0.7, kind), referring, ("embedding", "reference"),
         {"margin": 0.7, "distance": kind}, batch="mean", source="F. Schroff et al. 2015, by loops")


def nt_xent_of_references(temperature):
    def formula(embedding, target, reference, reference_target):
        s = F.normalize(embedding) @ F.normalize(reference).T / temperature
        values = []
        for i in range(len(target)):
            against = s[i][reference_target != target[i]]
            for j in range(len(reference_target)):
                if reference_target[j] == target[i] and i != j:
                    values.append(torch.logsumexp(torch.cat([s[i, j:j + 1], against]), 0) - s[i, j])
        return torch.stack(values).mean()
    return formula


case("nt_xent", nt_xent_of_references(0.5), referring, ("embedding", "reference"), {"temperature": 0.5}, batch="mean",
     source="T. Chen et al. 2020, by loops")
random = earlier


def soft_regions(prediction, target, exclusive):
    p = torch.softmax(prediction, -1) if exclusive else torch.sigmoid(prediction)
    return p, target


def generalized_dice(smoothing, exclusive):
    def formula(prediction, target):
        p, t = soft_regions(prediction, target, exclusive)
        dims = tuple(range(p.dim() - 1))
        size = t.sum(dims)
        if not (size > 0).any():
            return prediction.sum() * 0
        w = torch.where(size > 0, 1 / torch.where(size > 0, size, 1.0) ** 2, 0.0)
        w = torch.where(size > 0, w, w.max())
        return 1 - (2 * (w * (p * t).sum(dims)).sum() + smoothing) / ((w * (p + t).sum(dims)).sum() + smoothing)
    return formula


def focal_tversky(alpha, beta, gamma, smoothing, aggregate, exclusive):
    def formula(prediction, target):
        p, t = soft_regions(prediction, target, exclusive)
        axes = tuple(range(p.dim()))
        dims = {"example": axes[1:-1], "class": axes[:-1], "batch": axes}[aggregate]
        i, a, b = (p * t).sum(dims), p.sum(dims), t.sum(dims)
        value = (1 - (i + smoothing) / (i + alpha * (a - i) + beta * (b - i) + smoothing)) ** gamma
        return value.mean(-1) if aggregate == "example" else value
    return formula


some = {"prediction": normal(3, 2, 4, 5, scale=2), "target": one_hot(labels(4, 3, 2, 4), 5)}
fuzzy = {"prediction": normal(2, 6, 3, scale=2), "target": uniform(2, 6, 3)}
for inputs, smoothing, exclusive in itertools.product((some, fuzzy), (1e-5, 0.0, 1.0), (False, True)):
    parameters = {"smoothing": smoothing, "exclusive": exclusive}
    for batch, weights in (("mean", None), ("sum", 1.5), ("none", None)):
        case("generalized_dice", generalized_dice(smoothing, exclusive), inputs, ("prediction",), parameters, batch=batch,
             weights=weights, source="C. H. Sudre et al. 2017")
case("generalized_dice", generalized_dice(0.0, False), {"prediction": normal(2, 3, 2), "target": np.zeros((2, 3, 2))},
     ("prediction",), {"smoothing": 0.0}, batch="mean", source="no targets")
for inputs, aggregate in itertools.product((some, fuzzy), ("example", "class", "batch")):
    for alpha, beta, gamma, smoothing, exclusive in ((0.3, 0.7, 0.75, 1.0, False), (0.6, 0.1, 0.5, 0.0, True),
                                                     (0.5, 0.5, 2.0, 0.1, False)):
        case("focal_tversky", focal_tversky(alpha, beta, gamma, smoothing, aggregate, exclusive), inputs, ("prediction",),
             {"alpha": alpha, "beta": beta, "gamma": gamma, "smoothing": smoothing, "exclusive": exclusive,
              "aggregate": aggregate}, batch="none", source="N. Abraham, N. M. Khan 2019")


def rnnt(logits, target, input_lengths, target_lengths, blank=0):
    """Every way from the first frame and no label to the last blank, written out."""
    log_p, values = torch.log_softmax(logits, -1), []
    for n in range(len(logits)):
        frames, count, ways = int(input_lengths[n]), int(target_lengths[n]), []
        for steps in itertools.combinations(range(frames - 1 + count), count):
            t = u = 0
            way = logits.new_zeros(())
            for step in range(frames - 1 + count):
                if step in steps:
                    way, u = way + log_p[n, t, u, int(target[n][u])], u + 1
                else:
                    way, t = way + log_p[n, t, u, blank], t + 1
            ways.append(way + log_p[n, t, u, blank])
        values.append(-torch.logsumexp(torch.stack(ways), 0))
    return torch.stack(values)


for blank, scale in ((0, 1.0), (3, 1.0), (1, 30.0)):
    lattice = normal(4, 4, 4, 5, scale=2) * scale
    words = (labels(4, 4, 3) + blank + 1) % 5
    for frames, counts in (([4.0, 3.0, 2.0, 1.0], [3.0, 0.0, 2.0, 1.0]), ([4.0] * 4, [3.0] * 4)):
        for batch, weights in (("none", None), ("mean", None), ("weighted_mean", [1.0, 0.0, 3.0, 0.5])):
            leaf = torch.tensor(lattice, requires_grad=True)
            value = reduce(rnnt(leaf, words, frames, counts, blank), None, batch, weights)
            value.sum().backward()
            record("rnnt", {"blank": blank}, None, batch, weights,
                   {"prediction": lattice, "target": words, "input_lengths": frames, "target_lengths": counts},
                   value.detach().tolist(), {"prediction": leaf.grad.tolist()}, "all ways written out", atol=1e-9)
record("rnnt", {}, None, "none", None, {"prediction": [[[[-INF, 0.0], [-INF, 0.0]]]], "target": [[1.0]]}, [INF],
       {"prediction": [[[[0.0, 0.0], [0.0, 0.0]]]]}, "no way")


def negative_binomial(prediction, total_count, target):
    return -torch.distributions.NegativeBinomial(
        total_count, logits=prediction - total_count.log(), validate_args=False).log_prob(target)


overdispersed = {"prediction": normal(3, 2, 4), "total_count": uniform(3, 2, 4, low=0.1, high=9), "target": labels(12, 3, 2, 4)}
pointwise("negative_binomial_nll", negative_binomial, overdispersed, by=("prediction", "total_count"),
          source="torch.distributions, NegativeBinomial")
mpmath.mp.dps = 50


def exact_negative_binomial(x, r, k):
    mean = mpmath.exp(x)
    return (mpmath.loggamma(r) + mpmath.loggamma(k + 1) - mpmath.loggamma(r + k)
            + (r + k) * mpmath.log(r + mean) - r * mpmath.log(r) - k * x)


points = [(0.0, 1e10, 0.0), (2.0, 1e15, 7.0), (-800.0, 3.0, 0.0), (-800.0, 3.0, 4.0), (800.0, 0.5, 2.0), (1.0, 1e-12, 3.0),
          (1.0, 1e-12, 0.0), (9.0, 5.0, 8000.0), (5.0, 7.9999, 0.5), (5.0, 8.0, 30.0)]
exact = [tuple(mpmath.mpf(v) for v in point) for point in points]
slope = [[float(mpmath.diff(lambda v: exact_negative_binomial(*(p[:i] + (v,) + p[i + 1:])), p[i],
                            h=p[i] * mpmath.mpf(10) ** -18 if p[i] != 0 else mpmath.mpf(10) ** -18)) for p in exact]
         for i in (0, 1)]
record("negative_binomial_nll", {}, "none", "none", None,
       {"prediction": [[p[0] for p in points]], "total_count": [[p[1] for p in points]], "target": [[p[2] for p in points]]},
       [[float(exact_negative_binomial(*p)) for p in exact]], {"prediction": [slope[0]], "total_count": [slope[1]]},
       "mpmath with 50 digits", atol=1e-9)
# Numbers of their own, so that cases above may change without those below.
random = np.random.default_rng(20260701)


def rows(loss, formula, inputs, by=("prediction",), params=None, source="PyTorch", unit_weights=None, **tolerance):
    """All batch reductions, and weights of each alignment, of a loss with one number for each of [3, 2] rows."""
    by_batch = lambda batch, weights=None: case(
        loss, formula, inputs, by, params, batch=batch, weights=weights, unit_weights=unit_weights, source=source,
        **tolerance)
    for batch in ("none", "mean", "sum", "weighted_mean", "example_mean"):
        by_batch(batch)
    for weights in (2.5, [1.0, 0.0, 3.0], uniform(3, 2, low=0.1, high=2)):
        by_batch("mean", weights)
        by_batch("weighted_mean", weights)


def flat(x):
    return x.reshape(-1, x.shape[-1])


scores, index, bits = normal(3, 2, 5, scale=2), labels(5, 3, 2), labels(2, 3, 2, 5)
chosen = {"prediction": scores, "target": index}
for p in (1, 2):
    for margin in (1.0, 0.0, 0.3, 2.5):
        margin_of = lambda prediction, target, class_weights=None: F.multi_margin_loss(
            flat(prediction), target.long().flatten(), p, margin, class_weights, reduction="none").reshape(target.shape)
        case("multi_margin", margin_of, chosen, ("prediction",), {"p": p, "margin": margin}, batch="none")
    rows("multi_margin", margin_of, {**chosen, "class_weights": cw}, params={"p": p, "margin": 2.5}, unit_weights=picked)
    case("multi_margin", lambda prediction, target: F.multi_margin_loss(prediction, target.long(), p, reduction="none"),
         {"prediction": [[2.0, 1.0, 3.0, 2.0], [1e9, -1e9, 0.0, 1e9]], "target": [0.0, 3.0]}, ("prediction",), {"p": p},
         batch="none", source="PyTorch, on the margin itself, and far from it")


def multilabel_margin(prediction, target):
    values = []
    for t, one in zip(flat(target), flat(prediction)):
        listed = torch.full((len(t),), -1)
        ones = torch.nonzero(t)[:, 0]
        listed[:len(ones)] = ones
        values.append(F.multilabel_margin_loss(one, listed, reduction="none"))
    return torch.stack(values).reshape(target.shape[:-1])


several = {"prediction": scores, "target": bits}
extremes = {"prediction": [[0.0, 0.0, 1.0, 1.0], [1e4, -1e4, 0.0, 0.5], [1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0]],
            "target": [[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]]}
rows("multilabel_margin", multilabel_margin, several)
case("multilabel_margin", multilabel_margin, extremes, ("prediction",), batch="none")


def over_pairs(value, mean):
    """Loops over the pairs (k, l) of a row with target k above target l."""
    def formula(prediction, target):
        results = []
        for t, one in zip(flat(target), flat(prediction)):
            pairs = [value(one[k] - one[l]) for k in range(len(t)) for l in range(len(t)) if t[k] > t[l]]
            results.append(sum(pairs) / (len(pairs) if mean else 1) if pairs else 0 * one.sum())
        return torch.stack(results).reshape(target.shape[:-1])
    return formula


by_exponential = over_pairs(lambda lead: torch.exp(-lead), True)
rows("pairwise_multilabel", by_exponential, several, source="M.-L. Zhang, Z.-H. Zhou 2006, by loops")
case("pairwise_multilabel", by_exponential,
     {"prediction": [[30.0, -30.0, 0.0], [-1e9, -1e9, -1e9], [1.0, 2.0, 3.0], [1e4, -1e4, 1e9]],
      "target": [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 0.0, 1.0]]}, ("prediction",), batch="none",
     source="M.-L. Zhang, Z.-H. Zhou 2006, by loops")
relevances = {"prediction": scores, "target": labels(3, 3, 2, 5) / 2}
by_logistic = over_pairs(lambda lead: F.softplus(-lead), True)
rows("pairwise_logistic", by_logistic, relevances, source="C. Burges et al. 2005, by loops")
case("pairwise_logistic", by_logistic, {"prediction": [[1e9, -1e9, 0.0], [1e9, -1e9, 0.0], [0.0, 0.0, 0.0], [5.0, 1e4, -1e4]],
                                        "target": [[3.0, 1.0, 2.0], [1.0, 3.0, 2.0], [-1.0, 7.5, 7.5], [2.0, 2.0, 2.0]]},
     ("prediction",), batch="none", source="C. Burges et al. 2005, by loops")

pairs = {"first": scores, "second": normal(3, 2, 5), "target": np.where(labels(2, 3, 2) > 0, 1.0, -1.0)}
cosine_embedding = lambda first, second, target, margin=0.0: F.cosine_embedding_loss(
    flat(first), flat(second), torch.where(target > 0, 1.0, -1.0).flatten(), margin, reduction="none").reshape(target.shape)
# PyTorch adds 1e-12 to squared lengths.
rows("cosine_embedding", cosine_embedding, pairs, ("first", "second"), rtol=1e-9, atol=1e-9)
rows("cosine_embedding", cosine_embedding, {**pairs, "target": np.where(pairs["target"] > 0, 1.0, 0.0)},
     ("first", "second"), atol=1e-9)
for margin in (-1.0, -0.4, 0.3, 1.0):
    case("cosine_embedding", lambda first, second, target: cosine_embedding(first, second, target, margin), pairs,
         ("first", "second"), {"margin": margin}, batch="none", atol=1e-9)
record("cosine_embedding", {}, None, "none", None,
       {"first": [[3.0, 4.0], [3.0, 4.0], [3e5, 4e5], [3.0, -4.0]],
        "second": [[6.0, 8.0], [-6.0, -8.0], [0.0, 1e-4], [4.0, 3.0]], "target": [1.0, -1.0, -1.0, 1.0]},
       [0.0, 0.0, 0.8, 1.0],
       {"first": [[0.0, 0.0], [0.0, 0.0], [-9.6e-7, 7.2e-7], [-0.16, -0.12]],
        "second": [[0.0, 0.0], [0.0, 0.0], [6e3, 0.0], [-0.12, 0.16]]}, "algebra")

os.environ["KERAS_BACKEND"] = "torch"
import keras  # noqa: E402, for its backend is chosen above
from timm.loss.asymmetric_loss import AsymmetricLossMultiLabel  # noqa: E402

keras.backend.set_floatx("float64")

for q in (0.7, 1e-3, 0.3, 0.99):
    of_keras = lambda prediction, target: keras.losses.categorical_generalized_cross_entropy(target, prediction, q)
    of_logits = lambda prediction, target: of_keras(torch.softmax(prediction, -1), target)
    case("generalized_cross_entropy", of_logits, chosen, ("prediction",), {"q": q}, batch="none", source="Keras")
    case("generalized_cross_entropy", of_keras, {"prediction": soft(3, 2, 5), "target": index}, ("prediction",),
         {"q": q, "from_logits": False}, batch="none", source="Keras")
    # Not probabilities at all, but taken as they are.
    case("generalized_cross_entropy", of_keras, {"prediction": uniform(3, 2, 5, low=0.1), "target": index},
         ("prediction",), {"q": q, "from_logits": False}, batch="mean", source="Keras")
rows("generalized_cross_entropy",
     lambda prediction, target: keras.losses.categorical_generalized_cross_entropy(target, torch.softmax(prediction, -1), 0.7),
     chosen, source="Keras")
case("generalized_cross_entropy", lambda prediction, target: 1 - torch.softmax(prediction, -1).gather(
    -1, target.long()[..., None])[..., 0], chosen, ("prediction",), {"q": 1.0}, batch="none", source="the limit 1 - p")
record("generalized_cross_entropy", {"q": 0.5}, None, "none", None,
       {"prediction": [[1e4, -1e4], [1e4, -1e4], [1e9, 1e9]], "target": [0.0, 1.0, 0.0]}, [0.0, 2.0, 2 - math.sqrt(2)],
       {"prediction": [[0.0, 0.0], [0.0, 0.0], [-math.sqrt(2) / 4, math.sqrt(2) / 4]]}, "the limits")
record("generalized_cross_entropy", {"q": 0.5, "from_logits": False}, None, "none", None,
       {"prediction": [[0.0, 1.0], [0.0, 1.0]], "target": [0.0, 1.0]}, [2.0, 0.0],
       {"prediction": [[0.0, 0.0], [0.0, -1.0]]}, "certain probabilities")

for gamma_negative, gamma_positive, clip in ((4, 1, 0.05), (3, 2, 0.0), (2.5, 0, 0.1), (0, 0.5, 0.2), (0, 0, 0.0),
                                             (0.3, 1.7, 0.05), (1, 3, 1e-3)):
    of_timm = lambda prediction, target: torch.stack([
        AsymmetricLossMultiLabel(gamma_negative, gamma_positive, clip)(a, b) for a, b in zip(
            prediction.flatten(), target.flatten())]).reshape(prediction.shape)
    # A gradient of 0, where PyTorch has 0 to a negative power times 0.
    far = {"prediction": np.where(np.abs(scores) < 0.05, 0.5, scores), "target": bits}
    if gamma_negative < 1:
        far["prediction"] = np.maximum(far["prediction"], -1.3)
    few("asymmetric", of_timm, far, params={
        "gamma_negative": gamma_negative, "gamma_positive": gamma_positive, "clip": clip}, source="timm")
pointwise("asymmetric", lambda prediction, target: torch.stack([
    AsymmetricLossMultiLabel()(a, b) for a, b in zip(prediction.flatten(), target.flatten())]).reshape(prediction.shape),
          logits, source="timm")
for extreme in (1e4, 1e9):
    record("asymmetric", {"gamma_negative": 0.5, "gamma_positive": 0.5, "clip": 0.1}, "none", "none", None,
           {"prediction": [[extreme, -extreme, extreme, -extreme, -3.0]], "target": [[1.0, 1.0, 0.0, 0.0, 0.0]]},
           [[0.0, extreme, math.sqrt(0.9) * -math.log(0.1), 0.0, 0.0]], {"prediction": [[0.0, -1.0, 0.0, 0.0, 0.0]]},
           "the limits")
    record("asymmetric", {"gamma_negative": 0.5, "gamma_positive": 0.0, "clip": 0.0}, "none", "none", None,
           {"prediction": [[extreme, -extreme, extreme, -extreme]], "target": [[1.0, 1.0, 0.0, 0.0]]},
           [[0.0, extreme, extreme, 0.0]], {"prediction": [[0.0, -1.0, 1.0, 0.0]]}, "the limits")


def jensen_shannon(prediction, target):
    m, some = (prediction + target) / 2, target > 0
    wanted = torch.where(some, target * torch.log(torch.where(some, target, 1.0) / m), 0.0)
    return (wanted + prediction * torch.log(prediction / m)).sum(-1) / 2


for target in (soft(3, 2, 5), one_hot(index, 5)):
    of_logits = lambda prediction, target: jensen_shannon(torch.softmax(prediction, -1), target)
    rows("jensen_shannon", of_logits, {"prediction": scores, "target": target}, source="J. Lin 1991")
    for predicted in (soft(3, 2, 5), uniform(3, 2, 5, low=0.1)):
        case("jensen_shannon", jensen_shannon, {"prediction": predicted, "target": target}, ("prediction",),
             {"from_logits": False}, batch="none", source="J. Lin 1991")
record("jensen_shannon", {}, None, "none", None,
       {"prediction": [[1e4, -1e4, 0.0], [1e9, -1e9, 0.0], [7.0, 7.0, -1e4]],
        "target": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.5, 0.5, 0.0]]}, [0.0, math.log(2), 0.0],
       {"prediction": np.zeros((3, 3)).tolist()}, "the limits")
record("jensen_shannon", {"from_logits": False}, None, "none", None,
       {"prediction": [[1.0, 0.0], [0.5, 0.5]], "target": [[1.0, 0.0], [0.5, 0.5]]}, [0.0, 0.0],
       {"prediction": [[0.0, math.log(2) / 2], [0.0, 0.0]]}, "equal distributions; where neither has a class, the slope of ½ q log 2")

several = {"real": normal(6, scale=2), "fake": normal(6, scale=2)}
column = {role: values[:, None] for role, values in several.items()}
flat_logits = lambda x: x.reshape(-1)


def relative(above, below):
    """Binary cross-entropy of the relative logits, as the published code has it."""
    a, b = flat_logits(above), flat_logits(below)
    return bce(a - b.mean(), torch.ones_like(a)) + bce(b - a.mean(), torch.zeros_like(b))


for name, formula in (("relativistic_discriminator", lambda real, fake: relative(real, fake)),
                      ("relativistic_generator", lambda real, fake: relative(fake, real))):
    for inputs in (several, column, {"real": [1e4, -1e4, 0.0], "fake": [0.0, 1e4, 5.0]}):
        for batch in ("none", "mean", "sum"):
            case(name, formula, inputs, ("real", "fake"), batch=batch)
    for weights in (2.5, [1.0, 0.0, 3.0, 0.5, 1.0, 2.0]):
        for batch in ("mean", "weighted_mean"):
            case(name, formula, several, ("real", "fake"), batch=batch, weights=weights)

answers = {"policy_chosen": -uniform(6, low=1, high=90), "policy_rejected": -uniform(6, low=1, high=90),
           "reference_chosen": -uniform(6, low=1, high=90), "reference_rejected": -uniform(6, low=1, high=90)}
policies = ("policy_chosen", "policy_rejected")
for beta, smoothing in ((0.1, 0.0), (0.5, 0.0), (0.1, 0.3), (2.0, 0.9)):
    def dpo(policy_chosen, policy_rejected, reference_chosen, reference_rejected):
        h = beta * ((policy_chosen - policy_rejected) - (reference_chosen - reference_rejected))
        return flat_logits(-F.logsigmoid(h) * (1 - smoothing) - F.logsigmoid(-h) * smoothing)
    params = {"beta": beta, "label_smoothing": smoothing}
    for batch in ("none", "mean", "sum"):
        case("dpo", dpo, answers, policies, params, batch=batch, source="R. Rafailov et al. 2023")
    case("dpo", dpo, {role: values[:, None] for role, values in answers.items()}, policies, params, batch="mean",
         source="R. Rafailov et al. 2023")
    case("dpo", dpo, answers, policies, params, batch="weighted_mean", weights=[1.0, 0.0, 3.0, 0.5, 1.0, 2.0],
         source="R. Rafailov et al. 2023")
    case("dpo", dpo, {"policy_chosen": [-1e4, 0.0, -7.0], "policy_rejected": [0.0, -1e4, -7.0],
                      "reference_chosen": [0.0, -1e4, -3.0], "reference_rejected": [0.0, 0.0, -3.0]}, policies, params,
         batch="none", source="R. Rafailov et al. 2023")


def pairwise_squares(prediction, target):
    e = prediction - target
    c = e.shape[-1]
    pairs = [(e[..., i] - e[..., j]) ** 2 for i in range(c) for j in range(i + 1, c)]
    return sum(pairs) / len(pairs) if pairs else 0 * e[..., 0]


rows("mean_pairwise_squared_error", pairwise_squares, both, source="TensorFlow 1, by loops")
for width in (1, 2):
    case("mean_pairwise_squared_error", pairwise_squares, {"prediction": x[..., :width], "target": y[..., :width]},
         ("prediction",), batch="none", source="TensorFlow 1, by loops")
case("mean_pairwise_squared_error", pairwise_squares,
     {"prediction": [[1e6, 1e6 + 1, 1e6 - 2], [3.0, 3.0, 3.0]], "target": [[0.0, 0.0, 0.5], [3.0, 3.0, 3.0]]},
     ("prediction",), batch="none", source="TensorFlow 1, by loops")

scale = uniform(3, 2, 4, low=0.2, high=3)
scaled = {**both, "scale": scale}
student = lambda df: lambda prediction, target, scale: -torch.distributions.StudentT(
    torch.tensor(df, dtype=torch.float64), prediction, scale).log_prob(target)
for df in (4.0, 0.5, 1.0, 2.91, 30.0):
    few("student_t_nll", student(df), scaled, ("prediction", "scale"), {"degrees_of_freedom": df},
        "PyTorch, distributions.StudentT")
# PyTorch's constant loses the digits that two large log Γ share.
few("student_t_nll", student(1e6), scaled, ("prediction", "scale"), {"degrees_of_freedom": 1e6},
    "PyTorch, distributions.StudentT", rtol=1e-8, atol=1e-8)
pointwise("student_t_nll", student(4.0), scaled, ("prediction", "scale"), source="PyTorch, distributions.StudentT")


def far_student(df, error, scale):
    import mpmath
    mpmath.mp.dps = 50
    df, e, s = mpmath.mpf(df), mpmath.mpf(error), mpmath.mpf(scale)
    value = (mpmath.log(s) + (df + 1) / 2 * mpmath.log(1 + e ** 2 / (df * s ** 2)) + mpmath.log(mpmath.pi * df) / 2
             + mpmath.loggamma(df / 2) - mpmath.loggamma((df + 1) / 2))
    by_error = (df + 1) * e / (df * s ** 2 + e ** 2)
    return float(value), float(by_error), float(1 / s - by_error * e / s)


for df in (4.0, 0.1, 1e6, 1e12):
    errors, scales = [1e9, -1e4, 0.0, 3.0, 1e-3], [1e-3, 1e-12, 1e-6, 1e6, 1.0]
    wanted = np.array([far_student(df, *pair) for pair in zip(errors, scales)]).T
    record("student_t_nll", {"degrees_of_freedom": df}, "none", "none", None,
           {"prediction": [errors], "target": [[0.0] * 5], "scale": [scales]}, [wanted[0].tolist()],
           {"prediction": [wanted[1].tolist()], "scale": [wanted[2].tolist()]}, "mpmath, 50 digits")

mixture = {"logits": normal(4, 3), "mean": normal(4, 3, 2, scale=2), "log_scale": normal(4, 3, scale=0.5),
           "target": normal(4, 2, scale=2)}
of_mixture = ("logits", "mean", "log_scale")


def mixture_density(logits, mean, log_scale, target):
    components = torch.distributions.Independent(
        torch.distributions.Normal(mean, log_scale.exp()[..., None].expand(mean.shape)), 1)
    return -torch.distributions.MixtureSameFamily(
        torch.distributions.Categorical(logits=logits), components).log_prob(target)


for batch in ("none", "mean", "sum", "weighted_mean"):
    case("mixture_density", mixture_density, mixture, of_mixture, batch=batch,
         source="PyTorch, distributions.MixtureSameFamily")
    case("mixture_density", mixture_density, mixture, of_mixture, batch=batch, weights=[1.0, 0.0, 3.0, 0.5],
         source="PyTorch, distributions.MixtureSameFamily")
case("mixture_density", mixture_density,
     {"logits": [[1.0], [2.0]], "mean": [[[0.5]], [[-1.0]]], "log_scale": [[0.1], [-2.0]], "target": [[0.5], [3.0]]},
     of_mixture, batch="none", source="PyTorch, distributions.MixtureSameFamily")
half = 0.5 * math.log(2 * math.pi)
record("mixture_density", {}, None, "none", None,
       {"logits": [[1e4, -1e4], [0.0, 0.0]], "mean": [[[1.0], [1e4]], [[0.0], [1.0]]],
        "log_scale": [[0.0, 0.0], [-1e4, 0.0]], "target": [[0.0], [1.0]]}, [0.5 + half, math.log(2) + half],
       {"logits": [[0.0, 0.0], [0.5, -0.5]], "mean": [[[1.0], [0.0]], [[0.0], [0.0]]],
        "log_scale": [[0.0, 0.0], [0.0, 1.0]]},
       "one component alone: the other has no weight, or a density of 0")

from pytorch_metric_learning import losses as metric  # noqa: E402
from pytorch_metric_learning.reducers import DoNothingReducer  # noqa: E402


def of_cosines(kind, margin, scale):
    """The library's loss without its own embeddings: cosines are given."""
    def formula(prediction, target):
        loss = kind(num_classes=prediction.shape[-1], embedding_size=2, margin=margin, scale=scale,
                    reducer=DoNothingReducer())
        loss.get_cosine = lambda embeddings: embeddings
        return loss(flat(prediction), target.long().flatten())["loss"]["losses"].reshape(target.shape)
    return formula


cosines = {"prediction": uniform(3, 2, 5, low=-0.95, high=0.95), "target": index}
opposite = {"prediction": [[-0.97, 0.2, 0.1], [0.3, -0.9, 0.99], [0.0, 0.0, 0.0], [0.5, 0.5, 0.5]],
            "target": [0.0, 1.0, 2.0, 0.0]}
for margin, arc_scale in ((0.5, 64.0), (0.0, 1.0), (0.9, 10.0), (1.5, 30.0), (0.5, 1.0)):
    arcface = of_cosines(metric.ArcFaceLoss, math.degrees(margin), arc_scale)
    cosface = of_cosines(metric.CosFaceLoss, margin, arc_scale)
    for name, formula in (("arcface", arcface), ("cosface", cosface)):
        for inputs in (cosines, opposite):
            case(name, formula, inputs, ("prediction",), {"margin": margin, "scale": arc_scale}, batch="none",
                 source="PyTorch Metric Learning")
rows("arcface", of_cosines(metric.ArcFaceLoss, math.degrees(0.5), 64), cosines, source="PyTorch Metric Learning")
rows("cosface", of_cosines(metric.CosFaceLoss, 0.35, 64), cosines, source="PyTorch Metric Learning")
turned = math.cos(1) * 3
record("arcface", {"margin": 1.0, "scale": 3.0}, None, "none", None,
       {"prediction": [[1.0, 1.0], [1 + 1e-9, -1 - 1e-9]], "target": [0.0, 0.0]},
       [math.log1p(math.exp(3 - turned)), math.log1p(math.exp(-3 - turned))],
       {"prediction": [[-turned / (1 + math.exp(turned - 3)), 3 / (1 + math.exp(turned - 3))],
                       [-turned / (1 + math.exp(turned + 3)), 3 / (1 + math.exp(turned + 3))]]},
       "at cosines of 1 and beyond: the slope of cos(margin)", rtol=1e-7, atol=1e-7)

views = {"first": normal(7, 4), "second": normal(7, 4)}
wide = {"first": normal(3, 5, scale=0.3), "second": normal(3, 5, scale=0.3)}


def vicreg(invariance, variance, covariance, epsilon):
    def formula(first, second):
        loss = metric.VICRegLoss(invariance, variance, covariance, epsilon)
        return loss(first, ref_emb=second)
    return formula


def barlow_twins(off_diagonal, epsilon):
    def formula(first, second):
        c = F.batch_norm(first, None, None, training=True, eps=epsilon).T @ F.batch_norm(
            second, None, None, training=True, eps=epsilon) / len(first)
        on = torch.diagonal(c)
        return ((1 - on) ** 2).sum() + off_diagonal * ((c ** 2).sum() - (on ** 2).sum())
    return formula


for inputs in (views, wide, {"first": [[1.0, 2.0], [1.0, -2.0], [1.0, 0.5]], "second": [[0.5, 1.0], [0.5, 1.0], [0.0, 1.0]]}):
    for weighting in ((25.0, 25.0, 1.0, 1e-4), (0.0, 1.0, 0.0, 0.1), (1.0, 0.0, 3.0, 1e-3), (2.0, 30.0, 0.5, 0.5)):
        params = dict(zip(("invariance", "variance", "covariance", "epsilon"), weighting))
        case("vicreg", vicreg(*weighting), inputs, ("first", "second"), params, source="PyTorch Metric Learning")
    for off_diagonal, epsilon in ((0.005, 1e-5), (0.0, 1e-3), (0.7, 0.2)):
        case("barlow_twins", barlow_twins(off_diagonal, epsilon), inputs, ("first", "second"),
             {"off_diagonal": off_diagonal, "epsilon": epsilon}, source="the published code, PyTorch's batch_norm")
for name, formula in (("vicreg", vicreg(25, 25, 1, 1e-4)), ("barlow_twins", barlow_twins(0.005, 1e-5))):
    for batch in ("none", "sum", "weighted_mean"):
        case(name, formula, views, ("first", "second"), batch=batch, weights=2.5)
alone = {"first": [[3.0, -1.0, 2.0]], "second": [[3.0, 1.0, 2.0]]}
record("vicreg", {}, None, "mean", None, alone, 25 * 4 / 3 + 25 * 0.99,
       {"first": [[0.0, -100 / 3, 0.0]], "second": [[0.0, 100 / 3, 0.0]]}, "one example: variances of 0")
record("barlow_twins", {}, None, "mean", None, alone, 3.0,
       {"first": np.zeros((1, 3)).tolist(), "second": np.zeros((1, 3)).tolist()}, "one example: correlations of 0")

placed = {"embedding": normal(6, 4), "target": labels(3, 6)}
for name, vectors, variants in (("center", "centers", ({},)), ("proxy_nca", "proxies", ({}, {"scale": 0.3}, {"scale": 6.0}))):
    for params in variants:
        def to_vectors(embedding, target, **of_classes):
            to = of_classes[vectors]
            if name == "center":
                return ((embedding - to[target.long()]) ** 2).sum(-1) / 2
            loss = metric.ProxyNCALoss(len(to), to.shape[1], softmax_scale=params.get("scale", 1), reducer=DoNothingReducer())
            # The library's own proxies are parameters, which would be leaves.
            parts = loss.nca_computation(embedding, to, target.long(), torch.arange(len(to)), None)
            return parts["loss"]["losses"]
        inputs = {**placed, vectors: normal(3, 4)}
        peer = "the definition" if name == "center" else "PyTorch Metric Learning"
        for batch in ("none", "mean", "sum"):
            case(name, to_vectors, inputs, ("embedding", vectors), params, batch=batch, source=peer)
        for weights in (2.5, [1.0, 0.0, 3.0, 0.5, 1.0, 2.0]):
            case(name, to_vectors, inputs, ("embedding", vectors), params, batch="weighted_mean", weights=weights, source=peer)
        # As many classes as examples, and one class alone.
        case(name, to_vectors, {**placed, vectors: normal(6, 4)}, ("embedding", vectors), params, batch="mean", source=peer)
        case(name, to_vectors, {"embedding": normal(2, 3), vectors: normal(1, 3), "target": [0.0, 0.0]},
             ("embedding", vectors), params, batch="none", source=peer)
record("center", {}, None, "none", None,
       {"embedding": [[0.0, 0.0], [1e4, -1e4]], "centers": [[0.0, 0.0], [1e4, -1e4]], "target": [0.0, 1.0]}, [0.0, 0.0],
       {"embedding": np.zeros((2, 2)).tolist(), "centers": np.zeros((2, 2)).tolist()}, "embeddings at their centers")

random = np.random.default_rng(20261205)


def capped_cross_entropy(soft_cap, z_loss, **options):
    """Class weights do not multiply the z-loss, as in Liger-Kernel."""
    def formula(prediction, target, class_weights=None):
        x = prediction if soft_cap is None else soft_cap * torch.tanh(prediction / soft_cap)
        z = z_loss * torch.logsumexp(x, -1) ** 2
        kept = target != options.get("ignore_index", -100)
        return torch.where(kept, cross_entropy(x, target, class_weights, **options) + z, 0.0)
    return formula


name, source = "sparse_categorical_cross_entropy", "PyTorch; A. Chowdhery et al. 2022; Gemma Team 2024"
logits, index = normal(3, 2, 5, scale=4), labels(5, 3, 2)
for soft_cap, z_loss in ((None, 0.3), (2.5, 0.0), (30.0, 1e-4), (2.5, 0.3)):
    capped = {"soft_cap": soft_cap, "z_loss": z_loss}
    for batch, weights in (("none", None), ("mean", [1.0, 0.0, 3.0]), ("weighted_mean", uniform(3, 2)), ("sum", 2.0)):
        case(name, capped_cross_entropy(soft_cap, z_loss), {"prediction": logits, "target": index}, ("prediction",), capped,
             batch=batch, weights=weights, source=source)
        case(name, capped_cross_entropy(soft_cap, z_loss, label_smoothing=0.2, ignore_index=2),
             {"prediction": logits, "target": index, "class_weights": cw + 0.1}, ("prediction",),
             {"label_smoothing": 0.2, "ignore_index": 2, **capped}, batch=batch, weights=weights, source=source,
             unit_weights=lambda prediction, target, class_weights: picked(prediction, target, class_weights)
             * (target != 2))
case(name, capped_cross_entropy(30.0, 1e-4), {"prediction": [[1e9, -1e9, 0.0], [1e-9, 0.0, -1e-9], [-INF, 1.0, INF]],
                                              "target": [1.0, 0.0, 2.0]}, ("prediction",),
     {"soft_cap": 30.0, "z_loss": 1e-4}, batch="none", source=source)
case(name, capped_cross_entropy(None, 1e-4), {"prediction": [[1e6, -1e6, 0.0], [-300.0, -500.0, -INF]], "target": [1.0, 1.0]},
     ("prediction",), {"z_loss": 1e-4}, batch="none", source=source)

OUT.mkdir(exist_ok=True)
for loss, cases in files.items():
    text = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases)
    (OUT / f"{loss}.json").write_text(f"[\n{text}\n]\n")
print(sum(map(len, files.values())), "cases of", len(files), "losses")
