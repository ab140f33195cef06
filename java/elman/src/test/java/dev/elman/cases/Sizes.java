package dev.elman.cases;

/**
 * The sizes of a case.
 *
 * @param batch samples of a mini-batch
 * @param timeSteps of the longest sample at most
 * @param features values per time step; tokens have one
 * @param units of the first layer
 */
public record Sizes(int batch, int timeSteps, int features, int units) {}
