package dev.elman.cli;

import dev.elman.engine.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The top: says what there is. */
@Command(
        name = "elman",
        description = "Recurrent neural networks on time series and text: train, score, forecast, write.",
        versionProvider = ElmanCommand.VersionOfLibrary.class,
        customSynopsis = "elman COMMAND [OPTIONS]",
        footer = {
            "",
            "Begin here:",
            "  elman demo sunspots                       the Keras tutorial's forecaster, in seconds",
            "  elman train data.csv --target sales --model sales.safetensors",
            "  elman evaluate --model sales.safetensors --data newer.csv",
            "  elman forecast --model sales.safetensors --data data.csv --steps 12",
            "  elman text train notes.txt --model notes.safetensors",
            "",
            "'elman COMMAND --help' explains a command and the words it uses.",
            "Exit codes: 0; 2 wrong usage; 1 everything else."
        })
final class ElmanCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
    private boolean version;

    @Option(names = "--stacktrace", hidden = true, scope = CommandLine.ScopeType.INHERIT)
    private boolean stackTrace;

    ElmanCommand(Console console) {
        this.console = console;
    }

    /** No command was named: that is wrong usage, and the help says what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        return Main.WRONG_USAGE;
    }

    /** Tells the version. */
    static final class VersionOfLibrary implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"elman " + Version.NUMBER};
        }
    }
}
