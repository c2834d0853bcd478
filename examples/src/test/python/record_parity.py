"""Records the values of other libraries for the rows of docs/parity.md that say "The same".

    pip install torch keras jax optax pytorch-metric-learning
    KERAS_BACKEND=jax python3 examples/src/test/python/record_parity.py
"""

import json
import pathlib

import jax
import keras
import numpy as np
import optax.losses as optax
import pytorch_metric_learning.losses as pml
import torch
from torch import nn

jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
ROOT = pathlib.Path(__file__).parents[2]
LIBRARIES = ["pytorch", "keras", "optax", "pytorch-metric-learning"]
random = np.random.default_rng(20260301)

N, C = 5, 4
x = random.normal(size=(N, C))
far = 3 * random.normal(size=(N, C))
positive = np.abs(far) + 0.1
index = random.integers(0, C, size=N)
hot = np.eye(C)[index]
binary = random.integers(0, 2, size=(N, C)).astype(float)
signs = 2 * binary - 1
sign = np.where(np.arange(N) % 2 == 0, 1.0, -1.0)
counts = random.integers(0, 5, size=(N, C)).astype(float)
p = np.exp(x) / np.exp(x).sum(-1, keepdims=True)
q = np.exp(far) / np.exp(far).sum(-1, keepdims=True)
sigmoid = 1 / (1 + np.exp(-x))
image = random.normal(size=(2, 3, 3, C))
regions = np.eye(C)[random.integers(0, C, size=(2, 3, 3))]
channel, region = image[..., :1], regions[..., :1]
steps = random.normal(size=(2, C, 3))
ignored = np.array([[0, 1, -100], [3, -100, 2]])
embedding = random.normal(size=(6, C))
members = np.array([0, 0, 1, 1, 2, 2])
sequence = random.normal(size=(2, 6, C))
labels = np.array([[1, 2, 2], [3, 1, 2]])
anchor, near, other = random.normal(size=(3, N, C))


def of(prediction, target):
    return {"prediction": prediction, "target": target}


def t(array):
    return torch.as_tensor(np.asarray(array))


def in_torch(loss, *arrays):
    return loss(*[t(a) for a in arrays])


def plain(loss, inputs):
    return inputs, in_torch(loss, inputs["prediction"], inputs["target"])


def log_softmax(logits, axis=-1):
    return np.asarray(jax.nn.log_softmax(logits, axis=axis))


def ctc(loss):
    full = torch.full((2,), 6), torch.full((2,), 3)
    return of(sequence, labels), loss(t(log_softmax(sequence)).transpose(0, 1), t(labels), *full)


def multilabel(targets):
    """PyTorch's list of indices, which ends with a −1."""
    rows = [[i for i in range(C) if row[i]] for row in targets]
    return np.array([row + [-1] * (C - len(row)) for row in rows])


def with_torch():
    weighted = of(steps, ignored)
    log_weighted = of(log_softmax(steps, 1), ignored)
    variance = {**of(x, far), "variance": positive}
    pairs = {"first": x, "second": far, "target": sign}
    triplets = {"anchor": anchor, "positive": near, "negative": other}
    return {
        "BCELoss": plain(nn.BCELoss(), of(sigmoid, binary)),
        "BCEWithLogitsLoss": plain(nn.BCEWithLogitsLoss(), of(x, binary)),
        "CTCLoss": ctc(nn.CTCLoss()),
        "CosineEmbeddingLoss": (pairs, in_torch(nn.CosineEmbeddingLoss(), *pairs.values())),
        "CrossEntropyLoss": plain(nn.CrossEntropyLoss(), weighted),
        "GaussianNLLLoss": (variance, in_torch(nn.GaussianNLLLoss(), *variance.values())),
        "HingeEmbeddingLoss": plain(nn.HingeEmbeddingLoss(), of(positive, signs)),
        "HuberLoss": plain(nn.HuberLoss(), of(x, far)),
        "KLDivLoss": plain(nn.KLDivLoss(), of(log_softmax(x), q)),
        "L1Loss": plain(nn.L1Loss(), of(x, far)),
        "MSELoss": plain(nn.MSELoss(), of(x, far)),
        "MarginRankingLoss": (
            {"first": x, "second": far, "target": signs},
            in_torch(nn.MarginRankingLoss(), x, far, signs),
        ),
        "MultiLabelMarginLoss": (of(x, binary), in_torch(nn.MultiLabelMarginLoss(), x, multilabel(binary))),
        "MultiLabelSoftMarginLoss": plain(nn.MultiLabelSoftMarginLoss(), of(x, binary)),
        "MultiMarginLoss": plain(nn.MultiMarginLoss(), of(x, index)),
        "NLLLoss": plain(nn.NLLLoss(), log_weighted),
        "PoissonNLLLoss": plain(nn.PoissonNLLLoss(), of(x, counts)),
        "SmoothL1Loss": plain(nn.SmoothL1Loss(), of(x, far)),
        "SoftMarginLoss": plain(nn.SoftMarginLoss(), of(x, signs)),
        "TripletMarginLoss": (triplets, in_torch(nn.TripletMarginLoss(), *triplets.values())),
    }


