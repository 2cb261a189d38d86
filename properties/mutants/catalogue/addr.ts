/** Mutants of the family ADDR: addresses and names. */
import type { Mutant } from '../mutant.js';

const addresses = 'impl/rpc/addresses';
const cell = 'impl/runtime/cell';
const connector = 'impl/runtime/connector';
const endpointId = 'impl/core/endpoint-id';
const identification = 'impl/runtime/identification';
const peerLink = 'impl/runtime/peer-link';
const references = 'impl/runtime/references';
const rpcService = 'impl/rpc/rpc-service';
const runtime = 'impl/runtime/service-runtime';
const supervisor = 'impl/core/supervisor';

export const addrMutants: readonly Mutant[] = [
  {
    id: 'ADDR-01/port-missing',
    rule: 'ADDR-01',
    fault: 'The address of an endpoint has the host of its service and not the port.',
    module: runtime,
    find: 'return addressAt(scheme, authority, name);',
    replace: "return addressAt(scheme, authority.replace(/:[0-9]+$/, ''), name);",
  },
  {
    id: 'ADDR-02/host-without-transport',
    rule: 'ADDR-02',
    fault: 'The address of an endpoint without transport names a host.',
    module: addresses,
    find: `\${LOCAL_SCHEME}://\${SYSTEM_NAME}\${SUPERVISOR_PATH}`,
    replace: `\${LOCAL_SCHEME}://\${SYSTEM_NAME}@localhost\${SUPERVISOR_PATH}`,
  },
  {
    id: 'ADDR-03/last-port-refused',
    rule: 'ADDR-03',
    fault: 'Port 65535 is refused.',
    module: addresses,
    find: 'port > 65_535',
    replace: 'port >= 65_535',
  },
  {
    id: 'ADDR-03/port-zero',
    rule: 'ADDR-03',
    fault: 'Port 0 is accepted.',
    module: addresses,
    find: 'port < 1 ||',
    replace: 'port < 0 ||',
  },
  {
    id: 'ADDR-04/case-kept',
    rule: 'ADDR-04',
    fault: 'Host text keeps its upper case.',
    module: addresses,
    find: 'host.trim().toLowerCase()',
    replace: 'host.trim()',
  },
  {
    id: 'ADDR-04/last-dot',
    rule: 'ADDR-04',
    fault: 'A host may end with a dot.',
    module: addresses,
    find: " || text.endsWith('.')",
    replace: '',
  },
  {
    id: 'ADDR-05/four-digits',
    rule: 'ADDR-05',
    fault: 'Of a port only four digits are read.',
    module: addresses,
    find: '(?::(\\d{1,5}))?))?',
    replace: '(?::(\\d{1,4}))?))?',
  },
  {
    id: 'ADDR-06/address-without-host',
    rule: 'ADDR-06',
    fault: 'A gateway within a service tells the address without host and port.',
    module: references,
    find: 'return this.cell.address;',
    replace: "return this.cell.address.replace(/@[^/]*/, '');",
  },
  {
    id: 'ADDR-06/address-as-dialled',
    rule: 'ADDR-06',
    fault: 'A gateway to another service tells the address that was connected to, be it a pattern.',
    module: peerLink,
    find: 'new RemoteReference(this, found.incarnation, found.address,',
    replace: 'new RemoteReference(this, found.incarnation, pending.address,',
  },
  {
    id: 'ADDR-07/incarnation-in-address',
    rule: 'ADDR-07',
    fault: 'The address of an endpoint that takes over an id has a number behind it.',
    module: cell,
    find: 'this.address = service.addressOf(name);',
    replace: `service.namesGiven ??= new Set();
        this.address = service.addressOf(name) + (service.namesGiven.has(name) ? \`#\${number}\` : '');
        service.namesGiven.add(name);`,
  },
  {
    id: 'ADDR-08/far-is-localhost',
    rule: 'ADDR-08',
    fault: 'A gateway to another service says that its host is localhost.',
    module: peerLink,
    find: 'found.address, hostNameOf(this.link));',
    replace: "found.address, 'localhost');",
  },
  {
    id: 'ADDR-09/port-zero',
    rule: 'ADDR-09',
    fault: 'A service without transport says that its port is 0.',
    module: rpcService,
    find: '?? -1;',
    replace: '?? 0;',
  },
  {
    id: 'ADDR-11/leading-dollar',
    rule: 'ADDR-11',
    fault: 'An id may begin with a dollar sign.',
    module: endpointId,
    find: '/^(?!\\$)(?:',
    replace: '/^(?:',
  },
  {
    id: 'ADDR-11/half-an-escape',
    rule: 'ADDR-11',
    fault: 'A percent sign needs no hexadecimal digits behind it.',
    module: endpointId,
    find: '|%[0-9A-Fa-f]{2})+$/',
    replace: '|%)+$/',
  },
  {
    id: 'ADDR-12/free-while-stopped',
    rule: 'ADDR-12',
    fault: 'The id of an endpoint that was never started counts as free.',
    module: supervisor,
    find: 'members.has(name) ? refusals.inUse : null',
    replace: 'members.get(name)?.actor.running === true ? refusals.inUse : null',
  },
  {
    id: 'ADDR-13/unique-in-process',
    rule: 'ADDR-13',
    fault: 'An id is refused when another service of the process has an endpoint of this id.',
    module: runtime,
    find: 'const refusal = admitMember(this.supervisor, name, this.rules.supervisor);',
    replace: `const all = (this.scheduler.allServices ??= new Set());
        const elsewhere = [...all].some(({ supervisor }) => supervisor !== this.supervisor && supervisor.members.has(name));
        all.add(this);
        const refusal = elsewhere
            ? { code: 'endpoint-id-in-use', rule: 'ADDR-12' }
            : admitMember(this.supervisor, name, this.rules.supervisor);`,
  },
  {
    id: 'ADDR-14/asterisk-as-letter',
    rule: 'ADDR-14',
    fault: 'An asterisk is a pattern only behind an underscore, at the end.',
    module: endpointId,
    find: "return name.includes('*');",
    replace: "return name.endsWith('_*');",
  },
  {
    id: 'ADDR-15/counter-per-prefix',
    rule: 'ADDR-15',
    fault: 'Each prefix has a counter of its own.',
    module: addresses,
    find: `const name = \`\${prefix}_\${counter.next}\`;
    counter.next += 1;`,
    replace: `counter[prefix] ??= 0;
    const name = \`\${prefix}_\${counter[prefix]}\`;
    counter[prefix] += 1;`,
  },
  {
    id: 'ADDR-15/null-prefix',
    rule: 'ADDR-15',
    fault: 'A name is generated for no prefix.',
    module: addresses,
    find: `if (prefix === null || prefix === undefined)
        throw new NullArgumentError('A generated name`,
    replace: `if (prefix === undefined)
        throw new NullArgumentError('A generated name`,
  },
  {
    id: 'ADDR-16/underscore-missing',
    rule: 'ADDR-16',
    fault: 'The pattern of a prefix has no underscore.',
    module: addresses,
    find: `return \`\${prefix}_*\`;`,
    replace: `return \`\${prefix}*\`;`,
  },
  {
    id: 'ADDR-17/one-is-none',
    rule: 'ADDR-17',
    fault: 'A pattern that one endpoint matches finds nobody.',
    module: identification,
    find: 'matches.length === 0 ? [null] : matches',
    replace: 'matches.length < 2 ? [null] : matches',
  },
  {
    id: 'ADDR-18/shakes-with-each',
    rule: 'ADDR-18',
    fault: 'A connect shakes hands with each match of its pattern.',
    module: 'impl/core/caller',
    find: "pending.open && pending.awaited === 'identity' ? rulings.shake",
    replace: 'pending.open ? rulings.shake',
  },
  {
    id: 'ADDR-19/waits-for-the-limit',
    rule: 'ADDR-19',
    fault: 'A pattern that nothing matches is not answered.',
    module: identification,
    find: 'matches.length === 0 ? [null] : matches',
    replace: 'matches.length === 0 && !isPattern(name) ? [null] : matches',
  },
  {
    id: 'ADDR-20/first-answer-counts',
    rule: 'ADDR-20',
    fault: 'A connect to a pattern fails over the first match that has just ended.',
    module: connector,
    find: '!waits ? lateIdentity : others ? dyingMatch :',
    replace: '!waits ? lateIdentity :',
  },
];
