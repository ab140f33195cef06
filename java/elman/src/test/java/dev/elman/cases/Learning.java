package dev.elman.cases;

import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;

/**
 * What a case minimises and how.
 *
 * @param reach how far back gradients go, where no layer goes backwards: there all the way
 * @param treatment of the layers
 * @param averageDecay of the weights' average; 0 for none
 */
public record Learning(
        Loss loss, Optimizer optimizer, Clipping clipping, Reach reach, Treatment treatment, double averageDecay) {

    /** Without clipping, truncation, special layers or average. */
    public static Learning of(Loss loss, Optimizer optimizer) {
        return new Learning(loss, optimizer, Clipping.none(), Reach.FULL, Treatment.USUAL, 0);
    }

    /** The same with another clipping. */
    public Learning withClipping(Clipping limits) {
        return new Learning(loss, optimizer, limits, reach, treatment, averageDecay);
    }

    /** The same with another reach. */
    public Learning withReach(Reach how) {
        return new Learning(loss, optimizer, clipping, how, treatment, averageDecay);
    }
}
