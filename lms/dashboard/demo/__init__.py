"""The demo: invented people of Belize's agencies at every stage of learning.

For development and for showing the site: every demo person's password is known. It is built
through the services that real people's clicks go through, into an empty database only.
"""

from lms.dashboard.demo.load import CannotLoad, load
from lms.dashboard.demo.named import NAMED, PASSWORD, AccountRow, DemoAccount, accounts

__all__ = ["NAMED", "PASSWORD", "AccountRow", "CannotLoad", "DemoAccount", "accounts", "load"]
