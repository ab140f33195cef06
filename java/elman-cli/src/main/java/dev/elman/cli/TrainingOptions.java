package dev.elman.cli;

import dev.elman.optim.Adagrad;
import dev.elman.optim.Adam;
import dev.elman.optim.AdamW;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Penalty;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Schedule;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import dev.elman.training.EarlyStopping;
import dev.elman.training.Initialization;
import dev.elman.training.Trainer;
import java.util.Optional;
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
            description = "adam, adamw, rmsprop, adagrad, sgd, sgd:MOMENTUM or nesterov:MOMENTUM. Default:"
                    + " ${DEFAULT-VALUE}.")
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
            paramLabel = "NAME",
            defaultValue = "constant",
            converter = ScheduleName.class,
            description = "How the learning rate changes: constant; cosine, to zero over the run; one-cycle, up and"
                    + " down; step:EPOCHS:FACTOR, a cut every so many epochs; exponential:FACTOR, one every epoch;"
                    + " plateau:FACTOR:PATIENCE, when the validation loss stops falling. Before any of them"
                    + " warm-up:STEPS,NAME. Default: ${DEFAULT-VALUE}.")
    private Schedule schedule;

    @Option(
            names = "--l2",
            paramLabel = "P",
            converter = Values.AtLeastZero.class,
            defaultValue = "0",
            description = "Penalty P * sum of w^2 of all kernels, against learning by heart. Default:"
                    + " ${DEFAULT-VALUE}.")
    private double l2;

    @Option(
            names = "--average",
            paramLabel = "D",
            converter = Values.Fraction.class,
            defaultValue = "0",
            description = "Keep a moving average of the weights, each step D of it and 1 - D of the new ones, and make"
                    + " it the model; such as .99. Default: ${DEFAULT-VALUE}, none.")
    private double average;

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

    /** The option that cannot do without validation data, where there is one. */
    Optional<String> needsValidation() {
        return patience != null
                ? Optional.of("--early-stopping")
                : schedule.needsValidation() ? Optional.of("this --schedule") : Optional.empty();
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
        if (l2 > 0) {
            Penalty penalty = new Penalty(0, l2);
            builder.layerRules(LayerRule.DEFAULT.withKernel(penalty).withRecurrentKernel(penalty));
        }
        if (average > 0) {
            builder.averageWeights(average);
        }
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
                case "adamw" -> form -> form == Form.KERAS ? AdamW.keras() : AdamW.torch();
                case "adagrad" -> form -> form == Form.KERAS ? Adagrad.keras() : Adagrad.torch();
                case "rmsprop" -> form -> form == Form.KERAS ? RmsProp.keras() : RmsProp.torch();
                case "sgd" -> form -> form == Form.KERAS ? Sgd.keras() : Sgd.torch();
                default -> throw new TypeConversionException("there is no optimizer '" + text
                        + "'; there are adam, adamw, rmsprop, adagrad, sgd, sgd:MOMENTUM and nesterov:MOMENTUM");
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
}
