package dev.elman;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Dataset;
import dev.elman.data.Examples;
import dev.elman.data.Scaler;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model on the native engine: the same figures as on the reference, from any number of threads, and nothing left. */
class NativeModelTest {

    private static final TimeSeries SERIES = Examples.sunspots();
    private static final Dataset DATA =
            Windows.lookBack(24).horizon(2).over(SERIES, Scaler.minMax().fit(SERIES));

    private static Model model(Precision precision) {
        Architecture net = Architecture.inputs(1).simpleRnn(17, Activation.TANH).simpleRnn(8, Activation.SIGMOID)
                .dense(2, Activation.LINEAR);
        double[] vector = new Random(11).doubles(net.parameterCount(), -0.4, 0.4).toArray();
        return Model.of(net, precision, vector).withSchema(DATA.schema());
    }

    private static float[] inputs(int from, int count) {
        float[] inputs = new float[count];
        for (int i = 0; i < count; i++) {
            inputs[i] = (float) SERIES.value(from + i, 0);
        }
        return inputs;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everythingAgreesWithTheReference(Precision precision) {
        Model model = model(precision);
        Model reference = model.withEngine("reference");
        // Values reach 254; the tolerances are relative to that.
        double tolerance = 254 * (precision == Precision.FLOAT ? 1e-5 : 1e-12);
        double[][] predicted = model.predict(DATA);
        double[][] expected = reference.predict(DATA);
        assertEquals(DATA.count(), predicted.length);
        for (int i = 0; i < predicted.length; i++) {
            assertArrayEquals(expected[i], predicted[i], tolerance);
        }
        Evaluation evaluation = model.evaluate(DATA);
        assertEquals(reference.evaluate(DATA).rmse(), evaluation.rmse(), tolerance);
        assertEquals(reference.evaluate(DATA).r2(), evaluation.r2(), 1e-4);
        assertEquals(reference.evaluate(DATA).naiveRmse(), evaluation.naiveRmse());
        assertArrayEquals(reference.forecast(SERIES, 30), model.forecast(SERIES, 30), 30 * tolerance);
        double[] one = new double[24];
        for (int i = 0; i < 24; i++) {
            one[i] = SERIES.value(i, 0);
        }
        Trace trace = model.trace(one);
        for (int layer = 0; layer < 3; layer++) {
            double[][] steps = reference.trace(one).layer(layer);
            for (int step = 0; step < steps.length; step++) {
                assertArrayEquals(steps[step], trace.layer(layer)[step], tolerance);
            }
        }
        assertArrayEquals(expected[0], trace.outputs()[0], tolerance);
        float[] batch = model.predict(inputs(0, 24 * 33));
        for (int i = 0; i < 33; i++) {
            assertArrayEquals(model.predict(inputs(24 * i, 24)),
                    new float[] {batch[2 * i], batch[2 * i + 1]}, (float) (254 * 1e-6));
        }
    }

    @Test
    void anyNumberOfThreadsGetTheSameBits() throws Exception {
        Model model = model(Precision.FLOAT);
        float[][] expected = new float[40][];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = model.predict(inputs(i, 24));
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; i < 2000; i++) {
                        assertArrayEquals(expected[i % 40], model.predict(inputs(i % 40, 24)));
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertNull(failure.get());
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void predictingIntoAGivenArrayAllocatesNothing(Precision precision) {
        Model model = model(precision);
        float[] inputs = inputs(0, 48);
        float[] outputs = new float[4];
        double[] doubleInputs = new double[24];
        double[] doubleOutputs = new double[2];
        Allocation.assertNone(() -> model.predict(inputs, outputs));
        Allocation.assertNone(() -> model.predict(doubleInputs, doubleOutputs));
        try (Predictor predictor = model.predictor()) {
            Allocation.assertNone(() -> predictor.predict(inputs, outputs));
            Allocation.assertNone(() -> predictor.predict(doubleInputs, doubleOutputs));
        }
    }

    @Test
    void modelThatIsGoneLeavesNoWarning() throws Exception {
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                synchronized (warnings) {
                    warnings.add(message.getMessage());
                }
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        Logger logger = Logger.getLogger("dev.elman");
        // What other tests left open on purpose comes first.
        System.gc();
        Thread.sleep(100);
        logger.addHandler(handler);
        try {
            WeakReference<Model> last = null;
            for (int i = 0; i < 20; i++) {
                Model model = model(Precision.FLOAT);
                model.predict(inputs(i, 24));
                last = new WeakReference<>(model);
            }
            for (int i = 0; i < 100 && !last.refersTo(null); i++) {
                System.gc();
                Thread.sleep(20);
            }
            assertTrue(last.refersTo(null));
            Thread.sleep(200);
            System.gc();
            Thread.sleep(200);
        } finally {
            logger.removeHandler(handler);
        }
        synchronized (warnings) {
            assertEquals(List.of(), warnings);
        }
    }
}
