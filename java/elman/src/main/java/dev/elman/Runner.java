package dev.elman;

import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import java.util.Objects;

/** A network with a model's weights and the buffers around it; for one thread at a time. */
final class Runner implements AutoCloseable {

    /**
     * How many sequences are computed at once: enough to fill the engine, and a bound on its workspace, which keeps
     * the size of the largest batch it has seen.
     */
    static final int MAX_SEQUENCES = 256;

    /** Takes what the network gives for samples, one after another. */
    interface SampleOutputs {

        /**
         * Takes one sample's.
         *
         * @param outputs of several samples, as the network gives them
         * @param from where this sample's begin
         */
        void accept(int sample, double[] outputs, int from);
    }

    /** Arrays of exactly the length of their content, as engines may ask for. */
    private static final class Floats {
        private float[] inputs = {};
        private float[] outputs = {};

        void fit(int inputLength, int outputLength) {
            if (inputs.length != inputLength || outputs.length != outputLength) {
                inputs = new float[inputLength];
                outputs = new float[outputLength];
            }
        }
    }

    /** The same in double. */
    private static final class Doubles {
        private double[] inputs = {};
        private double[] outputs = {};

        void fit(int inputLength, int outputLength) {
            if (inputs.length != inputLength || outputs.length != outputLength) {
                inputs = new double[inputLength];
                outputs = new double[outputLength];
            }
        }
    }

    private final Layout layout;
    private final Scaling scaling;
    private final Readout readout;
    private final Network network;
    /** The shape of an array of {@code inputLength} inputs, kept since most calls have the same as the one before. */
    private int inputLength = -1;
    private int outputLength;
    private int timeSteps;
    private int sequences;
    /** Scaled inputs of a call that is made at once. */
    private float[] floatInputs = {};
    private double[] doubleInputs = {};
    /** Of a call in parts: those that are whole, and the last one, which mostly is not. */
    private final Floats wholeFloats = new Floats();
    private final Floats restFloats = new Floats();
    private final Doubles wholeDoubles = new Doubles();
    private final Doubles restDoubles = new Doubles();

    Runner(Engine engine, Weights weights, Layout layout, Scaling scaling, Readout readout) {
        this.layout = layout;
        this.scaling = scaling;
        this.readout = readout;
        network = engine.openNetwork(weights.architecture(), weights.precision(), null);
        try {
            network.write(Network.Part.PARAMETERS, weights.vector());
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    Network network() {
        return network;
    }

    private void prepare(int inputs) {
        if (inputs != inputLength) {
            outputLength = layout.outputs(inputs);
            timeSteps = layout.timeSteps(inputs);
            sequences = inputs / (timeSteps * layout.features());
            inputLength = inputs;
        }
    }

    private void requireOutputs(int inputs, int outputs, boolean same) {
        if (same) {
            throw new IllegalArgumentException("outputs must be another array than inputs");
        }
        if (outputs != outputLength) {
            throw new IllegalArgumentException("outputs must be of length " + outputLength + " for inputs of length "
                    + inputs + " but was of length " + outputs);
        }
    }

    void predict(float[] inputs, float[] outputs) {
        prepare(Objects.requireNonNull(inputs, "inputs").length);
        requireOutputs(inputs.length, Objects.requireNonNull(outputs, "outputs").length, inputs == outputs);
        if (sequences > MAX_SEQUENCES) {
            predictInParts(inputs, outputs);
            return;
        }
        float[] scaled = inputs;
        if (scaling.isIdentity()) {
            scaling.check(inputs, 0, inputs.length);
        } else {
            scaled = floatInputs(inputs.length);
            scaling.scale(inputs, 0, inputs.length, scaled);
        }
        network.predict(scaled, sequences, timeSteps, outputs);
        if (!readout.isIdentity()) {
            readout.read(outputs, 0, outputs.length);
        }
    }

    private void predictInParts(float[] inputs, float[] outputs) {
        int sequence = timeSteps * layout.features();
        int output = outputLength / sequences;
        for (int from = 0; from < sequences; from += MAX_SEQUENCES) {
            int batch = Math.min(MAX_SEQUENCES, sequences - from);
            Floats part = batch == MAX_SEQUENCES ? wholeFloats : restFloats;
            part.fit(batch * sequence, batch * output);
            scaling.scale(inputs, from * sequence, (from + batch) * sequence, part.inputs);
            network.predict(part.inputs, batch, timeSteps, part.outputs);
            readout.read(part.outputs, 0, part.outputs.length);
            System.arraycopy(part.outputs, 0, outputs, from * output, batch * output);
        }
    }

    void predict(double[] inputs, double[] outputs) {
        prepare(Objects.requireNonNull(inputs, "inputs").length);
        requireOutputs(inputs.length, Objects.requireNonNull(outputs, "outputs").length, inputs == outputs);
        if (sequences > MAX_SEQUENCES) {
            predictInParts(inputs, outputs);
            return;
        }
        double[] scaled = inputs;
        if (scaling.isIdentity()) {
            scaling.check(inputs, 0, inputs.length);
        } else {
            scaled = doubleInputs(inputs.length);
            scaling.scale(inputs, 0, inputs.length, scaled);
        }
        network.predict(scaled, sequences, timeSteps, outputs);
        if (!readout.isIdentity()) {
            readout.read(outputs, 0, outputs.length);
        }
    }

    private void predictInParts(double[] inputs, double[] outputs) {
        int sequence = timeSteps * layout.features();
        int output = outputLength / sequences;
        for (int from = 0; from < sequences; from += MAX_SEQUENCES) {
            int batch = Math.min(MAX_SEQUENCES, sequences - from);
            Doubles part = batch == MAX_SEQUENCES ? wholeDoubles : restDoubles;
            part.fit(batch * sequence, batch * output);
            scaling.scale(inputs, from * sequence, (from + batch) * sequence, part.inputs);
            network.predict(part.inputs, batch, timeSteps, part.outputs);
            readout.read(part.outputs, 0, part.outputs.length);
            System.arraycopy(part.outputs, 0, outputs, from * output, batch * output);
        }
    }

    /**
     * Computes the outputs of all samples, a part at a time.
     *
     * @param resident the data set as the engine holds it
     * @param width values of the longest sample's output
     */
    void forEachSample(Data resident, Samples samples, int width, SampleOutputs consumer) {
        int count = samples.count();
        // Of samples that continue one another whole rounds of the lanes.
        int lanes = Math.max(1, samples.lanes());
        int part = Math.min(count, Math.max(lanes, MAX_SEQUENCES / lanes * lanes));
        double[] outputs = new double[Math.multiplyExact(part, width)];
        for (int from = 0; from < count; from += part) {
            int to = Math.min(count, from + part);
            network.evaluate(resident, from, to, 0, outputs, 0);
            for (int sample = from; sample < to; sample++) {
                consumer.accept(sample, outputs, (sample - from) * width);
            }
        }
    }

    /** Buffers have exactly the length of their content, as engines may ask for. */
    private float[] floatInputs(int length) {
        if (floatInputs.length != length) {
            floatInputs = new float[length];
        }
        return floatInputs;
    }

    private double[] doubleInputs(int length) {
        if (doubleInputs.length != length) {
            doubleInputs = new double[length];
        }
        return doubleInputs;
    }

    @Override
    public void close() {
        network.close();
    }
}
