#!/usr/bin/env python3
"""Checks the example kernel of docs/cuda-kernels.md without a GPU. Needs torch, g++ and, for the first part, NVRTC.

    pip install nvidia-cuda-nvrtc        (or nvidia-cuda-nvrtc-cu12)
    python3 check_kernel.py [--nvrtc PATH/libnvrtc.so.13] [--ptxas ptxas]

1. NVRTC compiles sigmoid_focal.cu to PTX for compute capability 7.5 and 9.0, as the library would at run time; ptxas, if it is
   there, compiles the PTX further and prints registers and spills.
2. g++ compiles the same text with shims for CUDA's words: the loop over threads runs between barriers. Value and gradient are
   compared with PyTorch's autograd in float64, and two runs bit by bit.
"""

import argparse
import ctypes
import glob
import os
import subprocess
import sys
import tempfile

import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "sigmoid_focal.cu")
CAPABILITIES = ["75", "90"]
BLOCK = 4096


def find_nvrtc():
    for folder in sys.path:
        for found in glob.glob(os.path.join(folder, "nvidia", "*", "lib", "libnvrtc.so.*")):
            return found
    return None


def compile_by_nvrtc(path, ptxas):
    # NVRTC looks for its builtins by name only, so they have to be loaded already.
    for builtins in glob.glob(os.path.join(os.path.dirname(path), "libnvrtc-builtins.so.*")):
        ctypes.CDLL(builtins, mode=ctypes.RTLD_GLOBAL)
    nvrtc = ctypes.CDLL(path)
    with open(SOURCE, "rb") as file:
        source = file.read()
    for capability in CAPABILITIES:
        program = ctypes.c_void_p()
        check(nvrtc.nvrtcCreateProgram(ctypes.byref(program), source, b"sigmoid_focal.cu", 0, None, None))
        options = [f"--gpu-architecture=compute_{capability}".encode(), b"--fmad=false", b"--std=c++17"]
        result = nvrtc.nvrtcCompileProgram(program, len(options), (ctypes.c_char_p * len(options))(*options))
        size = ctypes.c_size_t()
        check(nvrtc.nvrtcGetProgramLogSize(program, ctypes.byref(size)))
        log = ctypes.create_string_buffer(size.value)
        check(nvrtc.nvrtcGetProgramLog(program, log))
        if result:
            sys.exit("NVRTC: " + log.value.decode())
        check(nvrtc.nvrtcGetPTXSize(program, ctypes.byref(size)))
        ptx = ctypes.create_string_buffer(size.value)
        check(nvrtc.nvrtcGetPTX(program, ptx))
        text = ptx.value.decode()
        print(f"NVRTC, compute capability {capability}: {len(text.splitlines())} lines of PTX, {text.count('.entry')} kernels")
        if ptxas:
            assemble(text, capability, ptxas)


def assemble(text, capability, ptxas):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "kernel.ptx")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        command = [ptxas, "-v", f"-arch=sm_{capability}", "-o", os.path.join(folder, "kernel.cubin"), path]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        for line in done.stderr.splitlines():
            if "Compiling" in line or "registers" in line or "spill" in line:
                print("  " + line.strip())


def check(result):
    if result:
        sys.exit(f"NVRTC failed: {result}")


