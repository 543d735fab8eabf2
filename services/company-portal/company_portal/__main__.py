"""`python -m company_portal api | worker | prepare | job NAME`."""

from common.command import run
from company_portal.app import SERVICE

run(SERVICE)
