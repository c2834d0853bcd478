package org.losses4j.conformance.fuzz;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Reference values, each with a bound on the error of an execution that computes the same in some precision: the errors of the
 * operands, propagated, and the roundings of the operation itself. A sum of large terms that cancel has a large bound; an exact
 * number (a mask's 0 or 1, an input) has the bound 0; where a rounding decides between two results, the bound includes both.
 *
 * <p>N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 3.3, running error analysis.
 */
final class BoundedTensor implements Tensor {
    /** The largest error of libraries' elementary functions, in units of rounding. */
    private static final double ELEMENTARY = 4;
    /** The share of a unit by which an exponential's argument may be rounded where another execution computes it otherwise. */
    private static final double OF_ARGUMENT = 0.25;

    private final Tensor value;
    private final Tensor error;
    private final Rounding rounding;

    private BoundedTensor(Tensor value, Tensor error, Rounding rounding) {
        this.value = value;
        this.error = error;
        this.rounding = rounding;
    }

    /** Values without errors, such as inputs. */
    static BoundedTensor exact(Tensor value, Rounding rounding) {
        return new BoundedTensor(value, zeros(value.shape()), rounding);
    }

    /** Values with given errors. */
    static BoundedTensor of(double[] values, double[] errors, Shape shape, Rounding rounding) {
        return new BoundedTensor(
                ReferenceTensor.of(values, shape.toArray()), ReferenceTensor.of(errors, shape.toArray()), rounding);
    }

    private static Tensor zeros(Shape shape) {
        return ReferenceTensor.of(new double[shape.size()], shape.toArray());
    }

    /** The largest error of each value. */
    double[] errors() {
        return error.toArray();
    }

    Rounding rounding() {
        return rounding;
    }

    @Override
    public Shape shape() {
        return value.shape();
    }

    @Override
    public double[] toArray() {
        return value.toArray();
    }

    @Override
    public Tensor array(double[] values, Shape shape) {
        double[] errors = new double[values.length];
        Arrays.setAll(errors, i -> rounding.holds(values[i]) ? 0 : rounding.of(values[i]));
        return of(values, errors, shape, rounding);
    }

    @Override
    public Tensor constant(double constant) {
        return array(new double[] {constant}, Shape.scalar());
    }

    @Override
    public Tensor arange(int length) {
        return exact(value.arange(length), rounding);
    }

    @Override
    public Tensor stopGradient() {
        return this;
    }

    @Override
    public Tensor neg() {
        return new BoundedTensor(value.neg(), error, rounding);
    }

    @Override
    public Tensor abs() {
        return new BoundedTensor(value.abs(), error, rounding);
    }

    @Override
    public Tensor sign() {
        return map(value.sign(), Math::signum, 0);
    }

    @Override
    public Tensor exp() {
        return exponential(value.exp(), Math::exp, ELEMENTARY);
    }

    @Override
    public Tensor expm1() {
        return exponential(value.expm1(), Math::expm1, ELEMENTARY);
    }

    @Override
    public Tensor log() {
        return map(value.log(), Math::log, ELEMENTARY);
    }

    @Override
    public Tensor log1p() {
        return map(value.log1p(), Math::log1p, ELEMENTARY);
    }

    @Override
    public Tensor sqrt() {
        return map(value.sqrt(), Math::sqrt, 1);
    }

    @Override
    public Tensor softplus() {
        return exponential(value.softplus(), x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 2 * ELEMENTARY);
    }

    @Override
    public Tensor sigmoid() {
        return exponential(
                value.sigmoid(),
                x -> {
                    double e = Math.exp(-Math.abs(x));
                    return (x < 0 ? e : 1) / (1 + e);
                },
                2 * ELEMENTARY);
    }

    @Override
    public Tensor atan() {
        return map(value.atan(), Math::atan, ELEMENTARY);
    }

    @Override
    public Tensor pow(double exponent) {
        BoundedTensor powers = map(value.pow(exponent), x -> Math.pow(x, exponent), ELEMENTARY);
        double[] bases = toArray();
        double[] results = powers.toArray();
        double[] slack = powers.errors();
        double[] off = errors();
        for (int i = 0; i < slack.length; i++) {
            // A library may compute e^(exponent · log x), which multiplies the rounding of that product.
            double scale = Math.abs(exponent * Math.log(Math.abs(bases[i])));
            if (exponent != 1 && exponent != 2 && Double.isFinite(scale) && Double.isFinite(results[i])) {
                slack[i] += rounding.unit() * 2 * scale * Math.abs(results[i]);
            }
            if (exponent < 0 && Bounds.straddlesZero(bases[i], off[i])) {
                slack[i] = Bounds.UNKNOWN;
            }
        }
        return of(results, slack, shape(), rounding);
    }

    @Override
    public Tensor add(Tensor other) {
        return zip(value.add(same(other).value), other, Double::sum, Exactness::ofSum, 1);
    }

    @Override
    public Tensor sub(Tensor other) {
        return zip(value.sub(same(other).value), other, (x, y) -> x - y, (x, y) -> Exactness.ofSum(x, -y), 1);
    }

    @Override
    public Tensor mul(Tensor other) {
        return zip(value.mul(same(other).value), other, (x, y) -> x * y, Exactness::ofProduct, 1);
    }

    @Override
    public Tensor div(Tensor other) {
        BoundedTensor divisor = same(other);
        BoundedTensor quotient = zip(value.div(divisor.value), other, (x, y) -> x / y, Exactness::ofQuotient, 2);
        double[] divisors = divisor.value.expand(quotient.shape()).toArray();
        double[] off = divisor.error.expand(quotient.shape()).toArray();
        double[] errors = quotient.errors();
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Bounds.straddlesZero(divisors[i], off[i]) ? Bounds.UNKNOWN : errors[i];
        }
        return of(quotient.toArray(), errors, quotient.shape(), rounding);
    }

    @Override
    public Tensor minimum(Tensor other) {
        return zip(value.minimum(same(other).value), other, Math::min, (x, y) -> true, 0);
    }

    @Override
    public Tensor maximum(Tensor other) {
        return zip(value.maximum(same(other).value), other, Math::max, (x, y) -> true, 0);
    }

    @Override
    public Tensor greater(Tensor other) {
        return decided(value.greater(same(other).value), same(other));
    }

    @Override
    public Tensor equal(Tensor other) {
        return decided(value.equal(same(other).value), same(other));
    }

    /**
     * A comparison, with an error of 1 where the operands' errors could reverse it, and where an operand is NaN: there it chooses
     * a slope at a kink, and no slope is right.
     */
    private Tensor decided(Tensor comparison, BoundedTensor other) {
        Shape shape = comparison.shape();
        double[] x = value.expand(shape).toArray();
        double[] y = other.value.expand(shape).toArray();
        double[] xError = error.expand(shape).toArray();
        double[] yError = other.error.expand(shape).toArray();
        double[] errors = new double[x.length];
        for (int i = 0; i < errors.length; i++) {
            double slack = Expectation.SLACK * (xError[i] + yError[i]);
            boolean open = slack == Bounds.UNKNOWN
                    || Double.isNaN(x[i])
                    || Double.isNaN(y[i])
                    || (slack > 0 && Math.abs(x[i] - y[i]) <= slack);
            errors[i] = open ? 1 : 0;
        }
        return of(comparison.toArray(), errors, shape, rounding);
    }

    @Override
    public Tensor where(Tensor whenTrue, Tensor otherwise) {
        BoundedTensor a = same(whenTrue);
        BoundedTensor b = same(otherwise);
        Tensor chosen = value.where(a.value, b.value);
        Shape shape = chosen.shape();
        double[] errors = value.where(a.error, b.error).toArray();
        double[] open = error.expand(shape).toArray();
        double[] x = a.value.expand(shape).toArray();
        double[] y = b.value.expand(shape).toArray();
        double[] xError = a.error.expand(shape).toArray();
        double[] yError = b.error.expand(shape).toArray();
        for (int i = 0; i < errors.length; i++) {
            if (open[i] > 0) {
                errors[i] = Bounds.distance(x[i], y[i]) + xError[i] + yError[i];
            }
        }
        return of(chosen.toArray(), errors, shape, rounding);
    }

    @Override
    public Tensor sum(int[] axes, boolean keepDims) {
        Tensor sums = value.sum(axes, keepDims);
        double[] results = sums.toArray();
        double[] carried = error.sum(axes, keepDims).toArray();
        double[] magnitudes = value.abs().sum(axes, keepDims).toArray();
        int terms = results.length == 0 ? 0 : shape().size() / results.length;
        double[] errors = new double[results.length];
        for (int i = 0; i < errors.length; i++) {
            boolean overflows = Double.isInfinite(magnitudes[i]) && Double.isFinite(results[i]);
            double own = terms < 2 || !Double.isFinite(magnitudes[i]) ? 0 : rounding.ofSum(terms, magnitudes[i]);
            errors[i] = overflows || carried[i] == Bounds.UNKNOWN ? Bounds.UNKNOWN : carried[i] + own;
        }
        return of(results, bounded(results, errors), sums.shape(), rounding);
    }

    @Override
    public Tensor max(int axis, boolean keepDims) {
        return new BoundedTensor(value.max(axis, keepDims), error.max(axis, keepDims), rounding);
    }

    @Override
    public Tensor matmul(Tensor other) {
        BoundedTensor right = same(other);
        Tensor product = value.matmul(right.value);
        double[] results = product.toArray();
        double[] magnitudes = value.abs().matmul(right.value.abs()).toArray();
        double[] carried = value.abs()
                .matmul(right.error)
                .add(error.matmul(right.value.abs()))
                .add(error.matmul(right.error))
                .toArray();
        double[] errors = new double[results.length];
        int terms = shape().extent(1);
        for (int i = 0; i < errors.length; i++) {
            double own =
                    Double.isFinite(magnitudes[i]) ? rounding.ofSum(2 * terms, magnitudes[i]) + rounding.least() : 0;
            errors[i] = Double.isNaN(carried[i]) ? Bounds.UNKNOWN : carried[i] + own;
        }
        return of(results, bounded(results, errors), product.shape(), rounding);
    }

    @Override
    public Tensor transpose(int... order) {
        return new BoundedTensor(value.transpose(order), error.transpose(order), rounding);
    }

    @Override
    public Tensor reshape(Shape target) {
        return new BoundedTensor(value.reshape(target), error.reshape(target), rounding);
    }

    @Override
    public Tensor expand(Shape target) {
        return new BoundedTensor(value.expand(target), error.expand(target), rounding);
    }

    private BoundedTensor exponential(Tensor mapped, DoubleUnaryOperator function, double units) {
        BoundedTensor result = map(mapped, function, units);
        double[] x = toArray();
        double[] results = result.toArray();
        double[] errors = result.errors();
        for (int i = 0; i < errors.length; i++) {
            double own = OF_ARGUMENT * rounding.unit() * Math.abs(x[i] * results[i]);
            errors[i] += Double.isFinite(own) ? own : 0;
        }
        return of(results, bounded(results, errors), shape(), rounding);
    }

    private BoundedTensor map(Tensor mapped, DoubleUnaryOperator function, double units) {
        double[] x = toArray();
        double[] off = errors();
        double[] results = mapped.toArray();
        double[] errors = new double[x.length];
        for (int i = 0; i < errors.length; i++) {
            double own = units == 0 || !Double.isFinite(results[i]) || !Double.isFinite(x[i])
                    ? 0
                    : units * rounding.of(results[i]);
            errors[i] = Bounds.of(function, x[i], off[i], results[i]) + own;
        }
        return of(results, bounded(results, errors), shape(), rounding);
    }

    private BoundedTensor zip(
            Tensor zipped, Tensor other, DoubleBinaryOperator function, Exactness.Test exact, double units) {
        Shape shape = zipped.shape();
        double[] x = value.expand(shape).toArray();
        double[] y = same(other).value.expand(shape).toArray();
        double[] xError = error.expand(shape).toArray();
        double[] yError = same(other).error.expand(shape).toArray();
        double[] results = zipped.toArray();
        double[] errors = new double[results.length];
        for (int i = 0; i < errors.length; i++) {
            boolean known = xError[i] == 0 && yError[i] == 0 && rounding.holds(results[i]) && exact.holds(x[i], y[i]);
            double own = known || !Double.isFinite(results[i]) ? 0 : units * rounding.of(results[i]);
            errors[i] = Bounds.of(function, x[i], xError[i], y[i], yError[i], results[i]) + own;
        }
        return of(results, bounded(results, errors), shape, rounding);
    }

    /** The errors, unknown where the number may lie outside the precision's range. */
    private double[] bounded(double[] results, double[] errors) {
        for (int i = 0; i < errors.length; i++) {
            if (Double.isFinite(results[i]) && Math.abs(results[i]) + errors[i] > rounding.largest()) {
                errors[i] = Bounds.UNKNOWN;
            }
        }
        return errors;
    }

    private static BoundedTensor same(Tensor other) {
        return (BoundedTensor) other;
    }
}
