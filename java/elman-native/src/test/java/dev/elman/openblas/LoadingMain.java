package dev.elman.openblas;

import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.EngineException;
import dev.elman.engine.Engines;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.data.Samples;
import dev.elman.layers.Architecture;

/** What {@link LoadingTest} runs in JVMs of their own; prints one line and exits with 0. */
final class LoadingMain {

    private LoadingMain() {}

    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "predict" -> System.out.println(predict());
            case "find" -> System.out.println(find());
            case "resident" -> System.out.println(resident(Integer.parseInt(arguments[1])));
            case "exhaust" -> System.out.println(exhaust());
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** What a network of known weights predicts, or why it cannot; the second reason must be the first. */
    private static String predict() {
        try {
            float[] outputs = new float[1];
            try (Network network = Networks.open(Networks.architecture(1, 3, 1), Precision.FLOAT, null, 1)) {
                network.predict(new float[] {1, 2, 3}, 1, 3, outputs);
            }
            return "predicted " + outputs[0];
        } catch (EngineException e) {
            try {
                Networks.ENGINE.description();
                return "loaded at the second call";
            } catch (EngineException second) {
                return second.getMessage().equals(e.getMessage()) ? "refused: " + e.getMessage() : "two reasons";
            }
        }
    }

    /** Whether finding the engine and asking it for its name loads nothing. */
    private static String find() {
        Engine engine = Engines.get("native");
        return "found " + engine.name() + " " + engine.version();
    }

    /** Makes many times as much data resident as this JVM's heap can hold. */
    private static String resident(int megabytesEach) {
        double[] values = new double[megabytesEach << 17];
        Samples samples = new Samples(values, 1, 1, new int[1], 0, 0, new int[0]);
        Data[] opened = new Data[40];
        for (int i = 0; i < opened.length; i++) {
            opened[i] = Networks.ENGINE.openData(samples, Precision.DOUBLE);
        }
        String result = predict();
        for (Data data : opened) {
            data.close();
        }
        return result;
    }

    /** Opens networks until memory is used up, closes them and goes on. */
    private static String exhaust() {
        Architecture large = Networks.architecture(1, 8_000, 1);
        Network[] networks = new Network[1000];
        String result = "1000 networks";
        for (int i = 0; i < networks.length; i++) {
            try {
                networks[i] = Networks.ENGINE.openNetwork(large, Precision.DOUBLE, Networks.objective());
            } catch (OutOfMemoryError e) {
                result = "out of memory: " + e.getMessage();
                break;
            }
        }
        for (Network network : networks) {
            if (network != null) {
                network.close();
            }
        }
        return result + "; " + predict();
    }
}
