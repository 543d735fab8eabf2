"""`python -m agent_analytics api | worker | prepare | job NAME`."""

from agent_analytics.app import SERVICE
from common.command import run

run(SERVICE)
