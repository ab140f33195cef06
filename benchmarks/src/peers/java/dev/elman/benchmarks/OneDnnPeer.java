package dev.elman.benchmarks;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * oneDNN's recurrent primitives alone: no dense layer, no loss, no optimizer, and weights that never have to be brought
 * into another form. What the dense layer would give is computed on the side, to see that the work is the same.
 */
public final class OneDnnPeer implements PeerProgram.Peer {

    /** Found by its name. */
    public OneDnnPeer() {}

    @Override
    public Contender.Subject open(Given given) {
        return new Subject(given);
    }

    /** A layer with its data. */
    private static final class Subject implements Contender.Subject {

        private final Workload workload;
        private final OneDnnCell cell;
        private final float[] headKernel;
        private final float headBias;
        private final float[] targets;
        private final float[] inputs;
        private final FloatPointer input;
        private final boolean trains;
        private final boolean steps;
        private int runs;

        Subject(Given given) {
            workload = given.workload();
            trains = workload.task().trains();
            steps = workload.task() == Workload.Task.STREAM_STEP;
            cell = new OneDnnCell(given);
            PeerWeights weights = new PeerWeights(given);
            headKernel = weights.headKernel();
            headBias = weights.headBias()[0];
            targets = given.targets();
            inputs = weights.timeFirst();
            input = cell.inputs();
            input.put(inputs, 0, steps ? 1 : inputs.length);
            if (trains) {
                float[] slopes = new float[workload.batch() * workload.units()];
                Arrays.fill(slopes, 0.01f);
                cell.makeBackward(slopes);
            }
        }

        @Override
        public void run() {
            if (steps) {
                input.put(inputs[runs % Given.STREAM_INPUTS]);
            }
            cell.forward(runs++);
            if (trains) {
                cell.backward();
            }
        }

        @Override
        public double[] outcome() {
            float[] last = cell.last();
            double[] outputs = new double[workload.batch()];
            double loss = 0;
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = headBias;
                for (int j = 0; j < headKernel.length; j++) {
                    outputs[i] += last[i * headKernel.length + j] * headKernel[j];
                }
                loss += (outputs[i] - targets[i]) * (outputs[i] - targets[i]) / outputs.length;
            }
            return trains ? new double[] {loss} : outputs;
        }

        @Override
        public boolean updates() {
            return !trains;
        }
    }
}
