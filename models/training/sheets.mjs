/**
 * Draws sample sheets to look at: styles, unseen combinations, seeds, prompts as people write them, steps and guidance, image to image.
 *
 *   node --import tsx sheets.mjs <gds-tiny-sd|gds-tiny-turbo> <data folder> <output folder>
 *
 * A text file beside each sheet names its pictures.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPack } from './pack.mjs';
import { openPainter, saveGrid } from './pictures.mjs';

const THINGS = ['red apple', 'dog', 'grinning face', 'rocket', 'pizza', 'sailboat', 'octopus', 'guitar'];
const STYLES = ['a 3d render of a', 'a flat illustration of a', 'a cartoon of a', 'a black and white icon of a'];
const SHEETS = {
  styles: STYLES.flatMap((style) => THINGS.map((thing) => `${style} ${thing}`)),
  novel: [
    ...['a blue cat', 'a green dog', 'a purple banana', 'a pink elephant', 'blue fire', 'a red frog', 'an orange whale', 'a yellow robot'],
    ...['a robot holding a flower', 'a cat and a hat', 'a monkey holding a guitar', 'a dog and a pizza', 'an alien with a balloon'],
    ...['a red car on a yellow background', 'a cartoon of a penguin on a pink background', 'a flat icon of a purple tree'],
    ...[
      'a small star on a dark blue background',
      'two strawberries',
      'three blue fish',
      'a crown above a frog',
      'a banana next to an apple',
    ],
    ...['a fox on the left and an owl on the right', 'a white horse on a green background', 'a brown bear holding a lollipop'],
    ...['an astronaut riding a horse', 'a castle on a hill at sunset', 'a photo of a mountain lake', 'a wizard cat with a crystal ball'],
    ...['a steampunk airship', 'portrait of a woman with red hair', 'a dragon breathing fire', 'a cup of coffee on a table'],
  ],
  seeds: ['a cute dragon, 3d render', 'a birthday cake', 'a cartoon of a car'].flatMap((prompt) => new Array(8).fill(prompt)),
  robust: [
    ...['cat', 'a car', 'puppy', 'bunny', 'a cup of coffee', 'apple, red', 'cartoon rocket', 'pizza in flat style'],
    ...['a cat and a dog', 'a lion and a tiger', 'a rose and a tulip', 'a pizza next to a burger', 'a frog holding a balloon'],
    ...['a panda with a guitar', 'a bear riding a bicycle', 'a fox wearing a crown', 'two strawberries', 'three bananas', 'two dogs'],
    ...['four stars', 'a teal guitar', 'a purple rocket', 'a green heart', 'a pink cactus'],
  ],
};
const EIGHT = [
  ...['a 3d render of a red apple', 'a blue cat', 'a flat icon of a pizza', 'a robot holding a flower'],
  ...['a red car on a yellow background', 'a cartoon of a penguin', 'a teal bicycle', 'an astronaut'],
];
const STRENGTHS = [0.3, 0.5, 0.6, 0.7, 0.8, 0.9];

const [id, data, out] = process.argv.slice(2);
if (!out) throw new Error('Usage: node --import tsx sheets.mjs <model> <data folder> <output folder>');
mkdirSync(out, { recursive: true });
const painter = await openPainter(id);
const turbo = id === 'gds-tiny-turbo';

for (const [name, prompts] of Object.entries(SHEETS)) await save(name, await painter.draw(prompts), prompts);
await stepsAndGuidance();
if (!turbo) await imageToImage();

async function save(name, pictures, lines, size) {
  await saveGrid(pictures, 8, join(out, `${name}.png`), size);
  writeFileSync(join(out, `${name}.txt`), `${lines.join('\n')}\n`);
  console.log(name);
}

async function stepsAndGuidance() {
  const turboRows = [{ steps: 1 }, { steps: 2 }, { steps: 4 }, { steps: 8 }, { steps: 4, sampler: 'euler' }];
  const multistep = [
    [4, 1],
    [4, 2],
    [6, 2.5],
    [8, 3],
    [12, 3],
    [12, 5],
    [20, 3],
  ].map(([steps, guidance]) => ({ steps, guidance }));
  const others = ['euler', 'ddim'].map((sampler) => ({ steps: 10, guidance: 3, sampler }));
  const rows = turbo ? turboRows : [...multistep, ...others];
  const pictures = [];
  for (const row of rows) pictures.push(...(await painter.draw(EIGHT, row)));
  await save(
    'steps-and-guidance',
    pictures,
    [...rows.map((row) => `row: ${JSON.stringify(row)}`), ...EIGHT.map((prompt) => `column: ${prompt}`)],
    112,
  );
}

/** Rows: a generated apple, a drawing and, where the pack has it, a photograph; columns: input, VAE round trip, rising strength. */
async function imageToImage() {
  const pack = openPack(data);
  const [apple] = await painter.draw(['a 3d render of a red apple'], { seed: 3 });
  const dog = await pack.rgb(pack.images.find((image) => image.style === 'flat' && pack.concept(image).label === 'dog'));
  const coffee = pack.photos.find(({ name }) => name === 'coffee.png');
  const rows = [
    [apple, 'a 3d render of a green apple'],
    [apple, 'a 3d render of an orange'],
    [dog, 'a 3d render of a dog'],
    [dog, 'a blue dog, 3d'],
    ...(coffee ? [[await pack.rgb(coffee), 'a 3d render of a hot beverage']] : []),
  ];
  const pictures = [];
  for (const [rgb, prompt] of rows) {
    pictures.push(rgb, await painter.roundTrip(rgb));
    for (const strength of STRENGTHS) pictures.push(await painter.redraw(rgb, prompt, { strength, steps: 20 }));
  }
  await save('image-to-image', pictures, [
    `columns: input, VAE round trip, strength ${STRENGTHS.join(' ')}`,
    ...rows.map(([, prompt]) => `row: ${prompt}`),
  ]);
}
