package dev.elman.cli;

import dev.elman.optim.Schedule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Schedules of the learning rate by name, such as {@code cosine} or {@code step:30:.1}. */
final class ScheduleName implements ITypeConverter<Schedule> {

    private static final String THERE_ARE = "there are constant, cosine, one-cycle, step:EPOCHS:FACTOR,"
            + " exponential:FACTOR, plateau:FACTOR:PATIENCE and warm-up:STEPS,NAME";

    @Override
    public Schedule convert(String text) {
        String[] halves = text.split(",", 2);
        String[] parts = halves[0].split(":", -1);
        boolean warmUp = parts[0].equals("warm-up") && parts.length == 2;
        if (warmUp != (halves.length == 2)) {
            throw unknown(text);
        }
        try {
            if (warmUp) {
                return Schedule.warmUp(size(parts[1]), convert(halves[1]));
            }
            return switch (parts[0] + "/" + (parts.length - 1)) {
                case "constant/0" -> Schedule.constant();
                case "cosine/0" -> Schedule.cosineDecay();
                case "one-cycle/0" -> Schedule.oneCycle();
                case "step/2" -> Schedule.stepDecay(size(parts[1]), Values.number(parts[2]));
                case "exponential/1" -> Schedule.exponentialDecay(Values.number(parts[1]));
                case "plateau/2" -> Schedule.reduceOnPlateau(Values.number(parts[1]), size(parts[2]));
                default -> throw unknown(text);
            };
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage() + ", in '" + text + "'");
        }
    }

    private static int size(String text) {
        try {
            return new Values.Size().convert(text);
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException("a number of steps or epochs " + e.getMessage(), e);
        }
    }

    private static TypeConversionException unknown(String text) {
        return new TypeConversionException("there is no schedule '" + text + "'; " + THERE_ARE);
    }
}
