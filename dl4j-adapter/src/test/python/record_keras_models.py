"""Writes the models of dl4j-adapter/src/test/resources/keras and Keras' own losses of them, cases.json.

Keras 3 computes; the files have the form of Keras 2's HDF5, the newest that Deeplearning4j reads.
    pip install keras jax h5py && KERAS_BACKEND=jax python3 dl4j-adapter/src/test/python/record_keras_models.py
"""

import json
import pathlib

import h5py
import keras
import numpy as np
from keras import layers, losses

OUT = pathlib.Path(__file__).parent.parent / "resources" / "keras"
N = 6
random = np.random.default_rng(20260201)
cases = []


def numbers(*shape):
    return np.round(random.normal(size=shape), 3).astype("float32")


def shares(*shape):
    x = random.uniform(0.05, 1, size=shape)
    return np.round(x / x.sum(-1, keepdims=True), 3).astype("float32")


def classes(count, *shape):
    return random.integers(0, count, size=shape).astype("float32")


def one_hot(index, count):
    return np.eye(count, dtype="float32")[index.astype(int)]


def layer_of_keras_2(layer):
    """A layer's entry in the configuration of Keras 2, which is that of Keras 3 with plain names in fewer places."""
    if isinstance(layer, layers.InputLayer):
        return {
            "class_name": "InputLayer",
            "config": {
                "batch_input_shape": list(layer.batch_shape),
                "dtype": "float32",
                "sparse": False,
                "ragged": False,
                "name": layer.name,
            },
        }
    config = {}
    for name, value in layer.get_config().items():
        if isinstance(value, dict) and value.get("class_name") == "DTypePolicy":
            value = "float32"
        elif isinstance(value, dict) and "class_name" in value:
            value = {
                "class_name": value["class_name"],
                "config": {k: v for k, v in value["config"].items() if k in ("seed", "gain")},
            }
        if name not in ("quantization_config", "seed"):
            config[name] = value
    return {"class_name": type(layer).__name__, "config": config}


def model_of_keras_2(model):
    if isinstance(model, keras.Sequential):
        stack = [model._layers[0], *model.layers]
        return {
            "class_name": "Sequential",
            "config": {"name": model.name, "layers": [layer_of_keras_2(layer) for layer in stack]},
        }
    entries = []
    for layer in model.layers:
        entry = layer_of_keras_2(layer)
        entry["name"] = layer.name
        inbound = [tensor._keras_history.operation.name for tensor in layer._inbound_nodes[0].input_tensors]
        entry["inbound_nodes"] = [[[name, 0, 0, {}] for name in inbound]] if inbound else []
        entries.append(entry)
    return {
        "class_name": "Functional",
        "config": {
            "name": model.name,
            "layers": entries,
            "input_layers": [[tensor._keras_history.operation.name, 0, 0] for tensor in model.inputs],
            "output_layers": [[tensor._keras_history.operation.name, 0, 0] for tensor in model.outputs],
        },
    }


def loss_of_keras_2(loss, parameters):
    """Keras 3 does not save every parameter that Keras 2 does, Huber's delta for one."""
    if loss is None or isinstance(loss, str):
        return loss
    config = {**loss.get_config(), **parameters}
    if config["reduction"] == "sum_over_batch_size":
        config["reduction"] = "auto"
    return {"class_name": type(loss).__name__, "config": config}


def optimizer_of_keras_2(newer):
    """With and without the decay that Keras 2.11 did away with."""
    config = {"name": "SGD", "learning_rate": 0.05, "momentum": 0.0, "nesterov": False}
    if newer:
        return {"class_name": "Custom>SGD", "config": {**config, "weight_decay": None, "is_legacy_optimizer": False}}
    return {"class_name": "SGD", "config": {**config, "decay": 0.0}}


def save(path, model, training, version="2.9.0"):
    with h5py.File(path, "w", libver="latest") as file:
        file.attrs["keras_version"] = version
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = json.dumps(model_of_keras_2(model))
        if training is not None:
            file.attrs["training_config"] = json.dumps(training)
        root = file.create_group("model_weights")
        for layer in model.layers:
            group = root.create_group(layer.name)
            inner = f"{layer.name}/{layer.name}_cell" if isinstance(layer, layers.LSTM) else layer.name
            names = [f"{inner}/{weight.name}:0" for weight in layer.weights]
            group.attrs["weight_names"] = np.array(names, dtype="S" if names else "S1")
            for name, weight in zip(names, layer.weights):
                group[name] = np.asarray(weight.value)


