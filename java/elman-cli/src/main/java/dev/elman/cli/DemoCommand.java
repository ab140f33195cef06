package dev.elman.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The demonstrations. */
@Command(
        name = "demo",
        header = "Train on data that come with Elman: the two systems it began with, and a grammar.",
        customSynopsis = "elman demo sunspots|sine|reber [OPTIONS]",
        description = "",
        footer = {"", "'elman demo sunspots --help' tells more of that one, and so on."})
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say which: sunspots, sine or reber");
    }
}
