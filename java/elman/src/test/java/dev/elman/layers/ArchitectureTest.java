package dev.elman.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ArchitectureTest {

    private static final Recurrence ALL_STEPS = Recurrence.DEFAULT.withAllSteps(true);

    @Test
    void givesTheLastStepUnlessToldOtherwise() {
        Architecture one = Architecture.inputs(2).simpleRnn(3, Activation.TANH).dense(1, Activation.LINEAR);
        assertFalse(one.givesSequence());
        assertEquals(1, one.outputSteps(12));
        assertTrue(one.allSteps().givesSequence());
        assertEquals(12, one.allSteps().outputSteps(12));
        assertEquals(1, one.outputs());
        assertEquals(2, one.features());
    }

    @Test
    void turnsRecurrentLayersBelowARecurrentOneToAllSteps() {
        Architecture two = Architecture.inputs(1)
                .simpleRnn(4, Activation.TANH)
                .dense(3, Activation.RELU)
                .simpleRnn(2, Activation.SIGMOID);
        assertTrue(((SimpleRnn) two.layers().get(0)).allSteps());
        assertFalse(((SimpleRnn) two.layers().get(2)).allSteps());
        assertEquals(List.of(1, 4, 3, 2), List.of(
                two.inputWidth(0), two.inputWidth(1), two.inputWidth(2), two.inputWidth(3)));
    }

    @Test
    void leavesTheArchitectureItWasMadeFromAsItWas() {
        Architecture one = Architecture.inputs(1).simpleRnn(4, Activation.TANH);
        one.simpleRnn(2, Activation.TANH);
        one.allSteps();
        assertEquals(Architecture.inputs(1).simpleRnn(4, Activation.TANH), one);
        assertFalse(one.givesSequence());
        assertThrows(UnsupportedOperationException.class, () -> one.layers().clear());
        assertThrows(UnsupportedOperationException.class, () -> one.parameters().clear());
    }

    @Test
    void placesParametersOneBehindAnother() {
        Architecture net = Architecture.inputs(2)
                .simpleRnn(3, Activation.TANH)
                .then(new Dense(4, Activation.LINEAR).withBias(false));
        assertEquals(
                List.of(
                        new Parameter("0.simpleRnn.kernel", 0, Parameter.Role.KERNEL, false, 2, 3, 0),
                        new Parameter("0.simpleRnn.recurrentKernel", 0, Parameter.Role.RECURRENT_KERNEL, false, 3, 3, 6),
                        new Parameter("0.simpleRnn.bias", 0, Parameter.Role.BIAS, false, 1, 3, 15),
                        new Parameter("1.dense.kernel", 1, Parameter.Role.KERNEL, false, 3, 4, 18)),
                net.parameters());
        assertEquals(30, net.parameterCount());
        assertArrayEquals(new int[] {3}, net.parameters().get(2).shape());
        assertArrayEquals(new int[] {3, 4}, net.parameters().get(3).shape());
    }

    @Test
    void placesTheGatesOfAnLstmAndAGruSideBySide() {
        Architecture net = Architecture.inputs(2).lstm(3).gru(4).then(new Gru(5).withResetAfter(false));
        assertEquals(
                List.of(
                        new Parameter("0.lstm.kernel", 0, Parameter.Role.KERNEL, false, 2, 12, 0),
                        new Parameter("0.lstm.recurrentKernel", 0, Parameter.Role.RECURRENT_KERNEL, false, 3, 12, 24),
                        new Parameter("0.lstm.bias", 0, Parameter.Role.BIAS, false, 1, 12, 60),
                        new Parameter("1.gru.kernel", 1, Parameter.Role.KERNEL, false, 3, 12, 72),
                        new Parameter("1.gru.recurrentKernel", 1, Parameter.Role.RECURRENT_KERNEL, false, 4, 12, 108),
                        new Parameter("1.gru.bias", 1, Parameter.Role.BIAS, false, 1, 12, 156),
                        new Parameter("1.gru.recurrentBias", 1, Parameter.Role.RECURRENT_BIAS, false, 1, 12, 168),
                        new Parameter("2.gru.kernel", 2, Parameter.Role.KERNEL, false, 4, 15, 180),
                        new Parameter("2.gru.recurrentKernel", 2, Parameter.Role.RECURRENT_KERNEL, false, 5, 15, 240),
                        new Parameter("2.gru.bias", 2, Parameter.Role.BIAS, false, 1, 15, 315)),
                net.parameters());
        assertArrayEquals(new int[] {12}, net.parameters().get(6).shape());
        assertEquals(2, Architecture.inputs(1).then(new Lstm(3).withBias(false)).parameters().size());
        assertEquals(2, Architecture.inputs(1).then(new Gru(3).withBias(false)).parameters().size());
    }

    @Test
    void gatedLayersBeginWithTheUsualOptions() {
        assertEquals(new Lstm(3, Activation.TANH, Activation.SIGMOID, true, Recurrence.DEFAULT), new Lstm(3));
        assertEquals(new Gru(3, Activation.TANH, Activation.SIGMOID, true, true, Recurrence.DEFAULT), new Gru(3));
        RecurrentLayer lstm = new Lstm(3).withActivation(Activation.RELU).withRecurrentActivation(Activation.TANH)
                .withBias(false).withAllSteps(true);
        assertEquals(new Lstm(3, Activation.RELU, Activation.TANH, false, ALL_STEPS), lstm);
        RecurrentLayer gru = new Gru(3).withActivation(Activation.RELU).withRecurrentActivation(Activation.TANH)
                .withBias(false).withResetAfter(false).withAllSteps(true);
        assertEquals(new Gru(3, Activation.RELU, Activation.TANH, false, false, ALL_STEPS), gru);
        assertEquals(
                "inputs(1) > lstm(3, relu, no bias, all steps, tanh gates)"
                        + " > gru(3, relu, no bias, all steps, tanh gates, reset before) > lstm(2, tanh)",
                Architecture.inputs(1).then(lstm).then(gru).lstm(2).toString());
        assertThrows(NullPointerException.class, () -> new Lstm(3).withRecurrentActivation(null));
        assertThrows(NullPointerException.class, () -> new Gru(3).withActivation(null));
    }

    @Test
    void refusesZeroNegativeAndHugeSizes() {
        for (int bad : new int[] {0, -1, Layer.MAX_UNITS + 1, Integer.MIN_VALUE}) {
            message(() -> Architecture.inputs(bad), "features must be from 1 to", Integer.toString(bad));
            message(() -> new SimpleRnn(bad, Activation.TANH), "units must be from 1 to", Integer.toString(bad));
            message(() -> new Lstm(bad), "units must be from 1 to", Integer.toString(bad));
            message(() -> new Gru(bad), "units must be from 1 to", Integer.toString(bad));
            message(() -> new Dense(bad, Activation.TANH), "units must be from 1 to", Integer.toString(bad));
        }
    }

    @Test
    void refusesMoreParametersThanAnArrayHolds() {
        message(
                () -> Architecture.inputs(1).simpleRnn(50_000, Activation.TANH),
                "0.simpleRnn.recurrentKernel",
                "[50000, 50000]",
                "fewer units");
        message(() -> Architecture.inputs(1).lstm(30_000), "0.lstm.recurrentKernel", "[30000, 120000]");
        message(() -> Architecture.inputs(1).gru(Layer.MAX_UNITS), "0.gru.recurrentKernel", "fewer units");
        message(
                () -> Architecture.inputs(Layer.MAX_UNITS).dense(Layer.MAX_UNITS, Activation.TANH),
                "0.dense.kernel",
                "beyond");
    }

    @Test
    void refusesARecurrentLayerOverALastStepWhereLayersAreTakenAsTheyAre() {
        SimpleRnn last = new SimpleRnn(3, Activation.TANH);
        message(
                () -> Architecture.of(1, List.of(last, last)), "layer 1", "simpleRnn", "[batch, 3]", "all steps");
        Architecture fits = Architecture.of(1, List.of(last.withAllSteps(true), last));
        assertEquals(Architecture.inputs(1).then(last).then(last), fits);
    }

    @Test
    void givesAllStepsOnlyWhereThereIsARecurrentLayer() {
        IllegalStateException none = assertThrows(
                IllegalStateException.class, () -> Architecture.inputs(1).dense(1, Activation.TANH).allSteps());
        assertTrue(none.getMessage().contains("recurrent layer"));
        assertTrue(Architecture.inputs(1).dense(1, Activation.TANH).givesSequence());
    }

    @Test
    void isAValue() {
        Architecture a = Architecture.inputs(1).simpleRnn(3, Activation.TANH);
        assertEquals(a, Architecture.inputs(1).simpleRnn(3, Activation.TANH));
        assertEquals(a.hashCode(), Architecture.inputs(1).simpleRnn(3, Activation.TANH).hashCode());
        assertNotEquals(a, Architecture.inputs(2).simpleRnn(3, Activation.TANH));
        assertNotEquals(a, Architecture.inputs(1).simpleRnn(3, Activation.RELU));
        assertEquals(
                "inputs(1) > simpleRnn(3, tanh, no bias, all steps) > dense(1, linear)",
                Architecture.inputs(1)
                        .then(new SimpleRnn(3, Activation.TANH).withBias(false))
                        .dense(1, Activation.LINEAR)
                        .allSteps()
                        .toString());
    }

    @Test
    void namesActivations() {
        for (Activation activation : Activation.values()) {
            assertEquals(activation, Activation.of(activation.id()));
        }
        message(() -> Activation.of("swish"), "swish",
                "linear, tanh, sigmoid, relu, softplus, elu, gelu and hardSigmoid");
    }

    private static void message(Executable call, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> part + " is not in: " + message);
        }
    }
}
