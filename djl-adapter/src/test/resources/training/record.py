"""Trains a small network for 50 steps in PyTorch and records its parameters.

Run: python3 record.py > fifty-steps.json   (torch 2.13, float64)
"""
import json
import math
import torch

torch.set_default_dtype(torch.float64)
N, FEATURES, HIDDEN, OUTPUTS, STEPS, RATE = 16, 3, 8, 4, 50, 0.125


def wave(rows, columns, a, b, amplitude):
    return torch.tensor([[amplitude * math.sin(a * i + b * j + 0.3) for j in range(columns)] for i in range(rows)])


def parameters():
    return [wave(HIDDEN, FEATURES, 0.7, 1.3, 0.6), wave(1, HIDDEN, 0.1, 0.9, 0.2)[0],
            wave(OUTPUTS, HIDDEN, 1.1, 0.4, 0.6), wave(1, OUTPUTS, 0.2, 0.8, 0.2)[0]]


x = wave(N, FEATURES, 1.7, 0.6, 1.0)
real = wave(N, OUTPUTS, 0.9, 1.9, 1.0)
classes = torch.tensor([(3 * i + 1) % OUTPUTS for i in range(N)])
binary = torch.tensor([[float((i * j + i) % 3 == 0) for j in range(OUTPUTS)] for i in range(N)])

losses = {
    "mean_squared_error": lambda z: torch.nn.functional.mse_loss(z, real),
    "mean_absolute_error": lambda z: torch.nn.functional.l1_loss(z, real),
    "sparse_categorical_cross_entropy": lambda z: torch.nn.functional.cross_entropy(z, classes),
    "binary_cross_entropy": lambda z: torch.nn.functional.binary_cross_entropy_with_logits(z, binary),
}
recorded = {}
for name, loss in losses.items():
    w1, b1, w2, b2 = [p.requires_grad_(True) for p in parameters()]
    curve = []
    for step in range(STEPS):
        value = loss(torch.tanh(x @ w1.T + b1) @ w2.T + b2)
        curve.append(value.item())
        gradients = torch.autograd.grad(value, [w1, b1, w2, b2])
        with torch.no_grad():
            for parameter, gradient in zip([w1, b1, w2, b2], gradients):
                parameter -= RATE * gradient
    recorded[name] = {"first_loss": curve[0], "last_loss": curve[-1],
                      "parameters": [p.flatten().tolist() for p in [w1, b1, w2, b2]]}
print(json.dumps(recorded, indent=1))
