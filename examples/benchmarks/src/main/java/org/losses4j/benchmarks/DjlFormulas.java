package org.losses4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;

/** Losses as DJL's users write them, in array operations; each is a mean over the batch. */
public final class DjlFormulas {
    private static final double ALPHA = 0.25;
    private static final double EXCLUDED = 1e9;
    private static final int[] COLUMNS = {1};

    private DjlFormulas() {}

    public static NDArray huber(NDArray x, NDArray y, double delta) {
        NDArray error = x.sub(y).abs();
        NDArray quadratic = error.minimum(delta);
        return error.sub(quadratic.mul(0.5)).mul(quadratic).mean();
    }

    public static NDArray sigmoidFocal(NDArray x, NDArray y) {
        NDArray p = Activation.sigmoid(x);
        NDArray wrong = p.add(y).sub(p.mul(y).mul(2));
        NDArray entropy = Activation.softPlus(x).sub(x.mul(y));
        NDArray balance = y.mul(2 * ALPHA - 1).add(1 - ALPHA);
        return entropy.mul(wrong.square()).mul(balance).mean();
    }

    /** The squared error, {@code factor} times of it where x is less than y. */
    public static NDArray tooLight(NDArray x, NDArray y, double factor) {
        NDArray missing = y.sub(x);
        return missing.maximum(0)
                .square()
                .mul(factor)
                .add(missing.minimum(0).square())
                .mean();
    }

    /** 1 − (2Σpy + 1)/(Σp + Σy + 1) of all pixels of the batch. */
    public static NDArray dice(NDArray x, NDArray y) {
        NDArray p = Activation.sigmoid(x);
        NDArray hits = p.mul(y).sum().mul(2).add(1);
        return hits.div(p.sum().add(y.sum()).add(1)).neg().add(1);
    }

    /** Class indices [N, T] of logits [N, T, C], weighted by class, of the first steps of each sequence. */
    public static NDArray weightedCrossEntropy(NDArray logits, NDArray classes, NDArray lengths, double... weights) {
        float[] single = new float[weights.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) weights[i];
        }
        NDArray weight = logits.getManager().create(single);
        NDArray chosen = classes.toType(DataType.INT64, false).oneHot(single.length);
        NDArray steps = logits.getManager().arange((int) classes.size(1));
        NDArray used = steps.lt(lengths.reshape(-1, 1)).toType(DataType.FLOAT32, false);
        NDArray surprise =
                logits.logSoftmax(-1).mul(chosen.mul(weight)).sum(new int[] {2}).neg();
        return surprise.mul(used).sum().div(used.sum());
    }

    /** Cross-entropies of logits against pixels from 0 to 1, and the divergence of latents from a normal distribution. */
    public static NDArray vae(NDArray logits, NDArray mean, NDArray logVariance, NDArray pixels) {
        NDArray entropy = Activation.softPlus(logits).sub(logits.mul(pixels)).sum(COLUMNS);
        return entropy.add(divergence(mean, logVariance)).mean();
    }

    private static NDArray divergence(NDArray mean, NDArray logVariance) {
        return mean.square()
                .add(logVariance.exp())
                .sub(logVariance)
                .sub(1)
                .sum(COLUMNS)
                .mul(0.5);
    }

    /** Triplets of the nearest of the same class and the nearest of another, by the cosines of directions [N, D]. */
    public static NDArray nearestTriplet(NDArray directions, NDArray classes) {
        NDArray distances = directions.matMul(directions.transpose()).neg().add(1);
        NDArray same = same(classes);
        NDArray itself = directions.getManager().eye((int) classes.size());
        NDArray toPositive =
                distances.add(same.sub(1).neg().add(itself).mul(EXCLUDED)).min(COLUMNS);
        NDArray toNegative = distances.add(same.mul(EXCLUDED)).min(COLUMNS);
        return toPositive.sub(toNegative).add(1).maximum(0).mean();
    }

    /** Each pair of views, [N, D], whose numbers are equal, against all views of other numbers. */
    public static NDArray ntXent(NDArray points, NDArray numbers, double temperature) {
        NDArray directions = points.normalize(2, 1);
        NDArray similarities = directions.matMul(directions.transpose()).div(temperature);
        NDArray same = same(numbers);
        NDArray pairs = same.sub(points.getManager().eye((int) numbers.size()));
        NDArray powers = similarities.exp();
        NDArray others = powers.mul(same.sub(1).neg()).sum(COLUMNS, true);
        NDArray surprise = powers.add(others).log().sub(similarities);
        return surprise.mul(pairs).sum().div(pairs.sum());
    }

    private static NDArray same(NDArray classes) {
        return classes.reshape(-1, 1).eq(classes.reshape(1, -1)).toType(DataType.FLOAT32, false);
    }

    static NDArray softmaxFocal(NDArray x, NDArray y) {
        NDArray surprise = x.logSoftmax(-1).mul(y).sum(COLUMNS).neg();
        NDArray wrong = surprise.neg().exp().sub(1);
        return wrong.square().mul(surprise).mean();
    }

    static NDArray logSquaredError(NDArray x, NDArray y) {
        return x.sub(y).square().add(1).log().mean();
    }

    static NDArray triplet(NDList points) {
        NDArray near = distance(points.get(0), points.get(1));
        return near.sub(distance(points.get(0), points.get(2)))
                .add(1)
                .maximum(0)
                .mean();
    }

    private static NDArray distance(NDArray a, NDArray b) {
        return a.sub(b).add(1e-6).square().sum(COLUMNS).sqrt();
    }

    static NDArray squaredVae(NDList decoded, NDArray target) {
        NDArray error = decoded.get(0).sub(target).square().sum(COLUMNS);
        return error.add(divergence(decoded.get(1), decoded.get(2))).mean();
    }
}
