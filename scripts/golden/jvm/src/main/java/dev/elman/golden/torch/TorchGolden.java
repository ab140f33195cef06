package dev.elman.golden.torch;

import dev.elman.golden.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;

/** Writes a golden file per cell, and one of what stands beside them, into the folder that is given. */
public final class TorchGolden {

    private static final int STEPS = 10;

    private TorchGolden() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: TorchGolden FOLDER");
            System.exit(2);
        }
        // Sums on one thread have one order.
        torch.set_num_threads(1);
        for (String type : List.of("rnn", "lstm", "gru")) {
            write(arguments[0], type, casesOf(type));
        }
        write(arguments[0], "layers", otherCases());
    }

    private static void write(String folder, String name, List<TorchCase> cases) throws IOException {
        List<Map<String, Object>> results = cases.stream().map(one -> new TorchNetwork(one).results(STEPS)).toList();
        String version = torch.class.getPackage().getImplementationVersion();
        Json.write(Path.of(folder, "pytorch-" + name + ".json"), "PyTorch", version, "double", results);
    }

    /** What stands beside the cells: activations of dense layers, losses, clipping. */
    private static List<TorchCase> otherCases() {
        return List.of(
                new TorchCase("gru", "activations of dense layers")
                        .activations("hardSigmoid", "elu", "gelu", "softplus"),
                new TorchCase("rnn", "mean absolute error").allSteps().loss("meanAbsoluteError", 2),
                new TorchCase("rnn", "huber").allSteps().loss("huber", 2),
                new TorchCase("lstm", "clipping by global norm").clipping(TorchClipping.GLOBAL_NORM)
                        .optimizers(TorchOptimizer.SGD_PLAIN, TorchOptimizer.ADAM_LARGE_EPSILON),
                new TorchCase("gru", "clipping by value").clipping(TorchClipping.VALUE)
                        .optimizers(TorchOptimizer.SGD_MOMENTUM, TorchOptimizer.ADAM_LARGE_EPSILON));
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
