package dev.elman.golden.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.elman.golden.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a golden file per operator into the folder that is given. */
public final class OnnxGolden {

    private OnnxGolden() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        if (arguments.length != 1) {
            System.err.println("usage: OnnxGolden FOLDER");
            System.exit(2);
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        for (String operator : List.of("RNN", "LSTM", "GRU")) {
            List<OnnxCase> cases = new ArrayList<>();
            if (operator.equals("GRU")) {
                cases.addAll(casesOf(operator, ", reset before", false));
                cases.addAll(casesOf(operator, ", reset after", true));
            } else {
                cases.addAll(casesOf(operator, "", false));
            }
            if (operator.equals("RNN")) {
                cases.add(new OnnxCase(operator, "relu").relu().direction("bidirectional"));
            }
            List<Map<String, Object>> results = new ArrayList<>();
            for (OnnxCase one : cases) {
                results.add(one.results(environment));
            }
            Path file = Path.of(arguments[0], "onnx-" + operator.toLowerCase(Locale.ROOT) + ".json");
            Json.write(file, "ONNX Runtime", environment.getVersion(), "float", results);
        }
    }

    private static List<OnnxCase> casesOf(String operator, String suffix, boolean linearBeforeReset) {
        return List.of(
                new OnnxCase(operator, "forward" + suffix).linearBeforeReset(linearBeforeReset),
                new OnnxCase(operator, "forward, lengths, initial state" + suffix)
                        .lengths(5, 2, 4).initialState().linearBeforeReset(linearBeforeReset),
                new OnnxCase(operator, "reverse" + suffix)
                        .direction("reverse").linearBeforeReset(linearBeforeReset),
                new OnnxCase(operator, "reverse, lengths" + suffix)
                        .direction("reverse").lengths(3, 5, 1).linearBeforeReset(linearBeforeReset),
                new OnnxCase(operator, "bidirectional, initial state" + suffix)
                        .direction("bidirectional").initialState().linearBeforeReset(linearBeforeReset),
                new OnnxCase(operator, "bidirectional, lengths, initial state" + suffix)
                        .direction("bidirectional").lengths(2, 5, 4).initialState()
                        .linearBeforeReset(linearBeforeReset));
    }
}
