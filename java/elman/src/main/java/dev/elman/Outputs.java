package dev.elman;

/**
 * What {@link Model#run} gives.
 *
 * @param outputs {@code [sequences][time steps of the sequence, or 1][outputs]}, as {@link Model#predict(double[])}
 *     gives them
 * @param finalStates each sequence's state behind its last time step, with which another run may begin
 */
public record Outputs(double[][][] outputs, State[] finalStates) {}
