/**
 * Test-runner reporter that writes `{passed, failed, skipped}` to the file named by GDS_TEST_COUNTS, for `npm test`'s closing line.
 * A session that broke without a failed test (syntax error, crash, no tests in time) counts as one failure.
 */
import { writeFileSync } from 'node:fs';

function count(suite, sum) {
  for (const test of suite.tests) sum[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
  for (const inner of suite.suites) count(inner, sum);
}

export function countReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const file = process.env.GDS_TEST_COUNTS;
      if (!file) return;
      const total = { passed: 0, failed: 0, skipped: 0 };
      for (const session of sessions) {
        const sum = { passed: 0, failed: 0, skipped: 0 };
        if (session.testResults) count(session.testResults, sum);
        if (!session.passed && sum.failed === 0) sum.failed = 1;
        for (const key of Object.keys(total)) total[key] += sum[key];
      }
      writeFileSync(file, JSON.stringify(total));
    },
  };
}
