// A terminal's side of the sync streams: proto/README.md, "Sync".
'use strict';
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const { be64, deviceKey, emptyHead, holds, sign } = require('./words.cjs');

const patience = 20_000;

function loadServices(folder) {
  const read = (file) => grpc.loadPackageDefinition(loader.loadSync(`kassa/v1/${file}.proto`,
    { includeDirs: [folder], keepCase: true, longs: String, defaults: true, oneofs: true })).kassa.v1;
  return { Sync: read('sync').Sync, Office: read('office').Office };
}

// To the hub under its name, whatever its address is.
const dial = (Sync, address, credentials) => new Sync(address, credentials, {
  'grpc.ssl_target_name_override': 'kassa-hub',
  'grpc.default_authority': 'kassa-hub',
});

const shown = ({ authority, certificate, key }) => grpc.credentials.createSsl(
  Buffer.from(authority), key ? Buffer.from(key) : null, certificate ? Buffer.from(certificate) : null);

// One stream. What comes is taken one by one; at the end comes null, and `end`
// says why: the refusal's code, else gRPC's.
class Stream {
  constructor(client, method) {
    this.heard = [];
    this.call = client[method]({ deadline: Date.now() + patience });
    this.call.on('data', (x) => this.put(x));
    this.call.on('error', (why) => this.put(null, why.code));
    this.call.on('end', () => this.put(null));
  }

  put(x, code) {
    if (x && x.refusal) this.refusal = x.refusal;
    if (code !== undefined) this.code = code;
    const next = this.waiting;
    this.waiting = undefined;
    if (next) next(x);
    else this.heard.push(x);
  }

  async next() {
    if (this.heard.length > 0) return this.heard.shift();
    return new Promise((take) => { this.waiting = take; });
  }

  get end() {
    if (this.refusal) return this.refusal.code;
    return this.code === undefined ? 'ended' : grpc.status[this.code].toLowerCase();
  }

  send(x) { this.call.write(x); }
  close() { this.call.cancel(); }
}

// A Hello of `who`: as it is, but for what `as` says otherwise.
function makeHello(types, who, kind, nonce, as = {}) {
  const device = deviceKey(Buffer.from(as.seed || who.seed, 'hex'));
  const claim = types.encode('HelloClaim', {
    store: as.store || who.store, terminal: as.terminal || who.terminal,
    device_key: device.public, protocol: 1, program: 'peer',
    head: as.head || emptyHead, token: as.token,
  });
  return {
    claim,
    signature: sign(device, 'kassa.hello.1', as.kind || kind, as.nonce || nonce, claim),
  };
}

// Opens a stream, answers its challenge, and hears the hub's first word:
// { first, stream, hello }, `first` null or a refusal where it was turned away.
async function greet(types, client, who, kind, as = {}) {
  const stream = new Stream(client, kind);
  const challenge = (await stream.next())?.challenge;
  if (!challenge) return { first: null, stream };
  const hello = as.hello || makeHello(types, who, kind, challenge.nonce, as);
  stream.send({ hello });
  if (kind === 'report') stream.send({ status: { program: 'peer' } }); // Nothing comes before.
  return { first: await stream.next(), stream, hello };
}

// How a try on each of the three streams ends; one word where all end alike.
async function tried(types, client, who, as = {}) {
  const ends = [];
  for (const kind of ['upload', 'download', 'report']) {
    const { first, stream } = await greet(types, client, who, kind, as[kind] || as);
    ends.push(first && !first.refusal ? 'let in' : stream.end);
    stream.close();
  }
  client.close();
  return new Set(ends).size === 1 ? ends[0] : ends.join(', ');
}

const scopeOf = (who) => [who.store, who.terminal];
const headParts = (who, head) => [...scopeOf(who), be64(head.seq), head.hash];
const hubKey = (who) => Buffer.from(who.hubKey, 'hex');

const tokenHolds = (who, x) => holds(hubKey(who), x.signature, 'kassa.token.1', ...scopeOf(who),
  x.incarnation, be64(x.n), x.random);
const ackHolds = (who, head, signature) =>
  holds(hubKey(who), signature, 'kassa.ack.1', ...headParts(who, head));
const fenceHolds = (who, x) => holds(hubKey(who), x.signature, 'kassa.fence.1', ...scopeOf(who),
  x.reason, be64(x.hub_ms));
const signHead = (who, head) =>
  sign(deviceKey(Buffer.from(who.seed, 'hex')), 'kassa.head.1', ...headParts(who, head));

module.exports = {
  Stream, ackHolds, dial, fenceHolds, greet, loadServices, shown, signHead, tokenHolds, tried,
};
