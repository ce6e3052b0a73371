/**
 * Who is measured when: subjects take turns on each scene, forwards in one round and backwards in the next, so that a busy moment of the machine hits
 * them alike. A visit that took long is not repeated, and none begins that the budget has no time left for.
 */

/**
 * @param visit    `(subject, scene, noted)`: notes samples and reasons into `noted`; rejects where the page got stuck
 * @param options  `{ rounds, budget, slow }`: rounds at most, seconds for everything, seconds after which a visit is not repeated
 * @param reasonNot  `(subject, scene, recordOf)`: why the subject is not asked for this scene, or undefined
 * @returns a list of `{ subject, scene, samples, missing }`: samples by `case|metric|unit`, reasons by case, `all` for the whole visit
 */
export async function takeTurns(subjects, scenes, visit, { rounds, budget, slow }, reasonNot) {
  const start = performance.now();
  const left = () => budget - (performance.now() - start) / 1000;
  const records = subjects.flatMap((subject) =>
    scenes.map((scene) => ({ subject, scene, samples: new Map(), missing: new Map(), seconds: 0 })),
  );
  const recordOf = (subject, scene) => records.find((record) => record.subject === subject && record.scene === scene);

  for (let round = 0; round < rounds; round += 1) {
    for (const scene of scenes) {
      for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) {
        const record = recordOf(subject, scene);
        const reason = round === 0 && reasonNot(subject, scene, recordOf);
        if (reason) record.missing.set('all', reason);
        if (record.missing.has('all') || record.seconds > slow) continue;
        if (left() > record.seconds && left() > 0) await take(record, visit);
        else if (round === 0) record.missing.set('all', 'the time of the run was up');
      }
    }
  }
  return records;
}

async function take(record, visit) {
  const { subject, scene, samples, missing } = record;
  const begun = performance.now();
  const noted = { samples: new Map(), missing };
  try {
    await visit(subject, scene, noted);
  } catch (error) {
    // What got stuck later has its reason already.
    if (noted.samples.size === 0) missing.set(samples.size > 0 ? 'a later round' : 'all', error.message.split('\n')[0]);
  }
  for (const [key, sample] of noted.samples) samples.set(key, [...(samples.get(key) ?? []), sample]);
  record.seconds = (performance.now() - begun) / 1000;
  const reasons = [...missing].map((entry) => entry.join(': ')).join('; ');
  console.error(`${subject.name}, ${scene.name}: ${record.seconds.toFixed(1)} s ${reasons}`);
}
