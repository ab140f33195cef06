package dev.elman.golden.torch;

import dev.elman.golden.Generator;
import dev.elman.golden.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.EmbeddingOptions;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LayerNormOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A case's modules, weights and data, and what PyTorch makes of them. */
final class TorchNetwork {

    /** A weight by PyTorch's name, its value at the start, and whether training changes it. */
    private record Weight(Tensor tensor, Numbers start, boolean trained) {}

    /** Restore the weights after training, of which there are many, within 1e-7. */
    private static final int TRAINED_DIGITS = 7;

    /** Units of the dense layers between the cell and the last one. */
    private static final int HIDDEN = 3;
    /** How PyTorch numbers the ways in which a loss is summed up. */
    private static final long MEAN = 1;

    private final TorchCase one;
    private final List<Map<String, Object>> layers = new ArrayList<>();
    private final List<Weight> weights = new ArrayList<>();
    private final TorchData data;
    private final EmbeddingImpl embedding;
    private final TorchCell cell;
    private final LayerNormImpl norm;
    private final List<LinearImpl> dense = new ArrayList<>();
    /** Where in {@link #layers} the cell's first layer stands. */
    private final int firstRecurrent;

    TorchNetwork(TorchCase one) {
        this.one = one;
        Generator generator = new Generator("PyTorch " + one.name);
        data = new TorchData(one, generator);
        embedding = one.tokens ? embedding(generator) : null;
        firstRecurrent = layers.size();
        Numbers h = one.initialState ? state(generator) : null;
        Numbers c = one.initialState && one.isLstm() ? state(generator) : null;
        cell = new TorchCell(one, one.tokens ? TorchCase.EMBEDDED : TorchCase.FEATURES, h, c);
        for (int layer = 0; layer < one.layers; layer++) {
            layers.add(recurrentLayer(generator, layer, h, c));
        }
        int width = one.directions() * one.units;
        norm = one.normalized ? normalization(generator, width) : null;
        for (String activation : one.activations) {
            dense(generator, width, HIDDEN, activation);
            width = HIDDEN;
        }
        dense(generator, width, one.outputs, "linear");
    }

    private void dense(Generator generator, int inputs, int units, String activation) {
        LinearImpl linear = new LinearImpl(inputs, units);
        dense.add(linear);
        Map<String, Object> layer = layer("dense");
        layer.put("units", units);
        layer.put("activation", activation);
        layer.put("bias", true);
        layer.put("weights", draw(generator, linear, List.of("weight", "bias"), List.of()));
        layers.add(layer);
    }

    private EmbeddingImpl embedding(Generator generator) {
        EmbeddingOptions options = new EmbeddingOptions(TorchCase.VOCABULARY, TorchCase.EMBEDDED);
        options.padding_idx().put(new LongOptional(0));
        EmbeddingImpl made = new EmbeddingImpl(options);
        Map<String, Object> layer = layer("embedding");
        layer.put("vocabulary", TorchCase.VOCABULARY);
        layer.put("units", TorchCase.EMBEDDED);
        layer.put("padding", 0);
        layer.put("weights", draw(generator, made, List.of("weight"), List.of()));
        layers.add(layer);
        return made;
    }

    private LayerNormImpl normalization(Generator generator, int width) {
        LayerNormOptions options = new LayerNormOptions(new LongVector(new long[] {width}));
        options.eps().put(TorchCase.LAYER_NORM_EPSILON);
        LayerNormImpl made = new LayerNormImpl(options);
        Map<String, Object> layer = layer("layerNormalization");
        layer.put("epsilon", TorchCase.LAYER_NORM_EPSILON);
        layer.put("weights", draw(generator, made, List.of("weight", "bias"), List.of()));
        layers.add(layer);
        return made;
    }

    private Numbers state(Generator generator) {
        return generator.tensor(0.5, (long) one.layers * one.directions(), TorchCase.BATCH, one.units);
    }

    private static Map<String, Object> layer(String type) {
        Map<String, Object> layer = new LinkedHashMap<>();
        layer.put("type", type);
        return layer;
    }

    private Map<String, Object> recurrentLayer(Generator generator, int index, Numbers h, Numbers c) {
        Map<String, Object> layer = layer(one.type);
        layer.put("units", one.units);
        layer.put("activation", one.relu ? "relu" : "tanh");
        if (!one.type.equals("rnn")) {
            layer.put("recurrentActivation", "sigmoid");
        }
        if (one.type.equals("gru")) {
            layer.put("reset", "after");
        }
        layer.put("bias", one.bias);
        layer.put("steps", one.allSteps || index + 1 < one.layers ? "all" : "last");
        layer.put("direction", one.both ? "both" : "forward");
        if (one.both) {
            layer.put("merge", "concat");
        }
        List<String> names = new ArrayList<>();
        List<String> fixed = new ArrayList<>();
        for (String suffix : one.both ? List.of("_l" + index, "_l" + index + "_reverse") : List.of("_l" + index)) {
            names.add("weight_ih" + suffix);
            names.add("weight_hh" + suffix);
            if (one.bias) {
                names.add("bias_ih" + suffix);
                names.add("bias_hh" + suffix);
                if (!one.type.equals("gru")) {
                    // Two biases that are only ever added move twice as fast as one would; one is held.
                    fixed.add("bias_hh" + suffix);
                }
            }
        }
        layer.put("weights", draw(generator, cell.module(), names, fixed));
        if (!fixed.isEmpty()) {
            layer.put("fixed", fixed);
        }
        if (h != null) {
            layer.put("initialState", states(index, h, c));
        }
        return layer;
    }

