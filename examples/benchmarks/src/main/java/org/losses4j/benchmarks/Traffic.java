package org.losses4j.benchmarks;

/** The number of arrays of the prediction's size that a loss must read and write; smaller arrays are not counted. */
enum Traffic {
    ONE_IN_ONE_OUT(1, 1) {
        @Override
        void stream(float[][] in, float[][] out, int from, int to) {
            float[] a = in[0];
            float[] b = out[0];
            for (int i = from; i < to; i++) {
                b[i] = -a[i];
            }
        }
    },
    TWO_IN_ONE_OUT(2, 1) {
        @Override
        void stream(float[][] in, float[][] out, int from, int to) {
            float[] a = in[0];
            float[] b = in[1];
            float[] c = out[0];
            for (int i = from; i < to; i++) {
                c[i] = a[i] - b[i];
            }
        }
    },
    THREE_IN_THREE_OUT(3, 3) {
        @Override
        void stream(float[][] in, float[][] out, int from, int to) {
            float[] a = in[0];
            float[] b = in[1];
            float[] c = in[2];
            float[] d = out[0];
            float[] e = out[1];
            float[] f = out[2];
            for (int i = from; i < to; i++) {
                d[i] = b[i] - c[i];
                e[i] = c[i] - a[i];
                f[i] = a[i] - b[i];
            }
        }
    };

    private final int read;
    private final int written;

    Traffic(int read, int written) {
        this.read = read;
        this.written = written;
    }

    int read() {
        return read;
    }

    int written() {
        return written;
    }

    /** Reads and writes each element within the bounds once, by a loop that HotSpot turns into vector instructions. */
    abstract void stream(float[][] in, float[][] out, int from, int to);
}
