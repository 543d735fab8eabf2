"use strict";
// What a program does with the npm client `open311`, told as one JSON object.
// node walk.js DISCOVERY KEY SERVICE

const Open311 = require("open311");

const [discovery, apiKey, service] = process.argv.slice(2);
const client = new Open311({ discovery, apiKey, jurisdiction: "fr" });
// A refusal comes as its HTTP status (or `true`), followed by words.
const call = (name, ...values) =>
  new Promise((done, fail) =>
    client[name](...values, (error, body) =>
      error ? fail(Object.assign(new Error(String(body)), { status: error })) : done(body),
    ),
  );

async function walk() {
  const told = { discovery: await call("serviceDiscovery", { cache: true }) };
  told.services = (await call("serviceList")).length;
  told.definition = await call("serviceDefinition", service);
  told.filed = await call("submitRequest", {
    service_code: service,
    lat: 48.856614,
    long: 2.352222,
    description: "Les bacs n’ont pas été ramassés & débordent.",
    email: "camille.martin@example.org",
    first_name: "Camille",
    last_name: "Martin",
    attributes: { how_often: "several" },
  });
  const id = told.filed[0].service_request_id;
  told.token = await call("token", id);
  told.one = await call("serviceRequest", id);
  told.several = await call("serviceRequests", [id, "NONE"]);
  told.open = await call("serviceRequests", { status: "open" });
  client.apiKey = "wrong";
  told.refused = await call("submitRequest", { service_code: service }).catch((error) => ({
    status: error.status,
    words: error.message,
  }));
  process.stdout.write(JSON.stringify(told));
}

walk().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
