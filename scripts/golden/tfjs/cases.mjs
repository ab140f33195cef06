// The table of cases: networks, data and losses, without any result.

import {Generator} from './values.mjs';
import {Network, stateName} from './network.mjs';

const SGD = {type: 'sgd', learningRate: 0.1};
const ADAM = {type: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7};
const FEW = [SGD, ADAM];
/** So large that it matters whether it is added to a square or to its root. */
const LARGE_EPSILON = 1e-3;
const MANY = [
  SGD,
  {type: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: false},
  {type: 'sgd', learningRate: 0.05, momentum: 0.8, nesterov: true},
  ADAM,
  {...ADAM, epsilon: LARGE_EPSILON},
  {type: 'rmsprop', learningRate: 0.01, rho: 0.9, epsilon: 1e-7},
  {type: 'rmsprop', learningRate: 0.01, rho: 0.9, epsilon: LARGE_EPSILON},
  {type: 'adagrad', learningRate: 0.05, initialAccumulator: 0.1, epsilon: 1e-7},
];
const SQUARED = {type: 'meanSquaredError'};
const SOFTMAX = {type: 'softmaxCrossEntropy'};
const SIGMOID = {type: 'sigmoidCrossEntropy'};

/** The other merge mode of each cell's bidirectional cases, beside concat. */
const MERGE = {rnn: 'sum', lstm: 'mul', gru: 'ave'};

function cell(type, units, options = {}) {
  const gates = type === 'rnn' ? {} : {recurrentActivation: 'sigmoid'};
  const reset = type === 'gru' ? {reset: 'before'} : {};
  return {
    type, units, activation: 'tanh', ...gates, ...reset, bias: true, steps: 'last', direction: 'forward', ...options,
  };
}

function dense(units, activation = 'linear') {
  return {type: 'dense', units, activation, bias: true};
}

/** What Keras's users build of one kind of cell. */
export function casesOf(type) {
  const all = {steps: 'all'};
  const merge = MERGE[type];
  const embedding = {type: 'embedding', vocabulary: 6, units: 3, padding: 0};
  const lengths = [5, 2, 4];
  return [
    {name: 'last step', layers: [cell(type, 4), dense(2)], loss: SQUARED, optimizers: MANY},
    {name: 'all steps', layers: [cell(type, 4, all), dense(3)], loss: SOFTMAX},
    {name: 'no bias', layers: [cell(type, 3, {...all, bias: false}), dense(2, 'tanh')], loss: SQUARED},
    {
      name: 'both directions, concat, last step',
      layers: [cell(type, 2, {direction: 'both', merge: 'concat'}), dense(3)],
      loss: SOFTMAX,
    },
    {
      name: 'both directions, concat, all steps',
      layers: [cell(type, 2, {...all, direction: 'both', merge: 'concat'}), dense(2)],
      loss: SQUARED,
    },
    {
      name: `both directions, ${merge}, last step`,
      layers: [cell(type, 2, {direction: 'both', merge}), dense(2)],
      loss: SQUARED,
    },
    {
      name: `both directions, ${merge}, all steps`,
      layers: [cell(type, 2, {...all, direction: 'both', merge}), dense(2)],
      loss: SQUARED,
    },
    {name: 'tokens, lengths, last step', layers: [embedding, cell(type, 4), dense(1)], lengths, loss: SIGMOID},
    {name: 'tokens, lengths, all steps', layers: [embedding, cell(type, 3, all), dense(3)], lengths, loss: SOFTMAX},
    {
      name: 'tokens, lengths, both directions',
      layers: [embedding, cell(type, 2, {direction: 'both', merge: 'concat'}), dense(3)],
      lengths,
      loss: SOFTMAX,
    },
    {name: 'two layers', layers: [cell(type, 3, all), cell(type, 4), dense(2)], loss: SQUARED},
    {
      name: 'two layers of both directions',
      layers: [
        cell(type, 2, {...all, direction: 'both', merge: 'concat'}),
        cell(type, 2, {direction: 'both', merge: 'concat'}),
        dense(2),
      ],
      loss: SQUARED,
    },
    {name: 'backward, last step', layers: [cell(type, 4, {direction: 'backward'}), dense(2)], loss: SQUARED},
    {
      name: 'backward, all steps',
      layers: [cell(type, 3, {...all, direction: 'backward'}), dense(2)],
      loss: SQUARED,
    },
    {name: 'initial state, last step', layers: [cell(type, 4), dense(2)], initialState: true, loss: SQUARED},
    {
      name: 'initial state, two layers, all steps',
      layers: [cell(type, 3, all), cell(type, 2, all), dense(2)],
      initialState: true,
      loss: SQUARED,
    },
  ].map((one) => complete(`${type}, ${one.name}`, one));
}

