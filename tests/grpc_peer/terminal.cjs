// An honest terminal in a few lines: it makes a journal, delivers it, takes the
// catalog, and comes back. Then a copy of it comes.
'use strict';
const { be32, be64, deviceKey, hash } = require('./words.cjs');
const { ackHolds, fenceHolds, greet, signHead, tokenHolds } = require('./sync.cjs');

function must(holds, what) {
  if (!holds) throw new Error(`${what} does not hold`);
}

// Records 1 to 3: a genesis, and what a drawer did.
function makeJournal(types, who) {
  const now = Date.now();
  const payloads = [
    { kind: 'KIND_GENESIS', genesis: {
      device_key: deviceKey(Buffer.from(who.seed, 'hex')).public, org_no: '5566778899',
      company: 'Peer AB', model: 'SE peer', program: 'peer' } },
    { kind: 'KIND_DRAWER_OPENED', drawer_opened: { reason: 'no sale' } },
    { kind: 'KIND_DRAWER_OPENED', drawer_opened: { reason: 'no sale' } },
  ];
  let before = Buffer.alloc(32);
  return payloads.map((payload, i) => {
    const body = types.encode('RecordBody', {
      format: 1, store: who.store, terminal: who.terminal, seq: i + 1,
      wall_ms: now, business_ms: now, offset_minutes: 60, program: 'peer', ...payload,
    });
    before = hash('kassa.record.1', before, body);
    return { body, hash: before };
  });
}

const headOf = (journal) => ({
  seq: journal.length,
  hash: journal.length ? journal[journal.length - 1].hash : Buffer.alloc(32),
});

// From a Welcome to the confirmed token, whose signature holds.
function confirm(who, stream, welcome) {
  must(tokenHolds(who, welcome.token), 'the token');
  stream.send({ confirm: { n: welcome.token.n } });
  return welcome.token;
}

// The acknowledgement of all up to `head`, countersigned.
async function acknowledged(who, stream, head) {
  for (;;) {
    const next = await stream.next();
    if (!next?.ack) throw new Error(`no acknowledgement: ${stream.end}`);
    must(ackHolds(who, next.ack.durable, next.ack.countersignature), 'an acknowledgement');
    if (Number(next.ack.durable.seq) < head.seq) continue;
    must(next.ack.durable.hash.equals(head.hash), 'the acknowledged hash');
    return;
  }
}

function sendRecords(types, who, stream, journal, from, to) {
  stream.send({ batch: {
    first_seq: from, previous_hash: headOf(journal.slice(0, from - 1)).hash,
    run: types.encode('RecordRun', { records: journal.slice(from - 1, to) }),
    head_signature: signHead(who, headOf(journal.slice(0, to))),
  } });
}

// @returns the journal and the token that are the hub's now
async function deliver(types, client, who) {
  const journal = makeJournal(types, who);
  const { first, stream } = await greet(types, client, who, 'upload');
  if (!first?.welcome) throw new Error(`no welcome: ${stream.end}`);
  must(Number(first.welcome.held.seq) === 0, 'a new journal at the hub');
  const token = confirm(who, stream, first.welcome);
  sendRecords(types, who, stream, journal, 1, 1);
  await acknowledged(who, stream, headOf(journal.slice(0, 1)));
  sendRecords(types, who, stream, journal, 3, 3); // A gap.
  must(Number((await stream.next())?.rewind?.held.seq) === 1, 'where to go on after a gap');
  sendRecords(types, who, stream, journal, 1, 3); // An overlap.
  await acknowledged(who, stream, headOf(journal));
  stream.close();
  return { journal, token, run: types.encode('RecordRun', { records: journal }) };
}

// Comes back with what it kept: the hub countersigns what it holds.
async function comeBack(types, client, who, { journal, token }) {
  const head = headOf(journal);
  const { first, stream } = await greet(types, client, who, 'upload', { head, token });
  if (!first?.welcome) throw new Error(`no welcome: ${stream.end}`);
  const { held, countersignature } = first.welcome;
  must(Number(held.seq) === head.seq && held.hash.equals(head.hash), 'what the hub holds');
  must(ackHolds(who, held, countersignature), 'the countersignature');
  const next = confirm(who, stream, first.welcome);
  must(Number(next.n) === Number(token.n) + 1, "the next token's number");
  // The last record again: an answer says that the token was taken.
  sendRecords(types, who, stream, journal, head.seq, head.seq);
  await acknowledged(who, stream, head);
  stream.close();
  return 'taken';
}

// The folder of before wakes up elsewhere: the token that it shows is an old one.
async function comeAsCopy(types, client, who, { journal, token }) {
  const { first, stream } = await greet(types, client, who, 'upload', { head: headOf(journal), token });
  if (first?.refusal?.fence) must(fenceHolds(who, first.refusal.fence), 'the fence');
  return first?.welcome ? 'let in' : stream.end;
}

// A snapshot: its state hash is the sum of its rows' hashes.
async function takeCatalog(types, client, who) {
  const { first, stream } = await greet(types, client, who, 'download');
  if (!first?.start?.snapshot) return `no snapshot: ${stream.end}`;
  let sum = 0n;
  let rows = 0;
  for (;;) {
    const next = await stream.next();
    if (!next) return `no end: ${stream.end}`;
    for (const row of next.chunk?.rows || []) {
      const { kind, id, effective_from_ms } = types.decode('Row', row).key;
      const key = Buffer.concat([Buffer.from([kind]), Buffer.from(`${id}\0`),
        be64(BigInt(effective_from_ms || 0) + (1n << 63n))]);
      sum += BigInt(`0x${hash('kassa.row.1', be32(key.length), key, row).toString('hex')}`);
      ++rows;
    }
    if (!next.end) continue;
    stream.close();
    const { to } = next.end;
    const wanted = BigInt(`0x${to.state_hash.toString('hex')}`);
    return BigInt.asUintN(256, sum) === wanted && rows === Number(to.rows) ? 'whole' : 'another';
  }
}

async function report(types, client, who) {
  const { first, stream } = await greet(types, client, who, 'report');
  stream.close();
  return first?.taken ? 'taken' : stream.end;
}

module.exports = { comeAsCopy, comeBack, deliver, report, takeCatalog };
