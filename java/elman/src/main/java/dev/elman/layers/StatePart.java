package dev.elman.layers;

/**
 * One vector of the state that a network carries from time step to time step: where it stands in the state of a
 * sequence. All vectors lie one behind another: layer by layer, of a {@link Bidirectional} layer the forward cell's
 * first, of each cell the hidden state, then an LSTM's cell state.
 *
 * @param layer index of the layer that carries it, from 0
 * @param backward whether it is of the cell that goes backwards in a {@link Bidirectional} layer
 * @param cellState whether it is an LSTM's cell state, or a hidden state
 * @param units its length
 * @param offset index of its first value in the state of a sequence
 */
public record StatePart(int layer, boolean backward, boolean cellState, int units, int offset) {}
