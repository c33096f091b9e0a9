/**
 * JUnit XML, as CI systems read it: one suite per scenario, one case per failing seed, and one case for all seeds that pass,
 * since a campaign may have millions.
 */
import type { Failure, ScenarioResult } from '../explore/scenario-result.ts';

export function junit(results: readonly ScenarioResult[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="corfuzz">\n${results.map(suite).join('')}</testsuites>\n`;
}

function suite(result: ScenarioResult): string {
  const { name, failures, vacuous, seeds, wallMs } = result;
  const errors = failures.filter(isError).length;
  const failed = failures.length - errors + (vacuous.length > 0 ? 1 : 0);
  const cases = [`    <testcase classname=${quoted(name)} name="seeds that pass">\n${passes(result)}    </testcase>\n`];
  for (const failure of failures) cases.push(testCase(name, failure));
  return (
    `  <testsuite name=${quoted(name)} tests="${failures.length + 1}" failures="${failed}" errors="${errors}" skipped="${seeds === 0 ? 1 : 0}" ` +
    `time="${(wallMs / 1000).toFixed(3)}">\n${cases.join('')}  </testsuite>\n`
  );
}

/** Counts stand in its text, since its name must be the same from run to run. */
function passes({ seeds, verdicts, unavailable: [first], vacuous }: ScenarioResult): string {
  const passed = `${verdicts.pass + verdicts.vacuous} of ${seeds} seeds pass`;
  const counts =
    first === undefined
      ? passed
      : `${passed}, ${verdicts.unavailable} are unavailable\nseed ${first.seed}: ${first.message}\n${first.proof.join('\n')}`;
  const outcome =
    vacuous.length > 0
      ? problem('failure', 'vacuous', vacuous.join('; '), '')
      : seeds === 0
        ? '<skipped message="no seed ran"/>'
        : '';
  return `${outcome === '' ? '' : `      ${outcome}\n`}      <system-out>${escaped(counts)}</system-out>\n`;
}

function testCase(scenario: string, failure: Failure): string {
  const { seed, property, verdict, message, replay } = failure;
  const element = problem(isError(failure) ? 'error' : 'failure', property ?? verdict, message, `replay: ${replay}`);
  return `    <testcase classname=${quoted(scenario)} name="seed ${seed}">\n      ${element}\n    </testcase>\n`;
}

/** Nothing is known to be wrong with it, nor right. */
function isError({ verdict }: Failure): boolean {
  return verdict === 'inconclusive';
}

function problem(element: 'failure' | 'error', type: string, message: string, text: string): string {
  return `<${element} type=${quoted(type)} message=${quoted(message)}>${escaped(text)}</${element}>`;
}

function quoted(text: string): string {
  return `"${escaped(text).replaceAll('\n', '&#10;')}"`;
}

function escaped(text: string): string {
  // XML 1.0 has no way to write control characters, not even escaped.
  // oxlint-disable-next-line no-control-regex
  const clean = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\uFFFD');
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
