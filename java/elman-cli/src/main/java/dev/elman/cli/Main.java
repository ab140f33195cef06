package dev.elman.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * The {@code elman} command. Exit codes: 0; 2 for wrong usage (unknown command, option, layer; a size out of range);
 * 1 for everything else that went wrong. An error is one line on standard error.
 */
public final class Main {

    static final int WRONG_USAGE = 2;
    static final int FAILED = 1;

    private Main() {}

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(run(Console.ofProcess(), arguments));
    }

    /** Runs the command and gives its exit code. */
    static int run(Console console, String... arguments) {
        int code;
        try {
            code = commandLine(console, arguments).execute(arguments);
        } catch (Throwable failure) { // an Error, such as no memory left, is told like any other failure
            code = Failures.report(console, "elman", failure, Failures.wantsStackTrace(arguments));
        }
        console.err().flush();
        if (console.out().checkError() && code == 0) {
            if (console.nobodyReads()) {
                return FAILED;
            }
            console.err().println("elman: standard output cannot be written to");
            return FAILED;
        }
        return code;
    }

    private static CommandLine commandLine(Console console, String[] arguments) {
        Map<String, Function<Console, Object>> commands = new LinkedHashMap<>();
        commands.put("demo", Main::demo);
        commands.put("train", TrainCommand::new);
        commands.put("evaluate", EvaluateCommand::new);
        commands.put("predict", PredictCommand::new);
        commands.put("forecast", ForecastCommand::new);
        commands.put("info", InfoCommand::new);
        commands.put("text", Main::text);

        CommandLine all = new CommandLine(new ElmanCommand(console));
        // Describing a command takes picocli some milliseconds: where one is named, the others are left out.
        String named = arguments.length > 0 && commands.containsKey(arguments[0]) ? arguments[0] : null;
        commands.forEach((name, maker) -> {
            if (named == null || named.equals(name)) {
                all.addSubcommand(name, maker.apply(console));
            }
        });
        if (named == null) {
            all.addSubcommand("help", new CommandLine.HelpCommand());
        }
        return configured(all, console, Failures.wantsStackTrace(arguments));
    }

    private static CommandLine demo(Console console) {
        CommandLine demo = new CommandLine(new DemoCommand());
        demo.addSubcommand("sunspots", new SunspotsCommand(console));
        demo.addSubcommand("sine", new SineCommand(console));
        demo.addSubcommand("reber", new ReberCommand(console));
        return demo;
    }

    private static CommandLine text(Console console) {
        CommandLine text = new CommandLine(new TextCommand());
        text.addSubcommand("train", new TextTrainCommand(console));
        text.addSubcommand("sample", new TextSampleCommand(console));
        return text;
    }

    private static CommandLine configured(CommandLine commandLine, Console console, boolean stackTrace) {
        commandLine.setOut(new PrintWriter(console.out(), true));
        commandLine.setErr(new PrintWriter(console.err(), true));
        commandLine.setUsageHelpWidth(100);
        commandLine.setUsageHelpLongOptionsMaxWidth(34);
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(
                console.interactive() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF));
        commandLine.setParameterExceptionHandler((failure, arguments) -> {
            Failures.reportUsage(console, failure);
            if (stackTrace) {
                failure.printStackTrace(console.err());
            }
            return WRONG_USAGE;
        });
        commandLine.setExecutionExceptionHandler((failure, failed, result) -> Failures.report(
                console, failed.getCommandSpec().qualifiedName(), failure, stackTrace));
        return commandLine;
    }
}
