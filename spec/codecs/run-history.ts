/** The history of a target: what earlier runs of the suite said of each rule, a line for each run. */
import * as t from 'io-ts';

/** One run, as `fencepost verify --history FILE` adds it to the file. */
export const RunRecordCodec = t.readonly(
  t.strict({
    format: t.literal('fencepost-run'),
    version: t.literal(1),
    target: t.string,
    targetVersion: t.union([t.string, t.null]),
    profile: t.string,
    seed: t.number,
    verdict: t.string,
    /** The ids of the rules with each verdict; a rule that was not asked for is in none of them. */
    rules: t.readonly(
      t.strict({
        passed: t.readonlyArray(t.string),
        violated: t.readonlyArray(t.string),
        differs: t.readonlyArray(t.string),
        'not-exercised': t.readonlyArray(t.string),
        'not-applicable': t.readonlyArray(t.string),
      }),
    ),
  }),
  'RunRecord',
);
export type RunRecord = t.TypeOf<typeof RunRecordCodec>;