def host_source():
    """The kernel's text as C++: threads of a block run in turn up to each barrier."""
    with open(SOURCE, encoding="utf-8") as file:
        kernel = file.read()
    sweep = kernel.index('extern "C" __global__ void sweep')
    shims = "#include <cmath>\n#define __device__\n#define __global__\nstruct Index { int x; };\n"
    shims += "static thread_local Index blockIdx, threadIdx;\n"
    body = kernel[sweep:]
    # One loop over the threads for each part between barriers; what a thread keeps is in arrays.
    body = body.replace("__shared__ double shared", "double shared")
    body = body.replace("    double sum = 0.0;\n    for (long long i", "    for (threadIdx.x = 0; threadIdx.x < THREADS; threadIdx.x++) {\n    double sum = 0.0;\n    for (long long i")
    body = body.replace("    shared[threadIdx.x] = sum;\n    __syncthreads();\n", "    shared[threadIdx.x] = sum;\n    }\n")
    body = body.replace("        if (threadIdx.x < half) {", "        for (threadIdx.x = 0; threadIdx.x < half; threadIdx.x++) {")
    body = body.replace("        __syncthreads();\n", "")
    body = body.replace("    if (threadIdx.x == 0) {\n", "    {\n")
    driver = """
extern "C" void run(const float *prediction, const float *target, float *gradient, double *sums, long long elements,
                    float *value) {
    int blocks = (int) ((elements + ELEMENTS_OF_A_BLOCK - 1) / ELEMENTS_OF_A_BLOCK);
    for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++) {
        sweep(prediction, target, gradient, sums, elements, 1.0f / (float) elements);
    }
    finish(sums, blocks, (double) elements, value);
}
"""
    return shims + kernel[:sweep] + body + driver


def compile_for_host(folder):
    path = os.path.join(folder, "kernel.cpp")
    with open(path, "w", encoding="utf-8") as file:
        file.write(host_source())
    library = os.path.join(folder, "kernel.so")
    subprocess.run(["g++", "-O2", "-ffp-contract=off", "-shared", "-fPIC", path, "-o", library], check=True)
    return ctypes.CDLL(library)


def run(library, x, y):
    gradient = torch.empty_like(x)
    sums = torch.empty(-(-x.numel() // BLOCK), dtype=torch.float64)
    value = torch.empty((), dtype=torch.float32)
    pointers = [ctypes.c_void_p(tensor.data_ptr()) for tensor in (x, y, gradient, sums)]
    library.run(*pointers, ctypes.c_longlong(x.numel()), ctypes.c_void_p(value.data_ptr()))
    return value, gradient


def reference(x, y):
    x = x.double().requires_grad_(True)
    y = y.double()
    p = torch.sigmoid(x)
    entropy = F.binary_cross_entropy_with_logits(x, y, reduction="none")
    right = p * y + (1 - p) * (1 - y)
    value = ((0.25 * y + 0.75 * (1 - y)) * (1 - right) ** 2 * entropy).mean()
    value.backward()
    return value.detach(), x.grad


def check_arithmetic():
    torch.manual_seed(20260101)
    with tempfile.TemporaryDirectory() as folder:
        library = compile_for_host(folder)
        for shape, size in [((6, 4), 4), ((1024, 1000), 4), ((1, 4097), 80), ((333, 77), 1e4)]:
            x = torch.empty(shape).uniform_(-size, size)
            y = torch.randint(0, 2, shape).float()
            value, gradient = run(library, x, y)
            again, same = run(library, x, y)
            wanted, slopes = reference(x, y)
            off = ((value.double() - wanted) / wanted).abs().item()
            apart = ((gradient.double() - slopes).abs().max() / slopes.abs().max()).item()
            equal = bool(again == value) and torch.equal(same, gradient)
            passed = off < 1e-6 and apart < 2e-6 and equal
            print(
                f"{str(list(shape)):13} logits to {size:g}: value off by {off:.1e}, gradient by {apart:.1e} of its largest,"
                f" two runs {'equal' if equal else 'DIFFER'}: {'pass' if passed else 'FAILED'}"
            )
            if not passed:
                sys.exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nvrtc", help="the library; found in Python's packages by default")
    parser.add_argument("--ptxas", help="CUDA's assembler, which is optional")
    options = parser.parse_args()
    nvrtc = options.nvrtc or find_nvrtc()
    if nvrtc:
        compile_by_nvrtc(nvrtc, options.ptxas)
    else:
        print("NVRTC is not there: pip install nvidia-cuda-nvrtc")
    check_arithmetic()


if __name__ == "__main__":
    main()