/** What stands beside the cells: other layers, activations, losses, weights of steps, and rules for layers. */
export function otherCases() {
  const all = {steps: 'all'};
  const embedding = {type: 'embedding', vocabulary: 6, units: 3, padding: 0};
  const mask = [[1, 0, 1, 1, 0], [0, 1, 1, 0, 1], [0, 0, 0, 1, 0]];
  const penalties = {
    kernel: {l1: 0.01, l2: 0.02},
    recurrent_kernel: {l1: 0, l2: 0.05},
    bias: {l1: 0.03, l2: 0},
  };
  return [
    {
      name: 'activations of dense layers',
      layers: [cell('rnn', 3), dense(4, 'elu'), dense(4, 'gelu'), dense(4, 'softplus'), dense(3, 'relu'),
        dense(2, 'sigmoid')],
      loss: SQUARED,
    },
    ...['relu', 'elu', 'softplus'].flatMap((activation) => ['rnn', 'lstm', 'gru'].map((type) => ({
      name: `${type}, ${activation}`, layers: [cell(type, 3, {activation}), dense(1)], loss: SQUARED, optimizers: [],
    }))),
    {
      name: 'layer normalisation',
      layers: [cell('gru', 3, all), {type: 'layerNormalization', epsilon: 1e-3}, cell('rnn', 3, all),
        {type: 'layerNormalization', epsilon: 1e-3}, dense(2)],
      loss: SQUARED,
    },
    {name: 'softmax', layers: [cell('rnn', 3, all), dense(3), {type: 'softmax'}], loss: SQUARED},
    {name: 'mean absolute error', layers: [cell('rnn', 3, all), dense(2)], loss: {type: 'meanAbsoluteError'}},
    {name: 'huber', layers: [cell('rnn', 3, all), dense(2)], loss: {type: 'huber', delta: 0.5}},
    {name: 'weights of sequences', layers: [cell('lstm', 3), dense(2)], loss: SQUARED, weighted: true},
    {name: 'weights of steps', layers: [cell('gru', 3, all), dense(3)], loss: SOFTMAX, weighted: true},
    {name: 'weights of steps, regression', layers: [cell('rnn', 3, all), dense(2)], loss: SQUARED, weighted: true},
    {
      name: 'penalties',
      layers: [cell('lstm', 3, {penalties}), {...dense(2), penalties: {kernel: {l1: 0.02, l2: 0.01}}}],
      loss: SQUARED,
      optimizers: FEW,
    },
    {
      name: 'frozen layers',
      layers: [cell('gru', 3, {...all, trainable: false}), cell('rnn', 3), {...dense(2), trainable: false}],
      loss: SQUARED,
      optimizers: FEW,
    },
    ...['rnn', 'lstm', 'gru'].map((type) => (
      {name: `mask with holes, ${type}`, layers: [embedding, cell(type, 3), dense(3)], mask, loss: SOFTMAX})),
  ].map((one) => complete(one.name, {optimizers: [SGD], ...one}));
}

/** The case with its data and its weights. */
function complete(name, {layers, lengths, mask, initialState, loss, weighted, optimizers = FEW}) {
  const generator = new Generator(name);
  const batch = 3;
  const timeSteps = 5;
  const tokens = layers[0].type === 'embedding';
  const counting = mask ?? (lengths ?? Array(batch).fill(timeSteps)).map(
      (length) => Array.from({length: timeSteps}, (_, t) => (t < length ? 1 : 0)));
  const one = {
    name,
    ...(tokens ? {} : {features: 2}),
    timeSteps,
    ...(tokens ? {tokens: {shape: [batch, timeSteps], values: drawTokens(generator, layers[0], counting)}}
               : {inputs: generator.tensor([batch, timeSteps, 2], 1)}),
    ...(lengths ? {lengths} : {}),
    ...(mask ? {mask} : {}),
    layers: layers.map((layer) => ({...layer})),
    optimizers,
  };
  if (initialState) {
    one.layers.filter((layer) => 'direction' in layer).forEach((layer) => {
      layer.initialState = Array.from({length: layer.type === 'lstm' ? 2 : 1},
          (_, i) => ({name: stateName(layer, i), ...generator.tensor([batch, layer.units], 0.5)}));
    });
  }
  const network = new Network(one);
  one.layers.forEach((layer, index) => {
    layer.weights = network.weightShapes(index)
        .map(({name, shape}) => ({name, ...generator.tensor(shape, shape.length > 1 ? 0.7 : 0.3)}));
  });
  const steps = layers.some((layer) => layer.steps === 'last') ? [batch] : [batch, timeSteps];
  one.loss = {
    ...loss,
    ...drawTargets(generator, loss, steps, layers.at(-1).units ?? layers.at(-2).units),
    ...(weighted ? {weights: {shape: steps, values: drawWeights(generator, steps)}} : {}),
  };
  return {one, network};
}

/** Zero, the padding, where a step does not count. */
function drawTokens(generator, {vocabulary}, counting) {
  return counting.flat().map((counts) => (counts ? 1 + generator.below(vocabulary - 1) : 0));
}

function drawTargets(generator, {type}, steps, units) {
  const count = steps.reduce((product, extent) => product * extent, 1);
  switch (type) {
    case 'softmaxCrossEntropy':
      return {classes: {shape: steps, values: Array.from({length: count}, () => generator.below(units))}};
    case 'sigmoidCrossEntropy':
      return {
        targets: {shape: [...steps, units], values: Array.from({length: count * units}, () => generator.below(2))},
      };
    default:
      return {targets: generator.tensor([...steps, units], 1)};
  }
}

/** Every third weight is zero, which masks its step. */
function drawWeights(generator, steps) {
  const count = steps.reduce((product, extent) => product * extent, 1);
  return Array.from({length: count}, (_, i) => (i % 3 === 1 ? 0 : (1 + generator.below(8)) / 4));
}
