package dev.elman.golden;

import dev.elman.data.Dataset;
import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.format.FormatException;
import dev.elman.format.JsonObject;
import dev.elman.layers.Architecture;
import dev.elman.layers.Embedding;
import dev.elman.layers.RecurrentLayer;
import dev.elman.optim.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reads one case of a golden file. */
final class GoldenReader {

    private final String system;
    private final JsonObject json;
    private final List<GoldenLayer> layers = new ArrayList<>();
    private final Architecture architecture;
    private final ForeignWeights weights;
    private final int timeSteps;
    private final int outputSteps;
    private final int batch;
    /** [batch, timeSteps, features], NaN behind a sequence's length; of tokens one feature. */
    private final double[] inputs;
    /** Of every sequence, also where all are the same. */
    private final int[] lengths;
    /** [batch, stateSize]; empty for zeros. */
    private final double[] initialStates;

    private GoldenReader(String system, JsonObject json) throws FormatException {
        this.system = system;
        this.json = json;
        for (JsonObject layer : json.objects("layers")) {
            layers.add(GoldenLayer.read(layer));
        }
        boolean tokens = layers.get(0).layer() instanceof Embedding;
        int features = tokens ? 1 : json.integer("features", 1, 100);
        architecture = Architecture.of(features, layers.stream().map(GoldenLayer::layer).toList());
        weights = new ForeignWeights(system, layers, architecture);
        timeSteps = json.integer("timeSteps", 1, 100);
        outputSteps = architecture.outputSteps(timeSteps);
        Samples counting = counting(GoldenTensor.read(json.object(tokens ? "tokens" : "inputs")));
        batch = counting.count();
        lengths = new int[batch];
        Arrays.setAll(lengths, counting::length);
        inputs = new double[batch * timeSteps * features];
        Arrays.fill(inputs, Double.NaN);
        for (int sample = 0; sample < batch; sample++) {
            System.arraycopy(counting.values(), counting.inputOffsets()[sample],
                    inputs, sample * timeSteps * features, lengths[sample] * features);
        }
        List<GoldenTensor> initial = layers.stream().flatMap(layer -> layer.initialState().stream()).toList();
        initialStates = initial.isEmpty() ? new double[0] : states(initial);
    }

    static GoldenCase read(String system, JsonObject json) throws FormatException {
        return new GoldenReader(system, json).read();
    }

    private GoldenCase read() throws FormatException {
        Batch sequences = new Batch(inputs, batch, timeSteps, isRagged() ? lengths : null, null,
                initialStates.length == 0 ? null : initialStates);
        return new GoldenCase(
                system + ": " + json.text("name"),
                architecture,
                weights.start(),
                sequences,
                outputs(GoldenTensor.read(json.object("outputs"))),
                states(GoldenLayer.tensors(json.objects("finalState"))),
                json.has("loss") ? lesson(json.object("loss")) : null);
    }

    /** The inputs without what the case masks: the time steps behind a length, or where a mask has a zero. */
    private Samples counting(GoldenTensor read) throws FormatException {
        Dataset all = Dataset.of(read.values(), read.shape()[0], timeSteps, architecture.features(), null, 0, 0);
        if (json.has("lengths")) {
            all = all.withLengths(Arrays.stream(json.numbers("lengths")).mapToInt(length -> (int) length).toArray());
        }
        if (json.has("mask")) {
            boolean[][] mask = new boolean[all.count()][timeSteps];
            List<double[]> rows = GoldenFile.lists(json, "mask");
            for (int sample = 0; sample < mask.length; sample++) {
                for (int t = 0; t < timeSteps; t++) {
                    mask[sample][t] = rows.get(sample)[t] != 0;
                }
            }
            all = all.withMask(mask);
        }
        return all.samples();
    }

    private boolean isRagged() {
        return Arrays.stream(lengths).anyMatch(length -> length < timeSteps);
    }

    /** States [batch, units] of all cells, in Elman's order, side by side. */
    private double[] states(List<GoldenTensor> parts) {
        int size = architecture.stateSize();
        double[] states = new double[batch * size];
        int offset = 0;
        for (GoldenTensor part : parts) {
            int units = part.shape()[1];
            for (int sample = 0; sample < batch; sample++) {
                System.arraycopy(part.values(), sample * units, states, sample * size + offset, units);
            }
            offset += units;
        }
        if (offset != size) {
            throw new IllegalArgumentException("states of " + offset + " values for " + size);
        }
        return states;
    }

