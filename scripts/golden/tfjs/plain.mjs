// The same cases in a few plain loops, in double precision: what the golden numbers are meant to mean. A golden file is
// written only where TensorFlow.js and these loops agree, gradients by central differences.

const ACTIVATIONS = {
  linear: (a) => a,
  tanh: Math.tanh,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  relu: (a) => Math.max(0, a),
  elu: (a) => (a > 0 ? a : Math.exp(a) - 1),
  softplus: (a) => Math.log(1 + Math.exp(a)),
  gelu: (a) => a * (1 + erf(a / Math.SQRT2)) / 2,
};

/** By its series, for the small numbers that occur here. */
function erf(x) {
  let term = x;
  let sum = x;
  for (let n = 1; n < 60; n++) {
    term *= -x * x / n;
    sum += term / (2 * n + 1);
  }
  return 2 / Math.sqrt(Math.PI) * sum;
}

const zeros = (count) => new Array(count).fill(0);
const add = (a, b) => a.map((value, i) => value + b[i]);

/** The vector times the matrix, plus the bias where there is one. */
function affine(x, {shape: [rows, columns], values}, bias) {
  const sums = bias ? [...bias.values] : zeros(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      sums[j] += x[i] * values[i * columns + j];
    }
  }
  return sums;
}

/** The columns of one gate of a matrix. */
function gateOf({shape: [rows, columns], values}, gate, units) {
  const own = [];
  for (let i = 0; i < rows; i++) {
    own.push(...values.slice(i * columns + gate * units, i * columns + (gate + 1) * units));
  }
  return {shape: [rows, units], values: own};
}

/** One step of a cell: from h (and c) to the next. Gates of Keras: i f c o and z r h. */
function step(layer, [kernel, recurrent, bias], x, [h, c]) {
  const a = ACTIVATIONS[layer.activation];
  const s = ACTIVATIONS[layer.recurrentActivation];
  const gate = (vector, g) => vector.slice(g * layer.units, (g + 1) * layer.units);
  const fromInput = affine(x, kernel, bias);
  if (layer.type === 'gru') {
    const ahead = [0, 1].map((g) => add(gate(fromInput, g), affine(h, gateOf(recurrent, g, layer.units))).map(s));
    const [z, r] = ahead;
    const reset = h.map((value, i) => r[i] * value);
    const candidate = add(gate(fromInput, 2), affine(reset, gateOf(recurrent, 2, layer.units))).map(a);
    return [h.map((value, i) => z[i] * value + (1 - z[i]) * candidate[i])];
  }
  const sums = add(fromInput, affine(h, recurrent));
  if (layer.type === 'rnn') {
    return [sums.map(a)];
  }
  const [i, f, g, o] = [gate(sums, 0).map(s), gate(sums, 1).map(s), gate(sums, 2).map(a), gate(sums, 3).map(s)];
  const cell = c.map((value, j) => f[j] * value + i[j] * g[j]);
  return [o.map((value, j) => value * a(cell[j])), cell];
}

/** All hidden states of one sequence in the order in which they came about, and the last state. */
function run(layer, weights, sequence, initial) {
  const vectors = layer.type === 'lstm' ? 2 : 1;
  let state = initial ?? Array.from({length: vectors}, () => zeros(layer.units));
  const outputs = sequence.map((x) => {
    state = step(layer, weights, x, state);
    return state[0];
  });
  return {outputs, state};
}

const MERGES = {
  concat: (a, b) => [...a, ...b],
  sum: add,
  ave: (a, b) => add(a, b).map((value) => value / 2),
  mul: (a, b) => a.map((value, i) => value * b[i]),
};

/** A recurrent layer over the steps of one sequence that count. */
function recurrent(layer, sequence, initial) {
  const {weights, direction} = layer;
  const reversed = [...sequence].reverse();
  if (direction !== 'both') {
    const {outputs, state} = run(layer, weights, direction === 'backward' ? reversed : sequence, initial);
    return {outputs, last: outputs.at(-1), state};
  }
  const forward = run(layer, weights.slice(0, weights.length / 2), sequence);
  const backward = run(layer, weights.slice(weights.length / 2), reversed);
  const merge = MERGES[layer.merge];
  const aligned = [...backward.outputs].reverse();
  return {
    outputs: forward.outputs.map((value, t) => merge(value, aligned[t])),
    last: merge(forward.outputs.at(-1), backward.outputs.at(-1)),
    state: [...forward.state, ...backward.state],
  };
}

/** The steps of a sample that count. */
function inputOf(one, sample) {
  const length = one.lengths ? one.lengths[sample] : one.timeSteps;
  const places = Array.from({length}, (_, t) => t).filter((t) => !one.mask || one.mask[sample][t]);
  return places.map((t) => {
    const place = sample * one.timeSteps + t;
    return one.tokens ? one.tokens.values[place]
                      : one.inputs.values.slice(place * one.features, (place + 1) * one.features);
  });
}

