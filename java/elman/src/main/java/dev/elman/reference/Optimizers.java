package dev.elman.reference;

import dev.elman.optim.Adagrad;
import dev.elman.optim.Adam;
import dev.elman.optim.AdamW;
import dev.elman.optim.Form;
import dev.elman.optim.Optimizer;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Sgd;

/**
 * One step of an optimizer: weights {@code w}, gradient {@code g}, learning rate {@code lr}, step number
 * {@code t = 1, 2, ...}. The state holds one value for every weight, or two: all the first ones, then all the second.
 */
final class Optimizers {

    private Optimizers() {}

    /** Changes the weights {@code w[from], ..., w[to - 1]} and their state by one step. */
    static void step(
            Optimizer optimizer, double lr, long t, double[] w, double[] g, double[] state, int from, int to) {
        if (optimizer instanceof Sgd sgd) {
            sgd(sgd, lr, w, g, state, from, to);
        } else if (optimizer instanceof Adam adam) {
            adam(adam, lr, t, w, g, state, from, to);
        } else if (optimizer instanceof AdamW adamW) {
            decay(adamW, lr, w, from, to);
            adam(adamW.adam(), lr, t, w, g, state, from, to);
        } else if (optimizer instanceof Adagrad adagrad) {
            adagrad(adagrad, lr, w, g, state, from, to);
        } else {
            rmsProp((RmsProp) optimizer, lr, w, g, state, from, to);
        }
    }

    /**
     * <pre>
     * no momentum:  w -= lr g
     * Keras:        v = m v - lr g        w += v       Nesterov: w += m v - lr g
     * PyTorch:      v = m v + g           w -= lr v    Nesterov: w -= lr (g + m v)
     * </pre>
     */
    private static void sgd(Sgd sgd, double lr, double[] w, double[] g, double[] v, int from, int to) {
        double m = sgd.momentum();
        for (int i = from; i < to; i++) {
            if (m == 0) {
                w[i] -= lr * g[i];
            } else if (sgd.form() == Form.KERAS) {
                v[i] = m * v[i] - lr * g[i];
                w[i] += sgd.nesterov() ? m * v[i] - lr * g[i] : v[i];
            } else {
                v[i] = m * v[i] + g[i];
                w[i] -= lr * (sgd.nesterov() ? g[i] + m * v[i] : v[i]);
            }
        }
    }

    /**
     * <pre>
     * m = b1 m + (1 - b1) g
     * v = b2 v + (1 - b2) g^2
     * Keras:    w -= lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + eps)
     * PyTorch:  w -= lr / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps)
     * </pre>
     */
    private static void adam(
            Adam adam, double lr, long t, double[] w, double[] g, double[] state, int from, int to) {
        int count = w.length;
        double b1 = adam.beta1();
        double b2 = adam.beta2();
        double eps = adam.epsilon();
        double correction1 = 1 - Math.pow(b1, t);
        double correction2 = Math.sqrt(1 - Math.pow(b2, t));
        for (int i = from; i < to; i++) {
            double m = b1 * state[i] + (1 - b1) * g[i];
            double v = b2 * state[count + i] + (1 - b2) * g[i] * g[i];
            state[i] = m;
            state[count + i] = v;
            if (adam.form() == Form.KERAS) {
                w[i] -= lr * correction2 / correction1 * m / (Math.sqrt(v) + eps);
            } else {
                w[i] -= lr / correction1 * m / (Math.sqrt(v) / correction2 + eps);
            }
        }
    }

    /** What AdamW does before a step of Adam, apart from the gradient: {@code w -= lr weightDecay w}. */
    private static void decay(AdamW adamW, double lr, double[] w, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= lr * adamW.weightDecay() * w[i];
        }
    }

    /**
     * <pre>
     * s = s + g^2, from the initial accumulator on
     * Keras:    w -= lr g / sqrt(s + eps)
     * PyTorch:  w -= lr g / (sqrt(s) + eps)
     * </pre>
     */
    private static void adagrad(Adagrad adagrad, double lr, double[] w, double[] g, double[] s, int from, int to) {
        for (int i = from; i < to; i++) {
            s[i] += g[i] * g[i];
            w[i] -= lr * g[i] / root(s[i], adagrad.epsilon(), adagrad.form());
        }
    }

    /**
     * <pre>
     * v = rho v + (1 - rho) g^2
     * Keras:    w -= lr g / sqrt(v + eps)
     * PyTorch:  w -= lr g / (sqrt(v) + eps)
     * </pre>
     */
    private static void rmsProp(RmsProp rmsProp, double lr, double[] w, double[] g, double[] v, int from, int to) {
        double rho = rmsProp.rho();
        for (int i = from; i < to; i++) {
            v[i] = rho * v[i] + (1 - rho) * g[i] * g[i];
            w[i] -= lr * g[i] / root(v[i], rmsProp.epsilon(), rmsProp.form());
        }
    }

    /** Where epsilon stands: Keras has it under the root of RMSprop's and Adagrad's squares, PyTorch beside it. */
    private static double root(double squares, double eps, Form form) {
        return form == Form.KERAS ? Math.sqrt(squares + eps) : Math.sqrt(squares) + eps;
    }
}
