package dev.elman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.DataException;
import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    /** A network whose output is {@code factor} times its last input. */
    private static Model timesLast(double factor) {
        Architecture net = Architecture.inputs(1).simpleRnn(1, Activation.LINEAR).dense(1, Activation.LINEAR);
        return Model.of(net, Precision.DOUBLE, Map.of("0.simpleRnn.kernel", new double[] {1},
                "0.simpleRnn.recurrentKernel", new double[1], "0.simpleRnn.bias", new double[1],
                "1.dense.kernel", new double[] {factor}, "1.dense.bias", new double[1])).withEngine("reference");
    }

    @Test
    void figuresAreThoseComputedByHand() {
        // Scaled by (value - 10) / 20: 0, .5, 1, .25. Windows of one: 0 -> .5, .5 -> 1, 1 -> .25.
        TimeSeries series = TimeSeries.of(10, 20, 30, 15);
        Dataset data = Windows.lookBack(1).over(series, Scaler.minMax().fit(series));
        Evaluation evaluation = timesLast(0.5).withSchema(data.schema()).evaluate(data);
        // Predicted: 0, .25, .5; errors -.5, -.75, .25, or -10, -15, 5.
        assertEquals(3, evaluation.windows());
        assertEquals(350.0 / 3, evaluation.mse(), 1e-12);
        assertEquals(Math.sqrt(350.0 / 3), evaluation.rmse(), 1e-12);
        assertEquals(10, evaluation.mae(), 1e-12);
        assertEquals(100 * (10.0 / 20 + 15.0 / 30 + 5.0 / 15) / 3, evaluation.mape(), 1e-12);
        assertEquals(evaluation.mape(), evaluation.targets().get(0).mape());
        assertEquals(0.875 / 3, evaluation.scaledMse(), 1e-12);
        assertEquals(Math.sqrt(0.875 / 3), evaluation.scaledRmse(), 1e-12);
        // Targets 20, 30, 15 about their mean 65/3.
        double deviations = Math.pow(20 - 65.0 / 3, 2) + Math.pow(30 - 65.0 / 3, 2) + Math.pow(15 - 65.0 / 3, 2);
        assertEquals(1 - 350 / deviations, evaluation.r2(), 1e-12);
        // Naive: 10, 20, 30 against 20, 30, 15.
        assertEquals(Math.sqrt(425.0 / 3), evaluation.naiveRmse().getAsDouble(), 1e-12);
        assertEquals(Math.sqrt(425.0 / 3) / 20, evaluation.scaledNaiveRmse().getAsDouble(), 1e-12);
        assertEquals("value", evaluation.targets().get(0).name());
        assertEquals(evaluation.rmse(), evaluation.targets().get(0).rmse());
        // A network that repeats the last value is the naive forecast.
        Evaluation naive = timesLast(1).withSchema(data.schema()).evaluate(data);
        assertEquals(naive.naiveRmse().getAsDouble(), naive.rmse(), 1e-12);
    }

    @Test
    void modelWithoutSchemaTakesTheUnitsOfTheData() {
        TimeSeries series = TimeSeries.of(10, 20, 30, 15);
        Dataset data = Windows.lookBack(1).over(series, Scaler.minMax().fit(series));
        Model model = timesLast(0.5);
        assertEquals(model.withSchema(data.schema()).evaluate(data), model.evaluate(data));
        assertEquals(20, model.predict(data)[2][0], 1e-12);
    }

    @Test
    void targetsOfDifferentUnitsAreScoredOnTheirOwn() {
        TimeSeries series = TimeSeries.of(List.of("big", "small"),
                new double[][] {{1000, 3000, 2000, 1000, 2000}, {0.1, 0.2, 0.1, 0.3, 0.2}});
        Dataset data = Windows.lookBack(1).horizon(2).over(series, Scaler.minMax().fit(series));
        // All outputs zero: each column's smallest value, for both steps.
        Architecture net = Architecture.inputs(2).simpleRnn(4, Activation.LINEAR);
        Model model = Model.of(net, Precision.FLOAT, new double[net.parameterCount()]).withEngine("reference")
                .withSchema(data.schema());
        Evaluation evaluation = model.evaluate(data);
        Evaluation.Target big = evaluation.targets().get(0);
        Evaluation.Target small = evaluation.targets().get(1);
        // Targets of the three windows: (3000, 2000), (2000, 1000), (1000, 2000).
        assertEquals((4e6 + 1e6 + 1e6 + 0 + 0 + 1e6) / 6, big.mse(), 1e-6);
        assertEquals((2000 + 1000 + 1000 + 1000) / 6.0, big.mae(), 1e-9);
        // (.2, .1), (.1, .3), (.3, .2).
        assertEquals((.01 + 0 + 0 + .04 + .04 + .01) / 6, small.mse(), 1e-9);
        // Naive: 1000, 3000, 2000 and .1, .2, .1, repeated.
        assertEquals(Math.sqrt((4e6 + 1e6 + 1e6 + 4e6 + 1e6 + 0) / 6), big.naiveRmse().getAsDouble(), 1e-9);
        assertEquals(Math.sqrt((.01 + 0 + .01 + .01 + .04 + .01) / 6), small.naiveRmse().getAsDouble(), 1e-9);
        assertEquals((big.mse() + small.mse()) / 2, evaluation.mse(), 1e-6);
        assertEquals((big.r2() + small.r2()) / 2, evaluation.r2(), 1e-12);
        assertEquals("small", small.name());
    }

    @Test
    void whatCannotBeComputedIsEmptyOrNaN() {
        Dataset arrays = Dataset.of(new double[][][] {{{1}}, {{2}}}, new double[][] {{5}, {5}});
        Evaluation evaluation = timesLast(1).evaluate(arrays);
        assertEquals(OptionalDouble.empty(), evaluation.naiveRmse());
        assertFalse(evaluation.targets().get(0).naiveRmse().isPresent());
        assertTrue(Double.isNaN(evaluation.r2()));
        assertEquals(Math.sqrt(12.5), evaluation.rmse(), 1e-12);
        Dataset weightless = arrays.withWeights(new double[] {1, 0}).slice(1, 2);
        String message = assertThrows(DataException.class, () -> timesLast(1).evaluate(weightless)).getMessage();
        assertTrue(message.contains("nothing to score"), message);
    }

    @Test
    void anErrorInPerCentOfNothingIsInfiniteUnlessThereIsNone() {
        Dataset zero = Dataset.of(new double[][][] {{{0}}, {{2}}}, new double[][] {{0}, {4}});
        assertEquals(25, timesLast(1).evaluate(zero).mape());
        Dataset missed = Dataset.of(new double[][][] {{{1}}, {{2}}}, new double[][] {{0}, {4}});
        assertEquals(Double.POSITIVE_INFINITY, timesLast(1).evaluate(missed).mape());
        assertTrue(timesLast(1).evaluate(missed).classification().isEmpty());
    }

    @Test
    void ofSeveralQuantilesTheOneNearestToTheMedianIsJudgedAndOfADistributionTheMean() {
        double[] identity = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0};
        Model model = Model.of(Architecture.inputs(4).dense(4, Activation.LINEAR), Precision.DOUBLE, identity)
                .withEngine("reference");
        Dataset data = Dataset.of(new double[][][] {{{1, 2, 3, 4}}, {{5, 6, 7, 8}}}, new double[][] {{2, 5}, {6, 6}});
        Evaluation quantiles = model.withHead(Head.quantiles(0.1, 0.6)).evaluate(data);
        // Of each of the two targets the second of two: 2 and 4 against 2 and 5, 6 and 8 against 6 and 6.
        assertEquals(0, quantiles.targets().get(0).mae());
        assertEquals(1.5, quantiles.targets().get(1).mae());
        Evaluation gaussian = model.withHead(Head.GAUSSIAN).evaluate(data);
        // 1 and 2 against 2 and 5, 5 and 6 against 6 and 6.
        assertEquals(1, gaussian.targets().get(0).mae());
        assertEquals(1.5, gaussian.targets().get(1).mae());
    }

    @Test
    void manySamplesAreScoredInParts() {
        double[] values = new double[2 * Runner.MAX_SEQUENCES + 50];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(i);
        }
        Dataset data = Windows.lookBack(3).over(TimeSeries.of(values));
        Evaluation evaluation = timesLast(1).evaluate(data);
        assertEquals(evaluation.naiveRmse().getAsDouble(), evaluation.rmse(), 1e-12);
        assertEquals(data.count(), evaluation.windows());
        double[][] predicted = timesLast(1).predict(data);
        assertEquals(values[Runner.MAX_SEQUENCES + 4], predicted[Runner.MAX_SEQUENCES + 2][0], 1e-12);
    }
}
