package dev.elman.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Models of text, character by character. */
@Command(
        name = "text",
        header = "Learn to write like a text, character by character.",
        customSynopsis = {
            "elman text train FILE.txt --model FILE [OPTIONS]",
            "elman text sample MODEL [--prompt TEXT] [--temperature T] [--length N]"
        },
        description = "",
        footer = {"", "'elman text train --help' and 'elman text sample --help' tell more."})
final class TextCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say which: train or sample");
    }
}
