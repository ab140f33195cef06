package dev.elman.reference;

/**
 * A matrix {@code [rows, columns]} that stands, row after row, in the flat vector of parameters or gradients: a whole
 * parameter, or the columns of one gate in it.
 *
 * @param offset where its first element stands
 * @param rows first extent; 1 for a bias
 * @param columns second extent
 * @param stride how far apart its rows begin: the columns of the whole parameter
 */
record Block(int offset, int rows, int columns, int stride) {

    /** The part of this parameter that belongs to a gate: {@code units} of its columns, from {@code gate * units}. */
    Block gate(int gate, int units) {
        return new Block(offset + gate * units, rows, units, stride);
    }

    /** The index in the flat vector of the first element of a row. */
    int row(int row) {
        return offset + row * stride;
    }
}
