// Writes a golden file per cell, and one of what stands beside them, into the folder that is given: see ../README.md.

import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {casesOf, otherCases} from './cases.mjs';
import {start, version} from './network.mjs';
import {check} from './plain.mjs';
import {json} from './values.mjs';

const STEPS = 10;
const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node main.mjs FOLDER');
  process.exit(2);
}

await start();
for (const type of ['rnn', 'lstm', 'gru', 'layers']) {
  const cases = (type === 'layers' ? otherCases() : casesOf(type)).map(({one, network}) => {
    const {optimizers, ...written} = one;
    const {loss, ...results} = network.results();
    check(one, {...results, loss});
    const training = optimizers.map((optimizer) => (
      {optimizer, steps: STEPS, weights: network.train(optimizer, STEPS)}));
    return {...written, loss: {...one.loss, value: loss}, ...results, training};
  });
  const file = join(folder, `tfjs-${type}.json`);
  const content = {format: 'elman-golden 1', system: 'TensorFlow.js', version, precision: 'float', cases};
  writeFileSync(file, json(content) + '\n');
  console.log(`${file}: ${cases.length} cases`);
}
