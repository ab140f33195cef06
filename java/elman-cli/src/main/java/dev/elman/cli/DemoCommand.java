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
        header = "Train one of the two systems that Elman began with, on data that come with it.",
        customSynopsis = "elman demo sunspots|sine [OPTIONS]",
        description = "",
        footer = {"", "'elman demo sunspots --help' and 'elman demo sine --help' tell more."})
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say which: sunspots or sine");
    }
}