def record(name, model, x, y, loss, weights=None, newer=False, parameters=({},)):
    """Saves a model under its loss, or losses, with Keras' own value for the data."""
    for weight in model.weights:
        weight.assign(numbers(*weight.shape) * 0.5)
    model.compile(optimizer="sgd", loss=loss, loss_weights=weights)
    value = model.evaluate(x, y, batch_size=N, verbose=0)
    value = value[0] if isinstance(value, list) else value
    if isinstance(loss, dict):
        saved = {k: loss_of_keras_2(v, p) for (k, v), p in zip(loss.items(), parameters)}
    elif isinstance(loss, list):
        saved = [loss_of_keras_2(v, p) for v, p in zip(loss, parameters)]
    else:
        saved = loss_of_keras_2(loss, parameters[0])
    training = {
        "loss": saved,
        "metrics": None,
        "weighted_metrics": None,
        "loss_weights": weights,
        "optimizer_config": optimizer_of_keras_2(newer),
    }
    save(OUT / f"{name}.h5", model, training)
    labels = list(y.values()) if isinstance(y, dict) else y if isinstance(y, list) else [y]
    cases.append(
        {
            "file": f"{name}.h5",
            "sequential": isinstance(model, keras.Sequential),
            "features": x.tolist(),
            "labels": [label.tolist() for label in labels],
            "loss": value,
        }
    )


def dense(outputs, activation="linear"):
    keras.utils.clear_session()
    return keras.Sequential(
        [
            layers.Input((3,), name="features"),
            layers.Dense(4, activation="tanh", name="hidden"),
            layers.Dense(outputs, activation=activation, name="output"),
        ]
    )


def two_outputs():
    keras.utils.clear_session()
    features = layers.Input((3,), name="features")
    hidden = layers.Dense(4, activation="tanh", name="hidden")(features)
    return keras.Model(
        features,
        [
            layers.Dense(2, activation="linear", name="size")(hidden),
            layers.Dense(3, activation="softmax", name="kind")(hidden),
        ],
    )


def recurrent(outputs):
    keras.utils.clear_session()
    return keras.Sequential(
        [layers.Input((5, 3), name="features"), layers.LSTM(outputs, return_sequences=True, name="output")]
    )


def convolution(outputs, activation):
    keras.utils.clear_session()
    return keras.Sequential(
        [
            layers.Input((4, 5, 2), name="features"),
            layers.Conv2D(outputs, 3, padding="same", activation=activation, name="output"),
        ]
    )


OUT.mkdir(exist_ok=True)
x = numbers(N, 3)
binary = classes(2, N, 3)
kinds = classes(3, N)
hot = one_hot(kinds, 3)

