// Bytes, hashes and signatures, as ../../proto/README.md has them.
'use strict';
const crypto = require('node:crypto');
const path = require('node:path');
const { blake2b } = require('@noble/hashes/blake2b');
const protobuf = require('protobufjs');

const bytes = (x) => (Buffer.isBuffer(x) ? x : Buffer.from(x));

function be32(n) {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(n);
  return out;
}

function be64(n) {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt.asUintN(64, BigInt(n)));
  return out;
}

function hash(domain, ...parts) {
  const all = Buffer.concat([domain, ...parts].map(bytes));
  return Buffer.from(blake2b(all, { dkLen: 32 }));
}

// What is signed: the domain, then each part behind its length.
function message(domain, parts) {
  const out = [bytes(domain)];
  for (const part of parts.map(bytes)) out.push(be32(part.length), part);
  return Buffer.concat(out);
}

// The DER around the 32 bytes of an Ed25519 key (RFC 8410).
const seedPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function deviceKey(seed) {
  const key = crypto.createPrivateKey({
    key: Buffer.concat([seedPrefix, seed]), format: 'der', type: 'pkcs8',
  });
  const der = crypto.createPublicKey(key).export({ type: 'spki', format: 'der' });
  return { key, public: der.subarray(publicPrefix.length) };
}

const sign = (device, domain, ...parts) =>
  crypto.sign(null, message(domain, parts), device.key);

function holds(publicKey, signature, domain, ...parts) {
  const key = crypto.createPublicKey({
    key: Buffer.concat([publicPrefix, bytes(publicKey)]), format: 'der', type: 'spki',
  });
  return crypto.verify(null, message(domain, parts), key, bytes(signature));
}

// The messages that are signed or hashed as bytes, from the repository's files.
function loadTypes(folder) {
  const root = new protobuf.Root();
  root.resolvePath = (from, wanted) => path.join(folder, wanted);
  root.loadSync(['kassa/v1/sync.proto', 'kassa/v1/enrol.proto', 'kassa/v1/error.proto'],
    { keepCase: true });
  const type = (name) => root.lookupType(`kassa.v1.${name}`);
  return {
    encode: (name, x) => Buffer.from(type(name).encode(type(name).fromObject(x)).finish()),
    decode: (name, x) => type(name).toObject(type(name).decode(x), { longs: String, bytes: Buffer, enums: Number }),
  };
}

const emptyHead = { seq: 0, hash: Buffer.alloc(32) };

module.exports = { be32, be64, deviceKey, emptyHead, hash, holds, loadTypes, sign };
