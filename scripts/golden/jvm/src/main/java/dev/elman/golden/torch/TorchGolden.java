package dev.elman.golden.torch;

import dev.elman.golden.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;

/** Writes a golden file per cell into the folder that is given. */
public final class TorchGolden {

    private static final int STEPS = 10;

    private TorchGolden() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: TorchGolden FOLDER");
            System.exit(2);
        }
        String version = torch.class.getPackage().getImplementationVersion();
        // Sums on one thread have one order.
        torch.set_num_threads(1);
        for (String type : List.of("rnn", "lstm", "gru")) {
            List<Map<String, Object>> cases = new ArrayList<>();
            for (TorchCase one : casesOf(type)) {
                cases.add(new TorchNetwork(one).results(STEPS));
            }
            Path file = Path.of(arguments[0], "pytorch-" + type + ".json");
            Json.write(file, "PyTorch", version, "double", cases);
        }
    }

    /** What PyTorch's users build of one kind of cell. */
    private static List<TorchCase> casesOf(String type) {
        List<TorchCase> cases = new ArrayList<>(List.of(
                new TorchCase(type, "last step").units(4).optimizers(
                        TorchOptimizer.SGD_PLAIN,
                        TorchOptimizer.SGD_MOMENTUM,
                        TorchOptimizer.SGD_NESTEROV,
                        TorchOptimizer.ADAM,
                        TorchOptimizer.ADAM_LARGE_EPSILON,
                        TorchOptimizer.RMS_PROP,
                        TorchOptimizer.ADAGRAD),
                new TorchCase(type, "all steps").allSteps().loss("softmaxCrossEntropy", 3),
                new TorchCase(type, "both directions, all steps").units(2).both().allSteps(),
                new TorchCase(type, "no bias, two layers").units(2).withoutBias().twoLayers()
                        .optimizers(TorchOptimizer.ADAM, TorchOptimizer.ADAM_W),
                new TorchCase(type, "packed, all steps").lengths(2, 5, 4).allSteps()
                        .loss("softmaxCrossEntropy", 3),
                new TorchCase(type, "packed, two layers of both directions, last step").units(2).twoLayers().both()
                        .lengths(2, 5, 4).loss("softmaxCrossEntropy", 3),
                new TorchCase(type, "initial state, two layers").units(2).twoLayers().initialState(),
                new TorchCase(type, "initial state, packed, both directions").units(2).both().initialState()
                        .lengths(5, 1, 3),
                new TorchCase(type, "tokens, packed, normalised").tokens().lengths(4, 2, 5).normalized()
                        .loss("sigmoidCrossEntropy", 1)));
        if (type.equals("rnn")) {
            cases.add(new TorchCase(type, "relu").relu());
        }
        return cases;
    }
}
