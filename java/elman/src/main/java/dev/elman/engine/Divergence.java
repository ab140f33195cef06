package dev.elman.engine;

/**
 * Where a network first met a value that is not finite.
 *
 * @param layer index of the layer, from 0; the number of layers stands for the loss
 * @param backward whether it was in the gradient that passes backward (true) or in the layer's output (false)
 */
public record Divergence(int layer, boolean backward) {}
