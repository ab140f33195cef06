// A case computed by TensorFlow.js: its layers, its losses, its gradients, its optimizers.

import * as tf from '@tensorflow/tfjs';
import {floats, TRAINED_DIGITS} from './values.mjs';

const RECURRENT = {rnn: tf.layers.simpleRNN, lstm: tf.layers.lstm, gru: tf.layers.gru};

export const version = tf.version.tfjs;

/** Makes ready: plain JavaScript on the CPU, and no advice on the console. */
export async function start() {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  await tf.ready();
}

export function isRecurrent(layer) {
  return layer.type in RECURRENT;
}

export class Network {
  /** @param one a case; its layers need no weights yet */
  constructor(one) {
    this.one = one;
    let sequence = true;
    this.layers = one.layers.map((layer) => {
      const made = this.make(layer, sequence);
      made.trainable = layer.trainable ?? true;
      sequence &&= layer.steps !== 'last';
      return made;
    });
    // The first call gives the layers their weights.
    tf.tidy(() => this.forward());
  }

  make(layer, sequence) {
    switch (layer.type) {
      case 'embedding':
        return tf.layers.embedding(
            {inputDim: layer.vocabulary, outputDim: layer.units, maskZero: layer.padding === 0});
      case 'layerNormalization':
        return tf.layers.layerNormalization({epsilon: layer.epsilon});
      case 'softmax':
        // Keras's default; TensorFlow.js has another.
        return tf.layers.softmax({axis: -1});
      case 'dense': {
        const dense = tf.layers.dense({units: layer.units, activation: layer.activation, useBias: layer.bias});
        return sequence ? tf.layers.timeDistributed({layer: dense}) : dense;
      }
      default: {
        const cell = RECURRENT[layer.type]({
          units: layer.units,
          activation: layer.activation,
          useBias: layer.bias,
          returnSequences: layer.steps === 'all',
          returnState: true,
          goBackwards: layer.direction === 'backward',
          // A plain cell has no gates; the defaults of the others are Keras 2's hard sigmoid.
          ...(layer.type === 'rnn' ? {} : {recurrentActivation: layer.recurrentActivation}),
        });
        return layer.direction === 'both' ? tf.layers.bidirectional({layer: cell, mergeMode: layer.merge}) : cell;
      }
    }
  }

  /** Names and shapes of a layer's weights, in TensorFlow.js's order. */
  weightShapes(index) {
    const {type, direction} = this.one.layers[index];
    const all = this.layers[index].weights;
    return all.map((weight, i) => {
      const name = weight.originalName.split('/').at(-1);
      const side = i < all.length / 2 ? 'forward/' : 'backward/';
      return {name: type !== 'dense' && direction === 'both' ? side + name : name, shape: weight.shape};
    });
  }

  setWeights() {
    this.one.layers.forEach((layer, index) => {
      tf.tidy(() => this.layers[index].setWeights(layer.weights.map(({values, shape}) => tf.tensor(values, shape))));
    });
  }

  /** All weights as variables. */
  variables() {
    return this.layers.flatMap((layer) => layer.weights.map((weight) => weight.val));
  }

  trainableVariables() {
    return this.layers.flatMap((layer) => layer.trainableWeights.map((weight) => weight.val));
  }

  /**
   * The output, and the recurrent layers' last states. One layer after another, since the models of TensorFlow.js do
   * not take a given state; what models do besides, handing on the mask, is done here.
   */
  forward() {
    const {inputs, tokens} = this.one;
    let x = tokens ? tf.tensor(tokens.values, tokens.shape) : tf.tensor(inputs.values, inputs.shape);
    let mask = null;
    const finalState = [];
    this.one.layers.forEach((layer, index) => {
      const made = this.layers[index];
      const given = layer.initialState
          ? {initialState: layer.initialState.map(({values, shape}) => tf.tensor(values, shape))} : {};
      const output = made.apply(x, {training: true, mask, ...given});
      [mask] = [made.computeMask(x, mask)].flat();
      x = output;
      if (isRecurrent(layer)) {
        const [first, ...states] = output;
        x = first;
        states.forEach((state, i) => finalState.push({layer: index, name: stateName(layer, i), state}));
      }
    });
    return {outputs: x, finalState};
  }

