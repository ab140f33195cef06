package dev.elman.cli;

import dev.elman.Model;
import dev.elman.cli.text.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes with a character model. */
@Command(
        name = "sample",
        sortOptions = false,
        header = "Write with a model that 'elman text train' saved.",
        customSynopsis = "elman text sample MODEL [--prompt TEXT] [--temperature T] [--length N]",
        description = {
            "",
            "Draws one character after another by the probabilities that the model gives. The same --seed draws the"
                    + " same text.",
            ""
        },
        footer = {"", "With --json: {\"prompt\":..,\"text\":..}."})
final class TextSampleCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "MODEL", description = "A model that 'elman text train' saved.")
    private Path modelFile;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What the text begins with; made of characters that the model has seen. Default: nothing.")
    private String prompt;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            converter = Values.AtLeastZero.class,
            defaultValue = ".8",
            description = "1 draws by the model's probabilities, less makes the likely likelier, 0 always takes the"
                    + " likeliest. Default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--length",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "500",
            description = "How many characters to write. Default: ${DEFAULT-VALUE}.")
    private int length;

    @Mixin
    private CommonOptions common;

    TextSampleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Model model = Model.load(modelFile).withEngine(common.engine());
        if (model.vocabulary() == null) {
            throw new IOException(modelFile + " is no model of a text: it has no characters; train one with"
                    + " 'elman text train'");
        }
        String text = Sampler.sample(model, prompt, length, temperature, common.seed());
        if (common.json()) {
            console.out().println(new JsonLine().put("prompt", prompt).put("text", text));
        } else {
            console.out().println(prompt + text);
        }
        return 0;
    }
}
