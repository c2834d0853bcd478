// sigmoid_focal(alpha=0.25, gamma=2.0), mean over examples of means, as docs/cuda-kernels.md would emit it: value and gradient
// in one sweep, the sum of each block of rows in float64, and a second kernel that adds the blocks' sums in their order.
// The same text is CUDA C, for NVRTC, and C++, for a check of its arithmetic on a CPU (check_kernel.py).

#define THREADS 256
#define ELEMENTS_OF_A_BLOCK 4096

// t[i] of the sweep, as `engine.explain` prints it, for one element.
__device__ static void element(float prediction, float target, float factor, float *term, float *slope) {
    float decayed = expf(-fabsf(prediction));
    float shared = log1pf(decayed);
    float positive = fmaxf(prediction, 0.0f) + shared;   // softplus(x) = -log(1 - p)
    float negative = fmaxf(-prediction, 0.0f) + shared;  // softplus(-x) = -log p
    float larger = 1.0f / (1.0f + decayed);
    float smaller = decayed / (1.0f + decayed);
    float p = prediction >= 0.0f ? larger : smaller;
    float q = prediction >= 0.0f ? smaller : larger;
    float other = 1.0f - target;
    *term = 0.25f * target * q * q * negative + 0.75f * other * p * p * positive;
    // d softplus(-x) = -q, d q = -p q, d softplus(x) = p, d p = p q.
    float of_positive = 0.25f * target * q * q * (-q - 2.0f * p * negative);
    float of_negative = 0.75f * other * p * p * (p + 2.0f * q * positive);
    *slope = factor * (of_positive + of_negative);
}

// A block of threads computes a block of elements; its size, and so the order of its sum, does not depend on the device.
extern "C" __global__ void sweep(const float *prediction, const float *target, float *gradient, double *sums,
                                 long long elements, float factor) {
    __shared__ double shared[THREADS];
    long long begin = (long long) blockIdx.x * ELEMENTS_OF_A_BLOCK;
    long long end = begin + ELEMENTS_OF_A_BLOCK < elements ? begin + ELEMENTS_OF_A_BLOCK : elements;
    double sum = 0.0;
    for (long long i = begin + threadIdx.x; i < end; i += THREADS) {
        float term;
        element(prediction[i], target[i], factor, &term, &gradient[i]);
        sum += (double) term;
    }
    shared[threadIdx.x] = sum;
    __syncthreads();
    // A tree of fixed shape: the same bits in each run.
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            shared[threadIdx.x] += shared[threadIdx.x + half];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = shared[0];
    }
}

// One thread adds the blocks' sums in order: 245 of them for a million elements.
extern "C" __global__ void finish(const double *sums, int blocks, double divisor, float *value) {
    double sum = 0.0;
    for (int block = 0; block < blocks; block++) {
        sum += sums[block];
    }
    *value = (float) (sum / divisor);
}
