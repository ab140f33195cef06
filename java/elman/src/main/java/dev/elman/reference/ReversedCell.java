package dev.elman.reference;

/**
 * A recurrent layer that reads its sequence from the last time step to the first: the layer itself on a copy of the
 * sequence in the opposite order, since a cell knows no direction. With {@code T} time steps:
 *
 * <pre>
 * forward:    xr[t] = x[T-1-t]                backward:    dy to dxr as the layer does
 *             y from xr as the layer does                  dx[t] = dxr[T-1-t]
 * </pre>
 *
 * Its outputs {@code y} stay in the order of reading, so that the last of them has seen everything.
 */
final class ReversedCell extends Cell {

    private final Cell cell;
    private final Sequence reversed;
    private final Sequence dReversed;

    ReversedCell(Cell cell, Place place, int timeSteps, int capacity) {
        this.cell = cell;
        reversed = Sequence.zeros(timeSteps, capacity, place.inputs());
        dReversed = Sequence.zeros(timeSteps, capacity, place.inputs());
    }

    @Override
    void forward(Pass pass, Sequence x, Sequence y, int steps) {
        for (int t = 0; t < steps; t++) {
            x.copyStep(steps - 1 - t, reversed, t);
        }
        cell.forward(pass, reversed, y, steps);
    }

    /** Always through all steps: gradients of a layer that goes backwards are not truncated. */
    @Override
    void backward(
            Pass pass, Sequence x, Sequence y, Sequence dy, Sequence dx, int from, int to, double[] gradient) {
        cell.backward(pass, reversed, y, dy, dx == null ? null : dReversed, from, to, gradient);
        if (dx != null) {
            for (int t = from; t < to; t++) {
                dReversed.copyStep(to - 1 - t, dx, t);
            }
        }
    }

    @Override
    void readState(Pass pass, Sequence y, int steps, double[] states) {
        cell.readState(pass, y, steps, states);
    }
}
