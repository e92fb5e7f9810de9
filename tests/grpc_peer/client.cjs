// node client.cjs INPUT: what a hub answers to a terminal and to intruders that
// share no code with ours. INPUT is JSON, written by ../system/grpc_peer_test.cpp;
// the verdicts go to standard output as JSON.
'use strict';
const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const { loadTypes } = require('./words.cjs');
const { enrol } = require('./enrol.cjs');
const { Stream, dial, greet, loadServices, shown, tried } = require('./sync.cjs');
const terminal = require('./terminal.cjs');
const { askOffice } = require('./office.cjs');

const kinds = ['upload', 'download', 'report'];

// A hello that was taken once, said again on a new stream.
async function replay(types, to, who) {
  const used = {};
  const first = to(shown(who));
  for (const kind of kinds) {
    const { hello, stream } = await greet(types, first, who, kind);
    stream.close();
    used[kind] = { hello };
  }
  first.close();
  return tried(types, to(shown(who)), who, used);
}

// How a stream ends on which a batch comes before a hello.
async function beginWithABatch(client) {
  const stream = new Stream(client, 'upload');
  await stream.next(); // The challenge.
  return batchEnds(client, stream);
}

// The same with a hello, before the token is confirmed.
async function forgetTheToken(types, client, who) {
  const { first, stream } = await greet(types, client, who, 'upload');
  return first?.welcome ? batchEnds(client, stream) : `no welcome: ${stream.end}`;
}

async function batchEnds(client, stream) {
  stream.send({ batch: { first_seq: 1 } });
  while (await stream.next());
  client.close();
  return stream.end;
}

async function tryIntruders(types, to, { till, other, kiosk, revoked }, foreign) {
  const as = (who, what) => tried(types, to(shown(who)), till, what);
  const swapped = Object.fromEntries(kinds.map((kind, i) =>
    [kind, { kind: kinds[(i + 1) % kinds.length] }]));
  return {
    itself: await tried(types, to(shown(till)), till),
    'plain text': await tried(types, to(grpc.credentials.createInsecure()), till),
    'no certificate': await as({ authority: till.authority }),
    'of another authority': await as({ ...foreign, authority: till.authority }),
    'another Terminal-ID': await as(other, { seed: other.seed }),
    'another store': await as(kiosk, { store: till.store, terminal: kiosk.terminal, seed: kiosk.seed }),
    'another key': await as(till, { seed: other.seed }),
    'signed for another stream': await as(till, swapped),
    'a nonce of before': await as(till, { nonce: Buffer.alloc(32, 'n') }),
    'a hello of before': await replay(types, to, till),
    revoked: await tried(types, to(shown(revoked)), revoked),
    'no hello': await beginWithABatch(to(shown(till))),
    'a batch before the token': await forgetTheToken(types, to(shown(till)), till),
  };
}

async function beATerminal(types, to, who, journalFile) {
  const client = to(shown(who));
  const kept = await terminal.deliver(types, client, who);
  fs.writeFileSync(journalFile, kept.run);
  const out = {
    journal: 'taken',
    'back again': await terminal.comeBack(types, client, who, kept),
    catalog: await terminal.takeCatalog(types, client, who),
    report: await terminal.report(types, client, who),
    'a copy': await terminal.comeAsCopy(types, client, who, kept),
  };
  client.close();
  return out;
}

async function main() {
  const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
  const types = loadTypes(input.proto);
  if (input.codes) { // The first of two runs: to have who comes later.
    const who = {};
    for (const [name, code] of Object.entries(input.codes))
      who[name] = await enrol(types, input.enrol, code);
    fs.writeFileSync(input.state, JSON.stringify(who), { mode: 0o600 });
    return { enrolled: Object.keys(who).length };
  }
  const who = JSON.parse(fs.readFileSync(input.state, 'utf8'));
  const { Sync, Office } = loadServices(input.proto);
  const to = (credentials) => dial(Sync, input.sync, credentials);
  return {
    ...await tryIntruders(types, to, who, input.foreign),
    ...await beATerminal(types, to, who.till, input.journal),
    ...await askOffice(types, Office, input.office),
  };
}

main().then((verdicts) => {
  process.stdout.write(`${JSON.stringify(verdicts, null, 1)}\n`);
  process.exit(0); // Streams that were cut short may linger.
}, (why) => {
  process.stderr.write(`${why.stack}\n`);
  process.exit(1);
});