def with_keras():
    inputs = {
        "BinaryCrossentropy": of(sigmoid, binary),
        "BinaryFocalCrossentropy": of(sigmoid, binary),
        "CTC": of(sequence, labels),
        "CategoricalCrossentropy": of(p, hot),
        "CategoricalFocalCrossentropy": of(p, hot),
        "CategoricalGeneralizedCrossEntropy": of(p, index),
        "CategoricalHinge": of(x, hot),
        "CosineSimilarity": of(x, far),
        "Dice": of(sigmoid, binary),
        "Hinge": of(x, binary),
        "Huber": of(x, far),
        "KLDivergence": of(p, q),
        "LogCosh": of(x, far),
        "MeanAbsoluteError": of(x, far),
        "MeanAbsolutePercentageError": of(x, far),
        "MeanSquaredError": of(x, far),
        "MeanSquaredLogarithmicError": of(positive, counts),
        "Poisson": of(positive, counts),
        "SparseCategoricalCrossentropy": of(p, index),
        "SquaredHinge": of(x, binary),
    }
    cases = {
        name: (roles, getattr(keras.losses, name)()(roles["target"], roles["prediction"]))
        for name, roles in inputs.items()
    }
    unit = embedding / np.linalg.norm(embedding, axis=-1, keepdims=True)
    cases["Circle"] = ({"embedding": unit, "target": members}, keras.losses.Circle()(members, unit))
    return cases


def with_optax():
    inputs = {
        "binary_dice_loss": of(channel, region),
        "cosine_distance": of(x, far),
        "cosine_similarity": of(x, far),
        "dice_loss": of(image, regions),
        "hinge_loss": of(x, signs),
        "huber_loss": of(x, far),
        "kl_divergence": of(log_softmax(x), q),
        "kl_divergence_with_log_targets": of(log_softmax(x), log_softmax(far)),
        "l2_loss": of(x, far),
        "log_cosh": of(x, far),
        "perceptron_loss": of(x, signs),
        "poly_loss_cross_entropy": of(x, hot),
        "ranking_softmax_loss": of(x, counts),
        "safe_softmax_cross_entropy": of(x, hot),
        "sigmoid_binary_cross_entropy": of(x, binary),
        "sigmoid_focal_loss": of(x, binary),
        "softmax_cross_entropy": of(x, q),
        "softmax_cross_entropy_with_integer_labels": of(x, index),
        "squared_error": of(x, far),
    }
    cases = {
        name: (roles, np.mean(getattr(optax, name)(roles["prediction"], roles["target"])))
        for name, roles in inputs.items()
    }
    none = np.zeros((2, 6)), np.zeros((2, 3))
    cases["ctc_loss"] = of(sequence, labels), np.mean(optax.ctc_loss(sequence, none[0], labels, none[1]))
    cases["ntxent"] = {"embedding": embedding, "target": members}, optax.ntxent(embedding, members)
    return cases


def with_metric_learning():
    batch = {"embedding": embedding, "target": members}
    unit = {"embedding": embedding / np.linalg.norm(embedding, axis=-1, keepdims=True), "target": members}
    names = ["CircleLoss", "MultiSimilarityLoss", "NTXentLoss", "SupConLoss"]
    cases = {name: (batch, in_torch(getattr(pml, name)(), embedding, members)) for name in names}
    cases["TripletMarginLoss"] = unit, in_torch(pml.TripletMarginLoss(), embedding, members)
    proxies = pml.ProxyNCALoss(3, C)
    proxies.proxies.data = t(random.normal(size=(3, C)))
    with_proxies = {**batch, "proxies": proxies.proxies.detach()}
    cases["ProxyNCALoss"] = with_proxies, proxies(t(embedding), t(members))
    views = {"first": anchor, "second": near}
    cases["VICRegLoss"] = views, pml.VICRegLoss()(t(anchor), ref_emb=t(near))
    return cases


def numbers(array):
    return np.asarray(array.detach() if torch.is_tensor(array) else array, dtype=float).tolist()


computed = dict(zip(LIBRARIES, [with_torch(), with_keras(), with_optax(), with_metric_learning()]))
cases = []
for library in LIBRARIES:
    rows = json.loads((ROOT / "main" / "resources" / "parity" / f"{library}.json").read_text())["losses"]
    for row in rows:
        if row.get("remark", "").startswith("The same"):
            inputs, value = computed[library][row["name"]]
            roles = {role: numbers(array) for role, array in inputs.items()}
            cases.append(
                {"library": library, "name": row["name"], "inputs": roles, "value": float(numbers(value))}
            )
text = ",\n".join(json.dumps(case) for case in cases)
(ROOT / "test" / "resources" / "parity" / "cases.json").write_text(f"[\n{text}\n]\n")
