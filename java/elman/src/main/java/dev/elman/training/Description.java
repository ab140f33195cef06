package dev.elman.training;

import dev.elman.optim.Adagrad;
import dev.elman.optim.Adam;
import dev.elman.optim.AdamW;
import dev.elman.optim.Clipping;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Penalty;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Schedule;
import dev.elman.optim.Sgd;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings in words: every number that counts by name. What came later than the first checkpoints is only there where
 * it is not the default, so that those still fit.
 */
final class Description {

    private final Map<String, String> all = new LinkedHashMap<>();

    private Description() {}

    static Map<String, String> of(Settings settings) {
        Description text = new Description();
        text.loss(settings.loss());
        text.optimizer(settings.optimizer());
        text.schedule("schedule", settings.schedule());
        text.clipping(settings.clipping());
        text.put("truncationLength",
                settings.truncation().isFull() ? "full" : Integer.toString(settings.truncation().length()));
        text.layers(settings.layerRules());
        if (settings.averages()) {
            text.put("averageDecay", settings.averageDecay());
        }
        text.put("epochs", settings.epochs());
        text.put("batchSize", settings.batchSize() == null ? "unset" : Integer.toString(settings.batchSize()));
        if (settings.accumulation() > 1) {
            text.put("accumulation", settings.accumulation());
        }
        text.put("shuffle", Boolean.toString(settings.shuffle()));
        text.put("precision", settings.precision() == null ? "unset" : settings.precision().id());
        text.put("engine", settings.engine());
        text.initialization(settings.initialization());
        text.earlyStopping(settings.earlyStopping());
        text.put("seed", settings.seed() == null ? "unset" : Long.toString(settings.seed()));
        return text.all;
    }

    private void put(String name, String value) {
        all.put(name, value);
    }

    private void put(String name, double value) {
        all.put(name, Double.toString(value));
    }

    private void put(String name, long value) {
        all.put(name, Long.toString(value));
    }

    private void loss(Loss loss) {
        put("loss", loss.id());
        if (loss instanceof Loss.Huber huber) {
            put("loss.delta", huber.delta());
        } else if (loss instanceof Loss.Quantiles quantiles) {
            put("loss.levels", quantiles.levels().toString());
        }
    }

    private void optimizer(Optimizer optimizer) {
        put("optimizer", optimizer.id());
        put("optimizer.form", optimizer.form().id());
        put("optimizer.learningRate", optimizer.learningRate());
        if (optimizer instanceof Sgd sgd) {
            put("optimizer.momentum", sgd.momentum());
            put("optimizer.nesterov", Boolean.toString(sgd.nesterov()));
        } else if (optimizer instanceof Adam adam) {
            put("optimizer.beta1", adam.beta1());
            put("optimizer.beta2", adam.beta2());
            put("optimizer.epsilon", adam.epsilon());
        } else if (optimizer instanceof AdamW adamW) {
            put("optimizer.beta1", adamW.beta1());
            put("optimizer.beta2", adamW.beta2());
            put("optimizer.epsilon", adamW.epsilon());
            put("optimizer.weightDecay", adamW.weightDecay());
        } else if (optimizer instanceof RmsProp rmsProp) {
            put("optimizer.rho", rmsProp.rho());
            put("optimizer.epsilon", rmsProp.epsilon());
        } else if (optimizer instanceof Adagrad adagrad) {
            put("optimizer.initialAccumulator", adagrad.initialAccumulator());
            put("optimizer.epsilon", adagrad.epsilon());
        }
    }

    private void schedule(String name, Schedule schedule) {
        put(name, schedule.id());
        if (schedule instanceof Schedule.StepDecay decay) {
            put(name + ".epochs", decay.epochs());
            put(name + ".factor", decay.factor());
        } else if (schedule instanceof Schedule.ExponentialDecay decay) {
            put(name + ".factor", decay.factor());
        } else if (schedule instanceof Schedule.OneCycle cycle) {
            put(name + ".rise", cycle.rise());
            put(name + ".initialDivisor", cycle.initialDivisor());
            put(name + ".finalDivisor", cycle.finalDivisor());
        } else if (schedule instanceof Schedule.WarmUp warmUp) {
            put(name + ".steps", warmUp.steps());
            schedule(name + ".then", warmUp.then());
        } else if (schedule instanceof Schedule.ReduceOnPlateau plateau) {
            put(name + ".factor", plateau.factor());
            put(name + ".patience", plateau.patience());
            put(name + ".minDelta", plateau.minDelta());
            put(name + ".minLearningRate", plateau.minLearningRate());
        }
    }

    private void clipping(Clipping clipping) {
        put("clipping", clipping.id());
        if (clipping instanceof Clipping.ByValue byValue) {
            put("clipping.clipValue", byValue.clipValue());
        } else if (clipping instanceof Clipping.ByNorm byNorm) {
            put("clipping.clipNorm", byNorm.clipNorm());
        } else if (clipping instanceof Clipping.ByGlobalNorm byGlobalNorm) {
            put("clipping.clipNorm", byGlobalNorm.clipNorm());
            put("clipping.form", byGlobalNorm.form().id());
        }
    }

    private void layers(LayerRules rules) {
        rule("layers", rules.others(), LayerRule.DEFAULT);
        rules.own().forEach((layer, rule) -> rule("layer." + layer, rule, rules.others()));
    }

    /** In what a rule differs from that of the other layers. */
    private void rule(String name, LayerRule rule, LayerRule others) {
        if (rule.trainable() != others.trainable()) {
            put(name + ".trainable", Boolean.toString(rule.trainable()));
        }
        penalty(name + ".kernel", rule.kernel(), others.kernel());
        penalty(name + ".recurrentKernel", rule.recurrentKernel(), others.recurrentKernel());
        penalty(name + ".bias", rule.bias(), others.bias());
    }

    private void penalty(String name, Penalty penalty, Penalty others) {
        if (!penalty.equals(others)) {
            put(name + ".l1", penalty.l1());
            put(name + ".l2", penalty.l2());
        }
    }

    private void initialization(Initialization initialization) {
        put("initialization", initialization.id());
        if (initialization instanceof Initialization.Uniform uniform) {
            put("initialization.low", uniform.low());
            put("initialization.high", uniform.high());
        }
    }

    private void earlyStopping(EarlyStopping rule) {
        put("earlyStopping", rule == null ? "none" : "patience");
        if (rule != null) {
            put("earlyStopping.patience", rule.patience());
            put("earlyStopping.minDelta", rule.minDelta());
        }
    }
}