    /** The states of one layer in the order forward h (and c), backward h (and c). */
    private List<Map<String, Object>> states(int layer, Numbers h, Numbers c) {
        List<Map<String, Object>> states = new ArrayList<>();
        for (int direction = 0; direction < one.directions(); direction++) {
            String prefix = !one.both ? "" : direction == 0 ? "forward/" : "backward/";
            int index = layer * one.directions() + direction;
            states.add(slice(h, index).fields(prefix + "h"));
            if (c != null) {
                states.add(slice(c, index).fields(prefix + "c"));
            }
        }
        return states;
    }

    private static Numbers slice(Numbers states, int index) {
        int size = states.values().length / (int) states.shape()[0];
        double[] values = new double[size];
        System.arraycopy(states.values(), index * size, values, 0, size);
        return new Numbers(new long[] {states.shape()[1], states.shape()[2]}, values);
    }

    /** Turns a module into doubles, draws its weights, and gives what the file says of them. */
    private List<Map<String, Object>> draw(Generator generator, Module module, List<String> names, List<String> fixed) {
        module.to(torch.ScalarType.Double, false);
        List<Map<String, Object>> drawn = new ArrayList<>();
        for (String name : names) {
            Tensor tensor = module.named_parameters().get(name);
            long[] shape = Tensors.read(tensor).shape();
            Numbers start = generator.tensor(shape.length > 1 ? 0.7 : 0.3, shape);
            weights.add(new Weight(tensor, start, !fixed.contains(name)));
            drawn.add(start.fields(name));
        }
        return drawn;
    }

    private void setWeights() {
        for (Weight weight : weights) {
            // What is copied into the tensor's own data is no step of the computation that gradients are of.
            weight.tensor.detach().copy_(Tensors.of(weight.start));
        }
    }

    /** The case with everything that PyTorch finds. */
    Map<String, Object> results(int steps) {
        setWeights();
        TorchCell.Result states = recurrent();
        Tensor outputs = head(states);
        Tensor loss = loss(outputs);
        loss.backward();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", one.name);
        data.describe(fields);
        fields.put("layers", layers);
        fields.put("loss", data.describeLoss(Tensors.read(loss).values()[0]));
        fields.put("outputs", Tensors.read(outputs).fields());
        fields.put("finalState", finalStates(states));
        fields.put("gradients", weights.stream().map(w -> Tensors.read(w.tensor.grad()).values()).toList());
        fields.put("training", one.optimizers.stream().map(optimizer -> train(optimizer, steps)).toList());
        return fields;
    }

    private List<Map<String, Object>> finalStates(TorchCell.Result states) {
        Numbers h = Tensors.read(states.h());
        Numbers c = states.c() == null ? null : Tensors.read(states.c());
        List<Map<String, Object>> all = new ArrayList<>();
        for (int layer = 0; layer < one.layers; layer++) {
            for (Map<String, Object> state : states(layer, h, c)) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("layer", firstRecurrent + layer);
                fields.putAll(state);
                all.add(fields);
            }
        }
        return all;
    }

    private TorchCell.Result recurrent() {
        return cell.forward(one.tokens ? embedding.forward(data.inputs()) : data.inputs());
    }

    private Tensor head(TorchCell.Result states) {
        Tensor top = states.outputs();
        if (!one.allSteps) {
            // The last states of the top layer; where there are two, forward then backward.
            long last = (long) one.layers * one.directions() - 1;
            top = states.h().select(0, last);
            if (one.both) {
                top = torch.cat(new TensorVector(states.h().select(0, last - 1), top), 1);
            }
        }
        top = norm == null ? top : norm.forward(top);
        for (int i = 0; i < one.activations.size(); i++) {
            top = activated(one.activations.get(i), dense.get(i).forward(top));
        }
        return dense.get(dense.size() - 1).forward(top);
    }

    private static Tensor activated(String activation, Tensor sums) {
        return switch (activation) {
            case "hardSigmoid" -> torch.hardsigmoid(sums);
            case "gelu" -> torch.gelu(sums);
            case "elu" -> torch.elu(sums);
            case "softplus" -> torch.softplus(sums);
            default -> throw new IllegalArgumentException(activation);
        };
    }

    private Tensor loss(Tensor outputs) {
        return switch (one.loss) {
            case "meanSquaredError" -> torch.mse_loss(outputs, data.targets());
            case "meanAbsoluteError" -> torch.l1_loss(outputs, data.targets());
            case "huber" -> torch.huber_loss(outputs, data.targets(), MEAN, TorchCase.DELTA);
            case "sigmoidCrossEntropy" -> torch.binary_cross_entropy_with_logits(outputs, data.targets());
            default -> torch.cross_entropy_loss(outputs.view(-1, one.outputs), data.targets(), new TensorOptional(),
                    MEAN, TorchData.IGNORED, 0);
        };
    }

    private Map<String, Object> train(TorchOptimizer optimizer, int steps) {
        setWeights();
        TensorVector trained = new TensorVector(weights.stream()
                .filter(Weight::trained).map(Weight::tensor).toArray(Tensor[]::new));
        Optimizer made = optimizer.make(trained);
        for (int step = 0; step < steps; step++) {
            made.zero_grad();
            loss(head(recurrent())).backward();
            one.clipping.clip(trained);
            made.step();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("optimizer", optimizer.fields());
        if (one.clipping != TorchClipping.NONE) {
            fields.put("clipping", one.clipping.fields());
        }
        fields.put("steps", steps);
        fields.put("weights", weights.stream()
                .map(w -> Tensors.read(w.tensor).rounded(TRAINED_DIGITS)).toList());
        return fields;
    }
}
