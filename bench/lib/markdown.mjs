/** A benchmark's report as a Markdown page: the machine in a line, the rows in a table. */

export const machine = (environment) =>
  Object.entries(environment)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' · ');

export function markdown({ suite, environment, rows }) {
  const figure = (value, unit) => (unit === 'bytes' ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(4))));
  const lines = rows.map((row) =>
    [
      row.subject,
      row.case,
      row.metric,
      figure(row.median, row.unit),
      figure(row.min, row.unit),
      figure(row.max, row.unit),
      row.unit,
      row.runs,
    ].join(' | '),
  );
  return [
    `# ${suite}`,
    '',
    machine(environment),
    '',
    '| subject | case | metric | median | min | max | unit | runs |',
    '| --- | --- | --- | ---: | ---: | ---: | --- | ---: |',
    ...lines.map((line) => `| ${line} |`),
    '',
  ].join('\n');
}
