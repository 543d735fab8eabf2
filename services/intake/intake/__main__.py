"""`python -m intake api | worker | prepare | job NAME`."""

from common.command import run
from intake.app import SERVICE

run(SERVICE)