record("mean_squared_error", dense(2), x, numbers(N, 2), losses.MeanSquaredError())
record("mean_absolute_error", dense(2), x, numbers(N, 2), "mae")
record("mean_absolute_percentage_error", dense(2), x, 30 + numbers(N, 2), losses.MeanAbsolutePercentageError())
record("mean_squared_logarithmic_error", dense(2, "softplus"), x, abs(numbers(N, 2)), "mean_squared_logarithmic_error")
record("huber", dense(2), x, numbers(N, 2), losses.Huber(delta=0.4), parameters=[{"delta": 0.4}])
record("huber_by_name", dense(2), x, 3 * numbers(N, 2), "huber", newer=True)
record("log_cosh", dense(2), x, numbers(N, 2), losses.LogCosh())
record("poisson", dense(2, "softplus"), x, classes(4, N, 2), losses.Poisson())
record("cosine_similarity", dense(3), x, numbers(N, 3), losses.CosineSimilarity())
record("hinge", dense(3), x, binary, losses.Hinge())
record("squared_hinge", dense(3), x, 2 * binary - 1, losses.SquaredHinge())
record("categorical_hinge", dense(3), x, hot, losses.CategoricalHinge())
record("kl_divergence", dense(3, "softmax"), x, shares(N, 3), losses.KLDivergence())
record("binary_crossentropy", dense(3, "sigmoid"), x, binary, losses.BinaryCrossentropy(label_smoothing=0.1))
record("binary_crossentropy_of_logits", dense(3), x, binary, losses.BinaryCrossentropy(from_logits=True))
record(
    "binary_focal_crossentropy",
    dense(3, "sigmoid"),
    x,
    binary,
    losses.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.3, gamma=1.5),
)
record("binary_focal_crossentropy_by_name", dense(3, "sigmoid"), x, binary, "binary_focal_crossentropy")
record("categorical_crossentropy", dense(3, "softmax"), x, hot, losses.CategoricalCrossentropy(label_smoothing=0.2))
record("categorical_crossentropy_of_logits", dense(3), x, hot, losses.CategoricalCrossentropy(from_logits=True))
record(
    "categorical_focal_crossentropy",
    dense(3, "softmax"),
    x,
    hot,
    losses.CategoricalFocalCrossentropy(alpha=0.4, gamma=3.0, label_smoothing=0.1),
)
record(
    "sparse_categorical_crossentropy", dense(3, "softmax"), x, kinds[:, None], losses.SparseCategoricalCrossentropy()
)
record(
    "sparse_categorical_crossentropy_ignoring",
    dense(3),
    x,
    np.array([[0], [1], [7], [2], [7], [1]], "float32"),
    losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=7),
)
record("dice", dense(3, "sigmoid"), x, binary, losses.Dice())
record("tversky", dense(3, "sigmoid"), x, binary, losses.Tversky(alpha=0.2, beta=0.7))
record("sum", dense(2), x, numbers(N, 2), losses.MeanSquaredError(reduction="sum"))
record("weighted", dense(2), x, numbers(N, 2), [losses.Huber()], weights=[2.5], parameters=[{"delta": 1.0}])
record(
    "list",
    two_outputs(),
    x,
    [numbers(N, 2), kinds[:, None]],
    ["log_cosh", losses.SparseCategoricalCrossentropy()],
    weights=[2.0, 0.5],
    parameters=[{}, {}],
)
record(
    "dictionary",
    two_outputs(),
    x,
    {"size": numbers(N, 2), "kind": hot},
    {"size": losses.Huber(delta=0.3), "kind": "categorical_focal_crossentropy"},
    weights={"kind": 3.0, "size": 1.0},
    parameters=[{"delta": 0.3}, {}],
)
record("sequences", recurrent(2), numbers(N, 5, 3), numbers(N, 5, 2), losses.Huber(), parameters=[{"delta": 1.0}])
record("ctc", recurrent(4), numbers(N, 5, 3), 1 + classes(3, N, 2), losses.CTC())
record(
    "images",
    convolution(3, "softmax"),
    numbers(N, 4, 5, 2),
    one_hot(classes(3, N, 4, 5), 3),
    losses.CategoricalFocalCrossentropy(),
)
record(
    "image_classes",
    convolution(3, "softmax"),
    numbers(N, 4, 5, 2),
    classes(3, N, 4, 5),
    losses.SparseCategoricalCrossentropy(),
)

# Keras wants these class indices as [N]; Deeplearning4j's labels are columns.
record(
    "categorical_generalized_cross_entropy",
    dense(3, "softmax"),
    x,
    kinds,
    losses.CategoricalGeneralizedCrossEntropy(q=0.3),
)
cases[-1]["labels"] = [kinds[:, None].tolist()]

(OUT / "cases.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")

plain = dense(2)
save(OUT / "uncompiled.h5", plain, None)
plain.compile(optimizer="sgd", loss="huber")
plain.save(OUT / "keras3.h5")

names = [name for name in dir(losses) if name[0].isalpha() and name not in ("deserialize", "get", "serialize")]
short = ["mse", "MSE", "mae", "MAE", "mape", "MAPE", "msle", "MSLE", "bce", "BCE", "kld", "KLD"]
keras_2 = ["logcosh", "huber_loss", "kullback_leibler_divergence", "cosine_proximity"]
assert all(callable(losses.get(name)) for name in short)
(OUT / "names.txt").write_text("\n".join(names + short + keras_2) + "\n")
