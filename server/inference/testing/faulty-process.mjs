/** A process that computes as badly as can be, for `pool.test.ts`: what it is asked to do is in the model's id. */
process.on('disconnect', () => process.exit(0));
process.on('message', ({ type, id, task }) => {
  if (type !== 'run') return;
  const wish = task.model.manifest.id;
  if (wish === 'hang') for (;;);
  else if (wish === 'exit') process.exit(3);
  else process.send({ type: 'done', id, outcome: { kind: 'loaded' } });
});
process.send({ type: 'ready', backend: 'cpu' });