  loss() {
    const penalties = this.one.layers.flatMap((layer, index) => this.penalties(layer, this.layers[index].weights));
    return penalties.reduce((sum, penalty) => tf.add(sum, penalty), this.dataLoss());
  }

  /** What large weights cost, by TensorFlow.js's regularizer. */
  penalties({weights, penalties = {}}, variables) {
    return weights.flatMap(({name}, i) =>
        name in penalties ? [tf.regularizers.l1l2(penalties[name]).apply(variables[i].read())] : []);
  }

  dataLoss() {
    const {outputs} = this.forward();
    const {type, targets, classes, delta} = this.one.loss;
    const expected = targets && tf.tensor(targets.values, targets.shape);
    // One for each step; a regression has an error for each of its units.
    const weights = this.stepWeights();
    const spread = weights && tf.expandDims(weights, -1);
    switch (type) {
      case 'meanSquaredError':
        return tf.losses.meanSquaredError(expected, outputs, spread);
      case 'meanAbsoluteError':
        return tf.losses.absoluteDifference(expected, outputs, spread);
      case 'huber':
        return tf.losses.huberLoss(expected, outputs, spread, delta);
      case 'sigmoidCrossEntropy':
        return tf.losses.sigmoidCrossEntropy(expected, outputs, spread);
      case 'softmaxCrossEntropy': {
        const oneHot = tf.oneHot(tf.tensor(classes.values, classes.shape, 'int32'), outputs.shape.at(-1));
        return tf.losses.softmaxCrossEntropy(oneHot.toFloat(), outputs, weights);
      }
      default:
        throw new Error(`no loss ${type}`);
    }
  }

  /** The loss's weights; or one for every step of a sequence and zero behind its end; undefined where all count. */
  stepWeights() {
    const {lengths, timeSteps, loss} = this.one;
    if (loss.weights) {
      return tf.tensor(loss.weights.values, loss.weights.shape);
    }
    if (!lengths || (loss.classes ?? loss.targets).shape[1] !== timeSteps) {
      return undefined;
    }
    return tf.tensor(lengths.map((length) => Array.from({length: timeSteps}, (_, t) => (t < length ? 1 : 0))));
  }

  /** Outputs, states, loss and gradients of the case's weights. */
  results() {
    this.setWeights();
    const {outputs, finalState} = this.forward();
    const {value, grads} = tf.variableGrads(() => this.loss(), this.trainableVariables());
    return {
      outputs: {shape: outputs.shape, values: floats(outputs)},
      finalState: finalState.map(({state, ...of}) => ({...of, shape: state.shape, values: floats(state)})),
      loss: floats(value)[0],
      gradients: this.variables().map((variable) => floats(grads[variable.name] ?? tf.zerosLike(variable))),
    };
  }

  /** The weights after some steps on the whole batch, from the case's weights. */
  train(optimizer, steps) {
    this.setWeights();
    const rule = makeOptimizer(optimizer);
    for (let step = 0; step < steps; step++) {
      rule.minimize(() => this.loss(), false, this.trainableVariables());
    }
    return this.variables().map((variable) => floats(variable, TRAINED_DIGITS));
  }
}

/** What a layer's states are called, in the order in which it gives and takes them. */
export function stateName(layer, index) {
  const names = layer.type === 'lstm' ? ['h', 'c'] : ['h'];
  if (layer.direction !== 'both') {
    return names[index];
  }
  return (index < names.length ? 'forward/' : 'backward/') + names[index % names.length];
}

function makeOptimizer({type, learningRate, momentum, nesterov, beta1, beta2, rho, epsilon, initialAccumulator}) {
  switch (type) {
    case 'sgd':
      return momentum ? tf.train.momentum(learningRate, momentum, nesterov) : tf.train.sgd(learningRate);
    case 'adam':
      return tf.train.adam(learningRate, beta1, beta2, epsilon);
    case 'rmsprop':
      return tf.train.rmsprop(learningRate, rho, 0, epsilon);
    case 'adagrad':
      return tf.train.adagrad(learningRate, initialAccumulator);
    default:
      throw new Error(`no optimizer ${type}`);
  }
}
