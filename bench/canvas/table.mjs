/**
 * The report of the suite `canvas` as a page: for each case one table, subjects by sizes, medians with how many times ours they are.
 * What is empty has its reason below. All rows are in the JSON.
 */
import { machine } from '../lib/markdown.mjs';

const TABLES = [
  { label: 'pan near', metric: 'main-thread CPU per frame' },
  { label: 'pan with all in view', metric: 'main-thread CPU per frame' },
  { label: 'zoom', metric: 'main-thread CPU per frame' },
  { label: 'drag of all selected', metric: 'main-thread CPU per frame' },
  ...['pan near', 'pan with all in view', 'zoom', 'drag of all selected'].flatMap((label) => [
    { label, metric: 'main-thread CPU per frame, dearest block' },
    { label, metric: 'main-thread CPU per frame, first block' },
  ]),
  { label: 'mount', metric: 'time' },
  { label: 'mount', metric: 'main-thread CPU' },
  { label: 'heap', metric: 'JavaScript heap after collection' },
  { label: 'add 10000 nodes', metric: 'time' },
  { label: 'undo of add', metric: 'time' },
  { label: 'pan near', metric: 'layouts per frame' },
];
const COUNTS = [
  'draws in the last frame',
  'bytes uploaded in the last frame',
  'submits in the last frame',
  'document changes before the drop',
  'document changes of the drop',
];

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const figure = (value, unit) => (unit === 'bytes' ? megabytes(value) : String(Number(value.toPrecision(3))));

export function markdown(report) {
  const { environment, rows, missing, notes } = report;
  const scenes = [...new Set(rows.map((row) => row.case.slice(row.case.lastIndexOf(', ') + 2)))].sort(
    (a, b) => parseInt(a, 10) - parseInt(b, 10) || a.length - b.length,
  );
  const subjects = Object.keys(notes);
  const ours = subjects[0];
  const find = (subject, label, scene, metric) =>
    rows.find((row) => row.subject === subject && row.case === `${label}, ${scene}` && row.metric === metric);

  const table = ({ label, metric }) => {
    const cell = (subject, scene) => {
      const row = find(subject, label, scene, metric);
      if (!row) return '';
      const own = find(ours, label, scene, metric);
      const ratio = own && subject !== ours && own.median > 0 ? ` (${Number((row.median / own.median).toPrecision(2))}×)` : '';
      return `${figure(row.median, row.unit)}${ratio}`;
    };
    const used = scenes.filter((scene) => subjects.some((subject) => cell(subject, scene) !== ''));
    if (used.length === 0) return [];
    const unit = rows.find((row) => row.metric === metric)?.unit;
    return [
      '',
      `## ${label}: ${metric}${unit === 'bytes' ? '' : `, ${unit}`}`,
      '',
      `| subject | ${used.join(' | ')} |`,
      `| --- | ${used.map(() => '---:').join(' | ')} |`,
      ...subjects.map((subject) => `| ${subject} | ${used.map((scene) => cell(subject, scene)).join(' | ')} |`),
    ];
  };

  const counted = rows.filter(({ subject, metric }) => subject === ours && COUNTS.includes(metric));
  return [
    '# canvas',
    '',
    machine(environment),
    '',
    'Medians, and how many times those of the first row they are. Processor time of the main thread per frame; graphics are drawn in software',
    'here and are not in it. What is measured how: `bench/canvas.mjs` and `bench/canvas/visit.mjs`.',
    ...shared(environment),
    ...TABLES.flatMap(table),
    '',
    `## Counted, ${ours}`,
    '',
    '| case | metric | median |',
    '| --- | --- | ---: |',
    ...counted.map(
      (row) => `| ${row.case} | ${row.metric} | ${row.unit === 'bytes' ? Math.round(row.median).toLocaleString('en') : row.median} |`,
    ),
    '',
    '## Set-up',
    '',
    ...subjects.map((subject) => `- ${subject}: ${notes[subject]}.`),
    ...(missing.length > 0
      ? ['', '## Empty cells', '', ...missing.map((entry) => `- ${entry.subject}, ${entry.case}: ${entry.reason}.`)]
      : []),
    '',
  ].join('\n');
}

/** Times on the wall say little where others used the machine; processor time is dearer there, too. */
function shared({ loadBefore, loadAfter, cores }) {
  if (Math.max(loadBefore, loadAfter) <= 2 * cores) return [];
  return [
    '',
    `**The machine was shared**: load ${loadBefore} before and ${loadAfter} after on ${cores} cores. Run it on a quiet one for figures to cite.`,
  ];
}
