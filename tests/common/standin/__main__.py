from common.command import run
from tests.common.standin.app import SERVICE

run(SERVICE)
