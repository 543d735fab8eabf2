"""The process that draws: specifications in, pictures out, one JSON line each.

It runs apart from the service because the drawing engine keeps some 75 MB once it has drawn:
`python -m agent_analytics.gateways.chart_process`.
"""

import json
import sys

import vl_convert

VEGA_LITE = "6.4"


def main() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_draw(line)) + "\n")
        sys.stdout.flush()


def _draw(line: str) -> dict[str, str]:
    """The picture, or the kind of the fault: a bad specification must not end the process.

    No address may be fetched: the data are in the specification.
    """
    request = json.loads(line)
    try:
        svg = vl_convert.vegalite_to_svg(
            request["specification"],
            vl_version=VEGA_LITE,
            allowed_base_urls=[],
            format_locale=request["locale"],
            time_format_locale=request["locale"],
        )
    except ValueError as error:
        return {"error": type(error).__name__}
    return {"svg": svg}


if __name__ == "__main__":
    main()
