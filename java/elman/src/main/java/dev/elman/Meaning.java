package dev.elman;

import dev.elman.data.Schema;
import dev.elman.data.Vocabulary;
import dev.elman.layers.Architecture;
import dev.elman.layers.Embedding;
import dev.elman.layers.Layer;
import dev.elman.layers.Softmax;
import java.util.Objects;

/**
 * What goes into a model and comes out of it.
 *
 * @param schema the columns of inputs and targets and their scales; null where not known
 * @param head what the network's outputs stand for
 * @param vocabulary the symbols whose numbers go in; null where there are none
 */
record Meaning(Schema schema, Head head, Vocabulary vocabulary) {

    /** Nothing but numbers. */
    static final Meaning NONE = new Meaning(null, Head.POINT, null);

    Meaning {
        Objects.requireNonNull(head, "head");
    }

    Meaning withSchema(Schema schema) {
        return new Meaning(schema, head, vocabulary);
    }

    Meaning withHead(Head head) {
        return new Meaning(schema, head, vocabulary);
    }

    Meaning withVocabulary(Vocabulary vocabulary) {
        return new Meaning(schema, head, vocabulary);
    }

    /** Checks that a network may mean this. */
    void require(Architecture architecture) {
        int outputs = architecture.outputs();
        Layer last = architecture.layers().get(architecture.layers().size() - 1);
        if (last instanceof Softmax && !(head instanceof Head.Point)) {
            throw new IllegalArgumentException("the head '" + head.id() + "' reads what comes before a softmax, but the"
                    + " last layer is one; leave the layer out: losses of classes, and models that learnt with them,"
                    + " apply their own");
        }
        if (head instanceof Head.Gaussian && outputs % 2 != 0) {
            throw new IllegalArgumentException("the head 'gaussian' needs a mean and the logarithm of a variance for"
                    + " every target, but the network gives " + outputs + " outputs");
        }
        if (head instanceof Head.Quantiles quantiles && outputs % quantiles.levels().size() != 0) {
            throw new IllegalArgumentException("the head 'quantiles' needs " + quantiles.levels().size()
                    + " outputs for every target, but the network gives " + outputs);
        }
        Embedding embedding = architecture.layers().get(0) instanceof Embedding first ? first : null;
        if (vocabulary != null && (embedding == null || embedding.vocabulary() < vocabulary.size())) {
            throw new IllegalArgumentException("the vocabulary has " + vocabulary.size() + " symbols but "
                    + (embedding == null ? "the first layer is no embedding, so that no tokens go in"
                            : "the embedding has " + embedding.vocabulary() + " tokens"));
        }
        if (schema != null) {
            DatasetFit.requireOutputs(architecture, head, schema);
            if (embedding != null && schema.isScaled()) {
                throw new IllegalArgumentException("the first layer takes tokens, which cannot be scaled, but the"
                        + " schema has the scaler " + schema.scaler());
            }
        }
    }
}
