package dev.elman.reference;

import dev.elman.layers.Architecture;
import dev.elman.layers.Parameter;
import dev.elman.layers.StatePart;

/**
 * Where a cell stands: in which layer of an architecture and, where that layer is two cells, which of them it is.
 *
 * @param layer index of the layer, from 0
 * @param backward whether it is the cell of a layer in both directions that goes backwards
 */
record Place(Architecture architecture, int layer, boolean backward) {

    /** The width of the layer's input. */
    int inputs() {
        return architecture.inputWidth(layer);
    }

    /** The width of the layer's output. */
    int outputs() {
        return architecture.outputWidth(layer);
    }

    /** The cell's parameter of a role; null where it has none. */
    Block parameter(Parameter.Role role) {
        for (Parameter parameter : architecture.parameters()) {
            if (parameter.layer() == layer && parameter.backward() == backward && parameter.role() == role) {
                return new Block(parameter.offset(), parameter.rows(), parameter.columns(), parameter.columns());
            }
        }
        return null;
    }

    /** The input's term in the weighted sums of one gate; a cell without gates has gate 0 alone. */
    Affine inputTerm(int gate, int units) {
        return Affine.ofGate(parameter(Parameter.Role.KERNEL), parameter(Parameter.Role.BIAS), gate, units);
    }

    /** The previous state's term in the weighted sums of one gate; a cell without gates has gate 0 alone. */
    Affine stateTerm(int gate, int units) {
        Block recurrentBias = parameter(Parameter.Role.RECURRENT_BIAS);
        return Affine.ofGate(parameter(Parameter.Role.RECURRENT_KERNEL), recurrentBias, gate, units);
    }

    /** Where the cell's hidden state, or an LSTM's cell state, begins in the state of a sequence. */
    int stateOffset(boolean cellState) {
        for (StatePart part : architecture.stateParts()) {
            if (part.layer() == layer && part.backward() == backward && part.cellState() == cellState) {
                return part.offset();
            }
        }
        throw new IllegalStateException("layer " + layer + " carries no such state");
    }
}
