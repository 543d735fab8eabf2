"""`python -m notifications api | worker | prepare | job NAME`."""

from common.command import run
from notifications.app import SERVICE

run(SERVICE)
