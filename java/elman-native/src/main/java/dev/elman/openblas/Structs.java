package dev.elman.openblas;

import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Dense;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import dev.elman.openblas.internal.Elman;
import dev.elman.openblas.internal.LayerStruct;
import dev.elman.openblas.internal.ObjectiveStruct;
import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
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

    /** Writes one struct for each layer, one behind another. */
    static void write(List<Layer> layers, LayerStruct structs) {
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            structs.position(i);
            structs.units(layer.units());
            structs.activation(activation(layer.activation()));
            structs.use_bias(layer.useBias() ? 1 : 0);
            structs.all_steps(layer instanceof RecurrentLayer recurrent && recurrent.allSteps() ? 1 : 0);
            structs.recurrent_activation(0).reset_after(0);
            if (layer instanceof SimpleRnn) {
                structs.kind(Elman.ELMAN_SIMPLE_RNN);
            } else if (layer instanceof Lstm lstm) {
                structs.kind(Elman.ELMAN_LSTM);
                structs.recurrent_activation(activation(lstm.recurrentActivation()));
            } else if (layer instanceof Gru gru) {
                structs.kind(Elman.ELMAN_GRU);
                structs.recurrent_activation(activation(gru.recurrentActivation()));
                structs.reset_after(gru.resetAfter() ? 1 : 0);
            } else if (layer instanceof Dense) {
                structs.kind(Elman.ELMAN_DENSE);
            } else {
                throw new IllegalArgumentException("the native engine does not know the layer type " + layer.type());
            }
        }
        structs.position(0);
    }

    /** Writes an objective; what its optimizer and clipping have no use for is zero. */
    static void write(Objective objective, ObjectiveStruct struct) {
        writeLoss(objective.loss(), struct);
        writeOptimizer(objective.optimizer(), struct);
        writeClipping(objective.clipping(), struct);
        struct.truncation_length(objective.truncation().length());
    }

    private static void writeLoss(Loss loss, ObjectiveStruct struct) {
        struct.huber_delta(loss instanceof Loss.Huber huber ? huber.delta() : 0);
        if (loss instanceof Loss.MeanSquaredError) {
            struct.loss(Elman.ELMAN_MEAN_SQUARED_ERROR);
        } else if (loss instanceof Loss.HalfSquaredError) {
            struct.loss(Elman.ELMAN_HALF_SQUARED_ERROR);
        } else if (loss instanceof Loss.MeanAbsoluteError) {
            struct.loss(Elman.ELMAN_MEAN_ABSOLUTE_ERROR);
        } else if (loss instanceof Loss.Huber) {
            struct.loss(Elman.ELMAN_HUBER);
        } else {
            throw new IllegalArgumentException("the native engine does not know the loss " + loss.id());
        }
    }

    private static void writeOptimizer(Optimizer optimizer, ObjectiveStruct struct) {
        struct.optimizer_form(form(optimizer.form()));
        struct.momentum(0).nesterov(0).beta1(0).beta2(0).rho(0).epsilon(0);
        if (optimizer instanceof Sgd sgd) {
            struct.optimizer(Elman.ELMAN_SGD);
            struct.momentum(sgd.momentum()).nesterov(sgd.nesterov() ? 1 : 0);
        } else if (optimizer instanceof Adam adam) {
            struct.optimizer(Elman.ELMAN_ADAM);
            struct.beta1(adam.beta1()).beta2(adam.beta2()).epsilon(adam.epsilon());
        } else if (optimizer instanceof RmsProp rmsProp) {
            struct.optimizer(Elman.ELMAN_RMS_PROP);
            struct.rho(rmsProp.rho()).epsilon(rmsProp.epsilon());
        } else {
            throw new IllegalArgumentException("the native engine does not know the optimizer " + optimizer.id());
        }
    }

    private static void writeClipping(Clipping clipping, ObjectiveStruct struct) {
        struct.clipping_form(Elman.ELMAN_KERAS).clip(0);
        if (clipping instanceof Clipping.None) {
            struct.clipping(Elman.ELMAN_NO_CLIPPING);
        } else if (clipping instanceof Clipping.ByValue byValue) {
            struct.clipping(Elman.ELMAN_BY_VALUE).clip(byValue.clipValue());
        } else if (clipping instanceof Clipping.ByNorm byNorm) {
            struct.clipping(Elman.ELMAN_BY_NORM).clip(byNorm.clipNorm());
        } else if (clipping instanceof Clipping.ByGlobalNorm byGlobalNorm) {
            struct.clipping(Elman.ELMAN_BY_GLOBAL_NORM).clip(byGlobalNorm.clipNorm());
            struct.clipping_form(form(byGlobalNorm.form()));
        } else {
            throw new IllegalArgumentException("the native engine does not know the clipping " + clipping.id());
        }
    }

    private static int form(Form form) {
        return form == Form.KERAS ? Elman.ELMAN_KERAS : Elman.ELMAN_TORCH;
    }

    private static int activation(Activation activation) {
        switch (activation) {
            case LINEAR:
                return Elman.ELMAN_LINEAR;
            case TANH:
                return Elman.ELMAN_TANH;
            case SIGMOID:
                return Elman.ELMAN_SIGMOID;
            case RELU:
                return Elman.ELMAN_RELU;
            default:
                throw new IllegalArgumentException("the native engine does not know the activation " + activation.id());
        }
    }
}
