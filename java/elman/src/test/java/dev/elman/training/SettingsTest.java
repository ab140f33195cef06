package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Chunks;
import dev.elman.data.Dataset;
import dev.elman.engine.Precision;
import dev.elman.layers.LayerNormalization;
import dev.elman.optim.Adagrad;
import dev.elman.optim.Adam;
import dev.elman.optim.AdamW;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Penalty;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Schedule;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static Settings settings(UnaryOperator<Trainer.Builder> change) {
        return change.apply(Trainer.builder()).build().settings();
    }

    /** Each differs from each other by one thing. */
    private static final List<UnaryOperator<Trainer.Builder>> CHANGES = List.of(
            UnaryOperator.identity(),
            to -> to.loss(Loss.huber(1)), to -> to.loss(Loss.huber(2)), to -> to.loss(Loss.GAUSSIAN),
            to -> to.loss(Loss.quantiles(0.1, 0.5)), to -> to.loss(Loss.quantiles(0.1, 0.6)),
            to -> to.optimizer(Adam.torch()), to -> to.optimizer(new Adam(1e-3, 0.8, 0.999, 1e-7, Form.KERAS)),
            to -> to.optimizer(AdamW.keras()), to -> to.optimizer(AdamW.keras().withWeightDecay(0.1)),
            to -> to.optimizer(AdamW.torch()),
            to -> to.optimizer(Sgd.keras()), to -> to.optimizer(Sgd.keras().withMomentum(0.5, false)),
            to -> to.optimizer(Sgd.keras().withMomentum(0.5, true)),
            to -> to.optimizer(RmsProp.keras()), to -> to.optimizer(new RmsProp(1e-3, 0.8, 1e-7, Form.KERAS)),
            to -> to.optimizer(Adagrad.keras()), to -> to.optimizer(new Adagrad(1e-3, 0.2, 1e-7, Form.KERAS)),
            to -> to.schedule(Schedule.cosineDecay()),
            to -> to.schedule(Schedule.stepDecay(2, 0.5)), to -> to.schedule(Schedule.stepDecay(3, 0.5)),
            to -> to.schedule(Schedule.stepDecay(2, 0.6)),
            to -> to.schedule(Schedule.exponentialDecay(0.9)), to -> to.schedule(Schedule.exponentialDecay(0.8)),
            to -> to.schedule(Schedule.oneCycle()), to -> to.schedule(new Schedule.OneCycle(0.4, 25, 1e4)),
            to -> to.schedule(new Schedule.OneCycle(0.3, 20, 1e4)),
            to -> to.schedule(new Schedule.OneCycle(0.3, 25, 1e3)),
            to -> to.schedule(Schedule.warmUp(5, Schedule.constant())),
            to -> to.schedule(Schedule.warmUp(6, Schedule.constant())),
            to -> to.schedule(Schedule.warmUp(5, Schedule.exponentialDecay(0.9))),
            to -> to.schedule(Schedule.warmUp(5, Schedule.exponentialDecay(0.8))),
            to -> to.schedule(Schedule.reduceOnPlateau(0.5, 2)), to -> to.schedule(Schedule.reduceOnPlateau(0.6, 2)),
            to -> to.schedule(Schedule.reduceOnPlateau(0.5, 3)),
            to -> to.schedule(new Schedule.ReduceOnPlateau(0.5, 2, 0.1, 0)),
            to -> to.schedule(new Schedule.ReduceOnPlateau(0.5, 2, 1e-4, 1e-6)),
            to -> to.clipping(Clipping.byValue(1)), to -> to.clipping(Clipping.byNorm(1)),
            to -> to.clipping(Clipping.byGlobalNorm(1)), to -> to.clipping(Clipping.byGlobalNorm(1, Form.TORCH)),
            to -> to.truncation(Truncation.of(5)),
            to -> to.trainable(0, false), to -> to.trainable(1, false),
            to -> to.layerRules(LayerRule.DEFAULT.withTrainable(false)),
            to -> to.layerRules(LayerRule.DEFAULT.withKernel(new Penalty(0.1, 0))),
            to -> to.layerRules(LayerRule.DEFAULT.withKernel(new Penalty(0, 0.1))),
            to -> to.layerRule(0, LayerRule.DEFAULT.withKernel(new Penalty(0, 0.1))),
            to -> to.layerRule(0, LayerRule.DEFAULT.withRecurrentKernel(new Penalty(0, 0.1))),
            to -> to.layerRule(0, LayerRule.DEFAULT.withBias(new Penalty(0, 0.1))),
            to -> to.averageWeights(0.9), to -> to.averageWeights(0.99),
            to -> to.epochs(7), to -> to.batchSize(8), to -> to.accumulation(2), to -> to.shuffle(false),
            to -> to.precision(Precision.DOUBLE), to -> to.engine("reference"),
            to -> to.initialization(Initialization.torch()), to -> to.initialization(Initialization.uniform(0, 1)),
            to -> to.earlyStopping(EarlyStopping.patience(3)), to -> to.seed(1), to -> to.seed(2));

    @Test
    void settingsThatDifferAreDescribedDifferently() {
        List<Map<String, String>> described = CHANGES.stream().map(change -> settings(change).describe()).toList();
        for (int a = 0; a < described.size(); a++) {
            for (int b = 0; b < a; b++) {
                assertNotEquals(described.get(b), described.get(a), "changes " + b + " and " + a);
            }
        }
    }

    @Test
    void whatCameLaterIsNotThereWhereItIsTheDefaultSoThatOldCheckpointsFit() {
        assertEquals(List.of("loss", "optimizer", "optimizer.form", "optimizer.learningRate", "optimizer.beta1",
                        "optimizer.beta2", "optimizer.epsilon", "schedule", "clipping", "truncationLength", "epochs",
                        "batchSize", "shuffle", "precision", "engine", "initialization", "earlyStopping", "seed"),
                List.copyOf(Trainer.builder().build().settings().describe().keySet()));
    }

    @Test
    void aProfileDecidesWhatNothingElseIsSaidAbout() {
        Settings torch = settings(to -> to.profile(Profile.TORCH));
        assertEquals(Initialization.torch(), torch.initialization());
        assertEquals(Adam.torch(), torch.optimizer());
        assertEquals(Trainer.builder().build().settings(), settings(to -> to.profile(Profile.KERAS)));
        Settings before = settings(to -> to.optimizer(Sgd.keras()).profile(Profile.TORCH));
        assertEquals(Sgd.keras(), before.optimizer());
        assertEquals(Initialization.torch(), before.initialization());
        Settings after = settings(to -> to.profile(Profile.TORCH).initialization(Initialization.keras()));
        assertEquals(Initialization.keras(), after.initialization());
    }

    @Test
    void aProfileHasTheDefaultsOfItsLibrary() {
        Profile keras = Profile.of("keras");
        Profile torch = Profile.of("torch");
        assertEquals(1e-7, keras.adam().epsilon());
        assertEquals(1e-8, torch.adam().epsilon());
        assertEquals(0.004, keras.adamW().weightDecay());
        assertEquals(0.01, torch.adamW().weightDecay());
        assertEquals(0.01, keras.sgd().learningRate());
        assertEquals(0.001, torch.sgd().learningRate());
        assertEquals(0.9, keras.rmsProp().rho());
        assertEquals(0.99, torch.rmsProp().rho());
        assertEquals(0.1, keras.adagrad().initialAccumulator());
        assertEquals(0, torch.adagrad().initialAccumulator());
        assertEquals(LayerNormalization.keras(), keras.layerNormalization());
        assertEquals(LayerNormalization.torch(), torch.layerNormalization());
        for (Profile profile : Profile.values()) {
            assertSame(profile, Profile.of(profile.id()));
            assertEquals(Clipping.byGlobalNorm(2, profile.form()), profile.clipByGlobalNorm(2));
            assertEquals(profile.form(), profile.adam().form());
            assertEquals(profile.form(), profile.adamW().form());
            assertEquals(profile.form(), profile.sgd().form());
            assertEquals(profile.form(), profile.rmsProp().form());
            assertEquals(profile.form(), profile.adagrad().form());
        }
        String message = assertThrows(IllegalArgumentException.class, () -> Profile.of("jax")).getMessage();
        assertTrue(message.contains("jax") && message.contains("keras and torch"), message);
    }

    @Test
    void aLayersOwnRuleGoesBeforeThatOfAll() {
        LayerRule all = LayerRule.DEFAULT.withKernel(new Penalty(0, 0.01));
        LayerRules rules = settings(to -> to.layerRules(all).trainable(1, false)).layerRules();
        assertEquals(all, rules.rule(0));
        assertEquals(all.withTrainable(false), rules.rule(1));
        assertEquals(all, rules.rule(7));
    }

    @Test
    void rulesThatFitNoArchitectureAreRefused() {
        Dataset data = Examples.sine(20, 5);
        Trainer beyond = Examples.reference().trainable(2, false).build();
        String message = assertThrows(IllegalArgumentException.class, () -> beyond.train(Examples.NET, data))
                .getMessage();
        assertTrue(message.contains("layer 2") && message.contains("0 to 1"), message);
        Trainer frozen = Examples.reference().layerRules(LayerRule.DEFAULT.withTrainable(false)).build();
        message = assertThrows(IllegalArgumentException.class, () -> frozen.train(Examples.NET, data)).getMessage();
        assertTrue(message.contains("nothing would be learnt"), message);
        assertThrows(IllegalArgumentException.class, () -> Trainer.builder().trainable(-1, false));
        assertThrows(IllegalArgumentException.class, () -> Trainer.builder().averageWeights(1));
        assertThrows(IllegalArgumentException.class, () -> Trainer.builder().averageWeights(-0.1));
        assertThrows(IllegalArgumentException.class, () -> Trainer.builder().accumulation(0));
    }

    @Test
    void theBatchSizeIsThatOfTheLanesOrThirtyTwo() {
        assertNull(Trainer.builder().build().settings().batchSize());
        Settings plain = settings(to -> to).resolved(1, Precision.FLOAT, Examples.sine(20, 5));
        assertEquals(32, plain.batchSize());
        assertTrue(plain.shuffle());
        Dataset lanes = Chunks.of(4).lanes(3).over(Examples.wave(60));
        Settings stateful = settings(to -> to).resolved(1, Precision.FLOAT, lanes);
        assertEquals(3, stateful.batchSize());
        assertFalse(stateful.shuffle());
    }
}
