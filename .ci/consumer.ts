// Compiled against the packed artefact, outside the repository, by `.ci/pack`.
import * as runtime from 'fencepost';
import * as models from 'fencepost/models';
import * as properties from 'fencepost/properties';
import * as spec from 'fencepost/spec';

const rooms: Readonly<Record<string, object>> = { runtime, spec, models, properties };

export const names: readonly string[] = Object.entries(rooms).map(
  ([room, members]) => `${room}: ${Object.keys(members).length} exports`,
);
console.log(names.join(', '));
