package org.losses4j.benchmarks;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Losses as Deeplearning4j's users write them, in array operations. */
public final class Dl4jFormulas {
    private static final double ALPHA = 0.25;

    private Dl4jFormulas() {}

    /** Half of the square of errors up to δ, and a line beyond. */
    public static final class Huber extends Dl4jFormula {
        private static final long serialVersionUID = 1;

        @JsonProperty
        private final double delta;

        @JsonCreator
        public Huber(@JsonProperty("delta") double delta) {
            this.delta = delta;
        }

        @Override
        INDArray gradient(INDArray y, INDArray x) {
            INDArray error = x.sub(y);
            return Transforms.min(Transforms.max(error, -delta, false), delta, false)
                    .divi(x.size(1));
        }

        @Override
        double score(INDArray y, INDArray x) {
            INDArray error = Transforms.abs(x.sub(y), false);
            INDArray quadratic = Transforms.min(error, delta);
            return error.subi(quadratic.mul(0.5)).muli(quadratic).sumNumber().doubleValue() / x.size(1);
        }
    }

    /** The squared error, a multiple of it where x is less than y. */
    public static final class TooLight extends Dl4jFormula {
        private static final long serialVersionUID = 1;

        @JsonProperty
        private final double factor;

        @JsonCreator
        public TooLight(@JsonProperty("factor") double factor) {
            this.factor = factor;
        }

        @Override
        INDArray gradient(INDArray y, INDArray x) {
            INDArray missing = y.sub(x);
            return missing.muli(weights(missing)).muli(-2.0 / x.size(1));
        }

        @Override
        double score(INDArray y, INDArray x) {
            INDArray missing = y.sub(x);
            return missing.mul(missing).muli(weights(missing)).sumNumber().doubleValue() / x.size(1);
        }

        private INDArray weights(INDArray missing) {
            return missing.gt(0).castTo(missing.dataType()).muli(factor - 1).addi(1);
        }
    }

    /** Focal loss of independent outputs. */
    public static final class SigmoidFocal extends Dl4jFormula {
        private static final long serialVersionUID = 1;

        @Override
        INDArray gradient(INDArray y, INDArray x) {
            INDArray p = Transforms.sigmoid(x);
            INDArray wrong = wrong(y, p);
            INDArray sign = y.mul(2).subi(1);
            INDArray byProbability =
                    entropy(y, x).muli(wrong).muli(p.mul(p.rsub(1))).muli(sign).muli(-2);
            INDArray byEntropy = wrong.mul(wrong).muli(p.sub(y));
            return byProbability.addi(byEntropy).muli(balance(y)).divi(x.size(1));
        }

        @Override
        double score(INDArray y, INDArray x) {
            INDArray wrong = wrong(y, Transforms.sigmoid(x));
            INDArray losses = entropy(y, x).muli(wrong).muli(wrong).muli(balance(y));
            return losses.sumNumber().doubleValue() / x.size(1);
        }

        /** The probability that is missing from the right answer. */
        private static INDArray wrong(INDArray y, INDArray p) {
            return y.add(p).subi(y.mul(p).muli(2));
        }

        private static INDArray entropy(INDArray y, INDArray x) {
            return Transforms.softPlus(x).subi(x.mul(y));
        }

        private static INDArray balance(INDArray y) {
            return y.mul(2 * ALPHA - 1).addi(1 - ALPHA);
        }
    }

    /** 1 − (2Σpy + 1)/(Σp + Σy + 1) of all pixels of a batch of known size, which Deeplearning4j divides by. */
    public static final class Dice extends Dl4jFormula {
        private static final long serialVersionUID = 1;

        @JsonProperty
        private final int batch;

        @JsonCreator
        public Dice(@JsonProperty("batch") int batch) {
            this.batch = batch;
        }

        @Override
        INDArray gradient(INDArray y, INDArray x) {
            INDArray p = Transforms.sigmoid(x);
            double hits = hits(y, p);
            double sizes = sizes(y, p);
            INDArray slope = y.mul(-2 / sizes).addi(hits / (sizes * sizes));
            return slope.muli(p.mul(p.rsub(1))).muli(batch);
        }

        @Override
        double score(INDArray y, INDArray x) {
            INDArray p = Transforms.sigmoid(x);
            return batch * (1 - hits(y, p) / sizes(y, p));
        }

        private static double hits(INDArray y, INDArray p) {
            return 2 * p.mul(y).sumNumber().doubleValue() + 1;
        }

        private static double sizes(INDArray y, INDArray p) {
            return p.sumNumber().doubleValue() + y.sumNumber().doubleValue() + 1;
        }
    }

    /** Focal loss of classes that exclude each other. */
    public static final class SoftmaxFocal extends Dl4jFormula {
        private static final long serialVersionUID = 1;

        @Override
        INDArray gradient(INDArray y, INDArray x) {
            INDArray p = Transforms.softmax(x);
            INDArray right = p.mul(y).sum(true, 1);
            INDArray wrong = right.rsub(1);
            INDArray slope =
                    Transforms.log(right).muli(right).muli(wrong).muli(2).subi(wrong.mul(wrong));
            return y.sub(p).muliColumnVector(slope);
        }

        @Override
        double score(INDArray y, INDArray x) {
            INDArray right = Transforms.softmax(x).muli(y).sum(true, 1);
            INDArray wrong = right.rsub(1);
            return -Transforms.log(right).muli(wrong).muli(wrong).sumNumber().doubleValue();
        }
    }

    /** The logarithm of 1 plus the squared error. */
    public static final class LogSquaredError extends Dl4jFormula {
        private static final long serialVersionUID = 1;

        @Override
        INDArray gradient(INDArray y, INDArray x) {
            INDArray error = x.sub(y);
            return error.divi(error.mul(error).addi(1)).muli(2.0 / x.size(1));
        }

        @Override
        double score(INDArray y, INDArray x) {
            INDArray error = x.sub(y);
            return Transforms.log(error.muli(error).addi(1), false).sumNumber().doubleValue() / x.size(1);
        }
    }
}
