package dev.elman.training;

import dev.elman.layers.LayerNormalization;
import dev.elman.optim.Adagrad;
import dev.elman.optim.Adam;
import dev.elman.optim.AdamW;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Sgd;

/**
 * The defaults of a library as a set: initial weights, numbers and equations. Given to a trainer with
 * {@link Trainer.Builder#profile(Profile)} it decides how weights begin and what optimizer there is where nothing else
 * is said; its methods make what a caller passes on:
 *
 * <pre>{@code
 * Profile torch = Profile.TORCH;
 * Trainer.builder().profile(torch)
 *         .optimizer(torch.adamW().withLearningRate(3e-4))
 *         .clipping(torch.clipByGlobalNorm(1))
 * }</pre>
 *
 * <p>What both libraries agree on is no part of it: a recurrent layer has tanh and sigmoid gates, a dense layer is
 * linear, Huber's delta is 1, and a GRU resets after its product. Nor are epochs, batch size and order of samples,
 * which in PyTorch are up to its user.
 */
public enum Profile {
    /** Keras 3. */
    KERAS(Form.KERAS),
    /** PyTorch 2. */
    TORCH(Form.TORCH);

    private final Form form;

    Profile(Form form) {
        this.form = form;
    }

    /** The name used on the command line, {@code keras} or {@code torch}. */
    public String id() {
        return form.id();
    }

    /**
     * The profile of the given {@link #id()}.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    public static Profile of(String id) {
        for (Profile profile : values()) {
            if (profile.id().equals(id)) {
                return profile;
            }
        }
        throw new IllegalArgumentException("unknown profile '" + id + "'; there are keras and torch");
    }

    /** Whose equations its optimizers and clipping follow. */
    public Form form() {
        return form;
    }

    /** How the weights of every kind of layer begin. */
    public Initialization initialization() {
        return this == KERAS ? Initialization.keras() : Initialization.torch();
    }

    /** Adam with the library's numbers. */
    public Adam adam() {
        return this == KERAS ? Adam.keras() : Adam.torch();
    }

    /** AdamW with the library's numbers. */
    public AdamW adamW() {
        return this == KERAS ? AdamW.keras() : AdamW.torch();
    }

    /** Stochastic gradient descent with the library's numbers. */
    public Sgd sgd() {
        return this == KERAS ? Sgd.keras() : Sgd.torch();
    }

    /** RMSprop with the library's numbers. */
    public RmsProp rmsProp() {
        return this == KERAS ? RmsProp.keras() : RmsProp.torch();
    }

    /** Adagrad with the library's numbers. */
    public Adagrad adagrad() {
        return this == KERAS ? Adagrad.keras() : Adagrad.torch();
    }

    /** A layer normalization with the library's epsilon. */
    public LayerNormalization layerNormalization() {
        return this == KERAS ? LayerNormalization.keras() : LayerNormalization.torch();
    }

    /** Clipping of the whole gradient to a norm, in the library's equations. */
    public Clipping clipByGlobalNorm(double clipNorm) {
        return Clipping.byGlobalNorm(clipNorm, form);
    }
}
