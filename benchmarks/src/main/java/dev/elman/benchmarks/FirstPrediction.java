package dev.elman.benchmarks;

import dev.elman.Model;
import java.io.IOException;
import java.nio.file.Path;

/** A program that predicts once, and says so. */
public final class FirstPrediction {

    /** The argument before the file of one of this library's models; without it comes a peer's class. */
    static final String MODEL = "--model";

    private FirstPrediction() {}

    /** The program. */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        if (arguments[0].equals(MODEL)) {
            Model model = Model.load(Path.of(arguments[1]));
            float[] outputs = model.predict(new float[12]);
            answer(outputs[0]);
        } else {
            try (Contender.Subject subject = PeerProgram.open(arguments[0], Starts.WORKLOAD.name())) {
                subject.run();
                answer(subject.outcome()[0]);
            }
        }
        System.exit(0);
    }

    private static void answer(double output) throws IOException {
        if (!Double.isFinite(output)) {
            throw new IllegalStateException("the prediction is " + output);
        }
        System.out.println(PeerProgram.ANSWER + ResidentMemory.peak());
    }
}
