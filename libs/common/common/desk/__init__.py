"""The operators' desk: `vigie parked`, `vigie balance`, `vigie outbox`.

It reads the services' databases and the broker, and needs their addresses in its environment:
`DATABASES__INTAKE`, `DATABASES__ROUTING`, `DATABASES__COMPANY_PORTAL`, `DATABASES__NOTIFICATIONS`,
`DATABASES__AGENT_ANALYTICS`, and `BROKER__URL` where there is a broker. What it does not know of
it says so. It shows no body of a message unless asked to `--reveal` it, and leaves a trace in the
service's audit of everything it changes or reveals.
"""
