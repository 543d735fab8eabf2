"""`python -m routing api | worker | prepare | job NAME`."""

from common.command import run
from routing.app import SERVICE

run(SERVICE)
