/** Puts a finding on disk, as a capsule and a report, and says how to show it. */
import type { Finding } from '../explore/investigate.ts';
import type { Failure } from '../explore/scenario-result.ts';
import type { Capsule } from '../model/capsule.ts';
import type { SeedResult } from '../model/seed-result.ts';
import { type ShownFailure, type Size, failureScreen } from '../report/failure-screen.ts';
import { plain } from '../report/style.ts';
import { capsuleName, writeCapsule } from './capsules.ts';
import { writeWhole } from './output-folder.ts';
import { type ScenarioFile, referenceFrom } from './scenario-files.ts';
import { shellWord } from './shell-word.ts';
import { version } from './version.ts';

export interface FindingSource {
  /** The scenario's name, and where it is. */
  readonly name: string;
  readonly file: ScenarioFile;
  readonly seed: number;
  readonly mutant: string | null;
  /** The output folder. */
  readonly folder: string;
  /** What earlier shrinking started from, if the target was shrunk before. */
  readonly shrunkFrom: Size | null;
}

export interface KeptFinding {
  readonly failure: Failure;
  readonly shown: ShownFailure;
}

export function keepFinding(finding: Finding, source: FindingSource): KeptFinding {
  const { name, file, seed, mutant, folder } = source;
  const { verdict, plan, recording, shrunk } = finding;
  const to = sizeOf(recording.result);
  const from = source.shrunkFrom ?? (shrunk === null ? null : sizeOf(shrunk.from));
  const capsule: Capsule = {
    format: 1,
    corfuzz: version(),
    scenario: referenceFrom(folder, file),
    seed,
    mutant,
    plan,
    verdict,
    traceHash: recording.result.traceHash,
    shrunkFrom: from,
  };
  const fileName = capsuleName(name, mutant, seed);
  const path = writeCapsule(folder, fileName, capsule);
  const replay = `corfuzz replay ${shellWord(path)}`;
  const shrinking = from === null ? null : { from, to, attempts: shrunk?.attempts ?? null };
  const unreported: ShownFailure = {
    scenario: name,
    seed,
    mutant,
    verdict,
    recording,
    shrinking,
    replay,
    report: null,
  };
  const report = writeWhole(folder, `${fileName}.txt`, `${failureScreen(unreported, plain).join('\n')}\n`);
  const { kind, property, message } = verdict;
  const failure = { seed, verdict: kind, property: property ?? null, message: message ?? kind, replay, capsule: path };
  return { failure, shown: { ...unreported, report } };
}

export function sizeOf({ plannedOperations, plannedFaults, events }: SeedResult): Size {
  return { operations: plannedOperations, faults: plannedFaults, events };
}
