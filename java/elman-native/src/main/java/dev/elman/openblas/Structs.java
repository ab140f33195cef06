package dev.elman.openblas;

import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Dense;
import dev.elman.layers.Dropout;
import dev.elman.layers.Embedding;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import dev.elman.layers.Softmax;
import dev.elman.layers.StaticFeatures;
import dev.elman.openblas.internal.Elman;
import dev.elman.optim.Adagrad;
import dev.elman.optim.Adam;
import dev.elman.optim.AdamW;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Sgd;
import java.util.List;

/** Writes the library's values into the native engine's structs. */
final class Structs {

    private Structs() {}

    static int element(Precision precision) {
        return precision == Precision.FLOAT ? Elman.ELMAN_FLOAT : Elman.ELMAN_DOUBLE;
    }

    /** Writes one struct for each layer, one behind another, into zeros. */
    static void write(List<Layer> layers, LayerStruct structs) {
        for (int i = 0; i < layers.size(); i++) {
            structs.position(i);
            write(layers.get(i), structs);
        }
    }

    private static void write(Layer layer, LayerStruct struct) {
        if (layer instanceof RecurrentLayer cell) {
            writeCell(cell, struct);
            struct.direction(cell.goBackwards() ? Elman.ELMAN_BACKWARD : Elman.ELMAN_FORWARD);
        } else if (layer instanceof Bidirectional both) {
            writeCell(both.layer(), struct);
            struct.direction(direction(both.merge()));
        } else if (layer instanceof Dense dense) {
            struct.kind(Elman.ELMAN_DENSE).units(dense.units());
            struct.activation(activation(dense.activation())).useBias(flag(dense.useBias()));
        } else if (layer instanceof Embedding embedding) {
            struct.kind(Elman.ELMAN_EMBEDDING).units(embedding.units());
            struct.vocabulary(embedding.vocabulary()).paddingIndex(embedding.paddingIndex());
        } else if (layer instanceof Dropout dropout) {
            struct.kind(Elman.ELMAN_DROPOUT).dropout(dropout.rate());
        } else if (layer instanceof LayerNormalization normalization) {
            struct.kind(Elman.ELMAN_LAYER_NORMALIZATION).epsilon(normalization.epsilon());
        } else if (layer instanceof Softmax) {
            struct.kind(Elman.ELMAN_SOFTMAX);
        } else if (layer instanceof StaticFeatures joined) {
            struct.kind(Elman.ELMAN_STATIC_FEATURES).units(joined.count());
        } else {
            throw unknown("layer type", layer.type());
        }
    }

    private static void writeCell(RecurrentLayer cell, LayerStruct struct) {
        struct.units(cell.units()).activation(activation(cell.activation()));
        struct.useBias(flag(cell.useBias())).allSteps(flag(cell.allSteps()));
        struct.dropout(cell.dropout()).recurrentDropout(cell.recurrentDropout());
        if (cell instanceof SimpleRnn) {
            struct.kind(Elman.ELMAN_SIMPLE_RNN);
        } else if (cell instanceof Lstm lstm) {
            struct.kind(Elman.ELMAN_LSTM);
            struct.recurrentActivation(activation(lstm.recurrentActivation()));
        } else if (cell instanceof Gru gru) {
            struct.kind(Elman.ELMAN_GRU);
            struct.recurrentActivation(activation(gru.recurrentActivation()));
            struct.resetAfter(flag(gru.resetAfter()));
        } else {
            throw unknown("layer type", cell.type());
        }
    }

    /** Writes how an objective treats each layer's parameters behind what {@link #write(List, LayerStruct)} wrote. */
    static void writeRules(Objective objective, int layerCount, LayerStruct structs) {
        if (!objective.layers().isEmpty() && objective.layers().size() != layerCount) {
            throw new IllegalArgumentException("the objective must have a rule for each of the " + layerCount
                    + " layers, or none, but has " + objective.layers().size());
        }
        for (int i = 0; i < layerCount; i++) {
            LayerRule rule = objective.layer(i);
            structs.position(i);
            structs.frozen(flag(!rule.trainable()));
            structs.kernelL1(rule.kernel().l1()).kernelL2(rule.kernel().l2());
            structs.recurrentL1(rule.recurrentKernel().l1()).recurrentL2(rule.recurrentKernel().l2());
            structs.biasL1(rule.bias().l1()).biasL2(rule.bias().l2());
        }
    }

    /** Writes an objective into zeros; what the struct points to belongs to {@code copies}. */
    static void write(Objective objective, ObjectiveStruct struct, Copies copies) {
        writeLoss(objective.loss(), struct, copies);
        writeOptimizer(objective.optimizer(), struct);
        writeClipping(objective.clipping(), struct);
        struct.truncationLength(objective.truncation().length());
        struct.averageDecay(objective.averageDecay()).seed(objective.seed());
    }

