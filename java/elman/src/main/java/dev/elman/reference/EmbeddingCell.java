package dev.elman.reference;

import dev.elman.layers.Embedding;
import dev.elman.layers.Parameter;

/**
 * A vector for every token. With the vectors {@code E[vocabulary, units]} and a token {@code x}:
 *
 * <pre>
 * forward:    y = E[x]        backward:    dE[x] += dy, unless x is padding
 * </pre>
 *
 * A token is a number of which nothing can be taken the slope: the layer is the first one and hands no gradient on.
 */
final class EmbeddingCell extends RowCell {

    private final int vocabulary;
    private final int paddingIndex;
    private final Block vectors;

    EmbeddingCell(Embedding layer, Place place) {
        super(place);
        vocabulary = layer.vocabulary();
        paddingIndex = layer.paddingIndex();
        vectors = place.parameter(Parameter.Role.EMBEDDING);
    }

    @Override
    void forward(Pass pass, int row, int t, double[] x, double[] y) {
        if (!Checks.isIndex(x[0], vocabulary)) {
            throw new IllegalArgumentException("the token of sample " + pass.numbers[row] + " at time step " + t
                    + " must be a whole number from 0 to " + (vocabulary - 1) + ", as the embedding has " + vocabulary
                    + " tokens, but was " + x[0]);
        }
        System.arraycopy(pass.parameters, vectors.row((int) x[0]), y, 0, outputs);
    }

    @Override
    void backward(Pass pass, double[] x, double[] y, double[] dy, double[] dx, double[] gradient) {
        int token = (int) x[0];
        if (token != paddingIndex) {
            for (int j = 0; j < outputs; j++) {
                gradient[vectors.row(token) + j] += dy[j];
            }
        }
    }
}