    /** ONNX puts what a backward operator gives in the order of time; Elman and Keras leave it in that of reading. */
    private double[] outputs(GoldenTensor found) {
        int width = architecture.outputs();
        double[] outputs = new double[batch * outputSteps * width];
        boolean inTime = system.equals("ONNX Runtime")
                && layers.get(0).layer() instanceof RecurrentLayer cell && cell.goBackwards();
        for (int sample = 0; sample < batch; sample++) {
            int count = architecture.outputSteps(lengths[sample]);
            for (int t = 0; t < count; t++) {
                int from = inTime ? count - 1 - t : t;
                System.arraycopy(found.values(), (sample * outputSteps + from) * width,
                        outputs, (sample * outputSteps + t) * width, width);
            }
        }
        return outputs;
    }

    private GoldenCase.Lesson lesson(JsonObject loss) throws FormatException {
        List<GoldenCase.Training> trainings = new ArrayList<>();
        for (JsonObject training : json.objects("training")) {
            trainings.add(new GoldenCase.Training(
                    GoldenOptimizer.read(system, training.object("optimizer")),
                    GoldenOptimizer.clipping(training),
                    training.integer("steps", 1, 1000),
                    weights.of(GoldenFile.lists(training, "weights"), ForeignWeights.Biases.ADDED)));
        }
        return new GoldenCase.Lesson(
                samples(loss),
                lossOf(loss),
                layers.stream().map(GoldenLayer::rule).toList(),
                loss.number("value"),
                weights.of(GoldenFile.lists(json, "gradients"), ForeignWeights.Biases.EQUAL),
                trainings);
    }

    private Loss lossOf(JsonObject loss) throws FormatException {
        return switch (loss.text("type")) {
            case "meanSquaredError" -> Loss.MEAN_SQUARED_ERROR;
            case "meanAbsoluteError" -> Loss.MEAN_ABSOLUTE_ERROR;
            case "huber" -> Loss.huber(loss.number("delta"));
            case "sigmoidCrossEntropy" -> Loss.BINARY_CROSS_ENTROPY;
            case "softmaxCrossEntropy" -> isOneHot() ? Loss.CROSS_ENTROPY : Loss.SPARSE_CROSS_ENTROPY;
            default -> throw loss.invalid("is of a type that no loss of Elman's is");
        };
    }

    /** TensorFlow.js takes a probability for every class, PyTorch a class. */
    private boolean isOneHot() {
        return system.equals("TensorFlow.js");
    }

    private Samples samples(JsonObject loss) throws FormatException {
        double[] targets = targets(loss);
        double[] own = loss.has("weights") ? GoldenTensor.read(loss.object("weights")).values() : new double[0];
        double[] values = Stream.of(inputs, targets, own, initialStates).flatMapToDouble(Arrays::stream).toArray();
        int behindTargets = inputs.length + targets.length;
        Samples samples = new Samples(values, timeSteps, architecture.features(), offsets(0, inputs), outputSteps,
                targets.length / batch / outputSteps, offsets(inputs.length, targets));
        if (isRagged()) {
            samples = samples.withLengths(lengths);
        }
        if (own.length > 0) {
            samples = samples.withWeights(offsets(behindTargets, own));
        }
        return initialStates.length == 0 ? samples : samples.withInitialStates(
                architecture.stateSize(), offsets(behindTargets + own.length, initialStates));
    }

    /** Where each sample's share of some values begins that begin themselves at {@code first}. */
    private int[] offsets(int first, double[] values) {
        int[] offsets = new int[batch];
        Arrays.setAll(offsets, sample -> first + sample * (values.length / batch));
        return offsets;
    }

    private double[] targets(JsonObject loss) throws FormatException {
        if (loss.has("targets")) {
            return GoldenTensor.read(loss.object("targets")).values();
        }
        double[] classes = GoldenTensor.read(loss.object("classes")).values();
        if (!isOneHot()) {
            return classes;
        }
        double[] oneHot = new double[classes.length * architecture.outputs()];
        for (int i = 0; i < classes.length; i++) {
            oneHot[i * architecture.outputs() + (int) classes[i]] = 1;
        }
        return oneHot;
    }
}
