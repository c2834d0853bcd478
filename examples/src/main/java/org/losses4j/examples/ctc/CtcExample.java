package org.losses4j.examples.ctc;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.losses4j.Objective;
import org.losses4j.examples.laboratory.Comparison;
import org.losses4j.examples.laboratory.ComparisonReport;
import org.losses4j.examples.laboratory.Contender;
import org.losses4j.examples.laboratory.Example;
import org.losses4j.examples.laboratory.Experiment;
import org.losses4j.examples.laboratory.Figure;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Run;
import org.losses4j.examples.laboratory.Training;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.loss.sequence.Ctc;

/** Trains a network to read strips of digits from labels that do not tell where each digit is. */
public final class CtcExample implements Example {
    static final Figure GREEDY = new Figure("label_error_rate", "label error rate, greedy", "%.4f");
    static final Figure BEAM = new Figure("label_error_rate_beam", "label error rate, beam", "%.4f");
    static final Figure RIGHT = new Figure("strips_read_right", "strips without error, greedy", "%.4f");

    @Override
    public String name() {
        return "ctc";
    }

    @Override
    public String summary() {
        return "strips of 3 to 7 digits, read without being told where each digit is";
    }

    @Override
    public int defaultEpochs() {
        return 45;
    }

    @Override
    public Duration duration(Framework framework) {
        return Duration.ofSeconds(framework == Framework.DL4J ? 115 : 60);
    }

    @Override
    public int defaultRepeats() {
        return 1;
    }

    /** One loss, without another to compare it with. */
    private record Readers(int epochs) implements Experiment<List<Reading>> {
        @Override
        public List<Contender> contenders(long seed) {
            return List.of(new Contender("ctc", Objective.of(new Ctc())));
        }

        @Override
        public Training<List<Reading>> start(Contender contender, Framework framework, long seed) throws IOException {
            return new CtcTraining(framework, epochs, seed);
        }
    }

    @Override
    public void run(Run run) throws IOException {
        Trials<List<Reading>> trials = new Comparison<>(run, new Readers(run.epochs())).train(name());
        new ComparisonReport(run, name(), trials, List.of(GREEDY, BEAM, RIGHT))
                .write(Map.of("test_strips", CtcTraining.TEST_STRIPS));
        CtcPictures.readings(run.framework(), trials.all().get(0).picture())
                .save(run.folder().file("readings.png"));
        trials.lossPerEpoch(run.framework()).save(run.folder().file("loss.png"));
    }
}
