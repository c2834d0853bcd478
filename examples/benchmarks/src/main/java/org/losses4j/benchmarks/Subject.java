package org.losses4j.benchmarks;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.losses4j.Objective;
import org.losses4j.Role;

/** The losses that are measured, with their default parameters and reductions, on inputs drawn with a fixed seed. */
public enum Subject {
    MEAN_SQUARED_ERROR(Traffic.TWO_IN_ONE_OUT),
    HUBER(Traffic.TWO_IN_ONE_OUT),
    BINARY_CROSS_ENTROPY(Traffic.TWO_IN_ONE_OUT),
    SIGMOID_FOCAL(Traffic.TWO_IN_ONE_OUT),
    CATEGORICAL_CROSS_ENTROPY(Traffic.TWO_IN_ONE_OUT),
    SPARSE_CATEGORICAL_CROSS_ENTROPY(Traffic.ONE_IN_ONE_OUT),
    SOFTMAX_FOCAL(Traffic.TWO_IN_ONE_OUT),
    LOG_SQUARED_ERROR(Traffic.TWO_IN_ONE_OUT),
    TRIPLET_MARGIN(Traffic.THREE_IN_THREE_OUT),
    VAE(Traffic.TWO_IN_ONE_OUT),
    /** Embeddings by their dimensions, as the next four; about eight examples of each class. */
    BATCH_HARD_TRIPLET(Traffic.ONE_IN_ONE_OUT),
    BATCH_ALL_TRIPLET(Traffic.ONE_IN_ONE_OUT),
    SEMI_HARD_TRIPLET(Traffic.ONE_IN_ONE_OUT),
    NT_XENT(Traffic.ONE_IN_ONE_OUT),
    INFO_NCE(Traffic.ONE_IN_ONE_OUT),
    /** 32 sequences of 150 frames, 80 classes and 40 labels; its size is frames by classes. */
    CTC(Traffic.ONE_IN_ONE_OUT);

    static final int CTC_EXAMPLES = 32;
    static final int CTC_FRAMES = 150;
    static final int CTC_LABELS = 40;
    static final Size CTC_SIZE = new Size(CTC_EXAMPLES * CTC_FRAMES, 80);

    private static final long SEED = 20260101;
    private static final int LATENTS = 8;
    private static final int EXAMPLES_OF_A_CLASS = 8;
    private static final Set<Subject> OF_PAIRS =
            EnumSet.of(BATCH_HARD_TRIPLET, BATCH_ALL_TRIPLET, SEMI_HARD_TRIPLET, NT_XENT, INFO_NCE);

    private final Traffic traffic;

    Subject(Traffic traffic) {
        this.traffic = traffic;
    }

    /** The loss's registered name. */
    String lossName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Objective objective() {
        return Objective.parse(lossName());
    }

    /** What must at least be read and written. */
    Traffic traffic() {
        return traffic;
    }

    /** Whether there is one prediction and one target of as many rows, as Deeplearning4j's loss functions want it. */
    boolean ofRows() {
        return this != TRIPLET_MARGIN && this != VAE && this != CTC && this != INFO_NCE;
    }

    /** Whether each embedding of a batch is compared with each. */
    boolean ofPairs() {
        return OF_PAIRS.contains(this);
    }

    /** The inputs by role, the gradient's first. */
    Map<String, Sample> inputs(Size size) {
        SplittableRandom random = new SplittableRandom(SEED);
        int rows = size.rows();
        int columns = size.columns();
        Map<String, Sample> inputs = new LinkedHashMap<>();
        switch (this) {
            case TRIPLET_MARGIN -> {
                for (String role : new String[] {"anchor", "positive", "negative"}) {
                    inputs.put(role, Sample.uniform(random, -1, 1, true, rows, columns));
                }
            }
            case BATCH_HARD_TRIPLET, BATCH_ALL_TRIPLET, SEMI_HARD_TRIPLET, NT_XENT -> {
                inputs.put(Role.PREDICTION, Sample.uniform(random, -1, 1, true, rows, columns));
                inputs.put(Role.TARGET, Sample.classes(random, 0, rows / EXAMPLES_OF_A_CLASS, rows));
            }
            case INFO_NCE -> {
                inputs.put("anchor", Sample.uniform(random, -1, 1, true, rows, columns));
                inputs.put("positive", Sample.uniform(random, -1, 1, true, rows, columns));
            }
            case CTC -> {
                inputs.put(
                        Role.PREDICTION,
                        Sample.uniform(random, -4, 4, true, CTC_EXAMPLES, rows / CTC_EXAMPLES, columns));
                inputs.put(Role.TARGET, Sample.classes(random, 1, columns, CTC_EXAMPLES, CTC_LABELS));
            }
            default -> {
                inputs.put(Role.PREDICTION, Sample.uniform(random, -4, 4, true, rows, columns));
                inputs.put(Role.TARGET, target(random, rows, columns));
            }
        }
        if (this == VAE) {
            inputs.put("mean", Sample.uniform(random, -2, 2, true, rows, LATENTS));
            inputs.put("log_variance", Sample.uniform(random, -2, 2, true, rows, LATENTS));
        }
        return inputs;
    }

    private Sample target(SplittableRandom random, int rows, int columns) {
        return switch (this) {
            case BINARY_CROSS_ENTROPY, SIGMOID_FOCAL -> Sample.binary(random, rows, columns);
            case CATEGORICAL_CROSS_ENTROPY, SOFTMAX_FOCAL -> Sample.oneHot(random, rows, columns);
            case SPARSE_CATEGORICAL_CROSS_ENTROPY -> Sample.classes(random, 0, columns, rows);
            default -> Sample.uniform(random, -4, 4, false, rows, columns);
        };
    }
}
