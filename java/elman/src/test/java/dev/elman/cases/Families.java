package dev.elman.cases;

import dev.elman.layers.Activation;
import dev.elman.optim.Adam;
import dev.elman.optim.Loss;
import dev.elman.optim.Sgd;
import java.util.ArrayList;
import java.util.List;

/** Families of small cases, each about one thing. */
public final class Families {

    private Families() {}

    /** What gates are about: every kind of gated layer with every pair of activations, over a few steps. */
    public static List<Case> gates() {
        List<Case> cases = new ArrayList<>();
        for (Kind kind : Cases.KINDS.stream().filter(Kind::isGated).toList()) {
            for (Activation activation : Cases.RNN_ACTIVATIONS) {
                for (Activation recurrentActivation : Cases.RNN_ACTIVATIONS) {
                    int n = cases.size();
                    cases.add(new Case(
                            Net.of(Stack.RNN_DENSE, kind)
                                    .withActivations(activation, recurrentActivation)
                                    .withBias(n % 5 > 0)
                                    .withAllSteps(n % 3 == 0),
                            new Sizes(3, 6, 2, 5),
                            Learning.of(Loss.MEAN_SQUARED_ERROR, Sgd.torch())
                                    .withReach(Cases.REACHES.get(n % Cases.REACHES.size())),
                            Contents.PLAIN,
                            n));
                }
            }
        }
        return cases;
    }

    /**
     * What truncation is about: k = 1, 2, 5, T - 1 and T, the last step's output and all steps', one and two recurrent
     * layers of every kind, the second of another kind than the first, with and without a dense layer on top; sequences
     * of one length and ragged ones.
     */
    public static List<Case> truncations() {
        List<Case> cases = new ArrayList<>();
        for (Kind kind : Cases.KINDS) {
            Kind upperKind = Cases.KINDS.get((kind.ordinal() + 1) % Cases.KINDS.size());
            for (Stack stack : List.of(Stack.RNN, Stack.RNN_DENSE, Stack.RNN_RNN, Stack.RNN_RNN_DENSE)) {
                for (Reach reach : List.of(Reach.ONE, Reach.TWO, Reach.FIVE, Reach.ALL_BUT_ONE, Reach.ALL)) {
                    for (boolean allSteps : Cases.FLAGS) {
                        for (Contents contents : List.of(Contents.PLAIN, Contents.ALL)) {
                            int n = cases.size();
                            cases.add(new Case(
                                    Net.of(stack, kind)
                                            .withUpperKind(upperKind)
                                            .withActivations(
                                                    Cases.RNN_ACTIVATIONS.get(n % Cases.RNN_ACTIVATIONS.size()),
                                                    Activation.SIGMOID)
                                            .withDenseActivation(Activation.TANH)
                                            .withBias(n % 3 > 0)
                                            .withAllSteps(allSteps),
                                    new Sizes(3, 8, 2, 5),
                                    Learning.of(Cases.LOSSES.get(n % 5), Sgd.keras()).withReach(reach),
                                    contents,
                                    n));
                        }
                    }
                }
            }
        }
        return cases;
    }

    /**
     * What stateful training is about: every kind, one layer and several, with dropout, tokens and static features, the
     * last step's output and all steps', from zeros and from given states.
     */
    public static List<Case> lanes() {
        List<Case> cases = new ArrayList<>();
        for (Kind kind : Cases.KINDS) {
            Kind upperKind = Cases.KINDS.get((kind.ordinal() + 1) % Cases.KINDS.size());
            for (Stack stack : List.of(Stack.RNN, Stack.RNN_RNN_DENSE, Stack.EVERYTHING)) {
                for (boolean allSteps : Cases.FLAGS) {
                    for (Contents contents : List.of(Contents.PLAIN, Contents.STATES)) {
                        int n = cases.size();
                        cases.add(new Case(
                                Net.of(stack, kind)
                                        .withUpperKind(upperKind)
                                        .withDrop(Cases.DROPS.get(n % Cases.DROPS.size()))
                                        .withAllSteps(allSteps),
                                new Sizes(LaneChecks.LANES, 5, 2, 6),
                                Learning.of(Loss.MEAN_SQUARED_ERROR, Adam.torch())
                                        .withReach(n % 3 == 0 ? Reach.TWO : Reach.FULL),
                                contents,
                                n));
                    }
                }
            }
        }
        return cases;
    }
}
