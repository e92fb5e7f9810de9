// Every call of the Office by who has no session, over plain loopback.
'use strict';
const grpc = require('@grpc/grpc-js');

// The code of our error: the details of a failed call's status.
function codeOf(types, why) {
  const [details] = why.metadata.get('grpc-status-details-bin');
  return details ? types.decode('Error', details).code : grpc.status[why.code].toLowerCase();
}

// How each call but the log-in ends; one word where all end alike.
async function askAll(types, Office, address, session) {
  const client = new Office(address, grpc.credentials.createInsecure());
  const ends = {};
  for (const [name, method] of Object.entries(Office.service)) {
    if (name === 'LogIn') continue;
    const has = method.requestType.type.field.some((x) => x.name === 'session');
    ends[name] = await new Promise((told) => {
      client[name](has ? { session } : {}, { deadline: Date.now() + 20_000 },
        (why) => told(why ? codeOf(types, why) : 'ok'));
    });
  }
  client.close();
  const all = new Set(Object.values(ends));
  return all.size === 1 ? [...all][0] : JSON.stringify(ends);
}

const askOffice = async (types, Office, address) => ({
  'Office without a session': await askAll(types, Office, address, Buffer.alloc(0)),
  'Office with a made-up session': await askAll(types, Office, address, Buffer.alloc(16, 's')),
});

module.exports = { askOffice };
