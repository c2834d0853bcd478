package org.losses4j.examples.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs one of the programs to copy, which are single files of their own. */
@Command(
        name = "program",
        description = {
            "Run one of the programs to copy, examples/programs/NAME.java.",
            "They take --data DIR, the folder of Fashion-MNIST's files, --steps N, the steps of training, --seed S, and --out DIR, where model and"
                    + " pictures go."
        },
        mixinStandardHelpOptions = true)
final class ProgramCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "The program: ${COMPLETION-CANDIDATES}.")
    private String name = "";

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    /** The names of the programs. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Names() {
            super(List.of(
                    "ArcFaceDjl",
                    "ArcFaceDl4j",
                    "ContrastiveDjl",
                    "ContrastiveDl4j",
                    "CtcDjl",
                    "CtcDl4j",
                    "FocalDjl",
                    "FocalDl4j",
                    "HuberDjl",
                    "HuberDl4j",
                    "OwnLossDjl",
                    "OwnLossDl4j",
                    "QuickStartDjl",
                    "QuickStartDl4j",
                    "SegmentationDjl",
                    "SegmentationDl4j",
                    "TripletDjl",
                    "TripletDl4j",
                    "VaeDjl",
                    "VaeDl4j",
                    "WeightsAndMasksDjl",
                    "WeightsAndMasksDl4j",
                    "WganGpDjl",
                    "WganGpDl4j"));
        }
    }

    @Override
    public Integer call() throws Exception {
        if (!new Names().contains(name)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "There is no program '" + name + "'; there are " + String.join(", ", new Names()));
        }
        try {
            Class.forName(name).getMethod("main", String[].class).invoke(null, (Object)
                    arguments.toArray(String[]::new));
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception fault ? fault : e;
        }
        return CommandLine.ExitCode.OK;
    }
}
