package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.losses4j.AllowedValues;
import org.losses4j.Loss;
import org.losses4j.LossType;
import org.losses4j.Losses;

/** Draws random numbers of one kind for a whole case: ordinary, with many ties, tiny, large, extreme, or all the same. */
final class Numbers {
    /** Numbers around those where exponentials of both precisions overflow or underflow, and around the ends of their ranges. */
    private static final double[] EXTREMES = {
        0, -0.0, 1, -1, 0.5, 1e-300, -1e-300, 4.9e-324, 1e-45, 1e-38, -1e-38, 1e-16, -1e-16, 1e-8, 1e-4, 1e4, -1e4, 745,
        -745, 730, -730, 709.7, -709.7, 88.7, -88.7, 104, -104, 37, -37, 17, -17, 1e9, -1e9
    };

    /** Logits whose probabilities are 0 or 1, or all but. */
    private static final double[] SATURATING = {-1e4, -745, -730, -400, -104, -88.7, 400, 730};

    /** Values at which most parameters' ranges end, or formulas change. */
    private static final double[] ENDS = {0, 1, 0.5};

    private static final double[] PARAMETERS = {
        1e-12, 1e-7, 1e-3, 0.05, 0.1, 0.25, 0.3, 0.4999, 0.7, 0.9, 0.999, 1.5, 2, 3, 4.5, 10, 100
    };

    private enum Kind {
        ORDINARY,
        TIES,
        TINY,
        LARGE,
        EXTREME,
        FLAT
    }

    private final Random random;
    private final Kind kind;
    private final double sprinkled;
    private final List<Double> kinks;
    private double level;
    private int bit;

    /** Numbers for a case with these losses; the losses' parameters are among them, since formulas have kinks there. */
    Numbers(Random random, List<Loss> losses) {
        this.random = random;
        Kind[] all = Kind.values();
        this.kind = random.nextInt(5) < 2 ? Kind.ORDINARY : all[random.nextInt(all.length)];
        this.sprinkled = random.nextInt(3) == 0 ? random.nextDouble() * 0.3 : 0;
        this.kinks = kinks(losses);
    }

    private static List<Double> kinks(List<Loss> losses) {
        List<Double> kinks = new ArrayList<>(List.of(0.0, 1.0, -1.0));
        for (Loss loss : losses) {
            LossType<?> type = Losses.registered().typeOf(loss).orElseThrow();
            for (Object parameter : type.read(loss).values()) {
                if (parameter instanceof Double number) {
                    kinks.addAll(List.of(number, -number, 1 - number, 1 + number));
                }
            }
        }
        return kinks;
    }

    /** Begins another tensor: if all numbers of a tensor are the same, the next tensor gets another number. */
    void begin() {
        level = random.nextBoolean() ? extreme() : SATURATING[random.nextInt(SATURATING.length)];
        bit = random.nextInt(2);
    }

    /** 0 or 1. */
    double bit() {
        return kind == Kind.FLAT ? bit : random.nextInt(2);
    }

    /** A number of the case's kind, without limits. */
    double any() {
        if (random.nextDouble() < sprinkled) {
            return random.nextInt(3) == 0 ? kinks.get(random.nextInt(kinks.size())) : extreme();
        }
        return switch (kind) {
            case ORDINARY -> rounded(1.5 * random.nextGaussian());
            case TIES -> (random.nextInt(7) - 3) * 0.5;
            case TINY -> random.nextGaussian() * Math.pow(10, -random.nextInt(12));
            case LARGE -> rounded(random.nextGaussian() * Math.pow(10, random.nextInt(5)));
            case EXTREME -> extreme();
            case FLAT -> level;
        };
    }

    /** Rounds half of the numbers to float32. */
    private double rounded(double number) {
        return random.nextBoolean() ? (float) number : number;
    }

    private double extreme() {
        return EXTREMES[random.nextInt(EXTREMES.length)];
    }

    /** A probability, sometimes 0 or 1. */
    double probability() {
        if (kind == Kind.TIES || random.nextDouble() < sprinkled) {
            return random.nextInt(5) / 4.0;
        }
        return kind == Kind.EXTREME || kind == Kind.TINY || kind == Kind.FLAT
                ? Math.min(1, Math.abs(any()))
                : random.nextDouble();
    }

    /** A number ≥ 0. */
    double size() {
        return Math.abs(any());
    }

    /** A number among those that a role allows. */
    double within(AllowedValues allowed) {
        if (allowed.any()) {
            return any();
        }
        Double exception = allowed.exception();
        if (exception != null && random.nextInt(5) == 0) {
            return exception;
        }
        if (allowed.whole()) {
            int choices = (int) Math.min(8, allowed.high() - allowed.low() + 1);
            return random.nextBoolean() && Double.isFinite(allowed.high())
                    ? allowed.high() - random.nextInt(choices)
                    : allowed.low() + random.nextInt(choices);
        }
        return Math.max(allowed.low(), Math.min(allowed.high(), allowed.low() >= 0 ? size() : any()));
    }

    /**
     * A value for a parameter: an end of the usual ranges, or a number between and around them.
     *
     * @param ends the probability of an end
     */
    static double parameter(Random random, double ends) {
        if (random.nextDouble() < ends) {
            return ENDS[random.nextInt(ENDS.length)];
        }
        double number = PARAMETERS[random.nextInt(PARAMETERS.length)];
        return random.nextInt(6) == 0 ? -number : random.nextInt(4) == 0 ? number * random.nextDouble() : number;
    }
}