    private static void writeLoss(Loss loss, ObjectiveStruct struct, Copies copies) {
        if (loss instanceof Loss.MeanSquaredError) {
            struct.loss(Elman.ELMAN_MEAN_SQUARED_ERROR);
        } else if (loss instanceof Loss.HalfSquaredError) {
            struct.loss(Elman.ELMAN_HALF_SQUARED_ERROR);
        } else if (loss instanceof Loss.MeanAbsoluteError) {
            struct.loss(Elman.ELMAN_MEAN_ABSOLUTE_ERROR);
        } else if (loss instanceof Loss.Huber huber) {
            struct.loss(Elman.ELMAN_HUBER).huberDelta(huber.delta());
        } else if (loss instanceof Loss.SparseCrossEntropy) {
            struct.loss(Elman.ELMAN_SPARSE_CROSS_ENTROPY);
        } else if (loss instanceof Loss.CrossEntropy) {
            struct.loss(Elman.ELMAN_CROSS_ENTROPY);
        } else if (loss instanceof Loss.BinaryCrossEntropy) {
            struct.loss(Elman.ELMAN_BINARY_CROSS_ENTROPY);
        } else if (loss instanceof Loss.Quantiles quantiles) {
            double[] levels = quantiles.levels().stream().mapToDouble(Double::doubleValue).toArray();
            struct.loss(Elman.ELMAN_QUANTILES).quantiles(copies.of(levels)).quantileCount(levels.length);
        } else if (loss instanceof Loss.Gaussian) {
            struct.loss(Elman.ELMAN_GAUSSIAN);
        } else {
            throw unknown("loss", loss.id());
        }
    }

    private static void writeOptimizer(Optimizer optimizer, ObjectiveStruct struct) {
        struct.optimizerForm(form(optimizer.form()));
        if (optimizer instanceof Sgd sgd) {
            struct.optimizer(Elman.ELMAN_SGD);
            struct.momentum(sgd.momentum()).nesterov(flag(sgd.nesterov()));
        } else if (optimizer instanceof Adam adam) {
            writeAdam(adam.beta1(), adam.beta2(), adam.epsilon(), struct);
        } else if (optimizer instanceof AdamW adamW) {
            writeAdam(adamW.beta1(), adamW.beta2(), adamW.epsilon(), struct);
            struct.weightDecay(adamW.weightDecay());
        } else if (optimizer instanceof RmsProp rmsProp) {
            struct.optimizer(Elman.ELMAN_RMS_PROP);
            struct.rho(rmsProp.rho()).epsilon(rmsProp.epsilon());
        } else if (optimizer instanceof Adagrad adagrad) {
            struct.optimizer(Elman.ELMAN_ADAGRAD);
            struct.initialAccumulator(adagrad.initialAccumulator()).epsilon(adagrad.epsilon());
        } else {
            throw unknown("optimizer", optimizer.id());
        }
    }

    private static void writeAdam(double beta1, double beta2, double epsilon, ObjectiveStruct struct) {
        struct.optimizer(Elman.ELMAN_ADAM);
        struct.beta1(beta1).beta2(beta2).epsilon(epsilon);
    }

    private static void writeClipping(Clipping clipping, ObjectiveStruct struct) {
        struct.clippingForm(Elman.ELMAN_KERAS);
        if (clipping instanceof Clipping.None) {
            struct.clipping(Elman.ELMAN_NO_CLIPPING);
        } else if (clipping instanceof Clipping.ByValue byValue) {
            struct.clipping(Elman.ELMAN_BY_VALUE).clip(byValue.clipValue());
        } else if (clipping instanceof Clipping.ByNorm byNorm) {
            struct.clipping(Elman.ELMAN_BY_NORM).clip(byNorm.clipNorm());
        } else if (clipping instanceof Clipping.ByGlobalNorm byGlobalNorm) {
            struct.clipping(Elman.ELMAN_BY_GLOBAL_NORM).clip(byGlobalNorm.clipNorm());
            struct.clippingForm(form(byGlobalNorm.form()));
        } else {
            throw unknown("clipping", clipping.id());
        }
    }

    private static IllegalArgumentException unknown(String what, String id) {
        return new IllegalArgumentException("the native engine does not know the " + what + " " + id);
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }

    private static int form(Form form) {
        return form == Form.KERAS ? Elman.ELMAN_KERAS : Elman.ELMAN_TORCH;
    }

    private static int direction(Bidirectional.Merge merge) {
        return switch (merge) {
            case CONCAT -> Elman.ELMAN_BOTH_CONCAT;
            case SUM -> Elman.ELMAN_BOTH_SUM;
            case MULTIPLY -> Elman.ELMAN_BOTH_MULTIPLY;
            case AVERAGE -> Elman.ELMAN_BOTH_AVERAGE;
        };
    }

    private static int activation(Activation activation) {
        return switch (activation) {
            case LINEAR -> Elman.ELMAN_LINEAR;
            case TANH -> Elman.ELMAN_TANH;
            case SIGMOID -> Elman.ELMAN_SIGMOID;
            case RELU -> Elman.ELMAN_RELU;
            case SOFTPLUS -> Elman.ELMAN_SOFTPLUS;
            case ELU -> Elman.ELMAN_ELU;
            case GELU -> Elman.ELMAN_GELU;
            case HARD_SIGMOID -> Elman.ELMAN_HARD_SIGMOID;
        };
    }
}