/** A layer that looks at one step alone. */
function stepwise(layer, x) {
  switch (layer.type) {
    case 'embedding':
      return layer.weights[0].values.slice(x * layer.units, (x + 1) * layer.units);
    case 'dense':
      return affine(x, ...layer.weights).map(ACTIVATIONS[layer.activation]);
    case 'softmax': {
      const powers = x.map(Math.exp);
      const sum = powers.reduce((total, power) => total + power, 0);
      return powers.map((power) => power / sum);
    }
    case 'layerNormalization': {
      const mean = x.reduce((total, value) => total + value, 0) / x.length;
      const variance = x.reduce((total, value) => total + (value - mean) ** 2, 0) / x.length;
      const [gamma, beta] = layer.weights;
      return x.map((value, i) =>
        gamma.values[i] * (value - mean) / Math.sqrt(variance + layer.epsilon) + beta.values[i]);
    }
    default:
      throw new Error(`no layer ${layer.type}`);
  }
}

/** Of every sample the outputs of its steps that count (one alone where the last counts), and its final states. */
export function forward(one) {
  const batch = (one.tokens ?? one.inputs).shape[0];
  return Array.from({length: batch}, (_, sample) => {
    let steps = inputOf(one, sample);
    const states = [];
    for (const layer of one.layers) {
      if (!('direction' in layer)) {
        steps = steps.map((x) => stepwise(layer, x));
        continue;
      }
      const initial = layer.initialState?.map(
          ({shape, values}) => values.slice(sample * shape[1], (sample + 1) * shape[1]));
      const {outputs, last, state} = recurrent(layer, steps, initial);
      steps = layer.steps === 'all' ? outputs : [last];
      states.push(...state);
    }
    return {outputs: steps, states};
  });
}

const ERRORS = {
  meanSquaredError: (value, target) => (value - target) ** 2,
  meanAbsoluteError: (value, target) => Math.abs(value - target),
  huber: (value, target, delta) => {
    const error = Math.abs(value - target);
    return error <= delta ? error * error / 2 : delta * (error - delta / 2);
  },
  sigmoidCrossEntropy: (value, target) => Math.log(1 + Math.exp(value)) - target * value,
};

/** The mean over everything that counts, and what large weights cost. */
export function loss(one) {
  const {type, targets, classes, weights, delta} = one.loss;
  const perSample = (targets ?? classes).shape.length === (targets ? 3 : 2) ? one.timeSteps : 1;
  let sum = 0;
  let count = 0;
  forward(one).forEach(({outputs}, sample) => outputs.forEach((output, t) => {
    const place = sample * perSample + t;
    const weight = weights ? weights.values[place] : 1;
    if (weight === 0) {
      return;
    }
    if (type === 'softmaxCrossEntropy') {
      const powers = output.reduce((total, logit) => total + Math.exp(logit), 0);
      sum += weight * (Math.log(powers) - output[classes.values[place]]);
      count++;
      return;
    }
    output.forEach((value, i) => {
      sum += weight * ERRORS[type](value, targets.values[place * output.length + i], delta);
      count++;
    });
  }));
  return sum / count + penalty(one);
}

function penalty({layers}) {
  let sum = 0;
  for (const {weights, penalties = {}} of layers) {
    for (const {name, values} of weights.filter((weight) => weight.name in penalties)) {
      const {l1, l2} = penalties[name];
      values.forEach((value) => {
        sum += l1 * Math.abs(value) + l2 * value * value;
      });
    }
  }
  return sum;
}

/** Throws where results are not those of these loops. */
export function check(one, results) {
  const samples = forward(one);
  compare(`${one.name}: loss`, [results.loss], [loss(one)], 2e-6);
  const stateSizes = results.finalState.map(({values}) => values.length / samples.length);
  samples.forEach(({outputs, states}, sample) => {
    const size = results.outputs.values.length / samples.length;
    const own = results.outputs.values.slice(sample * size, (sample + 1) * size);
    const flat = outputs.flat();
    compare(`${one.name}: outputs`, own.slice(0, flat.length), flat, 2e-6);
    stateSizes.forEach((units, i) => compare(`${one.name}: state`,
        results.finalState[i].values.slice(sample * units, (sample + 1) * units), states[i], 2e-6));
  });
  const weights = one.layers.flatMap((layer) => layer.weights.map((weight) => ({layer, weight})));
  weights.forEach(({layer, weight}, index) => {
    const frozen = layer.trainable === false;
    const slopes = weight.values.map((_, element) => (frozen ? 0 : slope(one, weight, element)));
    compare(`${one.name}: gradient ${index} (${weight.name})`, results.gradients[index], slopes, 1e-5);
  });
}

function slope(one, weight, element) {
  const step = 1e-5;
  const value = weight.values[element];
  const [above, below] = [value + step, value - step].map((moved) => {
    weight.values[element] = moved;
    return loss(one);
  });
  weight.values[element] = value;
  return (above - below) / (2 * step);
}

function compare(what, found, expected, tolerance) {
  if (found.length !== expected.length) {
    throw new Error(`${what}: ${found.length} numbers where there should be ${expected.length}`);
  }
  found.forEach((value, i) => {
    if (!(Math.abs(value - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])))) {
      throw new Error(`${what}: element ${i} is ${value} and should be ${expected[i]}`);
    }
  });
}
