// Numbers of golden files: made from a name, and written in as few digits as restore them.

const MODULUS = 2147483647;
const MULTIPLIER = 48271;

/**
 * The generator of Park and Miller (1993), started from a text, so that a case keeps its numbers when others come and
 * go. All products stay below 2^53.
 */
export class Generator {
  constructor(name) {
    this.state = 1;
    for (const character of name) {
      this.state = (this.state * 131 + character.codePointAt(0)) % (MODULUS - 1) + 1;
    }
    // Names that differ in their last letter begin close together; a few steps take them apart.
    for (let i = 0; i < 8; i++) {
      this.next();
    }
  }

  /** A number above 0 and below 1. */
  next() {
    this.state = (this.state * MULTIPLIER) % MODULUS;
    return this.state / MODULUS;
  }

  /** A whole number from 0 to bound - 1. */
  below(bound) {
    return Math.floor(this.next() * bound);
  }

  /** Numbers of three decimals in [-limit, limit], which keep the files short. */
  decimals(count, limit) {
    return Array.from({length: count}, () => Math.round((2 * this.next() - 1) * limit * 1000) / 1000);
  }

  tensor(shape, limit) {
    return {shape, values: this.decimals(size(shape), limit)};
  }
}

export function size(shape) {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Restore any float. */
const FLOAT_DIGITS = 9;
/** Restore the weights after training, of which there are many, within 1e-7. */
export const TRAINED_DIGITS = 7;

function shortest(value, most) {
  for (let digits = 1; digits < most; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === Math.fround(value)) {
      return candidate;
    }
  }
  return Number(value.toPrecision(most));
}

/** The floats of a TensorFlow.js tensor, each as the number of fewest digits that is this float. */
export function floats(tensor, most = FLOAT_DIGITS) {
  return Array.from(tensor.dataSync(), (value) => shortest(value, most));
}

const COLUMNS = 120;

/** JSON whose lines are full but no wider than 120 columns; those of numbers alone, which are many, have no indent. */
export function json(value, indent = '', key = '') {
  const line = JSON.stringify(value);
  if (indent.length + key.length + line.length < COLUMNS) {
    return line;
  }
  const inner = indent + ' ';
  if (!Array.isArray(value)) {
    const fields = Object.entries(value).map(([name, field]) => {
      const start = JSON.stringify(name) + ': ';
      return inner + start + json(field, inner, start);
    });
    return `{\n${fields.join(',\n')}\n${indent}}`;
  }
  if (typeof value[0] === 'object') {
    return `[\n${value.map((element) => inner + json(element, inner)).join(',\n')}\n${indent}]`;
  }
  const lines = [''];
  value.forEach((number, index) => {
    const text = JSON.stringify(number) + (index + 1 < value.length ? ',' : '');
    if (lines.at(-1).length + text.length > COLUMNS) {
      lines.push('');
    }
    lines[lines.length - 1] += text;
  });
  return `[\n${lines.join('\n')}\n${indent}]`;
}
