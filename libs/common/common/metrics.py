"""What is counted about messages; `/metrics` shows it in Prometheus's text."""

from prometheus_client import Counter, Gauge, Histogram

messages_done = Counter("vigie_messages_done", "Messages whose effect stands", ["queue"])
messages_retried = Counter(
    "vigie_messages_retried", "Messages put off to a later try", ["queue", "reason"]
)
messages_parked = Counter("vigie_messages_parked", "Messages set aside for a person", ["queue"])
messages_absorbed = Counter(
    "vigie_messages_absorbed", "Messages that came again after their effect", ["queue"]
)
handler_seconds = Histogram(
    "vigie_handler_seconds",
    "Time from taking a message up to its outcome",
    ["queue"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
event_age_seconds = Histogram(
    "vigie_event_age_seconds",
    "Time from the fact to its effect elsewhere",
    ["queue"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600, 3600),
)

outbox_unsent = Gauge("vigie_outbox_unsent", "Events waiting for the relay", ["service"])
outbox_oldest_unsent_seconds = Gauge(
    "vigie_outbox_oldest_unsent_seconds", "Age of the oldest waiting event", ["service"]
)
relay_sent = Counter("vigie_relay_sent", "Events confirmed by the broker", ["service"])
relay_failed = Counter(
    "vigie_relay_failed", "Publishes that were not confirmed", ["service", "reason"]
)
relay_lag_seconds = Histogram(
    "vigie_relay_lag_seconds",
    "Time from the commit of an event to its confirmation",
    ["service"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600),
)
relay_elected = Gauge("vigie_relay_elected", "1 in the one process that relays", ["service"])
consumers = Gauge("vigie_consumers", "Queues that this process listens to", ["service"])

http_seconds = Histogram(
    "vigie_http_seconds",
    "Time from the request's first line to its answer",
    ["service", "method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)

loop_failures = Counter("vigie_loop_failures", "Turns that ended in an error", ["service", "loop"])
loop_done = Counter("vigie_loop_done", "Things that a loop has done", ["service", "loop"])
