"""Lists the public losses of other libraries in examples/src/test/resources/parity, a file for each library.

    pip install torch torchvision keras jax optax pytorch-metric-learning
    KERAS_BACKEND=jax python3 examples/src/test/python/list_peers.py

docs/parity.md must have a row for each name. Deeplearning4j's and DJL's are found by the test itself.
"""

import ast
import importlib.metadata
import importlib.util
import inspect
import pathlib

import keras
import optax
import pytorch_metric_learning.losses
import torch

OUT = pathlib.Path(__file__).parent.parent / "resources" / "parity"

# TF-GAN cannot be installed beside a current TensorFlow: __all__ of tensorflow_gan/python/losses/losses_impl.py at
# https://github.com/tensorflow/gan/tree/0479fbdbf6e58eccead5a562f73e0eca6a1d1c5c.
TFGAN = """acgan_discriminator_loss acgan_generator_loss least_squares_discriminator_loss least_squares_generator_loss
    modified_discriminator_loss modified_generator_loss minimax_discriminator_loss minimax_generator_loss
    wasserstein_discriminator_loss wasserstein_hinge_generator_loss wasserstein_hinge_discriminator_loss
    wasserstein_generator_loss wasserstein_gradient_penalty mutual_information_penalty combine_adversarial_loss
    cycle_consistency_loss""".split()


def classes(module):
    return [name for name, value in vars(module).items() if inspect.isclass(value)]


def torchvision_losses():
    """Read, not imported: torchvision's natives need a torch of the same build."""
    source = pathlib.Path(importlib.util.find_spec("torchvision").origin).parent / "ops" / "__init__.py"
    for node in ast.parse(source.read_text()).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "__all__":
            return [name for name in ast.literal_eval(node.value) if name.endswith("_loss")]
    raise ValueError(source)


def write(file, package, names):
    source = f"{package} {importlib.metadata.version(package).split('+')[0]}" if package else "tensorflow/gan 0479fbd"
    lines = [f"# {source}", *sorted(set(names))]
    (OUT / f"{file}.txt").write_text("\n".join(lines) + "\n")


OUT.mkdir(exist_ok=True)
write("pytorch", "torch", [name for name in dir(torch.nn) if "Loss" in name])
write("torchvision", "torchvision", torchvision_losses())
# The functions of keras.losses are those of the classes.
write("keras", "keras", [name for name in classes(keras.losses) if name != "Loss"])
write("optax", "optax", [name for name, value in vars(optax.losses).items() if inspect.isfunction(value)])
write(
    "pytorch-metric-learning",
    "pytorch-metric-learning",
    [
        name
        for name in classes(pytorch_metric_learning.losses)
        if not name.startswith("Base") and not name.endswith("Mixin")
    ],
)
write("tfgan", None, TFGAN)
