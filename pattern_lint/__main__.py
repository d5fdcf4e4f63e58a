"""`python -m pattern_lint`.

Python looks for modules in the working folder first, which is the one that is checked: a module of its must not be
imported in place of one of ours. Somebody who has set PYTHONPATH, or PYTHONSAFEPATH, gets what that says.
"""

import sys

if not sys.flags.safe_path:
    del sys.path[0]

from .cli.main import process

process()
