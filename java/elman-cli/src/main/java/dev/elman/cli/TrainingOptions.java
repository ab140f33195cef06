package dev.elman.cli;

import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Schedule;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import dev.elman.training.EarlyStopping;
import dev.elman.training.Initialization;
import dev.elman.training.Trainer;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is minimised, and how. */
final class TrainingOptions {

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "100",
            description = "How often every training window is seen. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "32",
            description = "Windows per step of the optimizer. Default: ${DEFAULT-VALUE}.")
    private int batchSize;

    @Option(
            names = "--no-shuffle",
            description = "Take the windows in their order; by default every epoch shuffles them.")
    private boolean noShuffle;

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            converter = LossName.class,
            defaultValue = "mse",
            description = "What is minimised, on scaled values: mse, mae, huber, huber:DELTA, half (sum of squares,"
                    + " halved). Default: ${DEFAULT-VALUE}.")
    private Loss loss;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "adam",
            converter = OptimizerName.class,
            description = "adam, rmsprop, sgd, sgd:MOMENTUM or nesterov:MOMENTUM. Default: ${DEFAULT-VALUE}.")
    private OptimizerName.Choice optimizer;

    @Option(
            names = "--profile",
            paramLabel = "keras|torch",
            defaultValue = "keras",
            converter = ProfileName.class,
            description = "Whose equations and defaults the optimizer and the initial weights follow. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Form profile;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            converter = Values.Positive.class,
            description = "How far one step goes. Default: the optimizer's own, for adam 0.001.")
    private Double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "constant|cosine",
            defaultValue = "constant",
            converter = ScheduleName.class,
            description = "cosine lets the learning rate fall to zero over the run. Default: ${DEFAULT-VALUE}.")
    private Schedule schedule;

    @Option(
            names = "--clip-value",
            paramLabel = "C",
            converter = Values.Positive.class,
            description = "Limit every element of the gradient to -C .. C.")
    private Double clipValue;

    @Option(
            names = "--clip-norm",
            paramLabel = "C",
            converter = Values.Positive.class,
            description = "Limit the norm of every parameter's gradient to C.")
    private Double clipNorm;

    @Option(
            names = "--global-clip-norm",
            paramLabel = "C",
            converter = Values.Positive.class,
            description = "Limit the norm of the whole gradient to C; the usual cure for a loss that explodes.")
    private Double globalClipNorm;

    @Option(
            names = "--truncation",
            paramLabel = "K",
            converter = Values.Size.class,
            description = "Let the gradient reach only the last K time steps of a window. Default: all.")
    private Integer truncation;

    @Option(
            names = "--early-stopping",
            paramLabel = "PATIENCE",
            converter = Values.Size.class,
            description = "Stop when the validation loss has not fallen for so many epochs, and keep the best weights."
                    + " Needs a validation part: --split .7,.15.")
    private Integer patience;

    int epochs() {
        return epochs;
    }

    boolean stopsEarly() {
        return patience != null;
    }

    /** A builder with these and the common options. */
    Trainer.Builder trainer(CommonOptions common) {
        if (Stream.of(clipValue, clipNorm, globalClipNorm).filter(c -> c != null).count() > 1) {
            throw new UsageException("--clip-value, --clip-norm and --global-clip-norm exclude one another");
        }
        Clipping clipping = clipValue != null
                ? Clipping.byValue(clipValue)
                : clipNorm != null
                        ? Clipping.byNorm(clipNorm)
                        : globalClipNorm != null ? Clipping.byGlobalNorm(globalClipNorm, profile) : Clipping.none();
        Optimizer chosen = optimizer.of(profile);
        return configured(chosen, clipping, common);
    }

    private Trainer.Builder configured(Optimizer chosen, Clipping clipping, CommonOptions common) {
        Trainer.Builder builder = Trainer.builder()
                .loss(loss)
                .optimizer(learningRate == null ? chosen : chosen.withLearningRate(learningRate))
                .schedule(schedule)
                .clipping(clipping)
                .truncation(truncation == null ? Truncation.full() : Truncation.of(truncation))
                .initialization(profile == Form.TORCH ? Initialization.torch() : Initialization.keras())
                .epochs(epochs)
                .batchSize(batchSize)
                .shuffle(!noShuffle)
                .seed(common.seed())
                .engine(common.engine())
                .threads(common.threads());
        common.precision().ifPresent(builder::precision);
        if (patience != null) {
            builder.earlyStopping(EarlyStopping.patience(patience));
        }
        return builder;
    }

    /** Losses by their short names. */
    static final class LossName implements ITypeConverter<Loss> {
        @Override
        public Loss convert(String text) {
            if (text.startsWith("huber:")) {
                return Loss.huber(new Values.Positive().convert(text.substring("huber:".length())));
            }
            return switch (text) {
                case "mse" -> Loss.MEAN_SQUARED_ERROR;
                case "mae" -> Loss.MEAN_ABSOLUTE_ERROR;
                case "half" -> Loss.HALF_SQUARED_ERROR;
                case "huber" -> Loss.huber(1);
                default -> throw new TypeConversionException(
                        "there is no loss '" + text + "'; there are mse, mae, huber, huber:DELTA and half");
            };
        }
    }

    /** Optimizers by name; which equations they follow is said elsewhere. */
    static final class OptimizerName implements ITypeConverter<OptimizerName.Choice> {

        /** An optimizer of either profile. */
        interface Choice {
            Optimizer of(Form form);
        }

        @Override
        public Choice convert(String text) {
            boolean nesterov = text.startsWith("nesterov:");
            if (nesterov || text.startsWith("sgd:")) {
                double momentum = new Values.Fraction().convert(text.substring(text.indexOf(':') + 1));
                if (nesterov && momentum == 0) {
                    throw new TypeConversionException("nesterov needs a momentum above 0, such as nesterov:0.9");
                }
                return form -> (form == Form.KERAS ? Sgd.keras() : Sgd.torch()).withMomentum(momentum, nesterov);
            }
            return switch (text) {
                case "adam" -> form -> form == Form.KERAS ? Adam.keras() : Adam.torch();
                case "rmsprop" -> form -> form == Form.KERAS ? RmsProp.keras() : RmsProp.torch();
                case "sgd" -> form -> form == Form.KERAS ? Sgd.keras() : Sgd.torch();
                default -> throw new TypeConversionException("there is no optimizer '" + text
                        + "'; there are adam, rmsprop, sgd, sgd:MOMENTUM and nesterov:MOMENTUM");
            };
        }
    }

    /** {@code keras} or {@code torch}. */
    static final class ProfileName implements ITypeConverter<Form> {
        @Override
        public Form convert(String text) {
            for (Form form : Form.values()) {
                if (form.id().equals(text)) {
                    return form;
                }
            }
            throw new TypeConversionException("must be keras or torch but was '" + text + "'");
        }
    }

    /** {@code constant} or {@code cosine}. */
    static final class ScheduleName implements ITypeConverter<Schedule> {
        @Override
        public Schedule convert(String text) {
            return switch (text) {
                case "constant" -> Schedule.constant();
                case "cosine" -> Schedule.cosineDecay();
                default -> throw new TypeConversionException("must be constant or cosine but was '" + text + "'");
            };
        }
    }
}
