// How a machine becomes a terminal by a one-time code: proto/README.md, "Enrolment".
'use strict';
const crypto = require('node:crypto');
const https = require('node:https');
const tls = require('node:tls');
const { deviceKey, sign } = require('./words.cjs');

const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

// The first 75 bits, five a symbol.
function shortened(sha256) {
  const all = BigInt(`0x${sha256.toString('hex')}`) >> BigInt(256 - 75);
  let out = '';
  for (let i = 14; i >= 0; --i) out += symbols[Number((all >> BigInt(5 * i)) & 31n)];
  return out;
}

function parseCode(text) {
  const all = text.replaceAll('-', '');
  if (all.length !== 31) throw new Error(`a code of ${all.length} symbols`);
  return { secret: all.slice(0, 15), fingerprint: all.slice(15, 30) };
}

const pem = (der, what) =>
  `-----BEGIN ${what}-----\n${der.toString('base64').match(/.{1,64}/g).join('\n')}\n-----END ${what}-----\n`;

function der(tag, ...parts) {
  const body = Buffer.concat(parts);
  const size = body.length < 128 ? [body.length]
    : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

// PKCS #10 with an empty name: who the certificate is for is the hub's to say.
function certificateRequest(pair) {
  const info = der(0x30, der(0x02, Buffer.from([0])), der(0x30),
    pair.publicKey.export({ type: 'spki', format: 'der' }), der(0xa0));
  const ecdsaSha256 = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const signature = crypto.sign('sha256', info, pair.privateKey);
  return pem(der(0x30, info, ecdsaSha256, der(0x03, Buffer.from([0]), signature)),
    'CERTIFICATE REQUEST');
}

// The certificate of the server's chain that the code names.
function findAuthority(host, port, fingerprint) {
  return new Promise((found, failed) => {
    const line = tls.connect({ host, port, servername: 'kassa-hub', rejectUnauthorized: false }, () => {
      let at = line.getPeerCertificate(true);
      const seen = new Set();
      while (at && at.raw && !seen.has(at.fingerprint256)) {
        seen.add(at.fingerprint256);
        if (shortened(crypto.createHash('sha256').update(at.raw).digest()) === fingerprint) {
          line.destroy();
          return found(pem(at.raw, 'CERTIFICATE'));
        }
        at = at.issuerCertificate;
      }
      line.destroy();
      return failed(new Error('not the hub of this code'));
    });
    line.on('error', failed);
  });
}

function post(host, port, authority, body) {
  return new Promise((answered, failed) => {
    const call = https.request({
      host, port, method: 'POST', path: '/v1/enrol', ca: authority, servername: 'kassa-hub',
      headers: { 'content-length': body.length, 'content-type': 'application/octet-stream' },
    }, (answer) => {
      const parts = [];
      answer.on('data', (x) => parts.push(x));
      answer.on('end', () => (answer.statusCode === 200
        ? answered(Buffer.concat(parts)) : failed(new Error(`HTTP ${answer.statusCode}`))));
    });
    call.on('error', failed);
    call.end(body);
  });
}

// What a terminal has afterwards, as JSON can hold it.
async function enrol(types, address, text) {
  const code = parseCode(text);
  const [host, port] = address.split(':');
  const authority = await findAuthority(host, port, code.fingerprint);
  const seed = crypto.randomBytes(32);
  const device = deviceKey(seed);
  const pair = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const claim = types.encode('EnrolClaim', {
    code: code.secret, device_key: device.public, program: 'peer',
    certificate_request: certificateRequest(pair),
  });
  const answer = types.decode('EnrolAnswer', await post(host, port, authority,
    types.encode('EnrolRequest', { claim, signature: sign(device, 'kassa.enrol.1', claim) })));
  if (!answer.enrolled) throw new Error(`enrolment: ${answer.refusal.code}`);
  const { bundle, certificate } = answer.enrolled;
  return {
    store: bundle.store, terminal: bundle.terminal, seed: seed.toString('hex'),
    hubKey: bundle.hub_key.toString('hex'), authority: bundle.authority, certificate,
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

module.exports = { enrol };
